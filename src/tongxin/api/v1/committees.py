"""What a committee comes to: its map on a day, members by name, own views; records have their standard endpoints."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from tongxin.analytics.committees import insight
from tongxin.analytics.introductions import introduction_paths
from tongxin.api.references import referenced
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.committees import (
    AccountCoverOut,
    BriefOut,
    CommitteeMemberIn,
    CommitteeMemberOut,
    MapOut,
    MoveOut,
    OpinionIn,
    OpinionOut,
    TouchOut,
    WatchOut,
    WayOut,
    WeightOut,
    WeightsIn,
)
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now, today
from tongxin.crm.committees import actions, seating
from tongxin.crm.committees.relations import account_cover, moves
from tongxin.crm.committees.selectors import (
    SeatState,
    brief_written,
    committee_map,
    get_committee_for,
    get_seat_for,
)
from tongxin.crm.committees.touches import touches
from tongxin.crm.committees.watch import STALE_DAYS, watch
from tongxin.crm.stakeholders.selectors import get_person_for
from tongxin.wording.committee_brief import brief_of
from tongxin.wording.committees import danger_text
from tongxin.wording.introductions import step_text, way_text
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamkit.reasons import Reason
    from tongxin.analytics.committees import Insight
    from tongxin.crm.committees.models import Opinion
    from tongxin.crm.committees.selectors import CommitteeMap
    from tongxin.crm.committees.touches import Touch

router = ApiRouter(tags=["committees"])


@router.show("/committees/{uid}/map", of=MapOut, access=seeing(uid="COMMITTEE"))
def committee_map_of(request: ApiRequest, uid: str, on: date | None = None) -> dict[str, Any]:
    """Show a committee as it stood on a day: seats, contact, what it leans to, whom to meet next, each with reasons."""
    found = committee_map(request.actor, get_committee_for(request.actor, uid), as_of=on or today())
    return _map(found, insight(found))


@router.make("/committees/{uid}/members", of=CommitteeMemberOut, access=seeing(uid="COMMITTEE"))
def make_committee_member(request: ApiRequest, uid: str, sent: CommitteeMemberIn) -> dict[str, Any]:
    """Give somebody a seat by their name."""
    committee = get_committee_for(request.actor, uid)
    boss = referenced("reports_to", get_seat_for, request.actor, sent.reports_to) if sent.reports_to else None
    seat = seating.add_member(
        actor=request.actor, at=now(), committee=committee, name=sent.name, role=sent.role, title=sent.title,
        reports_to=boss,
    )  # fmt: skip
    return {"uid": seat.uid, "name": seat.name, "person": seat.person.uid if seat.person else None}


@router.make("/committees/{uid}/opinions", of=OpinionOut, access=seeing(uid="COMMITTEE"))
def make_committee_opinion(request: ApiRequest, uid: str, sent: OpinionIn) -> "Opinion":
    """Keep an own view of the outcome beside the computed one."""
    committee = get_committee_for(request.actor, uid)
    return actions.disagree(
        actor=request.actor, at=now(), committee=committee, leaning=sent.leaning, why=sent.why
    )


@router.make("/committees/{uid}/weights", of=list[WeightOut], access=seeing(uid="COMMITTEE"))
def make_committee_weights(request: ApiRequest, uid: str, sent: WeightsIn) -> list[Any]:
    """Set the weights of all criteria at once; they sum to 100."""
    weights = {name: Decimal(str(value)) for name, value in sent.weights.items()}
    committee = get_committee_for(request.actor, uid)
    return actions.set_weights(actor=request.actor, at=now(), committee=committee, weights=weights)


@router.show("/senior-touches", of=list[TouchOut], access=signed_in())
def senior_touches(request: ApiRequest) -> list[dict[str, Any]]:
    """Show the senior relationships the caller may see, the touch due first on top."""
    return [_touch(touch) for touch in touches(request.actor, as_of=today())]


@router.show("/committees/{uid}/brief", of=BriefOut, access=seeing(uid="COMMITTEE"))
def committee_brief(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the decision brief of a committee: what somebody wrote, and from the data what nobody has written."""
    committee = get_committee_for(request.actor, uid)
    found = committee_map(request.actor, committee, as_of=today())
    brief = brief_of(found, brief_written(committee))
    return {
        "committee": uid,
        "name": brief.name,
        "sections": [
            {"key": part.key, "title": part.title, "lines": list(part.lines), "is_own": part.is_own}
            for part in brief.sections
        ],
    }


@router.show("/relations/accounts", of=list[AccountCoverOut], access=signed_in())
def account_relations(request: ApiRequest) -> list[dict[str, Any]]:
    """Show whom we know at each account, those with the least contact first."""
    return [
        {
            "account": cover.account.uid,
            "name": cover.account.name,
            "known": cover.known,
            "met": cover.met,
            "ours": list(cover.ours),
            "last_on": localdate(cover.last_at) if cover.last_at is not None else None,
            "is_single": cover.is_single,
            "is_lost": cover.is_lost,
        }
        for cover in account_cover(request.actor, as_of=today())
    ]


@router.show("/relations/moves", of=list[MoveOut], access=signed_in())
def people_moves(request: ApiRequest) -> list[dict[str, Any]]:
    """Show who moved from one account to another, the last first."""
    return [
        {
            "person": move.person.uid,
            "name": move.person.full_name,
            "left": move.left.post.account.uid,
            "left_title": move.left.post.title,
            "taken": move.taken.post.account.uid,
            "taken_title": move.taken.post.title,
            "on": move.day,
        }
        for move in moves(request.actor)
    ]


@router.show("/people/{uid}/introductions", of=list[WayOut], access=seeing(uid="PERSON"))
def person_introductions(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Show the easiest ways from the caller to a person, at most three, each step in words."""
    person = get_person_for(request.actor, uid)
    return [
        {
            "cost": way.cost,
            "text": way_text(way),
            "steps": [
                {
                    "kind": step.kind,
                    "name": step.name,
                    "person": step.person.uid if step.person is not None else None,
                    "text": step_text(step),
                }
                for step in way.steps
            ],
        }
        for way in introduction_paths(request.actor, person, as_of=today())
    ]


@router.show("/committee-watch", of=WatchOut, access=signed_in())
def committee_watch(request: ApiRequest) -> dict[str, Any]:
    """Show what the caller has to look after today: dangers of their committees, touches due of their relationships."""
    found = watch(request.actor, as_of=today())
    return {
        "warnings": [
            {
                "committee": each.committee.uid,
                "code": each.code,
                "text": danger_text(each.code, each.names, STALE_DAYS),
                "names": list(each.names),
                "days": each.days,
            }
            for each in found.warnings
        ],
        "touches": [_touch(touch) for touch in found.touches],
    }


def _touch(touch: "Touch") -> dict[str, Any]:
    return {
        "sponsorship": touch.sponsorship.uid,
        "account": touch.sponsorship.account.name,
        "person": touch.person.full_name if touch.person else None,
        "sponsor": touch.sponsorship.sponsor.display_name,
        "every_days": touch.sponsorship.every_days,
        "last_on": touch.last_on,
        "last_by_others": touch.last_by_others,
        "due_on": touch.due_on,
        "days_overdue": max(0, (today() - touch.due_on).days),
    }


def _map(found: "CommitteeMap", said: "Insight") -> dict[str, Any]:
    covered = {seat.id: seat for seat in (*said.coverage.gaps, *said.coverage.covered)}
    look, team = said.outlook, {user.uid: user.display_name for user in found.team}
    return {
        "committee": found.committee.uid,
        "as_of": found.as_of,
        "seats": [
            {
                **_state(state, may_judge=found.may_judge),
                "needed_depth": covered[state.seat.uid].needed_depth,
                "covered": covered[state.seat.uid].covered,
                "reasons": _told(covered[state.seat.uid].reasons),
            }
            for state in found.seats
        ],
        "cells": [
            {"seat": cell.person, "colleague": team[cell.member], "depth": cell.depth, "days": cell.days}
            for cell in said.coverage.cells
        ],
        "covered_share": said.coverage.covered_share,
        "verdict": look.verdict if look else None,
        "leaning": look.leaning if look else None,
        "low": look.low if look else None,
        "high": look.high if look else None,
        "known_share": look.known_share if look else None,
        "reasons": _told(look.reasons) if look else [],
        "ranking": [
            {"seat": person.id, "rank": person.rank, "score": person.score, "reasons": _told(person.reasons)}
            for person in (said.ranking.ranking if said.ranking else ())
        ],
        "next": list(_next(found, said)),
    }


def _next(found: "CommitteeMap", said: "Insight") -> Iterator[dict[str, Any]]:
    team = {user.uid: user.display_name for user in found.team}
    names = {state.seat.uid: state.name for state in found.seats}
    for step in said.next.contacts if said.next else ():
        yield {
            "seat": step.id,
            "name": names[step.id],
            "move": step.move,
            "gain": step.gain,
            "pull": step.pull,
            "path": [(team if each.ours else names)[each.id] for each in step.path],
            "reasons": _told(step.reasons),
        }


def _state(state: SeatState, *, may_judge: bool) -> dict[str, Any]:
    return {
        "uid": state.seat.uid,
        "name": state.name,
        "person": state.person.uid if state.person else None,
        "title": state.title,
        "role": state.seat.role,
        "is_vacant": state.is_vacant,
        "vacant_since": state.vacant_since,
        "attitude": state.attitude if may_judge else None,
        "power": state.power,
        "judged_on": state.judged_on,
    }


def _told(reasons: "Iterable[Reason]") -> list[str]:
    return [reason_text(reason) for reason in reasons]
