"""Relationships across accounts: whom we know where, who moved where, and who knows whom."""

import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import visible_accounts, visible_through
from tongxin.crm.committees.choices import TieKind
from tongxin.crm.committees.models import Tie
from tongxin.crm.committees.selectors import CONTACT, visible_ties
from tongxin.crm.relationships.models import InteractionPerson
from tongxin.crm.relationships.selectors import visible_interactions
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.team.models import User

RECENT_DAYS = 90
MOST_ACCOUNTS, MOST_MOVES, MOST_NEAR = 200, 100, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCover:
    """Whom we know at an account.

    Attributes:
        account: the account.
        known: people there.
        met: of them, those met in the last ninety days.
        ours: which of us met or spoke with anybody there, the last first.
        last_at: last visit, meeting or call; `None` when there was none.
    """

    account: Account
    known: int
    met: int
    ours: tuple[str, ...]
    last_at: datetime | None

    @property
    def is_single(self) -> bool:
        """Say whether only one of us knows anybody there."""
        return len(self.ours) == 1

    @property
    def is_lost(self) -> bool:
        """Say whether somebody of us knew people there, but met none of them for long."""
        return bool(self.ours) and self.met == 0


def account_cover(actor: Actor, *, as_of: date) -> list[AccountCover]:
    """Return whom we know at each account with people, those with the least contact first; three queries."""
    since = _start(as_of - timedelta(days=RECENT_DAYS))
    active = visible_people(actor).filter(status=PersonStatus.ACTIVE, account__isnull=False)
    counted = active.values("account").annotate(
        known=Count("pk"), met=Count("pk", filter=Q(last_contact_at__gte=since))
    )
    found = {row["account"]: (row["known"], row["met"]) for row in counted.order_by()}
    ours = _ours(actor)
    rows = visible_accounts(actor).filter(pk__in=found).order_by("sort_key", "pk")
    covers = [_cover(account, found[account.pk], ours.get(account.pk, {})) for account in rows]
    covers.sort(key=lambda cover: (len(cover.ours) > 1, cover.met / cover.known))
    return covers[:MOST_ACCOUNTS]


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _ours(actor: Actor) -> dict[int, dict[str, datetime]]:
    met = visible_interactions(actor).filter(kind__in=CONTACT)
    rows = InteractionPerson.objects.filter(interaction__in=met.values("pk")).values_list(
        "person__account", "interaction__author__display_name"
    )
    found: dict[int, dict[str, datetime]] = {}
    for account, name, last in rows.annotate(last=Max("occurred_at")).order_by():
        found.setdefault(account, {})[name] = last
    return found


def _cover(account: Account, counts: tuple[int, int], ours: dict[str, datetime]) -> AccountCover:
    names = sorted(ours, key=lambda name: (-ours[name].timestamp(), name))
    known, met = counts
    return AccountCover(
        account=account, known=known, met=met, ours=tuple(names), last_at=max(ours.values(), default=None)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Somebody who left one account and works at another one."""

    person: Person
    left: Tenure
    taken: Tenure

    @property
    def day(self) -> date | None:
        """Return the first day at the new place, else the last at the old one, where one is known."""
        return self.taken.since or self.left.until


def moves(actor: Actor) -> list[Move]:
    """Return who moved from one visible account to another, the last first; two queries."""
    rows = Tenure.objects.filter(visible_through(actor, "post__account"))
    people = rows.values("person").annotate(places=Count("post__account", distinct=True)).filter(places__gt=1)
    seen = visible_people(actor).filter(pk__in=people.values("person"))
    found: dict[int, list[Tenure]] = {}
    for tenure in rows.filter(person__in=seen).select_related("person", "post__account").order_by("pk"):
        found.setdefault(tenure.person_id, []).append(tenure)
    moved = [move for tenures in found.values() for move in _moves(tenures)]
    moved.sort(key=lambda move: (move.day or date.min, move.person.pk), reverse=True)
    return moved[:MOST_MOVES]


def _moves(tenures: Iterable[Tenure]) -> Iterable[Move]:
    ordered = sorted(tenures, key=lambda tenure: (tenure.since or date.min, tenure.pk))
    for left, taken in itertools.pairwise(ordered):
        if left.post.account_id != taken.post.account_id and not left.is_current:
            yield Move(person=taken.person, left=left, taken=taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Who stands near somebody: who worked with them and where, and ties between people, as the reader may see them.

    Attributes:
        people: all of them, by number, the person asked for included.
        worked: with whom they worked, where, and whether both are there still.
        ties: pairs of people with their tie.
    """

    people: dict[int, Person]
    worked: dict[int, tuple[Account, bool]] = field(default_factory=dict)
    ties: list[tuple[int, int, Tie]] = field(default_factory=list)


def near(actor: Actor, person: Person) -> Near:
    """Return who stands near a person, up to two ties away; six queries."""
    worked = _worked(actor, person)
    ties: dict[int, Tie] = {}
    ring = {person.pk, *worked}
    for _step in range(2):
        for tie in _ties(actor, ring):
            ties[tie.pk] = tie
            ring |= {tie.from_seat.person_id or 0, tie.to_seat.person_id or 0}
    seen = {each.pk: each for each in visible_people(actor).filter(pk__in=ring).select_related("account")}
    pairs = [(tie.from_seat.person_id, tie.to_seat.person_id, tie) for tie in ties.values()]
    return Near(
        people=seen,
        worked={key: value for key, value in worked.items() if key in seen},
        ties=[(one, other, tie) for one, other, tie in pairs if one in seen and other in seen],
    )


def _worked(actor: Actor, person: Person) -> dict[int, tuple[Account, bool]]:
    """Return with whom somebody worked at the same account at the same time."""
    rows = Tenure.objects.filter(visible_through(actor, "post__account"))
    own = list(rows.filter(person=person).select_related("post"))
    others = rows.filter(post__account__in={each.post.account_id for each in own}).exclude(person=person)
    found: dict[int, tuple[Account, bool]] = {}
    for other in others.select_related("post__account").order_by("-is_current", "pk")[:MOST_NEAR]:
        for mine in own:
            if other.post.account_id == mine.post.account_id and _together(other, mine):
                both = other.is_current and mine.is_current
                if both or other.person_id not in found:
                    found[other.person_id] = (other.post.account, both)
    return found


def _together(one: Tenure, other: Tenure) -> bool:
    start = max(one.since or date.min, other.since or date.min)
    end = min(one.until or date.max, other.until or date.max)
    return start < end


def _ties(actor: Actor, people: Collection[int]) -> list[Tie]:
    rows = visible_ties(actor).filter(deleted_at=None, ended_on=None)
    of = Q(from_seat__person__in=list(people)) | Q(to_seat__person__in=list(people))
    return list(
        rows.filter(of, from_seat__person__isnull=False, to_seat__person__isnull=False)
        .exclude(kind=TieKind.CONFLICT)
        .select_related("from_seat", "to_seat")
        .order_by("pk")[:MOST_NEAR]
    )


def our_names(keys: Iterable[int]) -> dict[int, str]:
    """Return what colleagues in office are called, by number."""
    return dict(User.objects.filter(pk__in=list(keys), is_active=True).values_list("pk", "display_name"))
