"""Gather what asks for attention today, let the decision library rank it, and give it back with its records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from kamkit.reasons import Code, Reason, ReasonCode
from kamkit.worklist.ranking import (
    RankedItem,
    rank,
)
from tongxin.analytics.weighing import MOST_OF_A_KIND, Record, Weighed
from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.choices import PromiseState
from tongxin.crm.relationships.models import Interaction, Promise
from tongxin.crm.stakeholders.models import Person
from tongxin.team.models import User
from tongxin.team.selectors import line_of

MOST_DEADLINES = 8
SERIOUS = frozenset(
    {
        ReasonCode.OUR_PROMISE_OVERDUE,
        ReasonCode.NEXT_STEP_OVERDUE,
        ReasonCode.CLOSE_WINDOW_PASSED,
        ReasonCode.STAGE_OLDER_THAN_USUAL,
        ReasonCode.NO_NEXT_STEP,
    }
)
STEPS = frozenset({ReasonCode.NEXT_STEP_DUE, ReasonCode.NEXT_STEP_OVERDUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One thing to do and why; exactly one of the records is set, apart from `account`.

    Attributes:
        owner: who has to do it, `None` when nobody owns it.
        account: where, `None` for a visit apart from any account.
        reasons: heaviest first.

    """

    reasons: tuple[Reason, ...]
    owner: User | None
    account: Account | None
    promise: Promise | None = None
    opportunity: Opportunity | None = None
    person: Person | None = None
    visit: Interaction | None = None

    @property
    def first(self) -> Reason:
        """Return the reason that weighs most."""
        return self.reasons[0]

    @property
    def codes(self) -> frozenset[Code]:
        """Return the codes of all reasons."""
        return frozenset(reason.code for reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day that comes: of an open promise, or the end of a deal's close window."""

    on: date
    owner: str
    promise: Promise | None = None
    opportunity: Opportunity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rows a list of the worklist has, also those that are not given."""

    promises: int
    steps: int
    alarms: int
    exceptions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """How many rows of each list are given at the most, the weightiest."""

    promises: int = MOST_OF_A_KIND
    steps: int = MOST_OF_A_KIND
    alarms: int = MOST_OF_A_KIND
    exceptions: int = MOST_OF_A_KIND


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """What one person has to do on a day, each list with the weightiest first.

    Attributes:
        first: the one thing to do first, `None` on a free day.
        promises: due or overdue, of either side.
        steps: next steps of deals, due or overdue.
        alarms: deals that stall or lack a next step, accounts with a single contact, key people not met.
        visits: today's, by the clock.
        deadlines: days of the coming four weeks, the nearest first.
        exceptions: of those who report to the person, what is late or stalls.
        counts: of the lists that may be cut short.
        leads: whether anybody reports to the person.
        mine: whose work counts as the person's own: theirs, and theirs for whom they stand in.

    """

    first: WorkRow | None
    promises: tuple[WorkRow, ...]
    steps: tuple[WorkRow, ...]
    alarms: tuple[WorkRow, ...]
    visits: tuple[WorkRow, ...]
    deadlines: tuple[Deadline, ...]
    exceptions: tuple[WorkRow, ...]
    counts: Counts
    leads: bool
    mine: frozenset[int]


def gather_worklist(actor: Actor, *, as_of: date, most: Most | None = None) -> Worklist:
    """Return what the actor has to do on a day: their own work, that of those they stand in for, and their team's exceptions.

    Each list is cut to the weightiest rows, `most` says to how many; the counts tell of all. At most fourteen queries, whatever there is to do: everything is ranked by the few values that weigh, and only the records of the rows given are read.
    """
    mine, team = _whose(actor, as_of)
    weighed = Weighed(actor=actor, as_of=as_of, owners=mine | team, mine=mine)
    ranked = rank(weighed.items(), as_of=as_of)
    lists = _sorted_into_lists(ranked, weighed, mine, team)
    wanted = most or Most()
    cut = {name: rows[: getattr(wanted, name, None)] for name, rows in lists.items()}
    own = [item for item in ranked if weighed.owner_of(item) in mine or weighed.owner_of(item) is None]
    first = own[:1]
    coming = weighed.coming(MOST_DEADLINES)
    shown = [*first, *(item for rows in cut.values() for item in rows)]
    records = weighed.records([*(item.item.key for item in shown), *(key for _on, key in coming)])
    # What somebody deleted since it was weighed has no record any more.
    rows = {
        name: tuple(_row(item, records) for item in items if item.item.key in records)
        for name, items in cut.items()
    }
    by_clock = sorted(rows["visits"], key=_clock)
    return Worklist(
        first=next((_row(item, records) for item in first if item.item.key in records), None),
        promises=rows["promises"],
        steps=rows["steps"],
        alarms=rows["alarms"],
        visits=tuple(by_clock),
        deadlines=tuple(_deadline(on, records[key]) for on, key in coming if key in records),
        exceptions=rows["exceptions"],
        counts=Counts(**{name: len(items) for name, items in lists.items() if name != "visits"}),
        leads=bool(team),
        mine=frozenset(mine),
    )


def count_due(actor: Actor, *, as_of: date) -> int:
    """Return how many promises of the actor are due or overdue; one query, for the number beside the menu."""
    own = Promise.objects.filter(owner=actor.user, state=PromiseState.OPEN, due_on__lte=as_of)
    return own.count()


def _deadline(on: date, record: Record) -> Deadline:
    if isinstance(record, Promise):
        return Deadline(on=on, owner=record.owner.display_name, promise=record)
    deal = cast("Opportunity", record)
    return Deadline(on=on, owner=deal.owner.display_name if deal.owner else "", opportunity=deal)


def _whose(actor: Actor, as_of: date) -> tuple[set[int], set[int]]:
    """Return whose work is the actor's own, by standing in, and whose they lead."""
    line = line_of(actor.user, as_of=as_of) if actor.sees_all else actor
    mine = {actor.user.pk, *line.stands_in_for}
    return mine, set(line.leads) - mine


def _sorted_into_lists(
    ranked: Iterable[RankedItem], weighed: Weighed, mine: set[int], team: set[int]
) -> dict[str, list[RankedItem]]:
    lists: dict[str, list[RankedItem]] = {
        name: [] for name in ("promises", "steps", "alarms", "visits", "exceptions")
    }
    for item in ranked:
        source, codes = weighed.source_of(item), {reason.code for reason in item.reasons}
        if source.owner in team and codes & SERIOUS:
            lists["exceptions"].append(item)
        elif source.owner is None or source.owner in mine:
            lists[_list_of(source.model, codes)].append(item)
    return lists


def _list_of(model: type[Record], codes: set[Code]) -> str:
    if model is Interaction:
        return "visits"
    if model is Promise:
        return "promises"
    return "steps" if model is Opportunity and codes & STEPS else "alarms"


def _clock(row: WorkRow) -> tuple[datetime, int]:
    visit = row.visit
    return (visit.occurred_at, visit.pk) if visit is not None else (datetime.max.replace(tzinfo=UTC), 0)


def _row(ranked: RankedItem, records: Mapping[str, Record]) -> WorkRow:
    reasons, record = ranked.reasons, records[ranked.item.key]
    if isinstance(record, Promise):
        return WorkRow(reasons=reasons, owner=record.owner, account=record.account, promise=record)
    if isinstance(record, Opportunity):
        return WorkRow(reasons=reasons, owner=record.owner, account=record.account, opportunity=record)
    if isinstance(record, Person):
        return WorkRow(reasons=reasons, owner=record.owner, account=record.account, person=record)
    if isinstance(record, Interaction):
        return WorkRow(reasons=reasons, owner=record.author, account=record.account, visit=record)
    return WorkRow(reasons=reasons, owner=record.owner, account=record)
