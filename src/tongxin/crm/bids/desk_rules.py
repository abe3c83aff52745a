"""When a bid is decided, handed in and closed; what its papers lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from tongxin.crm.bids.choices import BidOutcome, BidStage
from tongxin.crm.bids.desk_choices import MOST_POINTS, KnockOutCode, PaperState, QuestionCode
from tongxin.crm.bids.desk_models import (
    ApprovalLimit,
    BidBond,
    BidDemand,
    BidDocument,
    BidPartner,
    Qualification,
    SupplierRegistration,
)
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.rules import BidConflict, BidRefused

BEFORE_DECISION = frozenset({BidStage.LEAD, BidStage.ASSESSMENT, BidStage.DECISION, BidStage.PREPARATION})
USUAL_LEAD = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether one demand is met on the day that counts.

    `state` is MET, ENDS (it does not hold long enough), MISSING (no paper), or SPARED (missing, but not needed to stay in).
    """

    demand: BidDemand
    state: str
    needed_until: date | None

    @property
    def blocks(self) -> bool:
        """Say whether we would be put out for it."""
        return self.state in {"MISSING", "ENDS"}


def readiness_of(bid: Bid, demand: BidDemand) -> Readiness:
    """Return whether a demand is met until its day, or the deadline of the bid where it names none."""
    until = demand.holds_until or bid.deadline_day
    paper = demand.qualification
    if paper is None or paper.deleted_at is not None:
        return Readiness(
            demand=demand, state="SPARED" if demand.is_optional else "MISSING", needed_until=until
        )
    ends = until is not None and paper.valid_until is not None and paper.valid_until < until
    starts = until is not None and paper.valid_from is not None and paper.valid_from > until
    if not (ends or starts):
        return Readiness(demand=demand, state="MET", needed_until=until)
    return Readiness(demand=demand, state="SPARED" if demand.is_optional else "ENDS", needed_until=until)


def renewal_starts(paper: Qualification | SupplierRegistration) -> date | None:
    """Return from which day on a paper has to be renewed; `None` for one without end."""
    if paper.valid_until is None:
        return None
    return paper.valid_until - timedelta(days=USUAL_LEAD if paper.lead_days is None else paper.lead_days)


def check_answer(*, code: str, met: bool | None, score: int | None) -> None:
    """Accept yes or no for a knock-out, 0 to 5 for a question.

    Raises:
        BidRefused: `ANSWER_UNKNOWN` or `ANSWER_OUTSIDE`.

    """
    if code not in {*KnockOutCode.values, *QuestionCode.values}:
        raise BidRefused("ANSWER_UNKNOWN", field="answers", value=code)
    is_question = code in QuestionCode.values
    wrong = met is not None if is_question else score is not None
    if wrong or (score is not None and not 0 <= score <= MOST_POINTS):
        raise BidRefused("ANSWER_OUTSIDE", field=code, most=MOST_POINTS)


def check_can_decide(bid: Bid, reason: str) -> None:
    """Let a bid be decided until it is handed in, with a reason.

    Raises:
        BidConflict: `BID_HANDED_IN`.
        BidRefused: `DECISION_REASON_MISSING`.

    """
    if bid.stage not in BEFORE_DECISION:
        raise BidConflict("BID_HANDED_IN", name=str(bid))
    if not reason.strip():
        raise BidRefused("DECISION_REASON_MISSING", field="reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What goes out with a bid; `sheet` are the problems of its price sheet."""

    documents: Sequence[BidDocument] = ()
    readiness: Sequence[Readiness] = ()
    partners: Sequence[BidPartner] = ()
    bonds: Sequence[BidBond] = ()
    sheet: Sequence[tuple[str, Mapping[str, object]]] = ()


def unsigned(papers: Papers) -> list[str]:
    """Return what still has to be signed: documents that need it, and agreements with partners."""
    return [each.name for each in papers.documents if each.needs_signature and each.signed_on is None] + [
        each.name for each in papers.partners if not each.is_signed
    ]


def short_bonds(bid: Bid, papers: Papers) -> list[str]:
    """Return the bonds that end before the deadline."""
    day = bid.deadline_day
    if day is None:
        return []
    return [each.name for each in papers.bonds if each.valid_until is not None and each.valid_until < day]


def check_can_submit(bid: Bid, *, at: datetime, papers: Papers) -> None:
    """Let a decided bid be handed in once, before the deadline, priced, and with its papers in order.

    Raises:
        BidConflict: `BID_HANDED_IN`, `BID_NOT_DECIDED`, `BID_LATE`.
        BidRefused: `BID_PRICE_MISSING`, `PRICE_BELOW_FLOOR`, `DOCUMENTS_OPEN`, `PAPERS_UNSIGNED`, `DEMANDS_OPEN`,
            `BONDS_SHORT`, `SHEET_WRONG`.

    """
    if bid.stage not in BEFORE_DECISION:
        raise BidConflict("BID_HANDED_IN", name=str(bid))
    if bid.stage != BidStage.PREPARATION:
        raise BidConflict("BID_NOT_DECIDED", name=str(bid))
    if bid.deadline_at is not None and at > bid.deadline_at:
        raise BidConflict("BID_LATE", deadline=bid.deadline_at.isoformat())
    if bid.own_price is None:
        raise BidRefused("BID_PRICE_MISSING", field="own_price")
    if bid.own_floor is not None and bid.own_price < bid.own_floor:
        raise BidRefused("PRICE_BELOW_FLOOR", field="own_price")
    undone = [each.name for each in papers.documents if each.state != PaperState.DONE]
    unmet = [each.demand.name for each in papers.readiness if each.blocks]
    for code, names in (
        ("DOCUMENTS_OPEN", undone),
        ("PAPERS_UNSIGNED", unsigned(papers)),
        ("DEMANDS_OPEN", unmet),
        ("BONDS_SHORT", short_bonds(bid, papers)),
    ):
        if names:
            raise BidRefused(code, names=names)
    if papers.sheet:
        raise BidRefused("SHEET_WRONG", field="own_price", count=len(papers.sheet))


def check_can_close(bid: Bid, outcome: str) -> None:
    """Let a bid be closed once, with an outcome there is; what was never handed in cannot be won.

    Raises:
        BidConflict: `BID_CLOSED`.
        BidRefused: `BID_OUTCOME_UNKNOWN` or `OUTCOME_NOT_HANDED_IN`.

    """
    if bid.stage == BidStage.CLOSED:
        raise BidConflict("BID_CLOSED", name=str(bid))
    if outcome not in BidOutcome.values:
        raise BidRefused("BID_OUTCOME_UNKNOWN", field="outcome", value=outcome)
    if bid.stage in BEFORE_DECISION and outcome in {BidOutcome.WON, BidOutcome.LOST}:
        raise BidRefused("OUTCOME_NOT_HANDED_IN", field="outcome")


def margin_percent(price: Decimal, cost: Decimal) -> Decimal:
    """Return the margin in per cent of a price above nought."""
    return (price - cost) / price * 100


def approver_for(margin: Decimal, limits: Sequence[ApprovalLimit]) -> ApprovalLimit | None:
    """Return whose approval a margin needs: the limit that is lowest of those above it; `None` where nobody's."""
    reached = [each for each in limits if each.margin_below is not None and margin < each.margin_below]
    return min(reached, key=lambda each: each.margin_below or Decimal(0), default=None)
