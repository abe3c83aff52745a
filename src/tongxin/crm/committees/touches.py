"""Senior relationships: when each was touched last, and when the next touch is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from tongxin.common.actor import Actor
from tongxin.crm.committees.models import Sponsorship
from tongxin.crm.committees.selectors import ContactFact, contact_facts, visible_sponsorships
from tongxin.crm.stakeholders.models import Person
from tongxin.crm.stakeholders.selectors import visible_people


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A senior relationship on a day.

    Attributes:
        sponsorship: who keeps it, and its rhythm.
        person: with whom; `None` when the reader may not see them.
        last_on: day of the sponsor's last visit, meeting or call with them; `None` when there was none.
        last_by_others: day of the last contact of anybody else of us.
        due_on: day of the next touch: the last one, or the day it was agreed, and the rhythm.
    """

    sponsorship: Sponsorship
    person: Person | None
    last_on: date | None
    last_by_others: date | None
    due_on: date


def touches(actor: Actor, *, as_of: date) -> list[Touch]:
    """Return the senior relationships an actor may see, the touch due first on top; four queries."""
    rows = (
        visible_sponsorships(actor)
        .filter(deleted_at=None)
        .select_related("account", "person__account", "sponsor")
    )
    kept = list(rows.order_by("pk"))
    people = {row.person_id for row in kept if row.person_id is not None}
    seen = set(visible_people(actor).filter(pk__in=people).values_list("pk", flat=True))
    return touched(kept, seen, contact_facts(actor, seen, as_of=as_of))


def touched(kept: Sequence[Sponsorship], seen: set[int], contacts: Iterable[ContactFact]) -> list[Touch]:
    """Return senior relationships with their last and next touch, the one due first on top; no query.

    Args:
        kept: with account, person and sponsor.
        seen: the people the reader may see.
        contacts: how often and when last one of us met one of them.
    """
    own: dict[tuple[int, int], date] = {}
    others: dict[int, list[tuple[int, date]]] = {}
    for fact in contacts:
        day = timezone.localdate(fact.last_at)
        own[fact.user_id, fact.person_id] = day
        others.setdefault(fact.person_id, []).append((fact.user_id, day))
    found = [_touch(row, seen, own, others) for row in kept]
    return sorted(found, key=lambda touch: (touch.due_on, touch.sponsorship.pk))


def _touch(
    row: Sponsorship,
    seen: set[int],
    own: dict[tuple[int, int], date],
    others: dict[int, list[tuple[int, date]]],
) -> Touch:
    known = row.person_id is not None and row.person_id in seen
    person = row.person_id if row.person_id is not None and known else 0
    last = own.get((row.sponsor_id, person))
    rest = [day for user, day in others.get(person, []) if user != row.sponsor_id]
    start = last or timezone.localdate(row.created_at)
    return Touch(
        sponsorship=row,
        person=row.person if known else None,
        last_on=last,
        last_by_others=max(rest, default=None),
        due_on=start + timedelta(days=row.every_days),
    )
