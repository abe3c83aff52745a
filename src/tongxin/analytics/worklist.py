"""Gather what asks for attention today, let the decision library rank it, and give it back with its records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
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

# Hundreds of records are ranked for the dozens that are shown: what no row, reason or link asks for stays unread.
_DATED = ("created_at", "updated_at")
_OWNER = (*_DATED, "last_login", "password", "email", "roles", "granted_rights")
_ACCOUNT = (
    *_DATED, "last_contact_at", "situation", "address", "website", "phone", "annual_revenue", "match_key",
    "sort_key", "name_latin", "tax_id",
)  # fmt: skip
UNREAD = {
    "account": _ACCOUNT,
    "account__tier": _DATED,
    "owner": _OWNER,
    "stage": _DATED,
    "opportunity": (*_DATED, "stage_since", "description", "last_contact_at", "started_on", "rate_date"),
}

Record = Promise | Opportunity | Account | Person | Interaction


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
        leads: whether anybody reports to the person.

    """

    first: WorkRow | None
    promises: tuple[WorkRow, ...]
    steps: tuple[WorkRow, ...]
    alarms: tuple[WorkRow, ...]
    visits: tuple[WorkRow, ...]
    deadlines: tuple[Deadline, ...]
    exceptions: tuple[WorkRow, ...]
    leads: bool


def gather_worklist(actor: Actor, *, as_of: date) -> Worklist:
    """Return what the actor has to do on a day: their own work, that of those they stand in for, and their team's exceptions.

    Twelve queries at the most, whatever there is to do.
    """
    mine = _stood_in_for(actor.user, as_of) | {actor.user.pk}
    line = User.objects.filter(reporting_path__startswith=actor.user.reporting_path, is_active=True)
    team = set(line.values_list("pk", flat=True)) - mine
    gathered = _Gathered(actor=actor, as_of=as_of, owners=mine | team, mine=mine)
    rows = [gathered.row(ranked) for ranked in rank(gathered.items(), as_of=as_of)]
    own = [row for row in rows if row.owner is None or row.owner.pk in mine]
    exceptions = [
        row for row in rows if row.owner is not None and row.owner.pk in team and row.codes & SERIOUS
    ]
    planned = {row.visit.pk: row for row in own if row.visit is not None}
    to_do = [row for row in own if row.visit is None]
    return Worklist(
        first=next(iter(own), None),
        promises=tuple(row for row in own if row.promise is not None),
        steps=tuple(row for row in to_do if row.opportunity is not None and row.codes & STEPS),
        alarms=tuple(row for row in to_do if row.promise is None and not row.codes & STEPS),
        visits=tuple(planned[pk] for pk in gathered.visits_by_clock if pk in planned),
        deadlines=tuple(_deadlines(actor, mine, as_of)),
        exceptions=tuple(exceptions),
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
        for promise in promises.select_related("owner").order_by("due_on", "pk")[:MOST_DEADLINES]
        if promise.due_on is not None
    ]
    found += [
        Deadline(on=deal.close_to, owner=deal.owner.display_name if deal.owner else "", opportunity=deal)
        for deal in deals.select_related("owner").order_by("close_to", "pk")[:MOST_DEADLINES]
        if deal.close_to is not None
    ]
    return sorted(found, key=lambda item: item.on)[:MOST_DEADLINES]


def _stood_in_for(user: User, as_of: date) -> set[int]:
    absences = Absence.objects.filter(deputy=user, from_date__lte=as_of, to_date__gte=as_of)
    return set(absences.values_list("user_id", flat=True))


def _unread(*parts: str) -> list[str]:
    return [f"{part}__{field}" for part in parts for field in UNREAD[part]]


def _is_key(account: Account | None) -> bool:
    return account is not None and account.tier is not None and account.tier.is_key


class _Gathered:
    """Items for the decision library, and the records behind them by key."""

    def __init__(self, *, actor: Actor, as_of: date, owners: set[int], mine: set[int]) -> None:
        self.actor, self.as_of, self.owners, self.mine = actor, as_of, owners, mine
        self.records: dict[str, Record] = {}
        self.visits_by_clock: list[int] = []

    def items(self) -> Iterable[WorkItem]:
        """Return every item; one query for each kind, two for what is usual."""
        return [
            *self._promises(),
            *self._deals(),
            *self._single_threads(),
            *self._key_people(),
            *self._visits(),
        ]

    def row(self, ranked: RankedItem) -> WorkRow:
        """Return a ranked item with its record."""
        reasons = ranked.reasons
        record = self.records[ranked.item.key]
        if isinstance(record, Promise):
            return WorkRow(reasons=reasons, owner=record.owner, account=record.account, promise=record)
        if isinstance(record, Opportunity):
            return WorkRow(reasons=reasons, owner=record.owner, account=record.account, opportunity=record)
        if isinstance(record, Person):
            return WorkRow(reasons=reasons, owner=record.owner, account=record.account, person=record)
        if isinstance(record, Interaction):
            return WorkRow(reasons=reasons, owner=record.author, account=record.account, visit=record)
        return WorkRow(reasons=reasons, owner=record.owner, account=record)

    def _key(self, record: Record) -> str:
        key = f"{type(record).__name__}:{record.pk}"
        self.records[key] = record
        return key

    def _promises(self) -> Iterable[WorkItem]:
        due = visible_promises(self.actor).filter(
            state=PromiseState.OPEN, owner_id__in=self.owners, due_on__lte=self.as_of + timedelta(days=1)
        )
        shown = due.select_related("account__tier", "opportunity", "person", "owner").defer(
            *_unread("account", "account__tier", "opportunity", "owner")
        )
        for promise in shown.order_by("due_on", "pk")[:MOST_OF_A_KIND]:
            if promise.due_on is not None:
                yield PromiseItem(
                    key=self._key(promise),
                    side=Side(promise.side),
                    due_on=promise.due_on,
                    is_key_account=_is_key(promise.account),
                )

    def _deals(self) -> Iterable[WorkItem]:
        norms = norms_of_stages(as_of=self.as_of)
        running = visible_opportunities(self.actor).filter(outcome=Outcome.OPEN, owner_id__in=self.owners)
        shown = running.select_related("account__tier", "owner", "stage").defer(
            *_unread("account", "account__tier", "owner", "stage")
        )
        for deal in shown.order_by("stage_since", "pk")[:MOST_OF_A_KIND]:
            yield DealItem(
                key=self._key(deal),
                deal=OpenDeal(
                    days_in_stage=max((self.as_of - timezone.localdate(deal.stage_since)).days, 0),
                    has_next_step=bool(deal.next_step),
                    next_step_on=deal.next_step_on,
                    close_to=deal.close_to,
                ),
                norm=norms.get(str(deal.stage_id)),
                is_key_account=_is_key(deal.account),
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
            .select_related("tier", "owner")
        )
        for account in accounts.order_by("known", "sort_key", "pk")[:MOST_OF_A_KIND]:
            yield AccountItem(
                key=self._key(account),
                people=getattr(account, "known", 0),
                is_key_account=_is_key(account),
            )

    def _key_people(self) -> Iterable[WorkItem]:
        earliest = timezone.make_aware(
            datetime.combine(self.as_of - timedelta(days=KEY_ACCOUNT_INTERVAL_DAYS), time.min)
        )
        high = Tenure.objects.filter(person=OuterRef("pk"), is_current=True, post__level__in=KEY_LEVELS)
        deciding = OpportunityContact.objects.filter(
            person=OuterRef("pk"), role__in=KEY_ROLES, opportunity__outcome=Outcome.OPEN
        )
        people: QuerySet[Person] = (
            visible_people(self.actor)
            .filter(Q(Exists(high)) | Q(Exists(deciding)), status=PersonStatus.ACTIVE, owner_id__in=self.mine)
            .filter(Q(last_contact_at=None) | Q(last_contact_at__lt=earliest))
            .select_related("account__tier", "owner")
            .defer(*_unread("account", "account__tier", "owner"))
        )
        for person in people.order_by(F("last_contact_at").asc(nulls_last=True), "pk")[:MOST_OF_A_KIND]:
            met = person.last_contact_at
            key = _is_key(person.account)
            yield PersonItem(
                key=self._key(person),
                last_met_on=timezone.localdate(met) if met else None,
                interval_days=KEY_ACCOUNT_INTERVAL_DAYS if key else KEY_PERSON_INTERVAL_DAYS,
                is_key_account=key,
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
        visits = visible_interactions(self.actor).filter(today, there, planned)
        for visit in (
            visits.distinct().select_related("account__tier", "author").order_by("occurred_at", "pk")
        ):
            self.visits_by_clock.append(visit.pk)
            yield VisitItem(key=self._key(visit), on=self.as_of, is_key_account=_is_key(visit.account))
