"""Keep when we last were in contact with an account, a person and a deal."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Max, Q, QuerySet

from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.relationships.rules import CONTACT_KINDS
from tongxin.crm.stakeholders.models import Person

M = TypeVar("M", Account, Person, Opportunity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """When a visit was, and the ids of those it concerned."""

    moment: datetime
    accounts: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    opportunities: tuple[int, ...] = ()


def raise_last_contacts(visits: Sequence[Concerned]) -> None:
    """Move the last contact of all concerned forward to the latest of these visits, never back."""
    _write(Account, _latest((visit.moment, visit.accounts) for visit in visits), forward_only=True)
    _write(Person, _latest((visit.moment, visit.people) for visit in visits), forward_only=True)
    _write(Opportunity, _latest((visit.moment, visit.opportunities) for visit in visits), forward_only=True)


def _latest(visits: Iterable[tuple[datetime, Iterable[int]]]) -> dict[int, datetime | None]:
    found: dict[int, datetime | None] = {}
    for moment, numbers in sorted(visits, key=lambda visit: visit[0]):
        found |= dict.fromkeys(numbers, moment)
    return found


def _write(model: type[M], moments: Mapping[int, datetime | None], *, forward_only: bool = False) -> None:
    """Write last contacts by id, held against others who write them at the same time."""
    rows = model._default_manager.select_for_update().filter(pk__in=moments).order_by("pk")
    changed: list[M] = []
    for row in rows.only("pk", "last_contact_at"):
        moment, last = moments[row.pk], row.last_contact_at
        if not forward_only or last is None or (moment is not None and last < moment):
            row.last_contact_at = moment
            changed.append(row)
    model._default_manager.bulk_update(changed, ["last_contact_at"], batch_size=200)


def raise_last_contact(interaction: Interaction) -> None:
    """Move the last contact of all concerned forward to this visit, never back; three updates."""
    moment = interaction.occurred_at
    earlier = Q(last_contact_at=None) | Q(last_contact_at__lt=moment)
    if interaction.account_id is not None:
        Account.objects.filter(earlier, pk=interaction.account_id).update(last_contact_at=moment)
    Person.objects.filter(earlier, interactions__interaction=interaction).update(last_contact_at=moment)
    Opportunity.objects.filter(earlier, interactions__interaction=interaction).update(last_contact_at=moment)


def lower_last_contact(
    moments: Collection[datetime],
    *,
    at: datetime,
    accounts: Iterable[int],
    people: Iterable[int],
    opportunities: Iterable[int],
) -> None:
    """Reckon the last contact anew for those whose last contact a visit was that counts no longer.

    Args:
        moments: when those visits were; whoever had a later contact is left alone.
        at: visits after this are still to come.
        accounts: numbers of the accounts concerned.
        people: numbers of the people concerned.
        opportunities: numbers of the deals concerned.

    """
    counting = Interaction.objects.filter(deleted_at=None, kind__in=CONTACT_KINDS, occurred_at__lte=at)
    _reckon(Account, accounts, moments, counting, "account")
    _reckon(Person, people, moments, counting, "people__person")
    _reckon(Opportunity, opportunities, moments, counting, "opportunities__opportunity")


def _reckon(
    model: type[M],
    numbers: Iterable[int],
    moments: Collection[datetime],
    counting: QuerySet[Interaction],
    path: str,
) -> None:
    rows = model._default_manager.filter(pk__in=set(numbers), last_contact_at__in=moments)
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return
    latest = (
        counting.filter(**{f"{path}__in": ids}).order_by().values_list(F(path)).annotate(Max("occurred_at"))
    )
    known: dict[int, datetime] = dict(latest)
    _write(model, {pk: known.get(pk) for pk in ids})
