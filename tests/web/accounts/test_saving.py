"""A form is saved whole or not at all, and says nothing of accounts above that its reader does not see."""

import pytest
from tests.factories import AT, make_account, make_actor, make_token, make_user, with_every_right

from tongxin.common.clock import now
from tongxin.common.errors import Refusal
from tongxin.crm.accounts.actions import create_account, move_account, save_account
from tongxin.crm.accounts.models import Account
from tongxin.crm.stakeholders.actions import create_person, save_person
from tongxin.crm.stakeholders.models import Person
from tongxin.team.choices import Role, Scope

pytestmark = pytest.mark.django_db
TYPED = {"kind": "COMPANY", "status": "ACTIVE", "currency": "TWD", "fiscal_year_start": "1"}


@pytest.fixture
def kam(client):
    user = make_user([Role.KAM], language="en")
    client.force_login(user)
    return make_actor(user)


def test_a_refused_parent_saves_nothing_and_the_mended_form_is_taken(client, kam):
    account = create_account(actor=kam, at=AT, name="Group")
    below = create_account(actor=kam, at=AT, name="Subsidiary", parent=account)
    sent = {
        **TYPED,
        "name": "Renamed",
        "parent": below.uid,
        "parent-chosen": f"{below.uid}:{below.uid}",
        "version": "1",
    }
    refused = client.post(f"/accounts/{account.uid}/form/", sent)
    assert refused.status_code == 422
    assert b"stands below this account" in refused.content
    kept = Account.objects.get(pk=account.pk)
    assert (kept.name, kept.version) == ("Group", 1)

    mended = client.post(f"/accounts/{account.uid}/form/", {**sent, "parent": "", "parent-chosen": ""})
    assert mended.status_code == 302
    assert Account.objects.get(pk=account.pk).name == "Renamed"


def test_other_names_that_are_refused_leave_the_values_as_they_were(kam):
    account = create_account(actor=kam, at=AT, name="Group")
    with pytest.raises(Refusal, match="NAME_KIND_UNKNOWN"):
        save_account(actor=kam, at=AT, account=account, values={"name": "Renamed", "aliases": [("X", "ODD")]})
    assert Account.objects.get(pk=account.pk).name == "Group"
    person = create_person(actor=kam, at=AT, full_name="Ann Lee")
    with pytest.raises(Refusal, match="NAME_KIND_UNKNOWN"):
        save_person(actor=kam, at=AT, person=person, values={"full_name": "Bo", "names": [("X", "ODD")]})
    assert Person.objects.get(pk=person.pk).full_name == "Ann Lee"


def test_a_place_or_an_owner_alone_is_saved_against_the_version_that_was_seen(kam):
    account = create_account(actor=kam, at=AT, name="Company")
    above = create_account(actor=kam, at=AT, name="Group", kind="GROUP")
    boss = with_every_right(kam.user)
    save_account(actor=boss, at=AT, account=account, values={"parent": above}, expected_version=1)
    colleague = make_user([Role.KAM])
    save_account(actor=boss, at=AT, account=account, values={"owner": colleague}, expected_version=2)
    assert Account.objects.get(pk=account.pk).owner == colleague
    with pytest.raises(Refusal, match="STALE_VERSION"):
        save_account(actor=boss, at=AT, account=account, values={"parent": None}, expected_version=1)


def test_a_currency_is_read_in_full_width_and_refused_at_its_field_when_nobody_calls_one_so(client, kam):
    account = create_account(actor=kam, at=AT, name="Company")
    sent = {**TYPED, "name": "Company", "version": "1"}
    answer = client.post(f"/accounts/{account.uid}/form/", {**sent, "currency": "Thaler"})
    assert answer.status_code == 422
    assert b"There is no such currency" in answer.content
    answer = client.post(f"/accounts/{account.uid}/form/", {**sent, "currency": "ＵＳＤ"})
    assert answer.status_code == 302
    assert Account.objects.get(pk=account.pk).currency == "USD"


def test_a_form_that_leaves_a_field_out_keeps_it(client, kam):
    account = create_account(actor=kam, at=AT, name="Company", employees=500, website="example.org")
    sent = {**TYPED, "name": "Company", "website": "", "version": "1"}
    assert client.post(f"/accounts/{account.uid}/form/", sent).status_code == 302
    kept = Account.objects.get(pk=account.pk)
    assert (kept.employees, kept.website) == (500, "")


class TestAParentThatOneDoesNotSee:
    @pytest.fixture
    def child(self, kam):
        child = create_account(actor=kam, at=AT, name="Subsidiary")
        above = make_account(make_user(), name="Secret Holding", kind="GROUP")
        move_account(actor=with_every_right(kam.user), at=AT, account=child, parent=above)
        return child

    def test_is_named_at_no_door(self, client, kam, child):
        _token, key = make_token(kam.user, (Scope.READ, Scope.WRITE), at=now())
        headers = {"Authorization": f"Bearer {key}"}
        above = Account.objects.get(pk=child.parent_id)
        for path in (
            "/accounts/",
            f"/accounts/{child.uid}/",
            f"/accounts/{child.uid}/form/",
            f"/accounts/{child.uid}/history/",
            "/api/v1/accounts",
            f"/api/v1/accounts/{child.uid}",
            f"/api/v1/accounts/{child.uid}/history",
        ):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 200, path
            assert b"Secret Holding" not in answer.content, path
            assert above.uid.encode() not in answer.content, path
        assert client.get(f"/api/v1/accounts/{child.uid}", headers=headers).json()["parent"] is None

    def test_stays_when_the_form_is_saved(self, client, kam, child):
        sent = {**TYPED, "name": "Renamed", "parent": "", "version": "2"}
        assert client.post(f"/accounts/{child.uid}/form/", sent).status_code == 302
        kept = Account.objects.get(pk=child.pk)
        assert (kept.name, kept.parent_id) == ("Renamed", child.parent_id)

    def test_is_named_to_who_sees_it(self, client, kam, child):
        client.force_login(make_user([Role.ADMINISTRATOR, Role.SALES_DIRECTOR], language="en"))
        assert b"Secret Holding" in client.get(f"/accounts/{child.uid}/").content
