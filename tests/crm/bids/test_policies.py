"""What the house goes by, what buyers always demand, and what must be signed and hold before a bid goes out."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.crm.bids.test_simulation import Desk
from tests.factories import AT

from tongxin.analytics.bids.deciding import sheet_says, weights_in_use
from tongxin.common.errors import Refusal
from tongxin.crm.bids.actions import (
    Answer,
    Ruling,
    answer_questions,
    decide_bid,
    submit_bid,
    take_buyer_demands,
)
from tongxin.crm.bids.declared.papers import DOCUMENT
from tongxin.crm.bids.declared.qualifying import ASSESSMENT, BUYER_DEMAND, FINDING
from tongxin.crm.bids.declared.sheets import POLICY
from tongxin.crm.bids.declared.team import BOND, PARTNER
from tongxin.crm.bids.desk_choices import KnockOutCode, QuestionCode
from tongxin.crm.bids.desk_models import BidBond, BidDocument, BidPartner
from tongxin.crm.bids.desk_rules import short_bonds
from tongxin.crm.bids.desk_selectors import answers_of, papers_of
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.sheet_selectors import policy_in_use
from tongxin.records.writing import create_record

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.2", "R4.3")]


def make(desk: Desk, definition: Any, **values: Any) -> Any:
    return create_record(definition, actor=desk.actor, at=AT, values=values)


def refused(call: Any, **values: Any) -> str:
    with pytest.raises(Refusal) as found:
        call(**values)
    return found.value.code


def test_the_house_sets_its_own_bands_and_weights() -> None:
    desk = Desk()
    answers = {code: Answer(met=True) for code in KnockOutCode.values}
    answers |= {code: Answer(score=3) for code in QuestionCode.values}
    answer_questions(actor=desk.actor, at=AT, bid=desk.bid, answers=answers)
    assert sheet_says(answers_of(desk.bid), policy_in_use()).decision == "CONDITIONAL"
    make(desk, POLICY, name="Bold", go_from=Decimal(55), no_go_below=Decimal(40), margin_question_weight=0)
    assert sheet_says(answers_of(desk.bid), policy_in_use()).decision == "GO"
    assert [weights_in_use(policy_in_use())[code] for code in ("MARGIN", "COVERAGE")] == [0, 20]
    make(desk, POLICY, name="Strict", go_from=Decimal(90), no_go_below=Decimal(80))
    assert sheet_says(answers_of(desk.bid), policy_in_use()).decision == "NO_GO"
    nought = {field: 0 for field in (each.name for each in POLICY.fields) if field.endswith("_weight")}
    for values, code in (
        ({"go_from": Decimal(50), "no_go_below": Decimal(60)}, "BANDS_REVERSED"),
        (nought, "POLICY_WEIGHTS_NOUGHT"),
    ):
        rule = {"name": "Wrong", **values}
        assert refused(create_record, definition=POLICY, actor=desk.actor, at=AT, values=rule) == code


def test_what_a_buyer_always_demands_is_taken_over_once_and_findings_hang_under_their_assessment() -> None:
    desk = Desk()
    make(desk, BUYER_DEMAND, account=desk.bid.account, name="ISO 13485", assessor="SGS")
    taken = take_buyer_demands(actor=desk.actor, at=AT, bid=desk.bid)
    assert [(each.name, each.note) for each in taken] == [("ISO 13485", "SGS")]
    assert take_buyer_demands(actor=desk.actor, at=AT, bid=desk.bid) == []
    audit = make(desk, ASSESSMENT, name="Supplier audit 2026", assessor="SGS")
    make(desk, FINDING, assessment=audit, name="No log of calibration", remedy="Start one")
    assert audit.findings.get().grade == "MINOR"


def test_a_deadline_late_in_the_evening_is_of_the_buyers_day() -> None:
    desk = Desk(deadline_at=datetime(2026, 12, 10, 17, tzinfo=UTC))
    make(desk, BOND, bid=desk.bid, name="Bank", valid_until=date(2026, 12, 10))
    bid = Bid.objects.get()
    assert (bid.time_zone, bid.deadline_day) == ("Asia/Taipei", date(2026, 12, 11))
    assert short_bonds(bid, papers_of(bid)) == ["Bank"]


def test_what_is_unsigned_or_ends_too_early_holds_a_bid_back_by_name() -> None:
    desk = Desk(own_price=Decimal(100), deadline_at=AT + timedelta(2))
    ruling = Ruling(verdict="GO", reason="Fits", approver=desk.actor.user)
    decide_bid(actor=desk.actor, at=AT, bid=desk.bid, ruling=ruling)
    make(desk, DOCUMENT, bid=desk.bid, name="Letter", state="DONE", needs_signature=True)
    make(desk, PARTNER, bid=desk.bid, name="Partner")
    make(desk, BOND, bid=desk.bid, name="Bank", valid_until=AT.date())
    bid = Bid.objects.get()
    hand_in = {"actor": desk.actor, "at": AT, "bid": bid, "key": "k"}
    assert refused(submit_bid, **hand_in) == "PAPERS_UNSIGNED"
    BidDocument.objects.update(signed_on=AT.date())
    assert refused(submit_bid, **hand_in) == "PAPERS_UNSIGNED"
    BidPartner.objects.update(is_signed=True)
    assert refused(submit_bid, **hand_in) == "BONDS_SHORT"
    BidBond.objects.update(valid_until=AT.date() + timedelta(90))
    assert submit_bid(**hand_in).key == "k"
