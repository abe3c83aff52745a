"""Read committees within what an actor may see; a seat as it stood on a day, and what our visits say of contact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.committees.choices import JUDGED, STRUCTURE, Attitude, SeatRole, TieKind
from tongxin.crm.committees.models import (
    Committee,
    Criterion,
    DecisionBrief,
    Judgement,
    Opinion,
    RivalFit,
    Seat,
    Sponsorship,
    Stay,
    Tie,
)
from tongxin.crm.committees.rules import depth_of
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.opportunities.selectors import members_of, visible_through_opportunity
from tongxin.crm.relationships.choices import InteractionKind
from tongxin.crm.relationships.models import InteractionPerson
from tongxin.crm.relationships.selectors import visible_interactions
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.team.models import User

# What counts as contact: we met or spoke.
CONTACT = (InteractionKind.VISIT, InteractionKind.MEETING, InteractionKind.CALL)


def committee_scope(actor: Actor, path: str = "") -> Q:
    """Return the condition under which a committee is visible: its deal's, else its account's."""
    deal, account = f"{path}opportunity", f"{path}account"
    return (Q(**{deal: None}) & visible_through(actor, account)) | (
        Q(**{f"{deal}__isnull": False}) & visible_through_opportunity(actor, deal)
    )


def visible_committees(actor: Actor) -> QuerySet[Committee]:
    """Return the committees the actor may see, deleted ones included."""
    return Committee.objects.filter(committee_scope(actor))


def visible_seats(actor: Actor) -> QuerySet[Seat]:
    """Return the seats of visible committees, deleted ones included."""
    return Seat.objects.filter(committee_scope(actor, "committee__"), committee__deleted_at=None)


def visible_ties(actor: Actor) -> QuerySet[Tie]:
    """Return the ties an actor may see: who may not read judgements sees reporting lines alone."""
    rows = Tie.objects.filter(committee_scope(actor, "committee__"), committee__deleted_at=None)
    rows = rows.filter(from_seat__deleted_at=None, to_seat__deleted_at=None)
    return rows if actor.has(Right.JUDGEMENT) else rows.filter(kind__in=STRUCTURE)


def visible_criteria(actor: Actor) -> QuerySet[Criterion]:
    """Return the criteria of visible committees, deleted ones included."""
    return Criterion.objects.filter(committee_scope(actor, "committee__"), committee__deleted_at=None)


def visible_sponsorships(actor: Actor) -> QuerySet[Sponsorship]:
    """Return the senior relationships at visible accounts, deleted ones included."""
    return Sponsorship.objects.filter(visible_through(actor, "account"))


def get_committee_for(actor: Actor, uid: str) -> Committee:
    """Return a committee with its account and deal.

    Raises:
        Missing: there is none for this actor.
    """
    rows = visible_committees(actor).filter(deleted_at=None)
    found = rows.select_related("account", "opportunity").filter(uid=uid).first()
    if found is None:
        raise Missing("COMMITTEE_MISSING", uid=uid)
    return found


def get_seat_for(actor: Actor, uid: str) -> Seat:
    """Return a seat with its committee and the person in it.

    Raises:
        Missing: there is none for this actor.
    """
    rows = visible_seats(actor).filter(deleted_at=None)
    found = rows.select_related("committee__account", "person", "counterpart").filter(uid=uid).first()
    if found is None:
        raise Missing("SEAT_MISSING", uid=uid)
    return found


def get_criterion_for(actor: Actor, uid: str) -> Criterion:
    """Return a criterion with its committee.

    Raises:
        Missing: there is none for this actor.
    """
    rows = visible_criteria(actor).filter(deleted_at=None, uid=uid)
    found = rows.select_related("committee__account", "committee__opportunity").first()
    if found is None:
        raise Missing("CRITERION_MISSING", uid=uid)
    return found


def brief_written(committee: Committee) -> DecisionBrief | None:
    """Return the decision brief somebody wrote for a committee, the newest; `None` while there is none."""
    return DecisionBrief.objects.filter(committee=committee, deleted_at=None).order_by("-pk").first()


def committees_of(actor: Actor, opportunity: Opportunity) -> list[Committee]:
    """Return the committees of a deal, the first made first."""
    rows = visible_committees(actor).filter(deleted_at=None, opportunity=opportunity)
    return list(rows.select_related("account", "opportunity").order_by("pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatState:
    """A seat as it stood on a day.

    Attributes:
        seat: the seat.
        person: who was in it; `None` while it was vacant, or when the reader may not see them.
        title: what they are at the account of the committee.
        is_vacant: whether nobody was in it.
        vacant_since: first day without them, where it is known.
        attitude: code of `Attitude`; unknown to who may not read judgements.
        power: 0 to 5, `None` when not known.
        judged_on: day of the judgement.
    """

    seat: Seat
    person: Person | None
    title: str
    is_vacant: bool
    vacant_since: date | None
    attitude: str
    power: int | None
    judged_on: date | None

    @property
    def name(self) -> str:
        """Return whom a reader sees there: the person, else the seat."""
        return self.person.full_name if self.person is not None else self.seat.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFact:
    """How often, and when last, one of us met or spoke with one of theirs."""

    user_id: int
    person_id: int
    times: int
    last_at: datetime

    @property
    def depth(self) -> int:
        """Return the depth of contact, 0 to 4."""
        return depth_of(self.times)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeMap:
    """All that is drawn of a committee on a day, as one actor may read it."""

    committee: Committee
    as_of: date
    seats: tuple[SeatState, ...]
    ties: tuple[Tie, ...]
    criteria: tuple[Criterion, ...]
    opinions: tuple[Opinion, ...]
    team: tuple[User, ...]
    contacts: tuple[ContactFact, ...]
    may_judge: bool
    of_person: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def committee_map(actor: Actor, committee: Committee, *, as_of: date) -> CommitteeMap:
    """Return a committee as it stood on a day; a dozen queries whatever its size."""
    fits = RivalFit.objects.select_related("competitor").order_by("pk")
    criteria = Criterion.objects.filter(committee=committee, deleted_at=None).prefetch_related(
        "cares", Prefetch("rival_fits", fits)
    )
    return replace(
        seats_and_contacts(actor, committee, as_of=as_of),
        ties=tuple(_ties(actor, committee, as_of)),
        criteria=tuple(criteria.order_by("pk")),
        opinions=tuple(_opinions(actor, committee)),
    )


def seats_and_contacts(actor: Actor, committee: Committee, *, as_of: date) -> CommitteeMap:
    """Return who sat in a committee on a day and how well we know them, without ties, criteria and opinions."""
    seats = list(
        Seat.objects.filter(committee=committee, deleted_at=None)
        .select_related("person", "counterpart")
        .order_by("pk")
    )
    states = seat_states(actor, committee, seats, as_of=as_of)
    in_place = {state.person.pk for state in states if state.person is not None}
    contacts = contact_facts(actor, in_place, as_of=as_of)
    return CommitteeMap(
        committee=committee,
        as_of=as_of,
        seats=tuple(states),
        ties=(),
        criteria=(),
        opinions=(),
        team=tuple(_team(committee, seats, contacts)),
        contacts=tuple(contacts),
        may_judge=actor.has(Right.JUDGEMENT),
    )


def seat_states(actor: Actor, committee: Committee, seats: Sequence[Seat], *, as_of: date) -> list[SeatState]:
    """Return seats as they stood on a day.

    Nobody is in a seat who had left the committee's account by then: the seat is vacant from that day on, and what we
    thought of them counts no more.
    """
    keys = [seat.pk for seat in seats]
    is_seen = Exists(visible_people(actor).filter(pk=OuterRef("person")))
    stays = _running(Stay.objects.filter(seat__in=keys).annotate(is_seen=is_seen), as_of)
    seen = {stay.person_id for stay in stays.values() if stay.is_seen}
    return stated(
        seats,
        {seat.pk: committee.account_id for seat in seats},
        stays,
        seen,
        as_of=as_of,
        judged=_judged(keys, as_of) if actor.has(Right.JUDGEMENT) else {},
    )


def stated(
    seats: Sequence[Seat],
    accounts: Mapping[int, int],
    stays: Mapping[int, Stay],
    seen: set[int],
    *,
    as_of: date,
    judged: "Mapping[tuple[int, int | None], Judgement] | None" = None,
) -> list[SeatState]:
    """Return seats of one or many committees as they stood on a day; one query.

    Args:
        seats: the seats.
        accounts: the account of the committee of each, by number of the seat.
        stays: who was in each on that day, by number of the seat.
        seen: the people the reader may see.
        as_of: the day.
        judged: what was judged until then; without it everything is unknown.
    """
    people = {stay.person_id for stay in stays.values()}
    held = _tenures(people, set(accounts.values()))
    return [
        _state(
            seat,
            stays.get(seat.pk),
            held.get((_sits(stays, seat), accounts[seat.pk]), []),
            seen,
            judged or {},
            as_of,
        )
        for seat in seats
        if timezone.localdate(seat.created_at) <= as_of or seat.pk in stays
    ]


def _sits(stays: Mapping[int, Stay], seat: Seat) -> int:
    stay = stays.get(seat.pk)
    return stay.person_id if stay is not None else 0


def stays_on(seats: Sequence[int], as_of: date) -> dict[int, Stay]:
    """Return who sat in these seats on a day, by number of the seat; one query."""
    return _running(Stay.objects.filter(seat__in=seats), as_of)


def _running(stays: QuerySet[Any], as_of: date) -> dict[int, Any]:
    rows = stays.filter(since__lte=as_of).select_related("person")
    running = rows.filter(Q(until=None) | Q(until__gt=as_of)).order_by("since", "pk")
    return {stay.seat_id: stay for stay in running}


def _tenures(people: Iterable[int], accounts: Iterable[int]) -> dict[tuple[int, int], list[Tenure]]:
    held: dict[tuple[int, int], list[Tenure]] = {}
    rows = Tenure.objects.filter(person__in=list(people), post__account__in=list(accounts))
    for tenure in rows.select_related("post").order_by("-is_main", "pk"):
        held.setdefault((tenure.person_id, tenure.post.account_id), []).append(tenure)
    return held


def _judged(seats: Sequence[int], as_of: date) -> dict[tuple[int, int | None], Judgement]:
    rows = Judgement.objects.filter(seat__in=seats, judged_on__lte=as_of).order_by("judged_on", "pk")
    return {(row.seat_id, row.person_id): row for row in rows}


def _state(
    seat: Seat,
    stay: Stay | None,
    tenures: Sequence[Tenure],
    seen: set[int],
    judged: Mapping[tuple[int, int | None], Judgement],
    as_of: date,
) -> SeatState:
    running = [tenure for tenure in tenures if _runs(tenure, as_of)]
    gone = bool(tenures) and not running and seat.role != SeatRole.EXTERNAL
    is_vacant = stay is None or gone
    judgement = judged.get((seat.pk, None if stay is None else stay.person_id))
    ends = [tenure.until for tenure in tenures if tenure.until is not None]
    return SeatState(
        seat=seat,
        person=stay.person if stay is not None and not gone and stay.person_id in seen else None,
        title=running[0].post.title if running else stay.person.title if stay and not tenures else "",
        is_vacant=is_vacant,
        vacant_since=max(ends) if gone and ends else None,
        attitude=judgement.attitude if judgement is not None and not is_vacant else Attitude.UNKNOWN,
        power=judgement.power if judgement is not None else None,
        judged_on=judgement.judged_on if judgement is not None and not is_vacant else None,
    )


def _runs(tenure: Tenure, as_of: date) -> bool:
    """Say whether somebody held a post on a day; of an end nobody knows the day of, the day it was noted."""
    if tenure.since is not None and tenure.since > as_of:
        return False
    if tenure.until is not None:
        return tenure.until > as_of
    return tenure.is_current or timezone.localdate(tenure.updated_at) > as_of


def contact_facts(actor: Actor, people: Iterable[int], *, as_of: date) -> list[ContactFact]:
    """Return how often and when last each of us met or spoke with each of these people until a day; one query.

    Counted are visits, meetings and calls that the actor may see, of who logged them and who was there too.
    """
    met = visible_interactions(actor).filter(kind__in=CONTACT)
    rows = InteractionPerson.objects.filter(
        person__in=list(people), interaction__in=met.values("pk"), occurred_at__date__lte=as_of
    )
    written, accompanied = (
        rows.exclude(**{path: None})
        .order_by()
        .values_list(path, "person")
        .annotate(times=Count("pk"), last=Max("occurred_at"))
        for path in ("interaction__author", "interaction__colleagues__user")
    )
    found: dict[tuple[int, int], tuple[int, datetime]] = {}
    for user, person, times, last in written.union(accompanied, all=True):
        before = found.get((user, person), (0, last))
        found[user, person] = (before[0] + times, max(before[1], last))
    return [
        ContactFact(user_id=user, person_id=person, times=times, last_at=last)
        for (user, person), (times, last) in sorted(found.items())
    ]


def contact_weeks(
    actor: Actor, people: Iterable[int], *, since: date, until: date
) -> dict[int, dict[date, int]]:
    """Return how many visits, meetings and calls there were with each person in each week, by its Monday; one query."""
    met = visible_interactions(actor).filter(kind__in=CONTACT)
    rows = InteractionPerson.objects.filter(
        person__in=list(people),
        interaction__in=met.values("pk"),
        occurred_at__date__gte=since,
        occurred_at__date__lte=until,
    )
    found: dict[int, dict[date, int]] = {}
    for person, moment in rows.values_list("person", "occurred_at"):
        day = timezone.localdate(moment)
        weeks = found.setdefault(person, {})
        monday = day - timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, 0) + 1
    return found


def _ties(actor: Actor, committee: Committee, as_of: date) -> list[Tie]:
    rows = visible_ties(actor).filter(committee=committee, deleted_at=None)
    rows = rows.filter(Q(noted_on=None) | Q(noted_on__lte=as_of), Q(ended_on=None) | Q(ended_on__gt=as_of))
    return list(rows.order_by("pk"))


def _opinions(actor: Actor, committee: Committee) -> list[Opinion]:
    if not actor.has(Right.JUDGEMENT):
        return []
    return list(Opinion.objects.filter(committee=committee).select_related("author").order_by("-pk")[:5])


def _team(committee: Committee, seats: Sequence[Seat], contacts: Sequence[ContactFact]) -> list[User]:
    """Return our side: the deal's team, counterparts, and who met them; the deal's owner first."""
    wanted = {seat.counterpart_id for seat in seats if seat.counterpart_id is not None}
    wanted |= {contact.user_id for contact in contacts}
    first: dict[int, User] = {}
    if committee.opportunity is not None:
        first = {member.user_id: member.user for member in members_of(committee.opportunity)}
    rest = User.objects.filter(pk__in=wanted - set(first), is_active=True).order_by("pk")
    return [*first.values(), *rest]


def stays_of(seat: Seat) -> list[Stay]:
    """Return who sat in a seat, the last first."""
    return list(Stay.objects.filter(seat=seat).select_related("person").order_by("-since", "-pk"))


def solid_lines(committee: Committee, *, without: int | None = None) -> list[tuple[int, int]]:
    """Return the solid lines of a committee as numbers of seats, from and to; without one of them.

    A line to a deleted seat is not drawn, and so stands in nobody's way.
    """
    rows = Tie.objects.filter(committee=committee, kind=TieKind.REPORTS_TO, deleted_at=None, ended_on=None)
    rows = rows.filter(from_seat__deleted_at=None, to_seat__deleted_at=None)
    return [(tie.from_seat_id, tie.to_seat_id) for tie in rows if tie.pk != without]


def charted_lines(seat: Seat) -> list[tuple[Seat, Seat]]:
    """Return the solid lines that the posts of an account give a seat: to the boss seated here, then from those below.

    Each is a pair of seats, from and to; whoever has a boss in the committee already gets none. At most four queries,
    one for who has no post there.
    """
    committee = seat.committee
    rows = Tenure.objects.filter(is_current=True, post__account=committee.account_id)
    rows = rows.select_related("post").order_by("-is_main", "pk")
    own = {tenure.post_id: tenure.post for tenure in rows.filter(person=seat.person_id)}
    if not own:
        return []
    seats = {
        each.person_id: each
        for each in Seat.objects.filter(committee=committee, deleted_at=None, person__isnull=False)
    }
    posts = [(tenure.person_id, tenure.post) for tenure in rows.filter(person__in=list(seats))]
    above = {post.reports_to_id for post in own.values()}
    bosses = [(seat, seats[person]) for person, post in posts if post.pk in above and seats[person] != seat]
    led = {below for below, _boss in solid_lines(committee)}
    below = [
        (seats[person], seat)
        for person, post in posts
        if post.reports_to_id in own and seats[person] != seat and seats[person].pk not in led
    ]
    return [*bosses[:1], *dict.fromkeys(below)]


def seat_names(committee: Committee) -> dict[int, str]:
    """Return what the seats of a committee are called, by number."""
    return dict(Seat.objects.filter(committee=committee).values_list("pk", "name"))


def names_of_seats(actor: Actor, committee: Committee) -> dict[str, str]:
    """Return who sits where, by uid of the seat: the person where the reader may see them, else the seat; two queries."""
    seats = list(
        Seat.objects.filter(committee=committee, deleted_at=None).select_related("person").order_by("pk")
    )
    people = {seat.person_id for seat in seats if seat.person_id is not None}
    seen = set(visible_people(actor).filter(pk__in=people).values_list("pk", flat=True))
    return {
        seat.uid: seat.person.full_name if seat.person is not None and seat.person_id in seen else seat.name
        for seat in seats
    }


def judged_values(seat: Seat) -> dict[str, Any]:
    """Return what is judged of a seat today, beside attitude and power."""
    return {name: getattr(seat, name) for name in JUDGED if name != "attitude"}
