"""Joined records bring along what names them, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import AT, make_account, make_actor

from tongxin.common.naming import named_along
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
