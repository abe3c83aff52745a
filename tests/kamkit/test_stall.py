from datetime import date
from decimal import Decimal

import pytest

from kamkit.pipeline.norms import StageNorm, TooFew
from kamkit.pipeline.stall import OpenDeal, StallParams, judge_stall
from kamkit.reasons import Reason, ReasonCode

TODAY = date(2026, 11, 23)
NORM = StageNorm(
    stage="分析", sample=9, lower_quartile=Decimal(10), median=Decimal(19), upper_quartile=Decimal(30)
)
TOO_FEW = TooFew(
    stage="分析", sample=3, reason=Reason(code=ReasonCode.TOO_FEW, params=(("found", 3), ("needed", 8)))
)


def deal(
    days: int = 1,
    *,
    has_next_step: bool = True,
    next_step_on: date | None = None,
    close_to: date | None = None,
) -> OpenDeal:
    return OpenDeal(
        days_in_stage=days, has_next_step=has_next_step, next_step_on=next_step_on, close_to=close_to
    )


@pytest.mark.requirement("R4.1")
def test_a_deal_older_than_twice_the_median_has_stalled() -> None:
    verdict = judge_stall(deal(39), NORM, as_of=TODAY)
    assert verdict.is_stalled
    assert verdict.reasons == (
        Reason(
            code=ReasonCode.STAGE_OLDER_THAN_USUAL,
            params=(("days", 39), ("median", Decimal(19)), ("factor", Decimal(2))),
        ),
    )


def test_exactly_twice_the_median_is_not_older() -> None:
    assert not judge_stall(deal(38), NORM, as_of=TODAY).is_stalled
    assert judge_stall(deal(38), NORM, as_of=TODAY).reasons == ()
    assert judge_stall(deal(38), NORM, as_of=TODAY, params=StallParams(factor=Decimal("1.5"))).is_stalled


def test_too_few_deals_never_make_one_stalled() -> None:
    verdict = judge_stall(deal(999), TOO_FEW, as_of=TODAY)
    assert (verdict.is_stalled, verdict.reasons) == (False, (TOO_FEW.reason,))
    assert judge_stall(deal(999), None, as_of=TODAY).reasons == ()


def test_a_missing_next_step_is_a_reason_even_if_a_day_is_left_over() -> None:
    verdict = judge_stall(deal(has_next_step=False, next_step_on=TODAY), NORM, as_of=TODAY)
    assert verdict.reasons == (Reason(code=ReasonCode.NO_NEXT_STEP),)
    assert not verdict.is_stalled


@pytest.mark.parametrize(
    ("next_step_on", "reasons"),
    [
        (None, ()),
        (TODAY, ()),
        (
            date(2026, 11, 20),
            (Reason(code=ReasonCode.NEXT_STEP_OVERDUE, params=(("due", date(2026, 11, 20)), ("days", 3))),),
        ),
    ],
)
def test_a_next_step_is_late_the_day_after_it_was_due(
    next_step_on: date | None, reasons: tuple[Reason, ...]
) -> None:
    assert judge_stall(deal(next_step_on=next_step_on), NORM, as_of=TODAY).reasons == reasons


def test_a_close_window_has_passed_the_day_after_its_last_day() -> None:
    assert judge_stall(deal(close_to=TODAY), NORM, as_of=TODAY).reasons == ()
    last = date(2026, 11, 13)
    assert judge_stall(deal(close_to=last), NORM, as_of=TODAY).reasons == (
        Reason(code=ReasonCode.CLOSE_WINDOW_PASSED, params=(("last", last), ("days", 10))),
    )


def test_reasons_come_in_the_order_of_their_gravity() -> None:
    verdict = judge_stall(deal(99, has_next_step=False, close_to=date(2026, 1, 1)), NORM, as_of=TODAY)
    assert [reason.code for reason in verdict.reasons] == [
        ReasonCode.STAGE_OLDER_THAN_USUAL,
        ReasonCode.CLOSE_WINDOW_PASSED,
        ReasonCode.NO_NEXT_STEP,
    ]
