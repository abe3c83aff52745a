"""What the log tells of one record, for all who see the record; and that the log is whole."""

from decimal import Decimal

import pytest
from tests.deals import make_opportunity
from tests.factories import AT, make_account, make_actor, make_member

from tongxin.api.v1 import histories
from tongxin.crm.accounts.actions import change_account
from tongxin.crm.opportunities.actions import change_opportunity
from tongxin.crm.relationships.actions import change_interaction, log_interaction
from tongxin.crm.stakeholders.actions import change_person, create_person
from tongxin.team.choices import Role


@pytest.fixture
def client(api):
    return api()


@pytest.fixture
def account(client):
    return make_account(client.user, name="曜禾醫療")


def history(client, kind, record, query=""):
    return client.get(f"/{kind}/{record.uid}/history{query}").json()


def test_an_accounts_history_is_read_page_by_page(client, account):
    actor = make_actor(client.user)
    for phone in ("1", "2", "3"):
        change_account(actor=actor, at=AT, account=account, values={"phone": phone})
    first = history(client, "accounts", account, "?limit=2")
    assert [item["changes"][0]["new"] for item in first["items"]] == ["3", "2"]
    assert first["items"][0]["user_name"] == client.user.display_name
    rest = history(client, "accounts", account, f"?before={first['next']}")
    assert ([item["verb"] for item in rest["items"]], rest["next"]) == (["CHANGED", "CREATED"], None)


def test_what_needs_a_right_is_withheld_from_histories(client, account, api):
    actor = make_actor(client.user)
    deal = make_opportunity(actor, account=account)
    change_opportunity(actor=actor, at=AT, opportunity=deal, values={"price_floor": Decimal(700)})
    person = create_person(actor=actor, at=AT, full_name="游靖堯", account=account)
    change_person(actor=actor, at=AT, person=person, values={"judgement": "canary"})
    entry = log_interaction(actor=actor, at=AT, text="met", account=account)
    change_interaction(actor=actor, at=AT, interaction=entry, values={"private_note": "canary"})
    mate = api(roles=(Role.TEAM_MEMBER,))
    make_member(account, mate.user)
    for kind, record in (("opportunities", deal), ("people", person), ("interactions", entry)):
        own = history(client, kind, record)["items"][0]["changes"][0]
        assert (own["withheld"], own["old"] is None and own["new"] is None) == (False, False)
        seen = history(mate, kind, record)["items"][0]["changes"][0]
        assert (seen["withheld"], seen["old"], seen["new"]) == (True, None, None)


def test_a_record_one_may_not_see_has_no_history(account, api):
    assert api().get(f"/accounts/{account.uid}/history").status_code == 404


def test_the_log_is_found_whole_or_broken(api, admin, monkeypatch):
    assert api().get("/audit-verification").status_code == 403
    assert admin.get("/audit-verification").json() == {"is_whole": True, "broken_at": None}
    monkeypatch.setattr(histories, "first_broken_link", lambda: 7)
    assert admin.get("/audit-verification").json() == {"is_whole": False, "broken_at": 7}
