"""Rings of suppliers as declared objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.competition.choices import BundleForm, Ring, Standing, TieKind
from tongxin.crm.competition.models import Placement, RingName, RingTarget, SupplierBundle, SupplierTie
from tongxin.crm.competition.naming import OUR_NAME
from tongxin.crm.competition.rules import (
    check_can_ask,
    check_placed,
    check_ring_name,
    check_supplier,
    check_tie,
    doubts_about,
)
from tongxin.crm.competition.selectors import names_beside, placements_beside, standing_of
from tongxin.crm.market.records import COMPETITOR
from tongxin.records.definition import Definition
from tongxin.records.fields import Choice, Day, Flag, Paragraphs, Ref, Refs, Text
from tongxin.records.references import USERS
from tongxin.records.writing import change_record, create_records

SUPPLIER_HELP = _("Leave it empty for ourselves.")
RING_SHAPES = (("CORE", "good"), ("PREFERRED", "good"), ("APPROVED", "plain"), ("OUTSIDE", "unknown"))
_PLACEMENT = Definition(
    kind=Kind.PLACEMENT,
    model=Placement,
    one="placement",
    many="placements",
    path="placements",
    tag="competition",
    title=_("Ring placements"),
    about="The ring a supplier stood in from a day on; without `competitor` it is us.",
    hint=_("Say how close each supplier stands to the customer, and what that rests on."),
    visible=lambda actor: Placement.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    is_made_alone=True,
    order=("-placed_on",),
    check=check_supplier,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True),
        Ref(
            "competitor",
            pgettext_lazy("ring", "Supplier"),
            to=COMPETITOR.reference,
            none=OUR_NAME,
            help=SUPPLIER_HELP,
            sort=True,
        ),
        Choice(
            "ring",
            pgettext_lazy("ring", "Ring"),
            of=Ring,
            required=True,
            sort=True,
            filters=("eq",),
            shapes=RING_SHAPES,
        ),
        Text(
            "segment",
            pgettext_lazy("ring", "What they supply"),
            most=120,
            required=True,
            main=True,
            sort=True,
            indexed=True,
        ),
        Choice(
            "standing",
            pgettext_lazy("ring", "The customer's opinion"),
            of=Standing,
            required=True,
            initial=Standing.GOOD,
            filters=("eq",),
            shapes=(("POOR", "watch"), ("BARRED", "bad")),
        ),
        Day(
            "placed_on",
            pgettext_lazy("ring", "In this ring since"),
            required=True,
            sort=True,
            filters=("lte",),
        ),
        Text(
            "evidence",
            _("Evidence"),
            most=1000,
            column="offered",
            indexed=True,
            help=_("What it rests on. A placement without evidence, source and day is drawn hollow."),
        ),
        Text("evidence_source", _("Evidence source"), column="offered"),
        Day("evidence_on", _("Evidence date"), column="offered"),
    ),
)


@transaction.atomic
def _place(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Placement:
    made: Placement = create_records(_PLACEMENT, actor=actor, at=at, rows=[values])[0]
    check_placed(made, placements_beside(made))
    return made


@transaction.atomic
def _change_placement(
    *,
    actor: Actor,
    at: datetime,
    record: Placement,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    change_record(
        _PLACEMENT, actor=actor, at=at, record=record, values=values, expected_version=expected_version
    )
    check_placed(record, placements_beside(record))


PLACEMENT = replace(_PLACEMENT, create=_place, change=_change_placement)
RING_TARGET = Definition(
    kind=Kind.RING_TARGET,
    model=RingTarget,
    one="ring_target",
    many="ring_targets",
    path="ring-targets",
    tag="competition",
    title=_("Target rings"),
    about="The ring we want to stand in at an account, the plan, who sees to it, and until when.",
    hint=_("Set the ring we want to reach, with who sees to it and until when."),
    visible=lambda actor: RingTarget.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    order=("due_on",),
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True),
        Choice("ring", pgettext_lazy("ring", "Target ring"), of=Ring, required=True, shapes=RING_SHAPES),
        Text(
            "plan",
            pgettext_lazy("ring", "Approach"),
            most=300,
            required=True,
            main=True,
            indexed=True,
        ),
        Ref("owner", pgettext_lazy("ring", "Owner"), to=USERS, required=True, sort=True, filters=("eq",)),
        Day("due_on", pgettext_lazy("ring", "Target date"), required=True, sort=True, filters=("lte",)),
    ),
)
TIE = Definition(
    kind=Kind.SUPPLIER_TIE,
    model=SupplierTie,
    one="supplier_tie",
    many="supplier_ties",
    path="supplier-ties",
    tag="competition",
    title=_("Cooperation and competition"),
    about="What two suppliers are to each other at an account; without `other` the second one is us.",
    hint=_("Note which suppliers work together or against each other here; both can hold."),
    visible=lambda actor: SupplierTie.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    order=("subject",),
    check=check_tie,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True),
        Ref("competitor", pgettext_lazy("ring", "Supplier"), to=COMPETITOR.reference, required=True),
        Ref(
            "other",
            pgettext_lazy("tie", "With or against"),
            to=COMPETITOR.reference,
            none=OUR_NAME,
            help=SUPPLIER_HELP,
        ),
        Choice("kind", pgettext_lazy("tie", "How they stand"), of=TieKind, required=True, filters=("eq",)),
        Text("subject", pgettext_lazy("tie", "Over what"), required=True, main=True, sort=True, indexed=True),
        Text("evidence", _("Evidence"), most=1000, column="offered"),
        Day("seen_on", pgettext_lazy("tie", "Seen on"), column="offered"),
    ),
)
_BUNDLE = Definition(
    kind=Kind.SUPPLIER_BUNDLE,
    model=SupplierBundle,
    one="supplier_bundle",
    many="supplier_bundles",
    path="supplier-bundles",
    tag="competition",
    title=_("Joint bundles"),
    about="What several suppliers deliver to an account together; without `prime` we lead, if `includes_us`.",
    hint=_("Note what suppliers deliver here together: as prime and subcontractors, or as a consortium."),
    visible=lambda actor: SupplierBundle.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    order=("name",),
    check=check_supplier,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True),
        Text("name", pgettext_lazy("bundle", "Bundle"), required=True, main=True, sort=True, indexed=True),
        Choice("form", pgettext_lazy("bundle", "Form"), of=BundleForm, required=True),
        Ref("prime", pgettext_lazy("bundle", "Led by"), to=COMPETITOR.reference),
        Refs("partners", pgettext_lazy("bundle", "Partners"), to=COMPETITOR.reference),
        Flag("includes_us", pgettext_lazy("bundle", "With us")),
        Paragraphs("note", _("Note"), most=10_000),
    ),
)


@transaction.atomic
def _bundle(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> SupplierBundle:
    made: SupplierBundle = create_records(_BUNDLE, actor=actor, at=at, rows=[values])[0]
    _check_partners(made)
    return made


@transaction.atomic
def _change_bundle(
    *,
    actor: Actor,
    at: datetime,
    record: SupplierBundle,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    change_record(
        _BUNDLE, actor=actor, at=at, record=record, values=values, expected_version=expected_version
    )
    _check_partners(record)


def _check_partners(bundle: SupplierBundle) -> None:
    """Let us ask nobody to deliver with us whom the customer has barred."""
    for partner in bundle.partners.all() if bundle.includes_us else ():
        check_can_ask(standing_of(bundle.account, partner), name=partner.name)


def _doubts(bundle: SupplierBundle) -> tuple[Refusal, ...]:
    partners = bundle.partners.all() if bundle.includes_us else ()
    return tuple(
        doubt
        for partner in partners
        for doubt in doubts_about(standing_of(bundle.account, partner), name=partner.name)
    )


BUNDLE = replace(_BUNDLE, create=_bundle, change=_change_bundle, warn=_doubts)
_RING_NAME = Definition(
    kind=Kind.RING_NAME,
    model=RingName,
    one="ring_name",
    many="ring_names",
    path="ring-names",
    tag="competition",
    title=_("Ring names"),
    about="What an account calls a ring of its suppliers, as its pictures say; of one ring the newest name counts.",
    hint=_(
        "Does the customer call its rings otherwise, strategic or A-supplier? Pictures then use its own words."
    ),
    visible=lambda actor: RingName.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    order=("ring",),
    searched=False,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True),
        Choice("ring", pgettext_lazy("ring", "Ring"), of=Ring, required=True, sort=True),
        Text("name", pgettext_lazy("ring", "The customer’s name for it"), most=40, required=True, main=True),
    ),
)


@transaction.atomic
def _name_ring(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> RingName:
    made: RingName = create_records(_RING_NAME, actor=actor, at=at, rows=[values])[0]
    check_ring_name(made, names_beside(made))
    return made


@transaction.atomic
def _rename_ring(
    *,
    actor: Actor,
    at: datetime,
    record: RingName,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    change_record(
        _RING_NAME, actor=actor, at=at, record=record, values=values, expected_version=expected_version
    )
    check_ring_name(record, names_beside(record))


RING_NAME = replace(_RING_NAME, create=_name_ring, change=_rename_ring)
