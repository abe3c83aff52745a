"""Joined records bring along what names them, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import AT, make_account, make_actor

from tongxin.common.naming import joined_if_any, named_along
from tongxin.crm.accounts.models import Account, DictionaryEntry
from tongxin.crm.opportunities.reference import ensure_reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    ensure_reference_data(at=AT)
    actor = make_actor()
    tier = DictionaryEntry.objects.get(kind="TIER", code="KEY")
    group = make_account(actor.user, name="曜禾集團", tier=tier)
    return make_account(actor.user, name="曜禾台中廠", parent=group)


def test_what_names_the_joined_records_is_read_with_the_row(site):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        row = named_along(Account.objects.filter(pk=site.pk), "owner", "parent__tier").get()
        assert (row.owner.display_name, row.owner.uid) == (site.owner.display_name, site.owner.uid)
        assert (row.parent.display_name, row.parent.tier.label) == ("曜禾集團", site.parent.tier.label)
        assert row.situation == ""
    assert len(captured) == 1


def test_anything_else_of_a_joined_record_costs_a_query_of_its_own(site):
    row = named_along(Account.objects.filter(pk=site.pk), "owner", "parent").get()
    assert row.owner.get_deferred_fields() >= {"password", "roles", "last_login"}
    with CaptureQueriesContext(connection) as captured:
        assert row.parent.kind == "COMPANY"
    assert len(captured) == 1


def test_records_are_joined_whole_and_in_order(site):
    rows = Account.objects.order_by("-pk")
    with CaptureQueriesContext(connection) as captured:
        found = joined_if_any(rows, "owner", "parent")
        assert found[0].parent.kind == "COMPANY"
    assert found == [site, site.parent]
    assert len(captured) == 2


def test_nothing_is_joined_to_nothing(site):
    with CaptureQueriesContext(connection) as captured:
        assert joined_if_any(Account.objects.filter(name="綠澄能源"), "owner") == []
    assert len(captured) == 1
