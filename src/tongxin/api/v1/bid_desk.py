"""The bid desk: the go/no-go sheet, the decision, readiness, handing in, the result."""

from typing import TYPE_CHECKING, Any

from tongxin.analytics.bids.deciding import sheet_says
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.bids import told_reason
from tongxin.api.v1.schemas.bid_desk import (
    AnswersIn,
    BidDecisionIn,
    BidDecisionOut,
    ClosedOut,
    ReadinessOut,
    ResultIn,
    SheetOut,
    SubmissionIn,
    SubmissionOut,
)
from tongxin.common.access import changing, seeing
from tongxin.common.clock import now
from tongxin.common.ids import new_uid
from tongxin.crm.bids.actions import Answer, Ruling, answer_questions, close_bid, decide_bid, submit_bid
from tongxin.crm.bids.desk_choices import WEIGHTS, KnockOutCode, QuestionCode
from tongxin.crm.bids.desk_selectors import answers_of, readiness_for
from tongxin.crm.bids.selectors import get_bid_for
from tongxin.team.selectors import get_user

if TYPE_CHECKING:
    from tongxin.crm.bids.models import Bid

router = ApiRouter(tags=["bids"])


@router.show("/bids/{uid}/go-no-go", of=SheetOut, access=seeing(uid="BID"))
def bid_go_no_go(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the go/no-go sheet of a bid and what it says."""
    return _sheet(get_bid_for(request.actor, uid))


@router.make("/bids/{uid}/answers", of=SheetOut, access=changing(uid="BID"))
def make_bid_answers(request: ApiRequest, uid: str, sent: AnswersIn) -> dict[str, Any]:
    """Keep answers of the go/no-go sheet."""
    bid = get_bid_for(request.actor, uid)
    answers = {each.code: Answer(met=each.met, score=each.score) for each in sent.answers}
    answer_questions(actor=request.actor, at=now(), bid=bid, answers=answers)
    return _sheet(bid)


@router.make("/bids/{uid}/decision", of=BidDecisionOut, access=changing(uid="BID"))
def make_bid_decision(request: ApiRequest, uid: str, sent: BidDecisionIn) -> Any:
    """Decide whether we bid; what the sheet says is kept with it."""
    bid = get_bid_for(request.actor, uid)
    says = sheet_says(answers_of(bid))
    approver = get_user(sent.approver) if sent.approver else request.actor.user
    ruling = Ruling(
        verdict=sent.verdict, reason=sent.reason, approver=approver, advised=says.decision.value,
        score=says.score,
    )  # fmt: skip
    return decide_bid(actor=request.actor, at=now(), bid=bid, ruling=ruling)


@router.show("/bids/{uid}/readiness", of=list[ReadinessOut], access=seeing(uid="BID"))
def bid_readiness(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Show how each qualification that the tender demands stands on its day."""
    bid = get_bid_for(request.actor, uid)
    return [
        {
            "demand": each.demand.uid,
            "name": each.demand.name,
            "state": each.state,
            "needed_until": each.needed_until,
        }
        for each in readiness_for(bid)
    ]


@router.make("/bids/{uid}/submission", of=SubmissionOut, access=changing(uid="BID"))
def make_bid_submission(request: ApiRequest, uid: str, sent: SubmissionIn) -> Any:
    """Hand a bid in, once; repeating the request under its Idempotency-Key gives the same event."""
    bid = get_bid_for(request.actor, uid)
    key = request.headers.get("Idempotency-Key", "") or new_uid()
    # Two people may think of the same key.
    return submit_bid(
        actor=request.actor,
        at=now(),
        bid=bid,
        key=f"{request.actor.user.pk}:{key}"[:200],
        receipt=sent.receipt,
    )


@router.make("/bids/{uid}/result", of=ClosedOut, access=changing(uid="BID"))
def make_bid_result(request: ApiRequest, uid: str, sent: ResultIn) -> Any:
    """Say how a bid came out."""
    bid = get_bid_for(request.actor, uid)
    return close_bid(actor=request.actor, at=now(), bid=bid, **sent.dict())


def _sheet(bid: "Bid") -> dict[str, Any]:
    answers = answers_of(bid)
    says = sheet_says(answers)
    weights: dict[str, int] = {code.value: weight for code, weight in WEIGHTS.items()}
    return {
        "uid": bid.uid,
        "decision": says.decision.value,
        "score": says.score,
        "lowest": says.lowest,
        "highest": says.highest,
        "answers": [
            {
                "code": code,
                "weight": weights.get(code),
                "met": answers[code].met if code in answers else None,
                "score": answers[code].score if code in answers else None,
            }
            for code in (*KnockOutCode.values, *QuestionCode.values)
        ],
        "reasons": [told_reason(each) for each in says.reasons],
    }
