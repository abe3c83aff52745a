"""The bid desk on its pages and over the API: from a notice to who wins, and nothing of prices for who may not see them."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from tests.factories import AT, make_account, make_actor, make_token, make_user
from tests.web.markup import unbroken

from tongxin.crm.bids.models import Bid, BidCriterion, BidRival, BidScore
from tongxin.crm.tenders.actions import register_tender
from tongxin.crm.tenders.models import Organisation, Tender
from tongxin.team.choices import Role, Scope

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]
COMPILED = """{"tender": {"awardCriteria": {"criteria": [
 {"type": "price", "name": "Price", "numbers": [{"number": 40, "weight": "percentageExact"}]},
 {"type": "quality", "name": "Quality", "numbers": [{"number": 60, "weight": "percentageExact"}]}]}}}"""


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def manager(client):
    user = make_user([Role.BID_MANAGER], granted_rights=["MARGIN"], language="en")
    client.force_login(user)
    return user


@pytest.fixture
def tender(manager):
    made = register_tender(
        actor=make_actor(manager), at=AT, buyer="Port of Halden", title="Cranes",
        deadline_at=AT + timedelta(30), estimate=Decimal(1000), currency="TWD",
    )  # fmt: skip
    Tender.objects.update(compiled=COMPILED)
    return made


def headers(user):
    _, key = make_token(user, (Scope.READ, Scope.WRITE), at=AT)
    return {"Authorization": f"Bearer {key}"}


def text(response, status=200) -> str:
    assert response.status_code == status, response.content.decode()[:600]
    return unbroken(response.content.decode())


def test_one_click_makes_a_bid_of_a_notice_and_the_simulator_says_who_wins(client, manager, tender):
    account = make_account(manager)
    Organisation.objects.update(account=account)
    assert f"/tenders/{tender.uid}/bid/" in text(client.get(f"/tenders/{tender.uid}/"))
    made = client.post(f"/tenders/{tender.uid}/bid/")
    bid = Bid.objects.get()
    assert made.url == f"/bids/{bid.uid}/"
    assert client.get(f"/tenders/{tender.uid}/bid/").url == made.url
    page = text(client.get(made.url))
    for part in ("Price and quality with weights", "ROC 11", "Quality", "Award simulator"):
        assert part in page, part
    Bid.objects.update(own_price=Decimal(110), own_cost=Decimal(90), own_floor=Decimal(95))
    rival = BidRival.objects.create(
        bid=bid, name="Rival", price_likely=100, price_low=90, price_high=120, currency="TWD", created_at=AT,
        updated_at=AT,
    )  # fmt: skip
    url = f"/bids/{bid.uid}/simulator/"
    assert "We has no score on “Quality” yet" not in text(client.get(url))
    item = BidCriterion.objects.get(name="Quality")
    form = {
        f"{item.uid}-low": "40", f"{item.uid}-score": "50", f"{item.uid}-high": "60",
        f"{item.uid}-{rival.uid}": "45", "version": Bid.objects.get().version,
    }  # fmt: skip
    assert "Rival" in text(client.get(f"/bids/{bid.uid}/scores/"))
    assert client.post(f"/bids/{bid.uid}/scores/", form).status_code == 302
    page = text(client.get(url))
    for part in ("we win", "Chance to win", "One point more on “Quality”", 'id="ladder-finding"', "Margin"):
        assert part in page, part
    assert "40" in text(client.get(f"/bids/{bid.uid}/scores/"))


def test_wrong_scores_are_named_and_nothing_typed_is_lost(client, manager, tender):
    account = make_account(manager)
    page = text(client.post(f"/tenders/{tender.uid}/bid/"))
    assert "Make a bid" in page
    assert "not right yet" not in page
    assert "not right yet" in text(client.post(f"/tenders/{tender.uid}/bid/", {"account": ""}), 422)
    client.post(f"/tenders/{tender.uid}/bid/", {"account": account.uid})
    bid, item = Bid.objects.get(), BidCriterion.objects.get(name="Quality")
    url = f"/bids/{bid.uid}/scores/"
    for typed, said in (
        ("abc", "This is not a number."),
        ("1e99", "This is not a number."),
        ("70", "above its highest"),
    ):
        page = text(client.post(url, {f"{item.uid}-score": typed}), 422)
        assert said in page
        assert f'value="{typed}"' in page
    assert not BidScore.objects.exists()


def test_the_api_does_the_same_and_withholds_prices(client, manager, tender):
    account = make_account(manager, members=[reader := make_user([Role.READ_ONLY], language="en")])
    sent = {"account": account.uid}
    api = headers(manager)
    made = client.post(
        f"/api/v1/tenders/{tender.uid}/bid", sent, content_type="application/json", headers=api
    )
    assert made.status_code == 201, made.content
    uid = made.json()["uid"]
    Bid.objects.update(own_price=Decimal("8431.25"))
    item = BidCriterion.objects.get(name="Quality")
    scores = {"scores": [{"criterion": item.uid, "score": "50"}]}
    refused = client.get(f"/api/v1/bids/{uid}/simulation", headers=api).json()["refused"]
    assert (refused["code"], refused["text"]) == (
        "SCORE_MISSING", "Cranes has no score on “Quality” yet. Enter it.",
    )  # fmt: skip
    kept = client.post(f"/api/v1/bids/{uid}/scores", scores, content_type="application/json", headers=api)
    assert kept.status_code == 201, kept.content
    for wrong, status in (
        ({"criterion": "x" * 14, "score": 1}, 422),
        ({"criterion": item.uid, "rival": "x" * 14, "score": 1}, 422),
        ({"criterion": item.uid, "score": 61}, 422),
    ):
        body = {"scores": [wrong]}
        answer = client.post(f"/api/v1/bids/{uid}/scores", body, content_type="application/json", headers=api)
        assert answer.status_code == status, answer.content
    found = client.get(f"/api/v1/bids/{uid}/simulation", headers=api).json()["outcome"]
    assert (found["award"], found["ranking"][0]["price"]) == ("We", "8431.25")
    assert client.get(f"/api/v1/bids/{uid}/simulation", headers=headers(reader)).json() == {
        "uid": uid, "is_withheld": True, "refused": None, "outcome": None,
    }  # fmt: skip
    client.force_login(reader)
    for path in (f"/bids/{uid}/simulator/", f"/bids/{uid}/", "/bids/?sort=name", f"/bids/{uid}/history/"):
        assert "8431" not in text(client.get(path)).replace(",", "")
    assert client.get("/bids/?sort=own_price").status_code == 400
    assert client.get(f"/bids/{uid}/scores/").status_code == 403


LOTS = """{"tender": {"lots": [
 {"id": "1", "title": "Beds", "value": {"amount": 500, "currency": "TWD"}}, {"id": "2", "title": "Lamps"},
 {"id": "3", "title": "Carts", "status": "cancelled"}, {"id": "4", "status": "unsuccessful"}]},
 "awards": [{"id": "a", "status": "active", "relatedLots": ["1"], "value": {"amount": 469, "currency": "TWD"}}]}"""


def test_each_lot_has_its_own_state_and_those_called_off_leave_that_of_the_tender(client, manager, tender):
    account, api = make_account(manager), headers(manager)
    Tender.objects.update(compiled=LOTS)
    for lot in ("1", "2"):
        client.post(f"/tenders/{tender.uid}/bid/", {"account": account.uid, "lot": lot})
    first, second = Bid.objects.order_by("lot")

    def told():
        found = client.get(f"/api/v1/bids/{second.uid}/lots", headers=api).json()
        return found["state"], [(each["number"], each["state"], each["bid"]) for each in found["lots"]]

    assert told() == (
        "PARTLY_AWARDED",
        [
            ("1", "AWARDED", first.uid),
            ("2", "OPEN", second.uid),
            ("3", "CANCELLED", None),
            ("4", "NOT_AWARDED", None),
        ],
    )
    page = text(client.get(f"/bids/{second.uid}/"))
    for part in ("The tender as a whole: partly awarded.", f'href="/bids/{first.uid}/"', "cancelled"):
        assert part in page, part
    Bid.objects.filter(pk=second.pk).update(stage="CLOSED", outcome="NOT_AWARDED")
    assert told()[1][1][1] == "NOT_AWARDED"
    Tender.objects.update(compiled="{}")
    assert told() == ("", [])
    assert "Lots of this tender" not in text(client.get(f"/bids/{second.uid}/"))
