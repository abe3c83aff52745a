"""Opportunities over the API: the same actions and the same visibility as the pages."""

from decimal import Decimal

import pytest
from tests.deals import make_competitor, make_entry, make_opportunity, make_person, make_process, make_product
from tests.factories import make_account, make_actor, make_user

from tongxin.common.clock import now
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.opportunities.actions import set_member
from tongxin.crm.opportunities.models import Opportunity
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def process():
    return make_process()


@pytest.fixture
def client(api, process):
    return api()


@pytest.fixture
def account(client):
    return make_account(client.user, name="台積電")


@pytest.fixture
def made(client, account):
    answer = client.post("/opportunities", {"name": "N5 擴產", "account": account.uid, "amount": "1000.50"})
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def path(made):
    return f"/opportunities/{made['uid']}"


def created(answer):
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_deal_is_created_read_changed_deleted_and_restored(client, made, path):
    assert (made["stage"]["code"], made["outcome"], made["process"]) == ("RESEARCH", "OPEN", "CUSTOMER")
    assert Decimal(made["amount"]) == Decimal("1000.50")
    make_entry(DictionaryKind.SOURCE, "FAIR")
    shown = client.get(path)
    change = {"next_step": "Call", "source": "FAIR", "owner": client.user.uid, "margin_percent": "12.5"}
    changed = client.patch(path, change, If_Match=shown["ETag"])
    assert changed.status_code == 200, changed.content
    assert (changed.json()["next_step"], changed.json()["source"]["code"]) == ("Call", "FAIR")
    assert client.patch(path, {"name": "X"}, If_Match=shown["ETag"]).status_code == 412
    changed = client.patch(path, {"source": ""}, If_Match=changed["ETag"])
    assert (changed.status_code, changed.json()["source"]) == (200, None)
    assert client.patch(path, {"owner": ""}, If_Match=changed["ETag"]).status_code == 422
    assert client.delete(path, If_Match=changed["ETag"]).status_code == 204
    assert client.get(path).status_code == 404
    created(client.post(f"/deleted-opportunities/{made['uid']}/restorations", {}))
    assert client.get(path).status_code == 200


def test_a_deal_may_start_in_any_stage_of_any_process(client, account):
    second = make_process("SECOND", is_default=False)
    deal = created(
        client.post(
            "/opportunities",
            {"name": "Late", "account": account.uid, "process": second.uid, "stage": "TENDER"},
        )
    )
    assert (deal["process"], deal["stage"]["code"]) == ("SECOND", "TENDER")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"account": "zzzzzzzzzzzzzz"}, "ACCOUNT_MISSING"),
        ({"stage": "NOWHERE"}, "STAGE_MISSING"),
        ({"source": "NOWHERE"}, "ENTRY_UNKNOWN"),
        ({"close_from": "2027-02-01", "close_to": "2027-01-01"}, "CLOSE_WINDOW_REVERSED"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client, account, sent, code):
    answer = client.post("/opportunities", {"name": "N", "account": account.uid, **sent})
    assert answer.status_code == 422
    assert answer.json()["code"] == code


def test_the_list_filters_sorts_and_chooses_fields(client, account, made):
    make_opportunity(make_actor(client.user), name="Small", account=account, amount=Decimal(1))
    page = client.get("/opportunities?sort=-amount&fields=name&limit=1&owner=me").json()
    assert [item["name"] for item in page["items"]] == ["N5 擴產"]
    assert set(page["items"][0]) == {"uid", "version", "name"}
    following = client.get(f"/opportunities?sort=-amount&limit=1&owner=me&after={page['next']}").json()
    assert [item["name"] for item in following["items"]] == ["Small"]


def test_restricted_fields_are_withheld_and_refused_without_their_right(api, client, made, path):
    etag = client.get(path)["ETag"]
    assert client.patch(path, {"price_floor": "900"}, If_Match=etag).json()["price_floor"] == "900"
    member = api(roles=[Role.TEAM_MEMBER])
    deal = Opportunity.objects.get(uid=made["uid"])
    set_member(actor=make_actor(client.user), at=now(), opportunity=deal, user=member.user, function="BID")
    seen = member.get(path)
    assert not {"price_floor", "margin_percent"} & set(seen.json())
    assert member.patch(path, {"price_floor": "1"}, If_Match=seen["ETag"]).status_code == 403
    assert member.get("/opportunities?sort=price_floor").status_code == 400


@pytest.mark.requirement("R4.1")
def test_steps_reversals_and_corrections_are_entries(client, made, path):
    cause = make_entry()
    entries = f"{path}/stage-entries"
    forward = created(client.post(entries, {"stage": "TENDER", "reason": "Shortlisted"}))
    assert (forward["kind"], forward["from_stage"]["code"]) == ("FORWARD", "RESEARCH")
    assert client.post(entries, {"stage": "CHARTER"}).json()["code"] == "CAUSE_MISSING"
    assert client.post(entries, {"stage": "CHARTER", "cause": "NONE"}).json()["code"] == "ENTRY_UNKNOWN"
    back = created(client.post(entries, {"stage": "CHARTER", "cause": cause.code}))
    assert (back["kind"], back["days_lost"], back["cause"]["code"]) == ("REVERSAL", 0, "BUDGET")
    assert client.get(path).json()["reversals"] == 1
    undone = created(client.post(f"{entries}/{back['uid']}/correction"))
    assert (undone["kind"], undone["stage"]["code"]) == ("CORRECTED", "TENDER")
    history = client.get(entries).json()["stage_entries"]
    assert [entry["kind"] for entry in history] == ["STARTED", "FORWARD", "REVERSAL", "CORRECTED"]


@pytest.mark.requirement("R1.1")
def test_a_deal_is_closed_with_its_reason_and_reopened(client, made, path):
    reason = make_entry(DictionaryKind.LOSS_REASON, "PRICE")
    rival = created(client.post(f"{path}/competitors", {"name": "Kaiser", "is_incumbent": True}))
    closure = f"{path}/closure"
    assert client.post(closure, {"outcome": "LOST"}).json()["code"] == "LOSS_REASON_MISSING"
    assert client.post(closure, {"outcome": "OPEN"}).json()["code"] == "OUTCOME_UNKNOWN"
    created(client.post(closure, {"outcome": "LOST", "loss_reason": reason.code, "winner": rival["uid"]}))
    assert client.get(path).json()["loss_reason"]["code"] == "PRICE"
    assert client.get(f"{path}/competitors").json()["competitors"][0]["won"] is True
    assert client.post(closure, {"outcome": "WON"}).status_code == 409
    created(client.post(f"{path}/reopenings", {"reason": "They came back"}))
    created(client.post(closure, {"outcome": "DROPPED", "reason": "No budget"}))
    created(client.post(f"{path}/reopenings", {}))
    created(client.post(closure, {"outcome": "WON"}))
    assert client.get(path).json()["outcome"] == "WON"


def test_rivals_people_team_and_products_are_kept(client, account, made, path):
    competitor, product = make_competitor("Rival"), make_product("CT-9")
    person, mate = make_person(account, "陳立群"), make_user()
    outsider = make_person(make_account(client.user), "外聘專家")
    rival = created(client.post(f"{path}/competitors", {"competitor": competitor.uid}))
    created(client.post(f"{path}/contacts", {"person": person.uid, "role": "USER", "is_primary": True}))
    contact = created(client.post(f"{path}/contacts", {"person": outsider.uid, "role": "EXTERNAL_EXPERT"}))
    assert contact["is_outsider"] is True
    member = created(client.post(f"{path}/members", {"user": mate.uid, "function": "BID"}))
    line = created(client.post(f"{path}/lines", {"product": product.uid, "quantity": "2", "unit_price": "5"}))
    assert [item["is_primary"] for item in client.get(f"{path}/contacts").json()["contacts"]] == [True, False]
    assert len(client.get(f"{path}/members").json()["members"]) == 2
    assert Decimal(client.get(f"{path}/lines").json()["lines"][0]["quantity"]) == 2
    for kind, record in (("competitors", rival), ("contacts", contact), ("lines", line)):
        address = f"{path}/{kind}/{record['uid']}"
        assert client.delete(address).status_code == 428
        etag = f'"{record["uid"]}-{record["version"]}"'
        assert client.delete(address, If_Match=etag).status_code == 204
    assert client.delete(f"{path}/members/{member['uid']}").status_code == 204
    assert client.get(f"{path}/lines").json() == {"lines": []}


def test_figures_are_those_of_the_visible_deals_that_meet_the_filters(client, account, made):
    make_opportunity(amount=Decimal(77))
    board = client.get("/opportunity-board").json()
    assert (board["currency"], board["lanes"][0]["count"]) == ("TWD", 1)
    assert Decimal(board["lanes"][0]["weighted"]) == Decimal("50.025")
    assert client.get("/opportunity-board?stage=TENDER").json()["lanes"][0]["count"] == 0
    client.post(f"/opportunities/{made['uid']}/closure", {"outcome": "WON"})
    totals = client.get("/opportunity-totals").json()
    assert [(item["outcome"], item["count"]) for item in totals["by_outcome"]] == [("WON", 1)]
    assert totals["top_accounts"][0]["name"] == "台積電"
    assert Decimal(totals["win_rate"]) == 1


def test_processes_are_read_with_their_stages(client):
    (process,) = client.get("/processes").json()["processes"]
    assert process["stages"][0]["code"] == "RESEARCH"
    assert process["is_default"] is True


def test_before_there_is_a_process_nothing_breaks(api):
    client = api()
    account = make_account(client.user)
    answer = client.post("/opportunities", {"name": "N", "account": account.uid})
    assert (answer.status_code, answer.json()["code"]) == (422, "PROCESS_MISSING")
    assert client.get("/opportunity-board").json()["lanes"] == []
    assert client.get("/processes").json() == {"processes": []}
