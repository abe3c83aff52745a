"""Papers of a bid, our qualifications and approval limits, as declared objects."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.rights import Right
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.desk_choices import Compliance, PaperKind, PaperState, RegistrationState
from tongxin.crm.bids.desk_models import (
    ApprovalLimit,
    BidDemand,
    BidDocument,
    BidOpening,
    BidRequirement,
    Qualification,
    SupplierRegistration,
)
from tongxin.crm.bids.selectors import of_bids
from tongxin.crm.market.records import COMPETITOR
from tongxin.records.definition import Definition
from tongxin.records.fields import (
    Amount,
    Choice,
    Currency,
    Day,
    Flag,
    Paragraphs,
    Percent,
    Ref,
    Text,
    Whole,
)
from tongxin.records.references import USERS

OF_BID = Ref("bid", pgettext_lazy("object", "Bid"), to=BID.reference, required=True, fixed=True)
NOTE = Paragraphs("note", _("Note"))
NAME = Text("name", _("Name"), required=True, main=True, sort=True)
CURRENCY = Currency("currency", _("Currency"), suggested=settings.REPORTING_CURRENCY, column="none")
LEAD = Whole(
    "lead_days",
    _("Days that a renewal takes"),
    most=1000,
    column="offered",
    help=_("So many days before the end it is time to renew; 90 where nothing is said."),
)

QUALIFICATION = Definition(
    kind=Kind.QUALIFICATION,
    model=Qualification,
    one="qualification",
    many="qualifications",
    path="qualifications",
    tag="bids",
    icon="check",
    title=_("Qualifications"),
    about="A licence, certificate, statement or reference of ours: issuer, scope, number, and until when it holds.",
    hint=_("Enter your licences and certificates once; bids then say which are missing or run out."),
    visible=lambda _actor: Qualification.objects.all(),
    shared=True,
    order=("valid_until", "name"),
    in_files=False,
    fields=(
        NAME,
        Choice(
            "kind",
            pgettext_lazy("qualification", "Kind"),
            of=PaperKind,
            required=True,
            initial=PaperKind.CERTIFICATE.value,
            filters=("eq",),
        ),
        Text("issuer", _("Issued by"), sort=True, indexed=True),
        Text("scope", pgettext_lazy("qualification", "Scope"), most=300, column="offered", indexed=True),
        Text("number", pgettext_lazy("qualification", "Number"), most=120, code=True, indexed=True),
        Day("valid_from", _("Valid from"), column="offered"),
        Day("valid_until", _("Valid until"), sort=True, filters=("lte",)),
        LEAD,
        Ref("owner", _("Owner"), to=USERS, filters=("eq",)),
        NOTE,
    ),
)
DEMAND = Definition(
    kind=Kind.BID_DEMAND,
    model=BidDemand,
    one="bid_demand",
    many="bid_demands",
    path="bid-demands",
    tag="bids",
    title=_("Required qualifications"),
    about="What a tender demands of bidders, and the paper of ours that meets it.",
    hint=_("Enter what the tender demands, and choose the paper that proves it."),
    visible=lambda actor: of_bids(BidDemand, actor),
    account="bid__account",
    parent="bid",
    order=("name",),
    in_files=False,
    fields=(
        OF_BID,
        Text("name", _("Name"), required=True, main=True, sort=True, most=300),
        Flag("is_optional", _("Optional")),
        Ref("qualification", _("Our paper"), to=QUALIFICATION.reference),
        Day(
            "holds_until", _("Must be valid until"), help=_("The deadline of the bid where nothing is said.")
        ),
        NOTE,
    ),
)
DOCUMENT = Definition(
    kind=Kind.BID_DOCUMENT,
    model=BidDocument,
    one="bid_document",
    many="bid_documents",
    path="bid-documents",
    tag="bids",
    title=_("Bid documents"),
    about="A document of a bid: who writes it, until when, how far it is.",
    hint=_("List what must be handed in, with who writes it and until when."),
    visible=lambda actor: of_bids(BidDocument, actor),
    account="bid__account",
    parent="bid",
    order=("due_on", "name"),
    in_files=False,
    fields=(
        OF_BID,
        NAME,
        Choice(
            "state",
            pgettext_lazy("document", "State"),
            of=PaperState,
            required=True,
            initial=PaperState.OPEN.value,
            filters=("eq",),
            shapes=(("DONE", "good"),),
        ),
        Ref("owner", _("Owner"), to=USERS, filters=("eq",)),
        Day("due_on", pgettext_lazy("document", "Due"), sort=True, filters=("lte",)),
        Flag("needs_signature", _("Must be signed")),
        Day("signed_on", pgettext_lazy("document", "Signed on"), column="offered"),
        NOTE,
    ),
)
REQUIREMENT = Definition(
    kind=Kind.BID_REQUIREMENT,
    model=BidRequirement,
    one="bid_requirement",
    many="bid_requirements",
    path="bid-requirements",
    tag="bids",
    title=_("Compliance matrix"),
    about="A line of the compliance matrix: what is asked, whether we meet it, and what we say.",
    hint=_("Enter each requirement of the tender, whether we meet it, and our answer."),
    visible=lambda actor: of_bids(BidRequirement, actor),
    account="bid__account",
    parent="bid",
    order=("number", "name"),
    in_files=False,
    fields=(
        OF_BID,
        Text("number", pgettext_lazy("requirement", "Number"), most=40, sort=True, code=True),
        Text("name", _("Requirement"), required=True, main=True, sort=True, most=2000),
        Choice(
            "compliance",
            _("Compliance"),
            of=Compliance,
            required=True,
            initial=Compliance.OPEN.value,
            filters=("eq",),
            shapes=(("FULL", "good"), ("PARTIAL", "watch"), ("NONE", "bad")),
        ),
        Ref("owner", _("Owner"), to=USERS, filters=("eq",)),
        Paragraphs("answer", pgettext_lazy("requirement", "Our answer"), indexed=True),
    ),
)
OPENING = Definition(
    kind=Kind.BID_OPENING,
    model=BidOpening,
    one="bid_opening",
    many="bid_openings",
    path="bid-openings",
    tag="bids",
    title=_("Opening record"),
    about="What was read out at the opening of bids: one bidder with its price.",
    hint=_("Enter every bidder with its price as it was read out."),
    visible=lambda actor: of_bids(BidOpening, actor),
    account="bid__account",
    parent="bid",
    order=("rank", "name"),
    in_files=False,
    fields=(
        OF_BID,
        NAME,
        Flag("is_ours", _("This is our bid")),
        Ref("competitor", _("Competitor"), to=COMPETITOR.reference, column="offered"),
        Amount("opened_price", _("Price as read out"), sort=True),
        CURRENCY,
        Whole("rank", pgettext_lazy("opening", "Rank"), least=1, most=9999, sort=True),
        Flag("has_won", pgettext_lazy("opening", "Won")),
        NOTE,
    ),
)
REGISTRATION = Definition(
    kind=Kind.REGISTRATION,
    model=SupplierRegistration,
    one="supplier_registration",
    many="supplier_registrations",
    path="supplier-registrations",
    tag="bids",
    title=_("Supplier registrations"),
    about="That we are registered as a supplier with a customer, and until when.",
    hint=_("Note where we are registered as a supplier, and until when."),
    visible=lambda actor: SupplierRegistration.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    order=("valid_until", "name"),
    in_files=False,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True),
        NAME,
        Choice(
            "state",
            pgettext_lazy("registration", "State"),
            of=RegistrationState,
            required=True,
            initial=RegistrationState.REGISTERED.value,
            filters=("eq",),
            shapes=(
                ("REGISTERED", "good"),
                ("APPLIED", "watch"),
                ("PLANNED", "unknown"),
                ("SUSPENDED", "bad"),
                ("REFUSED", "bad"),
            ),
        ),
        Text("number", pgettext_lazy("qualification", "Number"), most=120, code=True),
        Day("valid_until", _("Valid until"), sort=True, filters=("lte",)),
        LEAD,
        Ref("owner", _("Owner"), to=USERS, filters=("eq",)),
        NOTE,
    ),
)
LIMIT = Definition(
    kind=Kind.APPROVAL_LIMIT,
    model=ApprovalLimit,
    one="approval_limit",
    many="approval_limits",
    path="settings/approval-limits",
    tag="bids",
    title=_("Approval limits"),
    about="Who must approve a bid whose margin is below so many per cent.",
    hint=_("Enter who approves, and below which margin; bids then say it while a price is typed."),
    visible=lambda _actor: ApprovalLimit.objects.all(),
    shared=True,
    order=("name",),
    right=Right.ADMINISTER,
    in_files=False,
    fields=(
        Text("name", _("Who approves"), required=True, main=True, sort=True),
        Whole("working_days", _("Answers within working days"), most=60),
        Percent("margin_below", _("Where the margin is below, in per cent"), places=2),
        NOTE,
    ),
)
PAPERS = (QUALIFICATION, DEMAND, DOCUMENT, REQUIREMENT, OPENING, REGISTRATION, LIMIT)
