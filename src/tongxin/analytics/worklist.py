"""Gather what asks for attention today, let the decision library rank it, and give it back with its records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from kamkit.pipeline.stall import OpenDeal
from kamkit.reasons import Reason, ReasonCode
from kamkit.worklist.ranking import (
    AccountItem,
    DealItem,
    PersonItem,
    PromiseItem,
    RankedItem,
    Side,
    VisitItem,
    WorkItem,
    rank,
)
from tongxin.analytics.norms import norms_of_stages
from tongxin.common.actor import Actor
from tongxin.common.naming import named_along
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import visible_accounts
from tongxin.crm.opportunities.choices import BuyingRole, Outcome
from tongxin.crm.opportunities.models import Opportunity, OpportunityContact
from tongxin.crm.opportunities.selectors import visible_opportunities
from tongxin.crm.relationships.choices import PromiseState
from tongxin.crm.relationships.models import Interaction, Promise
from tongxin.crm.relationships.selectors import visible_interactions, visible_promises
from tongxin.crm.stakeholders.choices import PersonStatus, PostLevel
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.team.models import Absence, User

# How often a key person is to be met, until a cadence is agreed for each.
KEY_PERSON_INTERVAL_DAYS = 60
KEY_ACCOUNT_INTERVAL_DAYS = 30
# More than anybody reads in a morning; keeps a page's cost bounded.
MOST_OF_A_KIND = 300
MOST_PEOPLE = 60  # those not met for longest
DEADLINE_DAYS = 28
MOST_DEADLINES = 8
KEY_LEVELS = (PostLevel.BOARD, PostLevel.EXECUTIVE)
KEY_ROLES = (BuyingRole.DECISION_MAKER, BuyingRole.APPROVER)
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

Record = Promise | Opportunity | Account | Person | Interaction
# What rows, reasons and links ask for, read with each record.
RELATED: dict[type[Record], tuple[str, ...]] = {
    Promise: ("account__tier", "opportunity", "person", "owner"),
    Opportunity: ("account__tier", "owner", "stage"),
    Account: ("tier", "owner"),
    Person: ("account__tier", "owner"),
    Interaction: ("account__tier", "author"),
}


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
    def codes(self) -> frozenset[ReasonCode]:
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


def gather_worklist(actor: Actor, *, as_of: date, most: int = MOST_OF_A_KIND) -> Worklist:
    """Return what the actor has to do on a day: their own work, that of those they stand in for, and their team's exceptions.

    Each list is cut to its `most` weightiest rows; the counts tell of all. At most sixteen queries, whatever there is
    to do: everything is ranked by the few values that weigh, and only the records of the rows given are read.
    """
    mine = _stood_in_for(actor.user, as_of) | {actor.user.pk}
    line = User.objects.filter(reporting_path__startswith=actor.user.reporting_path, is_active=True)
    team = set(line.values_list("pk", flat=True)) - mine
    weighed = _Weighed(actor=actor, as_of=as_of, owners=mine | team, mine=mine)
    ranked = rank(weighed.items(), as_of=as_of)
    lists = _sorted_into_lists(ranked, weighed, mine, team)
    cut = {name: rows if name == "visits" else rows[:most] for name, rows in lists.items()}
    own = [item for item in ranked if weighed.owner_of(item) in mine or weighed.owner_of(item) is None]
    first = own[:1]
    records = weighed.records([*first, *(item for rows in cut.values() for item in rows)])
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
        deadlines=tuple(_deadlines(actor, mine, as_of)),
        exceptions=rows["exceptions"],
        counts=Counts(**{name: len(items) for name, items in lists.items() if name != "visits"}),
        leads=bool(team),
    )


def count_due(actor: Actor, *, as_of: date) -> int:
    """Return how many promises of the actor are due or overdue; one query, for the number beside the menu."""
    own = Promise.objects.filter(owner=actor.user, state=PromiseState.OPEN, due_on__lte=as_of)
    return own.count()


def _deadlines(actor: Actor, owners: set[int], as_of: date) -> list[Deadline]:
    begin, end = as_of + timedelta(days=2), as_of + timedelta(days=DEADLINE_DAYS)
    promises = visible_promises(actor).filter(
        state=PromiseState.OPEN, owner_id__in=owners, due_on__gte=begin, due_on__lte=end
    )
    deals = visible_opportunities(actor).filter(
        outcome=Outcome.OPEN, owner_id__in=owners, close_to__gte=as_of, close_to__lte=end
    )
    found = [
        Deadline(on=promise.due_on, owner=promise.owner.display_name, promise=promise)
        for promise in named_along(promises, "owner").order_by("due_on", "pk")[:MOST_DEADLINES]
        if promise.due_on is not None
    ]
    found += [
        Deadline(on=deal.close_to, owner=deal.owner.display_name if deal.owner else "", opportunity=deal)
        for deal in named_along(deals, "owner").order_by("close_to", "pk")[:MOST_DEADLINES]
        if deal.close_to is not None
    ]
    return sorted(found, key=lambda item: item.on)[:MOST_DEADLINES]


def _stood_in_for(user: User, as_of: date) -> set[int]:
    absences = Absence.objects.filter(deputy=user, from_date__lte=as_of, to_date__gte=as_of)
    return set(absences.values_list("user_id", flat=True))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where an item comes from: its model and number, and who has to do it."""

    model: type[Record]
    pk: int
    owner: int | None


def _sorted_into_lists(
    ranked: Iterable[RankedItem], weighed: "_Weighed", mine: set[int], team: set[int]
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


def _list_of(model: type[Record], codes: set[ReasonCode]) -> str:
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


class _Weighed:
    """Items for the decision library, made of the values that weigh; their records are read when they are asked for."""

    def __init__(self, *, actor: Actor, as_of: date, owners: set[int], mine: set[int]) -> None:
        self.actor, self.as_of, self.owners, self.mine = actor, as_of, owners, mine
        self._sources: dict[str, _Source] = {}

    def items(self) -> Iterable[WorkItem]:
        """Return every item; one query for each kind, two for what is usual."""
        return [
            *self._promises(),
            *self._deals(),
            *self._single_threads(),
            *self._key_people(),
            *self._visits(),
        ]

    def source_of(self, ranked: RankedItem) -> _Source:
        """Return where a ranked item comes from."""
        return self._sources[ranked.item.key]

    def owner_of(self, ranked: RankedItem) -> int | None:
        """Return the number of who has to do it."""
        return self.source_of(ranked).owner

    def records(self, wanted: Iterable[RankedItem]) -> dict[str, Record]:
        """Return the records of items by key, as far as they are still there; one query for each kind."""
        keys = {
            (source.model, source.pk): ranked.item.key
            for ranked in wanted
            for source in (self.source_of(ranked),)
        }
        found: dict[str, Record] = {}
        for model, related in RELATED.items():
            numbers = [pk for kind, pk in keys if kind is model]
            if numbers:
                rows = named_along(model._default_manager.filter(pk__in=numbers), *related)
                found |= {keys[model, row.pk]: cast("Record", row) for row in rows}
        return found

    def _key(self, model: type[Record], pk: int, owner: int | None) -> str:
        key = f"{model.__name__}:{pk}"
        self._sources[key] = _Source(model, pk, owner)
        return key

    def _promises(self) -> Iterable[WorkItem]:
        due = visible_promises(self.actor).filter(
            state=PromiseState.OPEN, owner_id__in=self.owners, due_on__lte=self.as_of + timedelta(days=1)
        )
        values = due.order_by("due_on", "pk").values_list(
            "pk", "owner_id", "side", "due_on", "account__tier__is_key"
        )
        for pk, owner, side, due_on, is_key in values[:MOST_OF_A_KIND]:
            yield PromiseItem(
                key=self._key(Promise, pk, owner),
                side=Side(side),
                due_on=cast("date", due_on),
                is_key_account=bool(is_key),
            )

    def _deals(self) -> Iterable[WorkItem]:
        norms = norms_of_stages(as_of=self.as_of)
        running = visible_opportunities(self.actor).filter(outcome=Outcome.OPEN, owner_id__in=self.owners)
        values = running.order_by("stage_since", "pk").values_list(
            "pk", "owner_id", "stage_id", "stage_since", "next_step", "next_step_on", "close_to",
            "account__tier__is_key",
        )  # fmt: skip
        for pk, owner, stage, since, step, step_on, close_to, is_key in values[:MOST_OF_A_KIND]:
            yield DealItem(
                key=self._key(Opportunity, pk, owner),
                deal=OpenDeal(
                    days_in_stage=max((self.as_of - timezone.localdate(since)).days, 0),
                    has_next_step=bool(step),
                    next_step_on=step_on,
                    close_to=close_to,
                ),
                norm=norms.get(str(stage)),
                is_key_account=bool(is_key),
            )

    def _single_threads(self) -> Iterable[WorkItem]:
        running = Opportunity.objects.filter(account=OuterRef("pk"), outcome=Outcome.OPEN)
        worked = Q(tier__is_key=True) | Q(Exists(running))
        active = Count("people", filter=Q(people__status=PersonStatus.ACTIVE))
        accounts = (
            visible_accounts(self.actor)
            .filter(worked, owner_id__in=self.mine)
            .annotate(known=active)
            .filter(known__lte=1)
        )
        values = accounts.order_by("known", "sort_key", "pk").values_list(
            "pk", "owner_id", "known", "tier__is_key"
        )
        for pk, owner, known, is_key in values[:MOST_OF_A_KIND]:
            yield AccountItem(key=self._key(Account, pk, owner), people=known, is_key_account=bool(is_key))

    def _key_people(self) -> Iterable[WorkItem]:
        earliest = timezone.make_aware(
            datetime.combine(self.as_of - timedelta(days=KEY_ACCOUNT_INTERVAL_DAYS), time.min)
        )
        high = Tenure.objects.filter(person=OuterRef("pk"), is_current=True, post__level__in=KEY_LEVELS)
        deciding = OpportunityContact.objects.filter(
            person=OuterRef("pk"), role__in=KEY_ROLES, opportunity__outcome=Outcome.OPEN
        )
        people = (
            visible_people(self.actor)
            .filter(Q(Exists(high)) | Q(Exists(deciding)), status=PersonStatus.ACTIVE, owner_id__in=self.mine)
            .filter(Q(last_contact_at=None) | Q(last_contact_at__lt=earliest))
        )
        values = people.order_by(F("last_contact_at").asc(nulls_last=True), "pk").values_list(
            "pk", "owner_id", "last_contact_at", "account__tier__is_key"
        )
        for pk, owner, met, is_key in values[:MOST_PEOPLE]:
            yield PersonItem(
                key=self._key(Person, pk, owner),
                last_met_on=timezone.localdate(met) if met else None,
                interval_days=KEY_ACCOUNT_INTERVAL_DAYS if is_key else KEY_PERSON_INTERVAL_DAYS,
                is_key_account=bool(is_key),
            )

    def _visits(self) -> Iterable[WorkItem]:
        begin = timezone.make_aware(datetime.combine(self.as_of, time.min))
        # Written down beforehand: what was logged afterwards is over.
        today = Q(
            occurred_at__gte=begin,
            occurred_at__lt=begin + timedelta(days=1),
            occurred_at__gt=F("created_at"),
        )
        there = Q(author_id__in=self.mine) | Q(colleagues__user_id__in=self.mine)
        # Written ahead and not touched since: what was logged afterwards is done.
        planned = Q(updated_at__lt=F("occurred_at"))
        visits = visible_interactions(self.actor).filter(today, there, planned).distinct()
        for pk, is_key in visits.order_by("occurred_at", "pk").values_list("pk", "account__tier__is_key"):
            key = self._key(Interaction, pk, self.actor.user.pk)
            yield VisitItem(key=key, on=self.as_of, is_key_account=bool(is_key))
