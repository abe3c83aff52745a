"""How far an objective is, by its value and the time gone by; pure."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from tongxin.crm.accountplans.choices import COUNTED, FLOWS, Headway

WHOLE = 100
# An objective is behind when it lacks more than this share of the whole way.
LEEWAY = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From where to where an objective goes, and in which days."""

    measure: str
    baseline: Decimal | None
    target: Decimal
    first_on: date
    due_on: date

    @property
    def begins_at(self) -> Decimal:
        """Return the value at the beginning: nought for what is counted within the period."""
        return Decimal(0) if self.measure in FLOWS or self.baseline is None else self.baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an objective is.

    Attributes:
        percent: of the way from its beginning to its target, 0 to 100; `None` where its value is unknown.
        expected: the value that the time gone by asks for.
        expected_percent: the same as a share of the way.
    """

    state: Headway
    percent: int | None
    expected: Decimal
    expected_percent: int


def progress_of(way: Way, value: Decimal | None, *, as_of: date) -> Progress:
    """Return how far an objective is on a day."""
    expected = _expected(way, as_of)
    return Progress(
        state=_state(way, value, expected, as_of),
        percent=None if value is None else _share(way, value),
        expected=expected,
        expected_percent=_share(way, expected),
    )


def _expected(way: Way, as_of: date) -> Decimal:
    days = (way.due_on - way.first_on).days
    gone = min(max((as_of - way.first_on).days, 0), days)
    if gone == days:
        return way.target
    step = (way.target - way.begins_at) * gone / days
    if way.measure in COUNTED and step > 0:
        step = step.to_integral_value(ROUND_FLOOR)
    return (way.begins_at + step).quantize(Decimal("0.01"))


def _state(way: Way, value: Decimal | None, expected: Decimal, as_of: date) -> Headway:
    if value is None:
        return Headway.UNKNOWN
    length = way.target - way.begins_at
    sign = -1 if length < 0 else 1
    if (value - way.target) * sign >= 0:
        return Headway.REACHED
    if as_of > way.due_on:
        return Headway.MISSED
    leeway = 0 if way.measure in COUNTED else abs(length) * LEEWAY
    return Headway.ON_TRACK if (expected - value) * sign <= leeway else Headway.BEHIND


def _share(way: Way, value: Decimal) -> int:
    length = way.target - way.begins_at
    if length == 0:
        return WHOLE if value >= way.target else 0
    return min(max(int((value - way.begins_at) * WHOLE / length), 0), WHOLE)
