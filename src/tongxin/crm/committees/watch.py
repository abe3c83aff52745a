"""What is dangerous about committees as they stand, and which touches of senior relationships are due."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from tongxin.common.actor import Actor
from tongxin.common.naming import joined_if_any
from tongxin.crm.committees.choices import Danger, SeatRole
from tongxin.crm.committees.models import Committee, Seat, Sponsorship
from tongxin.crm.committees.selectors import (
    ContactFact,
    SeatState,
    contact_facts,
    stated,
    stays_on,
    visible_seats,
    visible_sponsorships,
)
from tongxin.crm.committees.touches import Touch, touched
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.team.models import User
from tongxin.team.selectors import line_of

STALE_DAYS = 90
SOON_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeWarning:
    """Something dangerous about a committee.

    Attributes:
        code: which danger.
        committee: of which committee, with its account and deal.
        names: who it is about: of us for `ONE_OF_US`, otherwise of theirs.
        days: since the last contact with whom we lost longest; 0 for other dangers.
    """

    code: Danger
    committee: Committee
    names: tuple[str, ...]
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What somebody has to look after on a day: dangers of their committees, touches due of their relationships."""

    warnings: tuple[CommitteeWarning, ...]
    touches: tuple[Touch, ...]


def watch(actor: Actor, *, as_of: date, mine: Collection[int] | None = None) -> Watch:
    """Return what the actor has to look after: what is theirs, and theirs for whom they stand in; eleven queries at most.

    A committee is theirs whose deal is open and theirs, or which stands at their account. A touch is theirs as sponsor
    from two weeks before it is due, and as who answers for the account once it is overdue.

    Args:
        actor: who looks.
        as_of: the day.
        mine: whose work counts as the actor's own, by number, where it is known already.
    """
    mine = set(mine) if mine is not None else _whose(actor, as_of)
    seats = _seats(actor, mine)
    kept = _due_to(actor, mine)
    stays = stays_on([seat.pk for seat in seats], as_of) if seats else {}
    people = {stay.person_id for stay in stays.values()} | {row.person_id for row in kept if row.person_id}
    seen: set[int] = set()
    contacts: list[ContactFact] = []
    if people:
        seen = set(visible_people(actor).filter(pk__in=people).values_list("pk", flat=True))
        contacts = contact_facts(actor, seen, as_of=as_of)
    states = stated(seats, {seat.pk: seat.committee.account_id for seat in seats}, stays, seen, as_of=as_of)
    return Watch(
        warnings=tuple(_warned(states, contacts, as_of)),
        touches=tuple(touch for touch in touched(kept, seen, contacts) if _is_due(touch, mine, as_of)),
    )


def _whose(actor: Actor, as_of: date) -> set[int]:
    line = line_of(actor.user, as_of=as_of) if actor.sees_all else actor
    return {actor.user.pk, *line.stands_in_for}


def _seats(actor: Actor, mine: set[int]) -> list[Seat]:
    standing = Q(committee__opportunity=None, committee__account__owner__in=mine)
    deals = Q(committee__opportunity__owner__in=mine, committee__opportunity__outcome=Outcome.OPEN)
    rows = visible_seats(actor).filter(standing | deals, deleted_at=None).order_by("committee", "pk")
    return joined_if_any(rows, "committee__account", "committee__opportunity")


def _due_to(actor: Actor, mine: set[int]) -> list[Sponsorship]:
    rows = visible_sponsorships(actor).filter(deleted_at=None)
    rows = rows.filter(Q(sponsor__in=mine) | Q(account__owner__in=mine))
    return joined_if_any(rows.order_by("pk"), "account", "person", "sponsor")


def _is_due(touch: Touch, mine: set[int], as_of: date) -> bool:
    early = SOON_DAYS if touch.sponsorship.sponsor_id in mine else -1
    return touch.due_on <= as_of + timedelta(days=early)


def _warned(
    states: Sequence[SeatState], contacts: Sequence[ContactFact], as_of: date
) -> list[CommitteeWarning]:
    of: dict[int, list[SeatState]] = {}
    for state in states:
        of.setdefault(state.seat.committee_id, []).append(state)
    members = {fact.user_id for fact in contacts}
    names = dict(User.objects.filter(pk__in=members).values_list("pk", "display_name")) if members else {}
    found = [
        warning
        for each in of.values()
        for warning in warnings_of(each[0].seat.committee, each, contacts, names, as_of=as_of)
    ]
    order = list(Danger)
    return sorted(found, key=lambda warning: (order.index(warning.code), -warning.days, warning.committee.pk))


def warnings_of(
    committee: Committee,
    states: Sequence[SeatState],
    contacts: Iterable[ContactFact],
    names: Mapping[int, str],
    *,
    as_of: date,
) -> list[CommitteeWarning]:
    """Return what is dangerous about a committee on a day.

    Args:
        committee: the committee.
        states: its seats on that day.
        contacts: of its people; those of others are left out.
        names: what our people are called, by number.
        as_of: the day.
    """
    people = {state.person.pk: state.name for state in states if state.person is not None}
    met = [fact for fact in contacts if fact.person_id in people]
    found = []
    vacant = [
        state.seat.name for state in states if state.is_vacant and state.seat.role == SeatRole.DECISION_MAKER
    ]
    if vacant:
        found.append(
            CommitteeWarning(code=Danger.NO_DECISION_MAKER, committee=committee, names=tuple(vacant))
        )
    ours, theirs = {fact.user_id for fact in met}, {fact.person_id for fact in met}
    if len(states) > 1 and len(ours) == 1:
        name = names.get(ours.pop(), "")
        found.append(CommitteeWarning(code=Danger.ONE_OF_US, committee=committee, names=(name,)))
    if len(people) > 1 and len(theirs) == 1:
        found.append(
            CommitteeWarning(code=Danger.ONE_OF_THEM, committee=committee, names=(people[theirs.pop()],))
        )
    found.extend(_lost(committee, people, met, as_of))
    return found


def _lost(
    committee: Committee, people: Mapping[int, str], met: Iterable[ContactFact], as_of: date
) -> list[CommitteeWarning]:
    last: dict[int, int] = {}
    for fact in met:
        days = (as_of - timezone.localdate(fact.last_at)).days
        last[fact.person_id] = min(days, last.get(fact.person_id, days))
    lost = {person: days for person, days in last.items() if days > STALE_DAYS}
    if not lost:
        return []
    told = tuple(people[person] for person in sorted(lost, key=lambda person: (-lost[person], person)))
    return [
        CommitteeWarning(code=Danger.ACCESS_LOST, committee=committee, names=told, days=max(lost.values()))
    ]
