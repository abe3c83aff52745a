"""Gather what may ask for attention as items for the decision library: the few values that weigh, then the records asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar, cast

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from kamkit.pipeline.stall import OpenDeal
from kamkit.worklist.ranking import (
    AccountItem,
    DealItem,
    PersonItem,
    PromiseItem,
    RankedItem,
    Side,
    VisitItem,
    WorkItem,
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

# How often a key person is to be met, until a cadence is agreed for each.
KEY_PERSON_INTERVAL_DAYS = 60
KEY_ACCOUNT_INTERVAL_DAYS = 30
# More than anybody reads in a morning; keeps a page's cost bounded.
MOST_OF_A_KIND = 300
MOST_PEOPLE = 60  # those not met for longest
COMING_DAYS = 28
KEY_LEVELS = (PostLevel.BOARD, PostLevel.EXECUTIVE)
KEY_ROLES = (BuyingRole.DECISION_MAKER, BuyingRole.APPROVER)

V = TypeVar("V")
Record = Promise | Opportunity | Account | Person | Interaction
# What rows, reasons and links ask for, read with each record.
RELATED: dict[type[Record], tuple[str, ...]] = {
    Promise: ("account__tier", "opportunity", "person", "owner"),
    Opportunity: ("account__tier", "owner", "stage"),
    Account: ("tier", "owner"),
    Person: ("account__tier", "owner"),
    Interaction: ("account__tier", "author"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item comes from: its model and number, and who has to do it."""

    model: type[Record]
    pk: int
    owner: int | None


class Weighed:
    """Items for the decision library, made of the values that weigh; their records are read when they are asked for."""

    def __init__(self, *, actor: Actor, as_of: date, owners: set[int], mine: set[int]) -> None:
        self.actor, self.as_of, self.owners, self.mine = actor, as_of, owners, mine
        self._sources: dict[str, Source] = {}
        self._coming: list[tuple[date, str]] = []
        # Kinds of which there are more than are weighed.
        self._more_of: set[type[Record]] = set()
        self._soon = as_of + timedelta(days=1)
        self._until = as_of + timedelta(days=COMING_DAYS)

    def items(self) -> Iterable[WorkItem]:
        """Return every item; one query for each kind, two for what is usual."""
        return [
            *self._promises(),
            *self._deals(),
            *self._single_threads(),
            *self._key_people(),
            *self._visits(),
        ]

    def coming(self, most: int) -> list[tuple[date, str]]:
        """Return the nearest days of the coming weeks, each with the key of its promise or opportunity.

        They were read with the items. Only where there is more than is weighed they are asked for, one query a kind.
        """
        found = [(on, key) for on, key in self._coming if self._sources[key].model not in self._more_of]
        if Promise in self._more_of:
            found += self._asked(
                Promise, self._open_promises(), "due_on", self._soon + timedelta(days=1), most
            )
        if Opportunity in self._more_of:
            found += self._asked(Opportunity, self._running(), "close_to", self.as_of, most)
        return sorted(found)[:most]

    def _asked(
        self, model: type[Record], rows: QuerySet[Any], day: str, begin: date, most: int
    ) -> list[tuple[date, str]]:
        near = rows.filter(**{"owner_id__in": self.mine, f"{day}__range": (begin, self._until)})
        values = near.order_by(day, "pk").values_list(day, "pk", "owner_id")[:most]
        return [(on, self._key(model, pk, owner)) for on, pk, owner in values]

    def source_of(self, ranked: RankedItem) -> Source:
        """Return where a ranked item comes from."""
        return self._sources[ranked.item.key]

    def owner_of(self, ranked: RankedItem) -> int | None:
        """Return the number of who has to do it."""
        return self.source_of(ranked).owner

    def records(self, wanted: Iterable[str]) -> dict[str, Record]:
        """Return the records of items by key, as far as they are still there; one query for each kind."""
        keys = {(self._sources[key].model, self._sources[key].pk): key for key in wanted}
        found: dict[str, Record] = {}
        for model, related in RELATED.items():
            numbers = [pk for kind, pk in keys if kind is model]
            if numbers:
                rows = named_along(model._default_manager.filter(pk__in=numbers), *related)
                found |= {keys[model, row.pk]: cast("Record", row) for row in rows}
        return found

    def _key(self, model: type[Record], pk: int, owner: int | None) -> str:
        key = f"{model.__name__}:{pk}"
        self._sources[key] = Source(model, pk, owner)
        return key

    def _weighed(self, model: type[Record], values: QuerySet[Any, V]) -> list[V]:
        """Return what is weighed of a kind, and remember whether there is more."""
        rows = list(values[: MOST_OF_A_KIND + 1])
        if len(rows) > MOST_OF_A_KIND:
            self._more_of.add(model)
        return rows[:MOST_OF_A_KIND]

    def _open_promises(self) -> QuerySet[Promise]:
        return visible_promises(self.actor).filter(state=PromiseState.OPEN)

    def _running(self) -> QuerySet[Opportunity]:
        return visible_opportunities(self.actor).filter(outcome=Outcome.OPEN)

    def _promises(self) -> Iterable[WorkItem]:
        due = self._open_promises().filter(owner_id__in=self.owners, due_on__lte=self._until)
        values = due.order_by("due_on", "pk").values_list(
            "pk", "owner_id", "side", "due_on", "account__tier__is_key"
        )
        for pk, owner, side, on, is_key in self._weighed(Promise, values):
            key, due_on = self._key(Promise, pk, owner), cast("date", on)
            if due_on <= self._soon:
                yield PromiseItem(key=key, side=Side(side), due_on=due_on, is_key_account=bool(is_key))
            elif owner in self.mine:
                self._coming.append((due_on, key))

    def _deals(self) -> Iterable[WorkItem]:
        norms, zone = norms_of_stages(as_of=self.as_of), timezone.get_current_timezone()
        running = self._running().filter(owner_id__in=self.owners)
        values = running.order_by("stage_since", "pk").values_list(
            "pk", "owner_id", "stage_id", "stage_since", "next_step", "next_step_on", "close_to",
            "account__tier__is_key",
        )  # fmt: skip
        for pk, owner, stage, since, step, step_on, close_to, is_key in self._weighed(Opportunity, values):
            key = self._key(Opportunity, pk, owner)
            if owner in self.mine and close_to is not None and self.as_of <= close_to <= self._until:
                self._coming.append((close_to, key))
            yield DealItem(
                key=key,
                deal=OpenDeal(
                    days_in_stage=max((self.as_of - timezone.localdate(since, zone)).days, 0),
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
        # What is asked for comes first: otherwise all columns of an account would be grouped by.
        accounts = (
            visible_accounts(self.actor)
            .filter(worked, owner_id__in=self.mine)
            .values_list("pk", "owner_id", "sort_key", "tier__is_key")
            .annotate(known=active)
            .filter(known__lte=1)
        )
        for pk, owner, _name, is_key, known in accounts.order_by("known", "sort_key", "pk")[:MOST_OF_A_KIND]:
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
        zone = timezone.get_current_timezone()
        for pk, owner, met, is_key in values[:MOST_PEOPLE]:
            yield PersonItem(
                key=self._key(Person, pk, owner),
                last_met_on=timezone.localdate(met, zone) if met else None,
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
