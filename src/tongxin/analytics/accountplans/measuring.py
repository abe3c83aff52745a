"""What the records say of objectives, for many account plans at once; what a reader may not see is unknown to them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tongxin.analytics.ladder.facts import Finding, Gathered, gather
from tongxin.analytics.ladder.standing import standings_of
from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.accountplans.choices import JUDGED, Measure
from tongxin.crm.accountplans.models import AccountObjective, ObjectiveReading
from tongxin.crm.accountplans.selectors import readings_of
from tongxin.crm.ladder.choices import LadderFact
from tongxin.crm.ladder.criteria import rank_of
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.selectors import visible_opportunities

FACTS: Mapping[str, str] = {
    Measure.ORDERS: LadderFact.ORDERS,
    Measure.PEOPLE: LadderFact.CONTACTS,
    Measure.SENIORS: LadderFact.SENIORS,
    Measure.REFERENCES: LadderFact.REFERENCE,
    Measure.SHARE: LadderFact.SHARE,
    Measure.PROMISES: LadderFact.PROMISES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The value of an objective on a day.

    Attributes:
        value: `None` where nothing says it.
        on: the day of what says it, for what is not counted in the period.
        source: from whom or which document, for what was stated by hand.
        pieces: the records it was read from, the newest first.
        without_amount: how many opportunities won have no amount and count for nothing.
        is_withheld: whether the reader may not know of it.
    """

    value: Decimal | None = None
    on: date | None = None
    source: str = ""
    pieces: tuple[Finding, ...] = ()
    without_amount: int = 0
    is_withheld: bool = False


@dataclass(slots=True)
class Known:
    """What was read for some objectives: of accounts by number, readings by objective."""

    as_of: date
    gathered: Mapping[int, Gathered] = field(default_factory=dict)
    levels: Mapping[int, str | None] = field(default_factory=dict)
    won: Mapping[int, list[tuple[date, Decimal | None, Finding]]] = field(default_factory=dict)
    readings: Mapping[int, ObjectiveReading] = field(default_factory=dict)


def measure(actor: Actor, objectives: Iterable[AccountObjective], *, as_of: date) -> dict[int, Measured]:
    """Return the value of each objective by number; some forty queries at most, however many there are."""
    rows = list(objectives)
    asked = {row.measure for row in rows}
    known = _read(actor, rows, asked, as_of)
    is_judge = actor.has(Right.JUDGEMENT)
    return {
        row.pk: Measured(is_withheld=True)
        if row.measure in JUDGED and not is_judge
        else READERS[row.measure](row, known)
        for row in rows
    }


def _read(actor: Actor, rows: list[AccountObjective], asked: set[str], as_of: date) -> Known:
    known = Known(as_of=as_of)
    accounts = {row.plan.account_id: row.plan.account for row in rows}
    if asked & FACTS.keys():
        known.gathered = gather(actor, accounts, as_of=as_of)
    if Measure.LEVEL in asked:
        standings = standings_of(actor, accounts.values(), as_of=as_of)
        known.levels = {each.account.pk: each.proven for each in standings}
    if Measure.WON in asked:
        known.won = won_of(actor, accounts, as_of=as_of)
    if Measure.BY_HAND in asked:
        by_hand = [row.pk for row in rows if row.measure == Measure.BY_HAND]
        # The newest comes first: it is the one that stays.
        known.readings = {each.objective_id: each for each in reversed(readings_of(by_hand, as_of=as_of))}
    return known


def won_of(
    actor: Actor, accounts: Iterable[int], *, as_of: date
) -> dict[int, list[tuple[date, Decimal | None, Finding]]]:
    """Return what was won at accounts until a day: day, amount in the reporting currency, and which; the newest first."""
    rows = visible_opportunities(actor).filter(account__in=list(accounts), outcome=Outcome.WON)
    found: dict[int, list[tuple[date, Decimal | None, Finding]]] = {}
    told = rows.filter(closed_on__lte=as_of).order_by("-closed_on", "-pk")
    for account, uid, name, on, amount in told.values_list(
        "account", "uid", "name", "closed_on", "amount_reporting"
    ):
        if on is not None:
            piece = Finding(fact=LadderFact.ORDERS, on=on, text=name, kind=Kind.OPPORTUNITY, uid=uid)
            found.setdefault(account, []).append((on, amount, piece))
    return found


def _won(row: AccountObjective, known: Known) -> Measured:
    lines = [
        line for line in known.won.get(row.plan.account_id, ()) if row.plan.first_on <= line[0] <= row.due_on
    ]
    return Measured(
        value=sum((amount for _on, amount, _piece in lines if amount is not None), Decimal(0)),
        pieces=tuple(piece for _on, _amount, piece in lines),
        without_amount=sum(amount is None for _on, amount, _piece in lines),
    )


def _findings(row: AccountObjective, known: Known) -> list[Finding]:
    fact = FACTS[row.measure]
    gathered = known.gathered[row.plan.account_id]
    found = [each for each in gathered.findings if each.fact == fact]
    return sorted(found, key=lambda each: each.on, reverse=True)


def _counted_in_period(row: AccountObjective, known: Known) -> Measured:
    pieces = tuple(each for each in _findings(row, known) if row.plan.first_on <= each.on <= row.due_on)
    return Measured(value=Decimal(len(pieces)), pieces=pieces)


def _references(row: AccountObjective, known: Known) -> Measured:
    pieces = tuple(
        each
        for each in _findings(row, known)
        if not each.against and (each.until is None or each.until >= known.as_of)
    )
    return Measured(value=Decimal(len(pieces)), pieces=pieces)


def _newest_percent(row: AccountObjective, known: Known) -> Measured:
    newest = next((each for each in _findings(row, known) if each.percent is not None), None)
    if newest is None or newest.percent is None:
        return Measured()
    return Measured(value=Decimal(newest.percent), on=newest.on, source=newest.text, pieces=(newest,))


def _level(row: AccountObjective, known: Known) -> Measured:
    return Measured(value=Decimal(rank_of(known.levels.get(row.plan.account_id))))


def _by_hand(row: AccountObjective, known: Known) -> Measured:
    reading = known.readings.get(row.pk)
    if reading is None:
        return Measured()
    return Measured(value=reading.value, on=reading.observed_on, source=reading.source)


READERS: Mapping[str, Callable[[AccountObjective, Known], Measured]] = {
    Measure.WON: _won,
    Measure.ORDERS: _counted_in_period,
    Measure.PEOPLE: _counted_in_period,
    Measure.SENIORS: _counted_in_period,
    Measure.REFERENCES: _references,
    Measure.SHARE: _newest_percent,
    Measure.PROMISES: _newest_percent,
    Measure.LEVEL: _level,
    Measure.BY_HAND: _by_hand,
}
