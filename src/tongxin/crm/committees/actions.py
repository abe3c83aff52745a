"""Write who sat where and how we judged them on which day; seats themselves are written by their declaration."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.committees.choices import JUDGED, PERSONAL_TIES, TieKind
from tongxin.crm.committees.models import Committee, Criterion, Judgement, Opinion, Seat, Stay, Tie
from tongxin.crm.committees.rules import (
    CommitteeRefused,
    check_follows,
    check_opinion,
    check_tie,
    check_weights,
)
from tongxin.crm.committees.selectors import judged_values, seat_names, solid_lines

WEIGHED = ("attitude", "power", *JUDGED)


def take_seat(*, seat: Seat, at: datetime) -> None:
    """Keep since when the person of a seat sits in it; the one before leaves that day. Nobody ends the last stay.

    Raises:
        CommitteeRefused: `SEAT_HELD_TWICE`.
    """
    since = seat.since or timezone.localdate(at)
    last = Stay.objects.filter(seat=seat).select_related("person").order_by("since", "pk").last()
    if last is not None:
        check_follows(last.person, since, last.since, last.until)
    if last is not None and last.until is None:
        last.until = since
        last.save(update_fields=["until"])
        _end_ties(seat, since, at)
    if seat.person_id is not None:
        Stay.objects.create(seat=seat, person_id=seat.person_id, since=since, created_at=at)


def _end_ties(seat: Seat, day: date, at: datetime) -> None:
    for path in ("from_seat", "to_seat"):
        rows = Tie.objects.filter(**{path: seat}, kind__in=PERSONAL_TIES, ended_on=None)
        rows.update(ended_on=day, updated_at=at)


def keep_judgement(*, actor: Actor, seat: Seat, at: datetime) -> None:
    """Keep how a seat is judged, for the map of every later day."""
    Judgement.objects.create(
        seat=seat,
        person_id=seat.person_id,
        judged_on=seat.judged_on or timezone.localdate(at),
        attitude=seat.attitude,
        power=seat.power,
        values=judged_values(seat),
        judged_by=actor.user,
        created_at=at,
    )


def is_judged(values: Mapping[str, Any]) -> bool:
    """Say whether something of these values of a seat is a judgement."""
    return any(name in values for name in WEIGHED)


def check_new_tie(values: Mapping[str, Any], *, own: Tie | None = None) -> None:
    """Accept a tie within what its committee has already; one that has ended stands in no other's way.

    Raises:
        CommitteeRefused: see `rules.check_tie`.
    """
    committee = values["committee"]
    has_ended = values.get("ended_on") is not None
    check_tie(
        values["kind"],
        committee.pk,
        (values["from_seat"], values["to_seat"]),
        () if has_ended else solid_lines(committee, without=own.pk if own else None),
        seat_names(committee),
    )


def check_tie_again(tie: Tie) -> None:
    """Accept a tie that was ended or deleted, as if it were drawn now.

    Raises:
        CommitteeRefused: see `rules.check_tie`.
    """
    names = ("committee", "from_seat", "to_seat", "kind", "ended_on")
    check_new_tie({name: getattr(tie, name) for name in names}, own=tie)


def check_ties_of(seat: Seat) -> None:
    """Accept the solid lines of a seat that comes back.

    Raises:
        CommitteeRefused: see `rules.check_tie`.
    """
    rows = Tie.objects.filter(Q(from_seat=seat) | Q(to_seat=seat), kind=TieKind.REPORTS_TO)
    rows = rows.filter(deleted_at=None, ended_on=None, from_seat__deleted_at=None, to_seat__deleted_at=None)
    for tie in rows.select_related("committee", "from_seat", "to_seat").order_by("pk"):
        check_tie_again(tie)


@transaction.atomic
def set_weights(
    *, actor: Actor, at: datetime, committee: Committee, weights: Mapping[str, Decimal]
) -> list[Criterion]:
    """Set the weights of all criteria of a committee at once.

    Args:
        actor: who.
        at: when.
        committee: whose.
        weights: percent by uid of the criterion.

    Raises:
        Denied: the actor may not edit.
        CommitteeRefused: `WEIGHTS_SUM`, or `WEIGHT_MISSING` for a criterion that is left out or not there.
    """
    actor.must_have(Right.EDIT)
    criteria = list(Criterion.objects.filter(committee=committee, deleted_at=None).order_by("pk"))
    if {criterion.uid for criterion in criteria} != set(weights):
        raise CommitteeRefused("WEIGHT_MISSING", field="weights")
    check_weights(weights.values())
    for criterion in criteria:
        before, criterion.weight = criterion.weight, weights[criterion.uid]
        if before != criterion.weight:
            criterion.version += 1
            criterion.updated_at = at
            criterion.save(update_fields=["weight", "version", "updated_at"])
            record(
                actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.CRITERION, target=criterion,
                account_uid=committee.account.uid, changes={"weight": (before, criterion.weight)},
            )  # fmt: skip
    return criteria


@transaction.atomic
def disagree(*, actor: Actor, at: datetime, committee: Committee, leaning: int, why: str) -> Opinion:
    """Keep an own view of the outcome beside the computed one.

    Raises:
        Denied: the actor may not edit, or not write judgements.
        CommitteeRefused: see `rules.check_opinion`.
    """
    actor.must_have(Right.EDIT)
    actor.must_have(Right.JUDGEMENT)
    check_opinion(leaning, why)
    return Opinion.objects.create(
        committee=committee, leaning=leaning, why=why.strip()[:500], author=actor.user, created_at=at
    )
