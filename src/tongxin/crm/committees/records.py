"""Committees, seats, ties and criteria as declared objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.committees.actions import (
    check_new_tie,
    check_tie_again,
    check_ties_of,
    is_judged,
    keep_judgement,
    take_seat,
)
from tongxin.crm.committees.choices import (
    JUDGED,
    Access,
    Adaptability,
    Attitude,
    CommitteeKind,
    Confidence,
    CriterionKind,
    DecisionRule,
    Fit,
    Orientation,
    RivalTie,
    SeatRole,
    Strength,
    TieKind,
    Vote,
)
from tongxin.crm.committees.models import MOST_POWER, Committee, Criterion, Seat, Sponsorship, Tie
from tongxin.crm.committees.rules import check_committee
from tongxin.crm.committees.selectors import (
    visible_committees,
    visible_criteria,
    visible_seats,
    visible_sponsorships,
    visible_ties,
)
from tongxin.crm.opportunities.references import OPPORTUNITIES
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.records.definition import Definition
from tongxin.records.fields import Choice, Day, Flag, Paragraphs, Percent, Ref, Refs, Text, Whole
from tongxin.records.references import USERS
from tongxin.records.writing import change_record, create_record, restore_record

COMMITTEE = Definition(
    kind=Kind.COMMITTEE,
    model=Committee,
    one="committee",
    many="committees",
    path="committees",
    tag="committees",
    icon="relation",
    title=_("Committees"),
    about="Those who decide at the customer, about one deal or standing at an account.",
    hint=_("Open the committee of an opportunity and type the first name."),
    visible=visible_committees,
    account="account",
    parent="account",
    is_made_alone=True,
    order=("name",),
    check=check_committee,
    searched=False,
    in_files=False,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True),
        Ref("opportunity", _("Opportunity"), to=OPPORTUNITIES, fixed=True),
        Text("name", _("Name"), required=True, main=True, sort=True),
        Choice(
            "kind",
            pgettext_lazy("committee", "Kind"),
            of=CommitteeKind,
            required=True,
            initial=CommitteeKind.PURCHASING,
            filters=("eq",),
        ),
        Choice(
            "rule",
            pgettext_lazy("committee", "Decision rule"),
            of=DecisionRule,
            required=True,
            initial=DecisionRule.MAJORITY,
        ),
        Paragraphs("note", _("Note")),
    ),
)
_J = Right.JUDGEMENT
_SEAT = Definition(
    kind=Kind.SEAT,
    model=Seat,
    one="seat",
    many="seats",
    path="seats",
    tag="committees",
    icon="person",
    title=_("Committee seats"),
    about="One place in a committee, the person in it, and how we judge them; judgements need a right of their own.",
    hint=_("Seats are made on the page of their committee."),
    visible=visible_seats,
    account="committee__account",
    parent="committee",
    order=("name",),
    searched=False,
    in_files=False,
    fields=(
        Ref(
            "committee", pgettext_lazy("seat", "Committee"), to=COMMITTEE.reference, required=True, fixed=True
        ),
        Text("name", pgettext_lazy("seat", "Seat"), required=True, main=True, sort=True),
        Choice(
            "role",
            pgettext_lazy("seat", "Formal role"),
            of=SeatRole,
            required=True,
            initial=SeatRole.UNKNOWN,
            filters=("eq",),
            sort=True,
        ),
        Choice(
            "vote",
            pgettext_lazy("seat", "Vote"),
            of=Vote,
            required=True,
            initial=Vote.BY_ROLE,
            column="offered",
        ),
        Ref("person", _("Person"), to=PEOPLE),
        Day("since", pgettext_lazy("seat", "In the seat since"), column="offered"),
        Ref("counterpart", pgettext_lazy("seat", "Our counterpart"), to=USERS),
        Whole(
            "power", pgettext_lazy("seat", "Power"), most=MOST_POWER, right=_J, sort=True, filters=("gte",)
        ),
        Choice(
            "attitude",
            pgettext_lazy("seat", "Attitude"),
            of=Attitude,
            required=True,
            initial=Attitude.UNKNOWN,
            right=_J,
            sort=True,
            filters=("eq",),
        ),
        Choice(
            "orientation",
            pgettext_lazy("seat", "Orientation"),
            of=Orientation,
            required=True,
            initial=Orientation.UNKNOWN,
            right=_J,
            column="offered",
        ),
        Choice(
            "adaptability",
            pgettext_lazy("seat", "Adaptability"),
            of=Adaptability,
            required=True,
            initial=Adaptability.UNKNOWN,
            right=_J,
            column="offered",
        ),
        Choice(
            "access",
            pgettext_lazy("seat", "Our access"),
            of=Access,
            required=True,
            initial=Access.UNKNOWN,
            right=_J,
            column="offered",
        ),
        Choice(
            "rival_tie",
            pgettext_lazy("seat", "Tie to a rival"),
            of=RivalTie,
            required=True,
            initial=RivalTie.UNKNOWN,
            right=_J,
            column="offered",
        ),
        Choice(
            "confidence",
            pgettext_lazy("seat", "How we know"),
            of=Confidence,
            required=True,
            initial=Confidence.UNKNOWN,
            right=_J,
            column="offered",
        ),
        Day("judged_on", pgettext_lazy("seat", "Judged on"), right=_J, column="offered"),
        Paragraphs("priorities", pgettext_lazy("seat", "Priorities"), most=2_000, right=_J),
        Paragraphs("wins", pgettext_lazy("seat", "What they gain personally"), most=2_000, right=_J),
    ),
)


@transaction.atomic
def _create_seat(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Seat:
    seat: Seat = create_record(_SEAT, actor=actor, at=at, values=values)
    take_seat(seat=seat, at=at)
    if is_judged(values):
        keep_judgement(actor=actor, seat=seat, at=at)
    return seat


@transaction.atomic
def _change_seat(
    *,
    actor: Actor,
    at: datetime,
    record: Seat,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    """Change a seat; whoever is new in it starts as unknown, and the day of a judgement is that of its change."""
    wanted = dict(values)
    moved = "person" in wanted and getattr(wanted["person"], "pk", None) != record.person_id
    if moved and actor.has(Right.JUDGEMENT):
        wanted = {**JUDGED, "judged_on": None, **wanted}
    change_record(_SEAT, actor=actor, at=at, record=record, values=wanted, expected_version=expected_version)
    if moved:
        _start_anew(record, actor, at)
    if is_judged(wanted):
        keep_judgement(actor=actor, seat=record, at=at)


def _start_anew(seat: Seat, actor: Actor, at: datetime) -> None:
    if not actor.has(Right.JUDGEMENT):
        # They may not know what it was, and nobody inherits it.
        Seat.objects.filter(pk=seat.pk).update(**JUDGED, judged_on=None)
        seat.refresh_from_db()
    take_seat(seat=seat, at=at)


@transaction.atomic
def _restore_seat(*, actor: Actor, at: datetime, record: Any) -> None:
    """Bring a seat back with its lines, where nobody got another boss meanwhile."""
    restore_record(_SEAT, actor=actor, at=at, record=record)
    check_ties_of(record)


SEAT = replace(_SEAT, create=_create_seat, change=_change_seat, restore=_restore_seat)
_TIE = Definition(
    kind=Kind.TIE,
    model=Tie,
    one="tie",
    many="ties",
    path="ties",
    tag="committees",
    icon="relation",
    title=_("Ties between people"),
    about="How two people of a committee stand to one another; who may not read judgements sees reporting lines alone.",
    hint=_("Ties are drawn on the page of their committee."),
    visible=visible_ties,
    account="committee__account",
    parent="committee",
    order=("-noted_on",),
    searched=False,
    in_files=False,
    fields=(
        Ref(
            "committee", pgettext_lazy("seat", "Committee"), to=COMMITTEE.reference, required=True, fixed=True
        ),
        Ref("from_seat", pgettext_lazy("tie", "From"), to=SEAT.reference, required=True, fixed=True),
        Choice("kind", pgettext_lazy("tie", "Tie"), of=TieKind, required=True, fixed=True, filters=("eq",)),
        Ref("to_seat", pgettext_lazy("tie", "To"), to=SEAT.reference, required=True, fixed=True),
        Choice(
            "strength",
            pgettext_lazy("tie", "Strength"),
            of=Strength,
            required=True,
            initial=Strength.MEDIUM,
        ),
        Text("evidence", pgettext_lazy("tie", "Evidence"), most=300, required=True, main=True),
        Text("told_by", pgettext_lazy("tie", "Told by"), most=120, column="offered"),
        Day("noted_on", pgettext_lazy("tie", "Noted on"), sort=True),
        Day("ended_on", pgettext_lazy("tie", "Ended on"), column="offered"),
    ),
)


def _create_tie(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Tie:
    if all(values.get(name) is not None for name in ("committee", "from_seat", "to_seat", "kind")):
        check_new_tie(values)
    made: Tie = create_record(_TIE, actor=actor, at=at, values=values)
    return made


@transaction.atomic
def _change_tie(
    *,
    actor: Actor,
    at: datetime,
    record: Tie,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    """Change a tie; one that goes on after its end is checked as if it were new."""
    had_ended = record.ended_on is not None
    change_record(_TIE, actor=actor, at=at, record=record, values=values, expected_version=expected_version)
    if had_ended and record.ended_on is None:
        check_tie_again(record)


@transaction.atomic
def _restore_tie(*, actor: Actor, at: datetime, record: Any) -> None:
    restore_record(_TIE, actor=actor, at=at, record=record)
    check_tie_again(record)


TIE = replace(_TIE, create=_create_tie, change=_change_tie, restore=_restore_tie)
CRITERION = Definition(
    kind=Kind.CRITERION,
    model=Criterion,
    one="criterion",
    many="criteria",
    path="criteria",
    tag="committees",
    icon="list",
    title=_("Decision criteria"),
    about="What a committee decides by; the weights of all its criteria are set at once, so that they sum to 100.",
    hint=_("Note what the committee decides by, also what is written nowhere."),
    visible=visible_criteria,
    account="committee__account",
    parent="committee",
    order=("name",),
    searched=False,
    in_files=False,
    fields=(
        Ref(
            "committee", pgettext_lazy("seat", "Committee"), to=COMMITTEE.reference, required=True, fixed=True
        ),
        Text("name", pgettext_lazy("criterion", "Criterion"), required=True, main=True, sort=True),
        Choice(
            "kind",
            pgettext_lazy("criterion", "Kind"),
            of=CriterionKind,
            required=True,
            initial=CriterionKind.FORMAL,
            filters=("eq",),
        ),
        Flag("is_mandatory", pgettext_lazy("criterion", "Mandatory"), filters=("eq",)),
        Percent("weight", pgettext_lazy("criterion", "Weight"), places=2, by_action=True),
        Refs("cares", pgettext_lazy("criterion", "Who cares"), to=SEAT.reference),
        Choice("our_fit", pgettext_lazy("criterion", "Our fit"), of=Fit),
        Choice("best_rival_fit", pgettext_lazy("criterion", "Best rival's fit"), of=Fit),
        Paragraphs("note", _("Note"), most=2_000),
    ),
)
SPONSORSHIP = Definition(
    kind=Kind.SPONSORSHIP,
    model=Sponsorship,
    one="sponsorship",
    many="sponsorships",
    path="sponsorships",
    tag="committees",
    icon="relation",
    title=_("Senior relationships"),
    about="One of our executives keeps the relationship with one of theirs, at a rhythm.",
    hint=_("Say which of our executives keeps the relationship with whom, and how often they are to meet."),
    visible=visible_sponsorships,
    account="account",
    parent="account",
    is_made_alone=True,
    order=("purpose",),
    searched=False,
    in_files=False,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True),
        Text("purpose", pgettext_lazy("sponsorship", "Purpose"), required=True, main=True, sort=True),
        Ref("person", _("Person"), to=PEOPLE, required=True),
        Ref("sponsor", pgettext_lazy("sponsorship", "Our sponsor"), to=USERS, required=True, filters=("eq",)),
        Whole(
            "every_days",
            pgettext_lazy("sponsorship", "Contact every … days"),
            least=7,
            most=365,
            required=True,
            initial=90,
            sort=True,
        ),
        Paragraphs("agenda", pgettext_lazy("sponsorship", "Agenda for the next contact"), most=2_000),
        Paragraphs("follow_up", pgettext_lazy("sponsorship", "Follow-up"), most=2_000),
    ),
)
COMMITTEES: tuple[Definition, ...] = (COMMITTEE, SEAT, TIE, CRITERION, SPONSORSHIP)
