"""Whether a deal has stalled, and what else about it asks for attention."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kamkit.pipeline.norms import StageNorm, TooFew
from kamkit.reasons import Reason, ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class StallParams:
    """When a deal counts as stalled: more than `factor` times the median days in its stage."""

    factor: Decimal = Decimal(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDeal:
    """An open deal; `close_to` is the last day of its close window, `next_step_on` the due day of its next step."""

    days_in_stage: int
    has_next_step: bool
    next_step_on: date | None
    close_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StallVerdict:
    """Whether the deal has stalled (it is too old for its stage) and every reason to look at it."""

    is_stalled: bool
    reasons: tuple[Reason, ...]


DEFAULT_PARAMS = StallParams()


def judge_stall(
    deal: OpenDeal, norm: StageNorm | TooFew | None, *, as_of: date, params: StallParams = DEFAULT_PARAMS
) -> StallVerdict:
    """Return whether `deal` has stalled on the day `as_of`, with reasons in the order of their gravity.

    Only the age of the stage makes a deal stalled, and only against a norm: with too few won deals (or None, where no
    won deal passed the stage) the answer is no, with the reason TOO_FEW. A missing or late next step and a close window
    that has passed are reasons of their own.
    """
    age = _age_reason(deal, norm, params)
    reasons = [age, _close_reason(deal, as_of), _next_step_reason(deal, as_of)]
    return StallVerdict(
        is_stalled=age is not None and age.code is ReasonCode.STAGE_OLDER_THAN_USUAL,
        reasons=tuple(reason for reason in reasons if reason is not None),
    )


def _age_reason(deal: OpenDeal, norm: StageNorm | TooFew | None, params: StallParams) -> Reason | None:
    if norm is None:
        return None
    if isinstance(norm, TooFew):
        return norm.reason
    if deal.days_in_stage <= params.factor * norm.median:
        return None
    values = (("days", deal.days_in_stage), ("median", norm.median), ("factor", params.factor))
    return Reason(code=ReasonCode.STAGE_OLDER_THAN_USUAL, params=values)


def _close_reason(deal: OpenDeal, as_of: date) -> Reason | None:
    last = deal.close_to
    if last is None or as_of <= last:
        return None
    values = (("last", last), ("days", (as_of - last).days))
    return Reason(code=ReasonCode.CLOSE_WINDOW_PASSED, params=values)


def _next_step_reason(deal: OpenDeal, as_of: date) -> Reason | None:
    if not deal.has_next_step:
        return Reason(code=ReasonCode.NO_NEXT_STEP)
    due = deal.next_step_on
    if due is None or due >= as_of:
        return None
    return Reason(code=ReasonCode.NEXT_STEP_OVERDUE, params=(("due", due), ("days", (as_of - due).days)))
