"""Rank what asks for attention on a day by points that are all explained."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kamkit.pipeline.norms import StageNorm, TooFew
from kamkit.pipeline.stall import OpenDeal, StallParams, judge_stall
from kamkit.reasons import Code, Reason, ReasonCode, total_weight


class Side(StrEnum):
    """Who made a promise."""

    OURS = "OURS"
    THEIRS = "THEIRS"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseItem:
    """An open promise with its day."""

    key: str
    side: Side
    due_on: date
    is_key_account: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DealItem:
    """An open deal; `norm` is what is usual for its stage, None if nothing is known."""

    key: str
    deal: OpenDeal
    norm: StageNorm | TooFew | None = None
    is_key_account: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountItem:
    """An account and the number of its people we know."""

    key: str
    people: int
    is_key_account: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonItem:
    """A key person, when we last met, and the agreed number of days between meetings."""

    key: str
    last_met_on: date | None
    interval_days: int
    is_key_account: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitItem:
    """A planned visit."""

    key: str
    on: date
    is_key_account: bool = False


WorkItem = PromiseItem | DealItem | AccountItem | PersonItem | VisitItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What a reason weighs: `base`, and `per_day` for each of its days, counted up to `max_days`.

    Its days are the value "over" where a reason has one, else "days".
    """

    base: Decimal
    per_day: Decimal = Decimal(0)
    max_days: int = 0

    def after(self, days: int) -> Decimal:
        """Return the points after `days` days."""
        return self.base + self.per_day * min(days, self.max_days)


def _points(base: int, per_day: str = "0", max_days: int = 0) -> Points:
    return Points(base=Decimal(base), per_day=Decimal(per_day), max_days=max_days)


DEFAULT_POINTS: tuple[tuple[Code, Points], ...] = (
    (ReasonCode.VISIT_TODAY, _points(60)),
    (ReasonCode.OUR_PROMISE_OVERDUE, _points(50, "2", 14)),
    (ReasonCode.OUR_PROMISE_DUE, _points(40)),
    (ReasonCode.NEXT_STEP_OVERDUE, _points(35, "1", 14)),
    (ReasonCode.THEIR_PROMISE_OVERDUE, _points(30, "1", 14)),
    (ReasonCode.NEXT_STEP_DUE, _points(25)),
    (ReasonCode.CLOSE_WINDOW_PASSED, _points(22, "0.2", 30)),
    (ReasonCode.NO_NEXT_STEP, _points(20)),
    (ReasonCode.THEIR_PROMISE_DUE, _points(18)),
    (ReasonCode.STAGE_OLDER_THAN_USUAL, _points(15)),
    (ReasonCode.PERSON_NOT_MET, _points(15, "0.1", 90)),
    (ReasonCode.PERSON_NEVER_MET, _points(15)),
    (ReasonCode.SINGLE_THREADED, _points(10)),
    (ReasonCode.KEY_ACCOUNT, _points(5)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistParams:
    """What counts and how much: `points` by reason (a reason without points is not given), and the thresholds."""

    points: tuple[tuple[Code, Points], ...] = DEFAULT_POINTS
    horizon_days: int = 1
    """How many days ahead something due is shown: 0 is today only."""
    needed_people: int = 2
    """With fewer known people an account hangs on a single thread."""
    stall: StallParams = field(default_factory=StallParams)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedItem:
    """An item and why it stands where it does: `score` is the sum of the reasons' weights, heaviest first."""

    item: WorkItem
    score: Decimal
    reasons: tuple[Reason, ...]


def rank(
    items: Iterable[WorkItem], *, as_of: date, params: WorklistParams | None = None
) -> tuple[RankedItem, ...]:
    """Return the `items` that ask for attention on the day `as_of`, the highest score first.

    Items of one score keep the order they came in. An item without a reason is left out; that it concerns a key
    account is no reason by itself, it lifts an item that has one.
    """
    used = params or WorklistParams()
    points = dict(used.points)
    lifted = points.get(ReasonCode.KEY_ACCOUNT)
    key_account = Reason(code=ReasonCode.KEY_ACCOUNT, weight=lifted.base) if lifted else None
    weighing = _Weighing(params=used, points=points, key_account=key_account, as_of=as_of)
    ranked = [ranked for item in items if (ranked := weighing.ranked(item)) is not None]
    return tuple(sorted(ranked, key=lambda ranked: -ranked.score))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighing:
    params: WorklistParams
    points: dict[Code, Points]
    key_account: Reason | None
    as_of: date

    def ranked(self, item: WorkItem) -> RankedItem | None:
        reasons = [
            weighed for reason in self._reasons(item) if (weighed := self._weighed(reason)) is not None
        ]
        if not reasons:
            return None
        if item.is_key_account and self.key_account is not None:
            reasons.append(self.key_account)
        reasons.sort(key=lambda reason: -reason.weight)
        return RankedItem(item=item, score=total_weight(reasons), reasons=tuple(reasons))

    def _weighed(self, reason: Reason) -> Reason | None:
        points = self.points.get(reason.code)
        if points is None:
            return None
        days = reason.values.get("over", reason.values.get("days", 0))
        weight = points.after(days if isinstance(days, int) else 0)
        return Reason(code=reason.code, params=reason.params, weight=weight)

    def _reasons(self, item: WorkItem) -> list[Reason]:
        match item:
            case PromiseItem():
                return self._promise(item)
            case DealItem():
                return self._deal(item)
            case AccountItem():
                return self._account(item)
            case PersonItem():
                return self._person(item)
            case _:
                return [Reason(code=ReasonCode.VISIT_TODAY)] if item.on == self.as_of else []

    def _promise(self, item: PromiseItem) -> list[Reason]:
        is_ours = item.side is Side.OURS
        if item.due_on >= self.as_of:
            return self._due(
                item.due_on, ReasonCode.OUR_PROMISE_DUE if is_ours else ReasonCode.THEIR_PROMISE_DUE
            )
        code = ReasonCode.OUR_PROMISE_OVERDUE if is_ours else ReasonCode.THEIR_PROMISE_OVERDUE
        return [Reason(code=code, params=(("due", item.due_on), ("days", (self.as_of - item.due_on).days)))]

    def _deal(self, item: DealItem) -> list[Reason]:
        reasons = list(judge_stall(item.deal, item.norm, as_of=self.as_of, params=self.params.stall).reasons)
        due = item.deal.next_step_on
        if item.deal.has_next_step and due is not None and due >= self.as_of:
            reasons += self._due(due, ReasonCode.NEXT_STEP_DUE)
        return reasons

    def _account(self, item: AccountItem) -> list[Reason]:
        if item.people >= self.params.needed_people:
            return []
        values = (("people", item.people), ("needed", self.params.needed_people))
        return [Reason(code=ReasonCode.SINGLE_THREADED, params=values)]

    def _person(self, item: PersonItem) -> list[Reason]:
        if item.last_met_on is None:
            return [Reason(code=ReasonCode.PERSON_NEVER_MET, params=(("interval", item.interval_days),))]
        days = (self.as_of - item.last_met_on).days
        over = days - item.interval_days
        if over <= 0:
            return []
        values = (
            ("last", item.last_met_on),
            ("days", days),
            ("interval", item.interval_days),
            ("over", over),
        )
        return [Reason(code=ReasonCode.PERSON_NOT_MET, params=values)]

    def _due(self, due: date, code: ReasonCode) -> list[Reason]:
        days = (due - self.as_of).days
        return (
            [Reason(code=code, params=(("due", due), ("days", days)))]
            if days <= self.params.horizon_days
            else []
        )
