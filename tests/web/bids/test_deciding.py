"""A bid from five fields to its result, on the pages and over the API."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from tests.factories import AT, TODAY, make_account, make_user
from tests.web.bids.test_desk import headers, text

from tongxin.crm.bids.desk_choices import KnockOutCode, QuestionCode
from tongxin.crm.bids.desk_models import ApprovalLimit, BidSubmission, Qualification
from tongxin.crm.bids.models import Bid
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]
SHEET = {**dict.fromkeys(KnockOutCode.values, "yes"), **dict.fromkeys(QuestionCode.values, "4")}


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
def bid(client, manager):
    account = make_account(manager)
    form = {
        "account": account.uid, "name": "Scanner", "deadline_at": "2026-12-11T17:00", "budget": "1000",
        "source": "web site",
    }  # fmt: skip
    assert "Register a bid" in text(client.get("/bids/register/"))
    text(client.post("/bids/register/", {"name": "Scanner"}), 422)
    made = client.post("/bids/register/", form)
    found = Bid.objects.get()
    assert made.url == f"/bids/{found.uid}/decision/"
    return found


def _is_priced(client, bid):
    url = f"/bids/{bid.uid}"
    Bid.objects.update(own_cost=Decimal(80), own_floor=Decimal(85))
    ApprovalLimit.objects.create(
        name="Head of sales", margin_below=30, working_days=1, created_at=AT, updated_at=AT
    )
    ApprovalLimit.objects.create(name="Board", margin_below=7, created_at=AT, updated_at=AT)
    for typed, said in (
        ("100", "20% margin: Head of sales approves, within 1 working days."),
        ("85.5", "6.43% margin: Board approves."),
        ("1,000", "nobody has to approve"),
        ("84", "Below our floor"),
        ("x", 'role="status"></p>'),
    ):
        assert said in text(client.get(f"{url}/approval/?own_price={typed}"))
    for wrong in ("x", "-5", "1e30"):
        text(client.post(f"{url}/price/", {"own_price": wrong}), 422)
    assert client.post(f"{url}/price/", {"own_price": "100"}).status_code == 302
    assert 'value="100.00"' in text(client.get(f"{url}/price/"))


def test_a_bid_is_decided_priced_handed_in_and_closed(client, bid):
    url = f"/bids/{bid.uid}"
    page = text(client.get(f"{url}/decision/"))
    for part in (
        "not to be said yet",
        "not known yet: We may bid: no ground excludes us",
        "Where it was read",
        f"/supplier-registrations/new/?account={bid.account.uid}",
        f"/bid-rivals/new/?bid={bid.uid}",
    ):
        assert part in page, part
    assert "MAY_BID," not in page
    assert "Enter a reason" in text(client.post(f"{url}/decision/", {**SHEET, "verdict": "GO"}), 422)
    text(client.post(f"{url}/submission/", {"key": "k"}), 422)
    assert client.post(f"{url}/decision/", SHEET).status_code == 302
    assert client.post(f"{url}/decision/", {**SHEET, "verdict": "GO", "reason": "Fits"}).status_code == 302
    page = text(client.get(f"{url}/decision/"))
    for part in (">80<", "Fits", "approved by"):
        assert part in page, part
    _is_priced(client, bid)
    assert "in order" in text(client.get(f"{url}/submission/"))
    for _again in range(2):
        assert client.post(f"{url}/submission/", {"key": "k", "receipt": "R-7"}).status_code == 302
    assert BidSubmission.objects.count() == 1
    assert "R-7" in text(client.get(f"{url}/submission/"))
    text(client.post(f"{url}/result/", {"outcome": "WIND"}), 422)
    assert client.post(f"{url}/result/", {"outcome": "WON", "lessons": "Early"}).status_code == 302
    page = text(client.get("/bids/board/"))
    assert page.index("Result") < page.index("Scanner")


@pytest.mark.requirement("R4.2")
def test_the_api_decides_and_hands_in_once(client, manager, bid):
    api = headers(manager)
    url = f"/api/v1/bids/{bid.uid}"

    def send(path, body, key="", status=201):
        more = {"Idempotency-Key": key} if key else {}
        answer = client.post(f"{url}/{path}", body, content_type="application/json", headers={**api, **more})
        assert answer.status_code == status, answer.content
        return answer.json()

    answers = [{"code": code, "met": True} for code in KnockOutCode.values]
    assert send("answers", {"answers": answers})["decision"] == "UNDECIDED"
    assert client.get(f"{url}/go-no-go", headers=api).json()["reasons"][0]["code"] == "ANSWERS_UNKNOWN"
    assert send("decision", {"verdict": "CONDITIONAL", "reason": "Try"})["advised"] == "UNDECIDED"
    assert send("submission", {}, status=422)["code"] == "BID_PRICE_MISSING"
    Bid.objects.update(own_price=Decimal(90))
    first = send("submission", {"receipt": "R"}, key="one")
    assert send("submission", {"receipt": "R"}, key="one") == first
    assert send("submission", {}, key="two", status=409)["code"] == "BID_HANDED_IN"
    assert first["submitted_price"] == "90.00"
    assert send("result", {"outcome": "LOST", "debrief": "Too dear"})["stage"] == "CLOSED"
    assert client.get(f"{url}/readiness", headers=api).json() == []


@pytest.mark.requirement("R4.2")
def test_a_paper_that_ends_is_named_on_today_and_in_the_sheet(client, manager, bid):
    own = Qualification.objects.create(
        name="ISO 13485", kind="CERTIFICATE", valid_until=TODAY + timedelta(20), owner=manager, created_at=AT,
        updated_at=AT,
    )  # fmt: skip
    bid.demands.create(name="Quality system", qualification=own, created_at=AT, updated_at=AT)
    assert "Renew “ISO 13485”" in text(client.get("/"))
    page = text(client.get(f"/bids/{bid.uid}/decision/"))
    assert "missing: Quality system" in page
    bid.rivals.create(name="Otherco", created_at=AT, updated_at=AT)
    Bid.objects.create(
        account=bid.account, name="Old", stage="CLOSED", outcome="WON", time_zone="Asia/Taipei",
        method="WEIGHTED", created_at=AT, updated_at=AT,
    )  # fmt: skip
    own.valid_until = None
    own.save()
    page = text(client.get(f"/bids/{bid.uid}/decision/"))
    for part in ("all 1 demands are met", "expected: Otherco", "won here so far: 1 of 1"):
        assert part in page, part


def test_the_history_tells_events_in_words_and_no_price_to_who_may_not_see_it(client, manager, bid):
    url = f"/bids/{bid.uid}"
    client.post(f"{url}/decision/", {**SHEET, "verdict": "GO", "reason": "Fits"})
    Bid.objects.update(own_price=Decimal(7777))
    client.post(f"{url}/submission/", {"key": "k"})
    page = text(client.get(f"{url}/history/"))
    for part in ("What is decided: bid", "Reason: Fits", "Price submitted: NT$7,777"):
        assert part in page, part
    reader = make_user([Role.READ_ONLY], language="en", granted_rights=["SEE_ALL"])
    client.force_login(reader)
    for path in (f"{url}/history/", f"{url}/", f"{url}/submission/"):
        assert "7777" not in text(client.get(path)).replace(",", "")
    assert "Price submitted: changed; you may not see the value" in text(client.get(f"{url}/history/"))
    told = client.get(f"/api/v1/bids/{bid.uid}/history", headers=headers(reader))
    assert "submitted_price" in told.content.decode()
    assert "7777" not in told.content.decode()


def test_prices_are_withheld_where_they_are_entered(client, manager, bid):
    Bid.objects.update(own_price=Decimal(7777))
    reader = make_user([Role.READ_ONLY], language="en", granted_rights=["SEE_ALL"])
    client.force_login(reader)
    for path in ("price", "approval", "submission"):
        assert "7777" not in text(client.get(f"/bids/{bid.uid}/{path}/?own_price=1"))
    assert client.post(f"/bids/{bid.uid}/price/", {"own_price": "1"}).status_code == 403
