"""Keep or win: how much to spend on winning a customer, how much on keeping one, and which of the two lacks more.

R. C. Blattberg and J. Deighton, "Manage Marketing by the Customer Equity Test", Harvard Business Review 74(4), 1996.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import exp, log
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason
from kamkit.value.reasons import ValueReason


class Priority(StrEnum):
    """Where a better budget brings more."""

    KEEP = "KEEP"
    WIN = "WIN"
    NEITHER = "NEITHER"
    """Both budgets are as good as they can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a budget achieves: the rate at today's spend, and the rate that no spend can pass."""

    spend: Annotated[float, Says("Spend today, for each prospect or each customer a period", above=0)]
    rate: Annotated[float, Says("Rate reached with it", above=0, at_most=1)]
    ceiling: Annotated[float, Says("Rate with any spend", above=0, at_most=1)]

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.rate >= self.ceiling:
            said = f"the rate {self.rate} must be below the ceiling {self.ceiling}"
            raise InputError(ProblemCode.CONFLICT, "rate", said)

    @property
    def steepness(self) -> float:
        """How fast the rate comes near its ceiling: k of ceiling·(1 - exp(-k·spend))."""
        return -log(1 - self.rate / self.ceiling) / self.spend

    def at(self, spend: float) -> float:
        """Return the rate with another spend."""
        return self.ceiling * (1 - exp(-self.steepness * spend))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOrWinInput:
    """Margin of a customer a period, the discount rate of a period, and what both budgets achieve."""

    margin: Annotated[float, Says("Margin of a customer a period", above=0)]
    discount_rate: Annotated[float, Says("Discount rate of a period", at_least=0)]
    winning: Response
    keeping: Response

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A spend, the rate it reaches, and the customer equity per prospect with it, the other budget as it is today."""

    spend: float
    rate: float
    equity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOrWinResult:
    """Customer equity per prospect today, with each budget at its best alone, and with both; where more is lacking."""

    equity: float
    winning: Budget
    keeping: Budget
    best_equity: float
    priority: Priority
    reasons: tuple[Reason, ...]


def keep_or_win(question: KeepOrWinInput) -> KeepOrWinResult:
    """Return the budgets at which customer equity is greatest, and which of them to mend first.

    Equity per prospect is a·m - A + a·(m - R / r)·r' / (1 - r') with r' = r / (1 + d): a customer won with rate a brings
    the margin m at once, and after each renewal with rate r the margin less what keeping them costs.
    """
    winning, keeping = question.winning, question.keeping
    today = _equity(question, winning.spend, keeping.spend)
    most_winning = _best_winning(question, keeping.spend)
    most_keeping = _best_keeping(question)
    won = _equity(question, most_winning, keeping.spend)
    kept = _equity(question, winning.spend, most_keeping)
    best = _equity(question, _best_winning(question, most_keeping), most_keeping)
    gain_win, gain_keep = won - today, kept - today
    priority = Priority.KEEP if gain_keep > gain_win else Priority.WIN
    if max(gain_win, gain_keep) <= 1e-6 * question.margin:
        priority = Priority.NEITHER
    return KeepOrWinResult(
        equity=round(today, 6),
        winning=Budget(
            spend=round(most_winning, 6), rate=round(winning.at(most_winning), 6), equity=round(won, 6)
        ),
        keeping=Budget(
            spend=round(most_keeping, 6), rate=round(keeping.at(most_keeping), 6), equity=round(kept, 6)
        ),
        best_equity=round(best, 6),
        priority=priority,
        reasons=(_gain(ValueReason.BETTER_WINNING, gain_win), _gain(ValueReason.BETTER_KEEPING, gain_keep)),
    )


def _equity(question: KeepOrWinInput, winning: float, keeping: float) -> float:
    worth = question.margin + _future(question, keeping)
    return question.winning.at(winning) * worth - winning


def _future(question: KeepOrWinInput, keeping: float) -> float:
    """Return what a customer brings after the first margin, discounted."""
    rate = question.keeping.at(keeping)
    if rate <= 0:
        return 0.0
    renewed = rate / (1 + question.discount_rate)
    return (question.margin - keeping / rate) * renewed / (1 - renewed)


def _best_winning(question: KeepOrWinInput, keeping: float) -> float:
    """Return the spend at which another unit brings just itself: ceiling·k·exp(-k·A)·worth = 1."""
    slope = question.winning.ceiling * question.winning.steepness
    return max(
        log(max(slope * (question.margin + _future(question, keeping)), 1.0)) / question.winning.steepness,
        0.0,
    )


def _best_keeping(question: KeepOrWinInput) -> float:
    """Return the spend at which a customer's future is greatest; above the margin it never is."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415  (heavy: loaded when used)

    found = minimize_scalar(
        lambda spend: -_future(question, spend),
        bounds=(0.0, question.margin),
        method="bounded",
        options={"xatol": 1e-10 * question.margin},
    )
    return float(found.x) if _future(question, float(found.x)) > 0 else 0.0


def _gain(code: ValueReason, gain: float) -> Reason:
    gained = Decimal(str(round(gain, 4)))
    return Reason(code=code, params=(("gain", gained),), weight=gained)
