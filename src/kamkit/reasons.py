"""Reasons: why a result is what it is, as codes and numbers that every language turns into its own sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

ReasonValue = str | int | Decimal | date


class Code(StrEnum):
    """What the closed lists of reasons have in common. A code's name is used once in the whole kit."""


class ReasonCode(Code):
    """The reasons of several topics. Closed: who shows reasons must have a sentence for each of these."""

    TOO_FEW = "TOO_FEW"
    """Too few cases to judge by: found, needed."""
    STAGE_OLDER_THAN_USUAL = "STAGE_OLDER_THAN_USUAL"
    """Longer in its stage than `factor` times the usual: days, median, factor."""
    NO_NEXT_STEP = "NO_NEXT_STEP"
    """Nothing is planned."""
    NEXT_STEP_DUE = "NEXT_STEP_DUE"
    """The next step is due: due, days (until then)."""
    NEXT_STEP_OVERDUE = "NEXT_STEP_OVERDUE"
    """The next step is late: due, days (since then)."""
    CLOSE_WINDOW_PASSED = "CLOSE_WINDOW_PASSED"
    """The expected close lies behind: last (day of the window), days (since then)."""
    OUR_PROMISE_DUE = "OUR_PROMISE_DUE"
    """We have promised something: due, days (until then)."""
    OUR_PROMISE_OVERDUE = "OUR_PROMISE_OVERDUE"
    """We have not kept a promise yet: due, days (since then)."""
    THEIR_PROMISE_DUE = "THEIR_PROMISE_DUE"
    """They have promised something: due, days (until then)."""
    THEIR_PROMISE_OVERDUE = "THEIR_PROMISE_OVERDUE"
    """They have not kept a promise yet: due, days (since then)."""
    SINGLE_THREADED = "SINGLE_THREADED"
    """Only few people are known at the account: people, needed."""
    PERSON_NOT_MET = "PERSON_NOT_MET"
    """A key person was last met longer ago than agreed: last, days (since then), interval, over (days beyond it)."""
    PERSON_NEVER_MET = "PERSON_NEVER_MET"
    """A key person was never met: interval."""
    VISIT_TODAY = "VISIT_TODAY"
    """A visit takes place today."""
    KEY_ACCOUNT = "KEY_ACCOUNT"
    """It concerns a key account, which lifts it among its like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: its code, the values its sentence names, and the points it adds to a score (0 where none is kept)."""

    code: Code
    params: tuple[tuple[str, ReasonValue], ...] = ()
    weight: Decimal = Decimal(0)

    @property
    def values(self) -> dict[str, ReasonValue]:
        """The params by name."""
        return dict(self.params)


def figure(value: float, places: int = 4) -> Decimal:
    """Return a measured number as reasons carry it: rounded to its places."""
    return Decimal(repr(round(value, places)))


def total_weight(reasons: Iterable[Reason]) -> Decimal:
    """Return the sum of the weights: the score that these reasons explain."""
    return sum((reason.weight for reason in reasons), Decimal(0))
