"""What a committee comes to: its map on a day, members by name, own views; records have their standard endpoints."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongxin.analytics.committees import insight
from tongxin.api.references import referenced
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.committees import (
    CommitteeMemberIn,
    CommitteeMemberOut,
    MapOut,
    OpinionIn,
    OpinionOut,
    TouchOut,
    WeightOut,
    WeightsIn,
)
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now, today
from tongxin.crm.committees import actions, seating
from tongxin.crm.committees.selectors import SeatState, committee_map, get_committee_for, get_seat_for
from tongxin.crm.committees.touches import touches
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamkit.reasons import Reason
    from tongxin.analytics.committees import Insight
    from tongxin.crm.committees.models import Opinion
    from tongxin.crm.committees.selectors import CommitteeMap

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
    return [
        {
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
        for touch in touches(request.actor, as_of=today())
    ]


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
