"""What falls due for bids: in the buyer's zone, a lot each, and nothing of accounts one may not see."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from tests.crm.bids.test_simulation import Desk
from tests.factories import AT, make_account, make_actor, make_user, with_every_right

from tongxin.common.errors import Refusal
from tongxin.crm.bids.actions import bid_for_tender
from tongxin.crm.bids.deadlines import MOST_DAYS, check_days, deadlines_for
from tongxin.crm.bids.declared.papers import DEMAND, DOCUMENT
from tongxin.crm.bids.declared.team import BOND, REVIEW
from tongxin.crm.tenders.actions import register_tender
from tongxin.crm.tenders.models import Tender
from tongxin.records.writing import create_record
from tongxin.team.models import User
from tongxin.web.bids.calendars import countdown

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]
DAY = date(2026, 12, 11)
# 23:30 on the 10th in Greenwich is the 11th in Taipei, and the 10th in Lima.
EVENING = datetime(2026, 12, 10, 23, 30, tzinfo=UTC)


def told(desk: Desk, since: date = DAY, until: date = DAY) -> list[tuple[str, str, bool]]:
    return [
        (each.kind.value, each.name, each.is_done)
        for each in deadlines_for(desk.actor, since=since, until=until)
        if each.bid == desk.bid
    ]


def test_moments_are_days_of_the_buyers_zone_and_everything_of_the_bid_is_among_them() -> None:
    desk = Desk(deadline_at=EVENING, internal_at=EVENING - timedelta(hours=1))

    def add(definition: Any, **values: Any) -> None:
        create_record(definition, actor=desk.actor, at=AT, values={"bid": desk.bid, **values})

    add(DOCUMENT, name="Letter", due_on=DAY)
    add(DOCUMENT, name="Price sheet", due_on=DAY, state="DONE")
    add(REVIEW, name="Red", colour="RED", held_on=DAY, is_passed=True)
    add(DEMAND, name="ISO", holds_until=DAY)
    add(BOND, name="Bank", valid_until=DAY)
    add(BOND, name="Old bank", valid_until=DAY, returned_on=DAY)
    assert told(desk) == [
        ("INTERNAL", "", False), ("OFFICIAL", "", False), ("DOCUMENT", "Letter", False),
        ("DOCUMENT", "Price sheet", True), ("REVIEW", "Red", True), ("DEMAND", "ISO", False),
        ("BOND", "Bank", False), ("BOND", "Old bank", True),
    ]  # fmt: skip
    lima = Desk(deadline_at=EVENING, time_zone="America/Lima")
    assert told(lima) == []
    assert told(lima, DAY - timedelta(1), DAY) == [("OFFICIAL", "", False)]
    assert deadlines_for(make_actor(make_user()), since=DAY, until=DAY) == []


def test_days_are_asked_in_order_and_for_a_year_at_the_most() -> None:
    check_days(DAY, DAY + timedelta(MOST_DAYS))
    for since, until, code in (
        (DAY, DAY - timedelta(1), "DAYS_REVERSED"),
        (DAY, DAY + timedelta(MOST_DAYS + 1), "DAYS_TOO_MANY"),
    ):
        with pytest.raises(Refusal) as found:
            check_days(since, until)
        assert found.value.code == code


def test_a_lot_brings_its_own_deadline_and_value_and_else_has_those_of_the_tender() -> None:
    actor = with_every_right(make_user())
    account = make_account(actor.user)
    tender = register_tender(
        actor=actor, at=AT, buyer="Port", title="Cranes", deadline_at=EVENING, estimate=Decimal(900), currency="TWD"
    )  # fmt: skip
    own = {
        "id": "2",
        "tenderPeriod": {"endDate": "2026-12-20T17:00:00+08:00"},
        "value": {"amount": 300, "currency": "USD"},
    }
    Tender.objects.update(compiled=json.dumps({"tender": {"lots": [{"id": "1"}, own]}}))
    tender.refresh_from_db()
    first, second, whole = (
        bid_for_tender(actor=actor, at=AT, tender=tender, account=account, lot=lot) for lot in ("1", "2", "")
    )
    assert (first.deadline_at, first.budget, first.currency) == (EVENING, Decimal(900), "TWD")
    assert (second.deadline_at, second.budget, second.currency) == (
        datetime(2026, 12, 20, 9, tzinfo=UTC), Decimal(300), "USD",
    )  # fmt: skip
    assert (whole.deadline_at, whole.budget) == (EVENING, Decimal(900))
    found = deadlines_for(actor, since=DAY - timedelta(1), until=date(2026, 12, 31))
    assert [each.bid.lot for each in found] == ["1", "", "2"]


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ({"seconds": -1}, "passed"),
        ({"minutes": 5}, "5 minutes left"),
        ({"hours": 47}, "47 hours left"),
        ({"days": 18, "hours": 3}, "18 days left"),
    ],
)
def test_the_countdown_is_in_the_unit_that_matters(left: dict[str, int], said: str) -> None:
    with translation.override("en"):
        assert countdown(AT + timedelta(**left), at=AT) == said


def test_the_month_shows_a_lot_each_in_both_calendars_and_the_api_the_same(client: Any) -> None:
    desk = Desk(deadline_at=EVENING, lot="2", own_price=Decimal("8431.25"))
    User.objects.update(language="en")
    client.force_login(desk.actor.user)
    page = client.get("/bids/calendar/?month=2026-12").content.decode()
    for part in ("December 2026", "ROC 115/12/11", "07:30", "Asia/Taipei", "Scanner, lot 2", "days left"):
        assert part in page, part
    assert "8431" not in page
    assert "Nothing falls due" in client.get("/bids/calendar/?month=2027-03").content.decode()
    found = client.get("/api/v1/bid-deadlines?since=2026-12-01&until=2026-12-31").json()
    assert [(each["kind"], each["lot"], each["day"], each["roc"]) for each in found] == [
        ("OFFICIAL", "2", "2026-12-11", "民國115年12月11日")
    ]
    assert client.get("/api/v1/bid-deadlines").status_code == 200
    assert client.get("/api/v1/bid-deadlines?since=2026-12-02&until=2026-12-01").status_code == 422
