"""From the decision to the result: what is refused, and that a bid is handed in once."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.crm.bids.test_simulation import Desk
from tests.factories import AT, TODAY, make_actor

from tongxin.analytics.bids.deciding import sheet_says
from tongxin.common.errors import Refusal
from tongxin.crm.bids.actions import Answer, Ruling, answer_questions, close_bid, decide_bid, submit_bid
from tongxin.crm.bids.declared.papers import DEMAND, DOCUMENT, QUALIFICATION
from tongxin.crm.bids.desk_choices import KnockOutCode, QuestionCode
from tongxin.crm.bids.desk_models import ApprovalLimit, BidSubmission, Qualification
from tongxin.crm.bids.desk_rules import approver_for, margin_percent, renewal_starts
from tongxin.crm.bids.desk_selectors import (
    answers_of,
    bids_around,
    lanes_for,
    latest_decision,
    readiness_for,
    renewals_for,
    submission_of,
)
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.sheet_selectors import policy_in_use
from tongxin.records.writing import create_record, delete_record

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]
ALL_YES = {code: Answer(met=True) for code in KnockOutCode.values}


def refused(call: Any, **values: Any) -> str:
    with pytest.raises(Refusal) as found:
        call(**values)
    return found.value.code


def decided(**values: Any) -> tuple[Desk, Bid]:
    """Return a bid for which it was decided to bid."""
    desk = Desk(deadline_at=AT + timedelta(2), own_price=Decimal(100), **values)
    decide(desk, "GO")
    return desk, Bid.objects.get(pk=desk.bid.pk)


def decide(desk: Desk, verdict: str, reason: str = "Fits") -> None:
    ruling = Ruling(verdict=verdict, reason=reason, approver=desk.actor.user)
    decide_bid(actor=desk.actor, at=AT, bid=Bid.objects.get(pk=desk.bid.pk), ruling=ruling)


def paper(desk: Desk, **values: Any) -> Qualification:
    started = {"name": "ISO 13485", "kind": "CERTIFICATE"}
    made: Qualification = create_record(QUALIFICATION, actor=desk.actor, at=AT, values={**started, **values})
    return made


def demand(desk: Desk, **values: Any) -> Any:
    started = {"bid": desk.bid, "name": "Quality system"}
    return create_record(DEMAND, actor=desk.actor, at=AT, values={**started, **values})


def test_the_sheet_knocks_out_weighs_and_stays_undecided_while_unknown_answers_may_turn_it():
    desk = Desk()
    say = {"actor": desk.actor, "at": AT, "bid": desk.bid}
    assert sheet_says(answers_of(desk.bid), policy_in_use()).decision == "UNDECIDED"
    answer_questions(**say, answers={**ALL_YES, **{code: Answer(score=4) for code in QuestionCode.values}})
    assert (desk.bid.stage, sheet_says(answers_of(desk.bid), policy_in_use()).score) == ("ASSESSMENT", 80)
    assert sheet_says(answers_of(desk.bid), policy_in_use()).decision == "GO"
    answer_questions(**say, answers={"TERMS": Answer(met=False), "PRICE": Answer(score=0)})
    assert sheet_says(answers_of(desk.bid), policy_in_use()).decision == "NO_GO"
    assert refused(answer_questions, **say, answers={"WIND": Answer()}) == "ANSWER_UNKNOWN"
    for wrong in ({"TERMS": Answer(score=1)}, {"PRICE": Answer(met=True)}, {"PRICE": Answer(score=6)}):
        assert refused(answer_questions, **say, answers=wrong) == "ANSWER_OUTSIDE"


def test_a_decision_needs_a_reason_and_no_closes_the_bid():
    desk = Desk()
    with pytest.raises(Refusal, match="DECISION_REASON_MISSING"):
        decide(desk, "GO", reason=" ")
    decide(desk, "NO_GO")
    bid = Bid.objects.get(pk=desk.bid.pk)
    assert (bid.stage, bid.outcome, latest_decision(bid).verdict) == ("CLOSED", "NO_BID", "NO_GO")
    with pytest.raises(Refusal, match="BID_HANDED_IN"):
        decide(desk, "GO")


def test_a_bid_is_handed_in_once_under_its_key():
    desk, bid = decided()
    say = {"actor": desk.actor, "at": AT, "bid": bid}
    first = submit_bid(**say, key="one", receipt="R-1")
    assert submit_bid(**say, key="one") == first
    assert refused(submit_bid, **say, key="two") == "BID_HANDED_IN"
    assert BidSubmission.objects.count() == 1
    assert (submission_of(bid).submitted_price, submission_of(bid).receipt) == (Decimal(100), "R-1")
    assert Bid.objects.get(pk=bid.pk).stage == "SUBMITTED"


@pytest.mark.parametrize(
    ("change", "late", "code"),
    [
        ({"stage": "LEAD"}, 0, "BID_NOT_DECIDED"),
        ({}, 3, "BID_LATE"),
        ({"own_price": None}, 0, "BID_PRICE_MISSING"),
        ({"own_floor": Decimal(101)}, 0, "PRICE_BELOW_FLOOR"),
    ],
)
def test_what_is_not_ready_is_not_handed_in(change, late, code):
    desk, bid = decided()
    Bid.objects.filter(pk=bid.pk).update(**change)
    assert refused(submit_bid, actor=desk.actor, at=AT + timedelta(late), bid=bid, key="k") == code
    assert not BidSubmission.objects.exists()


@pytest.mark.requirement("R4.2")
def test_open_documents_and_unmet_demands_hold_a_bid_back_by_name():
    desk, bid = decided(own_floor=Decimal(90))
    document = create_record(DOCUMENT, actor=desk.actor, at=AT, values={"bid": bid, "name": "Price sheet"})
    assert refused(submit_bid, actor=desk.actor, at=AT, bid=bid, key="k") == "DOCUMENTS_OPEN"
    delete_record(DOCUMENT, actor=desk.actor, at=AT, record=document)
    demand(desk)
    assert refused(submit_bid, actor=desk.actor, at=AT, bid=bid, key="k") == "DEMANDS_OPEN"


@pytest.mark.requirement("R4.2")
@pytest.mark.parametrize(
    ("held", "asked", "state"),
    [
        (None, {}, "MISSING"),
        (None, {"is_optional": True}, "SPARED"),
        ({"valid_until": date(2026, 11, 3)}, {}, "ENDS"),
        ({"valid_until": date(2026, 11, 3)}, {"is_optional": True}, "SPARED"),
        ({"valid_from": date(2026, 12, 1)}, {}, "ENDS"),
        ({"valid_until": date(2026, 12, 1)}, {}, "MET"),
        ({"valid_until": date(2026, 12, 1)}, {"holds_until": date(2027, 1, 1)}, "ENDS"),
        ({}, {}, "MET"),
    ],
)
def test_a_demand_is_met_by_a_paper_that_holds_on_the_day_that_counts(held, asked, state):
    desk = Desk(deadline_at=AT + timedelta(5))
    own = None if held is None else paper(desk, **held)
    demand(desk, qualification=own, **asked)
    (found,) = readiness_for(Bid.objects.get(pk=desk.bid.pk))
    assert (found.state, found.blocks) == (state, state in {"MISSING", "ENDS"})


@pytest.mark.requirement("R4.2")
def test_a_deleted_paper_proves_nothing_and_one_without_days_holds():
    desk = Desk()
    own = paper(desk, valid_until=date(2020, 1, 1))
    demand(desk, qualification=own)
    bid = Bid.objects.get(pk=desk.bid.pk)
    assert readiness_for(bid)[0].state == "MET"
    delete_record(QUALIFICATION, actor=desk.actor, at=AT, record=own)
    assert readiness_for(bid)[0].state == "MISSING"


@pytest.mark.requirement("R4.2")
def test_papers_are_to_be_renewed_by_their_lead_time():
    desk = Desk()
    assert renewal_starts(paper(desk, name="Endless")) is None
    usual = paper(desk, name="Usual", valid_until=TODAY + timedelta(89))
    slow = paper(desk, name="Slow", valid_until=TODAY + timedelta(180), lead_days=200)
    paper(desk, name="Later", valid_until=TODAY + timedelta(91))
    paper(desk, name="Theirs", valid_until=TODAY, owner=make_actor().user)
    assert renewals_for(desk.actor, on=TODAY) == [usual, slow]


def test_a_result_is_kept_once_and_what_was_not_handed_in_is_not_won():
    desk, bid = decided()
    say = {"actor": desk.actor, "at": AT, "bid": bid}
    assert refused(close_bid, **say, outcome="WON") == "OUTCOME_NOT_HANDED_IN"
    assert refused(close_bid, **say, outcome="WIND") == "BID_OUTCOME_UNKNOWN"
    submit_bid(**say, key="k")
    bid.refresh_from_db()
    closed = close_bid(**{**say, "bid": bid}, outcome="LOST", lessons="Ask earlier")
    assert (closed.outcome, closed.lessons, closed.debrief) == ("LOST", "Ask earlier", "")
    assert refused(close_bid, **{**say, "bid": closed}, outcome="WON") == "BID_CLOSED"
    assert bids_around(desk.actor, closed) == ([], [])
    assert bids_around(desk.actor, Bid(account=closed.account)) == ([], [closed])
    assert lanes_for(desk.actor)["CLOSED"] == [closed]
    Bid.objects.update(owner=desk.actor.user)
    assert bids_around(desk.actor, Bid(owner=desk.actor.user)) == ([], [])


def test_the_margin_names_who_approves():
    assert margin_percent(Decimal(200), Decimal(150)) == 25
    limits = [
        ApprovalLimit(name="Head", margin_below=Decimal(30)),
        ApprovalLimit(name="Board", margin_below=Decimal(10)),
        ApprovalLimit(name="Nobody"),
    ]
    told = [approver_for(Decimal(margin), limits) for margin in (40, 25, 5)]
    assert [each.name if each else "" for each in told] == ["", "Head", "Board"]
