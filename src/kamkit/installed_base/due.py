"""Recurring needs of the installed base: what comes due when, by time or by use, and by which day to offer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from math import floor
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.installed_base.reasons import InstalledBaseReason
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

MONTHS_A_YEAR = 12


class NeedKind(StrEnum):
    """What an asset needs."""

    SPARE = "SPARE"
    CONSUMABLE = "CONSUMABLE"
    MAINTENANCE = "MAINTENANCE"
    CALIBRATION = "CALIBRATION"
    UPGRADE = "UPGRADE"
    REFIT = "REFIT"
    REPLACEMENT = "REPLACEMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What assets of a product need, again and again: every so many months or days, or after so much use.

    Give one of `every_months`, `every_days` and `every_use`. `once` is for what is needed a single time. `lead_days` before
    it is due it should be offered.
    """

    id: str
    kind: NeedKind
    product: str | None = None
    every_months: Annotated[int | None, Says("Months from one time to the next", at_least=1)] = None
    every_days: Annotated[int | None, Says("Days from one time to the next", at_least=1)] = None
    every_use: Annotated[
        float | None, Says("Use from one time to the next, as the meter counts", above=0)
    ] = None
    once: bool = False
    lead_days: Annotated[int, Says("Days before it is due to offer it", at_least=0)] = 0
    amount: Decimal | None = None

    def __post_init__(self) -> None:
        check_bounds(self)
        given = [each for each in (self.every_months, self.every_days, self.every_use) if each is not None]
        if len(given) != 1:
            said = "give one of every_months, every_days and every_use"
            raise InputError(ProblemCode.CONFLICT, "every_months", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """When a need of an asset was last met, and what the meter said then."""

    need: str
    on: date
    meter: Annotated[float, Says("Meter when it was met", at_least=0)] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """Something installed: since when, until when, what its meter says and how much it is used a day.

    Without `use_per_day` the use so far since the installation is taken.
    """

    id: str
    installed_on: date
    product: str | None = None
    retired_on: date | None = None
    meter: Annotated[float | None, Says("What the meter says today", at_least=0)] = None
    use_per_day: Annotated[float | None, Says("Use a day", at_least=0)] = None
    met: tuple[Met, ...] = ()

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.retired_on is not None and self.retired_on < self.installed_on:
            said = f"{self.retired_on} lies before the installation on {self.installed_on}"
            raise InputError(ProblemCode.CONFLICT, "retired_on", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueInput:
    """Assets and needs, the day of today, and how many days ahead to look."""

    assets: tuple[Asset, ...]
    needs: tuple[Need, ...]
    as_of: date
    horizon_days: Annotated[int, Says("Days ahead", at_least=0, at_most=36_500)] = 365

    def __post_init__(self) -> None:
        check_bounds(self)
        for path, names in (
            ("assets", [each.id for each in self.assets]),
            ("needs", [each.id for each in self.needs]),
        ):
            for index, name in enumerate(names):
                if name in names[:index]:
                    raise InputError(ProblemCode.DUPLICATE, f"{path}[{index}].id", f"{name} is there twice")
        known = {each.id for each in self.needs}
        for index, asset in enumerate(self.assets):
            for place, met in enumerate(asset.met):
                if met.need not in known:
                    path = f"assets[{index}].met[{place}].need"
                    raise InputError(ProblemCode.UNKNOWN_REFERENCE, path, f"there is no need {met.need}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNeed:
    """A need of an asset with its day, and the day by which to offer it."""

    asset: str
    need: str
    kind: NeedKind
    due_on: date
    offer_by: date
    amount: Decimal | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTotal:
    """What comes due in a month (what is overdue counts in this one); `amount` adds up the known amounts."""

    month: str
    needs: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DueResult:
    """The needs of the time by their day, and by month; reasons name what could not be reckoned."""

    due: tuple[DueNeed, ...]
    months: tuple[MonthTotal, ...]
    reasons: tuple[Reason, ...]


def due(question: DueInput) -> DueResult:
    """Return every need that is due or overdue up to `horizon_days` after the day `as_of`, by day.

    A need is counted from the day it was last met, or from the installation. Months keep the day of the month, the last
    day where a month is shorter. Use is taken to go on as it is said, or as it has been. Nothing is due after an asset was
    retired; an overdue need is given once, however long it is overdue.
    """
    found: list[DueNeed] = []
    unknown: list[Reason] = []
    for asset in question.assets:
        for need in question.needs:
            if need.product is not None and need.product != asset.product:
                continue
            if need.every_use is not None and _use_per_day(asset, question.as_of) is None:
                unknown.append(Reason(code=InstalledBaseReason.NO_USE_KNOWN, params=(("asset", asset.id),)))
                continue
            found += _of_asset(asset, need, question)
    found.sort(key=lambda each: (each.due_on, each.asset, each.need))
    return DueResult(due=tuple(found), months=_months(found, question.as_of), reasons=tuple(unknown))


def _of_asset(asset: Asset, need: Need, question: DueInput) -> Iterator[DueNeed]:
    last = max((met for met in asset.met if met.need == need.id), key=lambda met: met.on, default=None)
    if need.once and last is not None:
        return
    end = question.as_of + timedelta(days=question.horizon_days)
    if asset.retired_on is not None:
        end = min(end, asset.retired_on)
    for day in _days(asset, need, last, question.as_of):
        if day > end:
            return
        yield DueNeed(
            asset=asset.id,
            need=need.id,
            kind=need.kind,
            due_on=day,
            offer_by=day - timedelta(days=need.lead_days),
            amount=need.amount,
            reasons=tuple(_reasons(asset, need, last, day, question.as_of)),
        )
        if need.once:
            return


def _days(asset: Asset, need: Need, last: Met | None, as_of: date) -> Iterator[date]:
    """Yield the days on which a need is due: the overdue one, if it is, then those to come."""
    start = asset.installed_on if last is None else last.on
    if need.every_use is not None:
        yield from _by_use(asset, need.every_use, 0.0 if last is None else last.meter, as_of)
        return
    turn = 1
    first = _after(start, need, turn)
    if first < as_of:
        yield first
        # Once the overdue one is met, it starts anew.
        start = as_of
    while True:
        yield _after(start, need, turn)
        turn += 1


def _after(start: date, need: Need, turn: int) -> date:
    if need.every_days is not None:
        return start + timedelta(days=need.every_days * turn)
    return add_months(start, (need.every_months or 0) * turn)


def _by_use(asset: Asset, every: float, last_meter: float, as_of: date) -> Iterator[date]:
    a_day = _use_per_day(asset, as_of) or 0.0
    left = every - ((asset.meter or 0.0) - last_meter)
    if left < 0:
        yield (
            as_of + timedelta(days=-1) if a_day == 0 else as_of - timedelta(days=max(1, floor(-left / a_day)))
        )
        left = every
    if a_day > 0:
        while True:
            yield as_of + timedelta(days=floor(left / a_day))
            left += every


def _use_per_day(asset: Asset, as_of: date) -> float | None:
    if asset.meter is None:
        return None
    if asset.use_per_day is not None:
        return asset.use_per_day
    days = (as_of - asset.installed_on).days
    return asset.meter / days if days > 0 else None


def add_months(start: date, months: int) -> date:
    """Return the day so many months later, the last of the month where there is no such day."""
    whole = start.year * MONTHS_A_YEAR + start.month - 1 + months
    year, month = divmod(whole, MONTHS_A_YEAR)
    following = date(year + (month + 1) // MONTHS_A_YEAR, (month + 1) % MONTHS_A_YEAR + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(start.day, last))


def _reasons(asset: Asset, need: Need, last: Met | None, day: date, as_of: date) -> list[Reason]:
    reasons = []
    if day < as_of:
        values = (("due", day), ("days", (as_of - day).days))
        reasons.append(Reason(code=InstalledBaseReason.NEED_OVERDUE, params=values))
    elif day - timedelta(days=need.lead_days) <= as_of:
        values = (("due", day), ("days", (day - as_of).days))
        reasons.append(Reason(code=InstalledBaseReason.OFFER_NOW, params=values))
    if need.every_use is not None:
        used = (asset.meter or 0.0) - (0.0 if last is None else last.meter)
        told = (("used", _told(used)), ("limit", _told(need.every_use)))
        reasons.append(Reason(code=InstalledBaseReason.COUNTED_BY_USE, params=told))
    elif last is None:
        since = (("installed", asset.installed_on),)
        reasons.append(Reason(code=InstalledBaseReason.COUNTED_FROM_INSTALLATION, params=since))
    return reasons


def _months(found: Sequence[DueNeed], as_of: date) -> tuple[MonthTotal, ...]:
    months: dict[str, list[DueNeed]] = {}
    for each in found:
        months.setdefault(f"{max(each.due_on, as_of):%Y-%m}", []).append(each)
    return tuple(
        MonthTotal(
            month=month,
            needs=len(members),
            amount=sum((each.amount for each in members if each.amount is not None), Decimal(0)),
        )
        for month, members in sorted(months.items())
    )


def _told(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))
