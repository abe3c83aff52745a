"""Ask the decision library about a committee: what it leans to, who carries weight, whom to meet next, whom we miss."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from kamkit.influence.contacts import Contact, Member, NextContacts, NextContactsInput, next_contacts
from kamkit.influence.coverage import Coverage, CoverageInput, coverage
from kamkit.influence.decision import DecisionRule
from kamkit.influence.network import Person, Role, Tie, TieKind
from kamkit.influence.outlook import Outlook, OutlookInput, outlook
from kamkit.influence.ranking import Ranking, RankingInput, rank
from tongxin.crm.committees.selectors import CommitteeMap, SeatState

ATTITUDES: Mapping[str, int] = {"CHAMPION": 2, "SUPPORTER": 1, "NEUTRAL": 0, "RESERVED": -1, "OPPONENT": -2}
ACCESS: Mapping[str, int] = {"NONE": 0, "THROUGH_OTHERS": 1, "ON_APPOINTMENT": 2, "ANY_TIME": 3}
VOTES: Mapping[str, bool] = {"YES": True, "NO": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """What the decision library says of a committee; ids are uids of seats and of our colleagues.

    What rests on judgements is `None` for who may not read them; coverage counts every seat alike then.
    """

    coverage: Coverage
    outlook: Outlook | None
    ranking: Ranking | None
    next: NextContacts | None


def insight(found: CommitteeMap) -> Insight:
    """Return all that is computed of a committee, from rows that were read."""
    cover = coverage_of(found)
    if not found.may_judge:
        return Insight(coverage=cover, outlook=None, ranking=None, next=None)
    people, team, contacts = _people(found), _members(found), _contacts(found)
    ties, rule = _ties(found), DecisionRule(found.committee.rule)
    return Insight(
        coverage=cover,
        outlook=outlook(OutlookInput(people=people, ties=ties, rule=rule)),
        ranking=rank(RankingInput(people=people, ties=ties)),
        next=next_contacts(
            NextContactsInput(people=people, ties=ties, rule=rule, team=team, contacts=contacts, limit=3)
        ),
    )


def coverage_of(found: CommitteeMap) -> Coverage:
    """Return whom of a committee we know how well; it needs the seats, our side and the contacts."""
    return coverage(CoverageInput(people=_people(found), team=_members(found), contacts=_contacts(found)))


def _people(found: CommitteeMap) -> tuple[Person, ...]:
    return tuple(_person(state) for state in found.seats)


def _members(found: CommitteeMap) -> tuple[Member, ...]:
    return tuple(Member(id=user.uid, name=user.display_name) for user in found.team)


def _person(state: SeatState) -> Person:
    return Person(
        id=state.seat.uid,
        name=state.name,
        role=None if state.seat.role == "UNKNOWN" else Role(state.seat.role),
        power=state.power,
        attitude=ATTITUDES.get(state.attitude),
        access=ACCESS.get(state.seat.access) if state.judged_on is not None else None,
        vacant=state.is_vacant,
        votes=VOTES.get(state.seat.vote),
    )


def _ties(found: CommitteeMap) -> tuple[Tie, ...]:
    uids = {state.seat.pk: state.seat.uid for state in found.seats}
    return tuple(
        Tie(
            from_=uids[tie.from_seat_id],
            to=uids[tie.to_seat_id],
            kind=TieKind(tie.kind),
            strength=float(tie.strength),
        )
        for tie in found.ties
        if tie.from_seat_id in uids and tie.to_seat_id in uids
    )


def _contacts(found: CommitteeMap) -> tuple[Contact, ...]:
    team = {user.pk: user.uid for user in found.team}
    seats: dict[int, list[str]] = {}
    for state in found.seats:
        if state.person is not None:
            seats.setdefault(state.person.pk, []).append(state.seat.uid)
    return tuple(
        Contact(
            member=team[fact.user_id],
            person=seat,
            depth=fact.depth,
            days=max(0, (found.as_of - timezone.localdate(fact.last_at)).days),
        )
        for fact in found.contacts
        if fact.user_id in team
        for seat in seats.get(fact.person_id, ())
    )
