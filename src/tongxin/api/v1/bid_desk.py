"""The bid desk: the go/no-go sheet, the decision, readiness, handing in, the result."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext

from tongxin.analytics.bids.deciding import sheet_says, weights_in_use
from tongxin.analytics.bids.evidence import evidence_for
from tongxin.analytics.bids.replay import forecast_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.bids import told_reason
from tongxin.api.v1.schemas.bid_desk import (
    AnswersIn,
    BidDeadlineOut,
    BidDecisionIn,
    BidDecisionOut,
    BidLotsOut,
    ClosedOut,
    ReadinessOut,
    RenewalOut,
    ResultIn,
    SheetOut,
    SubmissionIn,
    SubmissionOut,
)
from tongxin.common.access import changing, seeing, signed_in
from tongxin.common.clock import now, today
from tongxin.common.dates import format_roc
from tongxin.common.ids import new_uid
from tongxin.crm.bids.actions import Answer, Ruling, answer_questions, close_bid, decide_bid, submit_bid
from tongxin.crm.bids.deadlines import check_days, deadlines_for
from tongxin.crm.bids.desk_choices import KnockOutCode, QuestionCode
from tongxin.crm.bids.desk_rules import renewal_starts
from tongxin.crm.bids.desk_selectors import (
    answers_of,
    readiness_for,
    registrations_to_renew_for,
    renewals_for,
)
from tongxin.crm.bids.lots import lots_for
from tongxin.crm.bids.selectors import get_bid_for
from tongxin.crm.bids.sheet_selectors import policy_in_use
from tongxin.team.selectors import get_user
from tongxin.wording.bid_evidence import evidence_text, sheet_reason_text

if TYPE_CHECKING:
    from tongxin.crm.bids.desk_models import Qualification, SupplierRegistration
    from tongxin.crm.bids.models import Bid

router = ApiRouter(tags=["bids"])
MONTH = timedelta(days=31)


@router.show("/bids/{uid}/go-no-go", of=SheetOut, access=seeing(uid="BID"))
def bid_go_no_go(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the go/no-go sheet of a bid and what it says."""
    return _sheet(request, get_bid_for(request.actor, uid))


@router.make("/bids/{uid}/answers", of=SheetOut, access=changing(uid="BID"))
def make_bid_answers(request: ApiRequest, uid: str, sent: AnswersIn) -> dict[str, Any]:
    """Keep answers of the go/no-go sheet."""
    bid = get_bid_for(request.actor, uid)
    answers = {each.code: Answer(met=each.met, score=each.score) for each in sent.answers}
    answer_questions(actor=request.actor, at=now(), bid=bid, answers=answers)
    return _sheet(request, bid)


@router.make("/bids/{uid}/decision", of=BidDecisionOut, access=changing(uid="BID"))
def make_bid_decision(request: ApiRequest, uid: str, sent: BidDecisionIn) -> Any:
    """Decide whether we bid; what the sheet says is kept with it."""
    bid = get_bid_for(request.actor, uid)
    says = sheet_says(answers_of(bid), policy_in_use())
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


@router.show("/bids/{uid}/lots", of=BidLotsOut, access=seeing(uid="BID"))
def bid_lots(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show how each lot of a bid's tender stands, and the tender by them; lots called off do not count."""
    bid = get_bid_for(request.actor, uid)
    found = lots_for(request.actor, bid.tender) if bid.tender is not None else None
    return {
        "state": found.state if found else "",
        "lots": [
            {
                "number": each.number,
                "title": each.title,
                "state": each.state,
                "amount": f"{each.value.amount:f}" if each.value else None,
                "currency": each.value.currency if each.value else None,
                "bid": each.bid.uid if each.bid else None,
            }
            for each in (found.lots if found else ())
        ],
    }


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
        forecast=forecast_of(bid, own_name=pgettext("bidder", "We"), today=today()),
    )


@router.make("/bids/{uid}/result", of=ClosedOut, access=changing(uid="BID"))
def make_bid_result(request: ApiRequest, uid: str, sent: ResultIn) -> Any:
    """Say how a bid came out."""
    bid = get_bid_for(request.actor, uid)
    return close_bid(actor=request.actor, at=now(), bid=bid, **sent.dict())


@router.show("/bid-deadlines", of=list[BidDeadlineOut], access=signed_in())
def bid_deadlines(
    request: ApiRequest, since: date | None = None, until: date | None = None
) -> list[dict[str, Any]]:
    """Show what falls due for bids, the first one first; from today for a month where no days are given."""
    first = since or today()
    last = until or min(first, date.max - MONTH) + MONTH
    check_days(first, last)
    return [
        {
            "kind": each.kind.value,
            "bid": each.bid.uid,
            "bid_name": each.bid.name,
            "lot": each.bid.lot,
            "account": each.bid.account.uid,
            "name": each.name,
            "day": each.day,
            "roc": format_roc(each.day),
            "moment": each.moment,
            "time_zone": each.bid.time_zone,
            "is_done": each.is_done,
        }
        for each in deadlines_for(request.actor, since=first, until=last)
    ]


@router.show("/paper-renewals", of=list[RenewalOut], access=signed_in())
def paper_renewals(request: ApiRequest) -> list[dict[str, Any]]:
    """Show which papers and registrations of the caller, or of nobody, have to be renewed now, what ends first first."""
    day = today()
    found: list[tuple[str, Qualification | SupplierRegistration, str]] = [
        ("qualification", each, "") for each in renewals_for(request.actor, on=day)
    ]
    found += [
        ("supplier_registration", each, each.account.uid)
        for each in registrations_to_renew_for(request.actor, on=day)
    ]
    rows = [
        {
            "kind": kind,
            "uid": each.uid,
            "name": each.name,
            "account": account or None,
            "valid_until": each.valid_until,
            "renewal_starts": renewal_starts(each),
        }
        for kind, each, account in found
    ]
    return sorted(rows, key=lambda row: row["valid_until"])


def _sheet(request: ApiRequest, bid: "Bid") -> dict[str, Any]:
    answers, policy = answers_of(bid), policy_in_use()
    says, weights = sheet_says(answers, policy), weights_in_use(policy)
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
        "evidence": [
            {
                "code": each.code,
                "said": each.said,
                "text": evidence_text(each),
                "suggested": each.suggested,
                "is_missing": each.is_missing,
                "sources": [
                    {"kind": source.kind, "uid": source.uid, "name": source.name} for source in each.sources
                ],
            }
            for each in evidence_for(request.actor, bid, as_of=today()).values()
        ],
        "reasons": [{**told_reason(each), "text": sheet_reason_text(each)} for each in says.reasons],
    }
