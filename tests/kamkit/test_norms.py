from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.pipeline.history import History, StageTime
from kamkit.pipeline.norms import MINIMUM_SAMPLE, StageNorm, TooFew, quantile, stage_norms
from kamkit.reasons import Reason, ReasonCode


def won(**days: int) -> History:
    return History(
        stages=tuple(StageTime(stage=stage, days=count, visits=1) for stage, count in days.items()),
        cycle_days=sum(days.values()),
        current_stage="",
        current_age_days=0,
        is_closed=True,
        reversals=(),
        days_lost=0,
    )


def test_the_usual_is_the_median_with_its_quartiles() -> None:
    # R: quantile(1:8, type = 7) gives 2.75, 4.5 and 6.25.
    norms = stage_norms(won(bid=days) for days in (3, 1, 2, 8, 7, 6, 5, 4))
    assert norms == {
        "bid": StageNorm(
            stage="bid",
            sample=8,
            lower_quartile=Decimal("2.75"),
            median=Decimal("4.5"),
            upper_quartile=Decimal("6.25"),
        )
    }


def test_fewer_than_eight_deals_say_so_instead_of_guessing() -> None:
    norms = stage_norms([won(study=5, bid=9)] * (MINIMUM_SAMPLE - 1) + [won(bid=9)])
    assert norms["study"] == TooFew(
        stage="study",
        sample=7,
        reason=Reason(code=ReasonCode.TOO_FEW, params=(("found", 7), ("needed", 8))),
    )
    assert isinstance(norms["bid"], StageNorm)


def test_the_minimum_may_be_set() -> None:
    assert isinstance(stage_norms([won(bid=9)], minimum=1)["bid"], StageNorm)


def test_no_deals_have_no_norms() -> None:
    assert stage_norms([]) == {}
    with pytest.raises(ValueError, match="no numbers"):
        quantile([], Decimal("0.5"))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40), st.fractions(0, 1))
def test_quantiles_lie_between_the_ends_and_in_order(numbers: list[int], share: Fraction) -> None:
    ordered = sorted(numbers)
    asked = Decimal(share.numerator) / Decimal(share.denominator)
    assert quantile(ordered, Decimal(0)) == ordered[0] <= quantile(ordered, asked) <= ordered[-1]
    assert quantile(ordered, Decimal(1)) == ordered[-1]
    assert quantile(ordered, asked / 2) <= quantile(ordered, asked)
