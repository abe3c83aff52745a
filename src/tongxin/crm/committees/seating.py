"""Verbs on a committee as a whole: a member by a typed name, a judgement by a key, a line, a counterpart."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.common.actor import Actor
from tongxin.common.text.names import person_key
from tongxin.crm.accounts.models import Account
from tongxin.crm.committees.choices import CommitteeKind, DecisionRule, SeatRole, TieKind
from tongxin.crm.committees.models import Committee, Seat, Tie
from tongxin.crm.committees.records import COMMITTEE, SEAT, TIE
from tongxin.crm.committees.rules import CommitteeRefused
from tongxin.crm.committees.selectors import charted_lines
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.stakeholders.actions import create_person
from tongxin.crm.stakeholders.models import Person
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.records.writing import change_record, create_record


def ensure_committee(*, actor: Actor, at: datetime, opportunity: Opportunity) -> Committee:
    """Return the first committee of a deal, made when there is none.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
    """
    found = Committee.objects.filter(opportunity=opportunity, deleted_at=None).order_by("pk").first()
    if found is not None:
        return found
    values = {
        "account": opportunity.account,
        "opportunity": opportunity,
        "name": (_("Committee of %(deal)s") % {"deal": opportunity.name})[:200],
        "kind": CommitteeKind.BOTH,
        "rule": DecisionRule.MAJORITY,
    }
    made: Committee = create_record(COMMITTEE, actor=actor, at=at, values=values)
    return made


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    at: datetime,
    committee: Committee,
    name: str,
    role: str = SeatRole.UNKNOWN,
    title: str = "",
    reports_to: Seat | None = None,
    leads: Seat | None = None,
) -> Seat:
    """Give somebody a seat by their name; who is not known at the account yet becomes a person there.

    Args:
        actor: who.
        at: when.
        committee: the committee.
        name: as typed.
        role: code of `SeatRole`.
        title: of their post, for a new person.
        reports_to: seat of their boss.
        leads: seat of somebody who reports to them.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        CommitteeRefused: `MEMBER_UNNAMED` or `MEMBER_SEATED`; `BOSS_TWICE` when who reports to them has a boss.
        PersonRefused: see `create_person`.
    """
    if not name.strip():
        raise CommitteeRefused("MEMBER_UNNAMED", field="name")
    person = _named(actor, committee.account, name) or create_person(
        actor=actor, at=at, full_name=name, account=_place(committee, role), title=title
    )
    if Seat.objects.filter(committee=committee, person=person, deleted_at=None).exists():
        raise CommitteeRefused("MEMBER_SEATED", field="name", name=person.full_name)
    values = {
        "committee": committee,
        "name": (person.title or person.full_name)[:200],
        "role": role,
        "person": person,
    }
    seat: Seat = create_record(SEAT, actor=actor, at=at, values=values)
    if reports_to is not None:
        draw_tie(actor=actor, at=at, ends=(seat, reports_to), kind=TieKind.REPORTS_TO)
    else:
        _draw_charted(actor, at, seat)
    if leads is not None:
        draw_tie(actor=actor, at=at, ends=(leads, seat), kind=TieKind.REPORTS_TO)
    return seat


@transaction.atomic
def move_under(*, actor: Actor, at: datetime, seat: Seat, boss: Seat | None) -> Tie | None:
    """Let somebody report to another boss from today on, or to nobody here; the line before ends and is kept.

    Raises:
        Denied: the actor may not edit.
        CommitteeRefused: see `rules.check_tie`.
    """
    lines = Tie.objects.filter(
        from_seat=seat, kind=TieKind.REPORTS_TO, deleted_at=None, ended_on=None, to_seat__deleted_at=None
    )
    kept = None
    for line in lines.order_by("pk"):
        if boss is not None and line.to_seat_id == boss.pk:
            kept = line
        else:
            change_record(TIE, actor=actor, at=at, record=line, values={"ended_on": timezone.localdate(at)})
    if boss is None or kept is not None:
        return kept
    return draw_tie(actor=actor, at=at, ends=(seat, boss), kind=TieKind.REPORTS_TO)


def _draw_charted(actor: Actor, at: datetime, seat: Seat) -> None:
    """Draw what the posts of the account say of who reports to whom, so that nobody draws it twice."""
    for ends in charted_lines(seat):
        # Who holds two posts can lead somebody by one and follow them by the other; the first line stays.
        with suppress(CommitteeRefused):
            draw_tie(
                actor=actor, at=at, ends=ends, kind=TieKind.REPORTS_TO, evidence=_("Posts of the account")
            )


def _named(actor: Actor, account: Account, name: str) -> Person | None:
    """Return who is called so at the account, else elsewhere in its group, where there is just one."""
    same = (
        visible_people(actor)
        .filter(match_key=person_key(name)[:120])
        .select_related("account")
        .order_by("pk")
    )
    here = same.filter(account=account).first()
    group = Q(account__parent=account)
    if account.parent_id is not None:
        group |= Q(account=account.parent_id) | Q(account__parent=account.parent_id)
    near = list(same.filter(group)[:2])
    return here or (near[0] if len(near) == 1 else None)


def _place(committee: Committee, role: str) -> Account | None:
    return None if role == SeatRole.EXTERNAL else committee.account


def judge(*, actor: Actor, at: datetime, seat: Seat, values: dict[str, Any]) -> Seat:
    """Judge the person in a seat today: any of the judged values.

    Raises:
        Denied: the actor may not edit, or not write judgements.
        Refusal: which value is wrong, and why.
    """
    today = timezone.localdate(at)
    change_record(SEAT, actor=actor, at=at, record=seat, values={**values, "judged_on": today})
    return seat


def assign_counterpart(*, actor: Actor, at: datetime, seat: Seat, user: Any) -> Seat:
    """Say who of us answers for a seat; nobody when `user` is `None`.

    Raises:
        Denied: the actor may not edit.
    """
    change_record(SEAT, actor=actor, at=at, record=seat, values={"counterpart": user})
    return seat


def draw_tie(
    *, actor: Actor, at: datetime, ends: tuple[Seat, Seat], kind: str, evidence: str = "", **more: Any
) -> Tie:
    """Draw a line from one seat to another.

    Raises:
        Denied: the actor may not edit, or, unless it is a reporting line, not write judgements.
        CommitteeRefused: see `rules.check_tie`.
    """
    values = {
        "committee": ends[0].committee,
        "from_seat": ends[0],
        "to_seat": ends[1],
        "kind": kind,
        "evidence": evidence.strip() or _("noted by %(name)s") % {"name": actor.user.display_name},
        "noted_on": timezone.localdate(at),
        **more,
    }
    made: Tie = create_record(TIE, actor=actor, at=at, values=values)
    return made
