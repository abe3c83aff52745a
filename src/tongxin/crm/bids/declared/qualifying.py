"""What buyers and assessors demand, assessments and their findings, as declared objects."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.bids.declared.papers import NAME, NOTE, QUALIFICATION
from tongxin.crm.bids.desk_choices import AssessmentResult, FindingGrade
from tongxin.crm.bids.qualification_models import AssessmentFinding, BuyerDemand, QualificationAssessment
from tongxin.records.definition import Definition
from tongxin.records.fields import Amount, Choice, Day, Flag, Paragraphs, Ref, Text
from tongxin.records.references import USERS

ASSESSOR = Text("assessor", _("Assessed by"), sort=True, indexed=True)
PAPER = Ref("qualification", _("Our paper"), to=QUALIFICATION.reference)

BUYER_DEMAND = Definition(
    kind=Kind.BUYER_DEMAND,
    model=BuyerDemand,
    one="buyer_demand",
    many="buyer_demands",
    path="buyer-demands",
    tag="bids",
    title=_("What this buyer requires of suppliers"),
    about="What a buyer, or whoever assesses suppliers for it, demands in every tender, and our paper that meets it.",
    hint=_("Note what this customer always demands; a bid for it takes that over."),
    visible=lambda actor: BuyerDemand.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    order=("name",),
    in_files=False,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True),
        Text("name", _("Name"), required=True, main=True, sort=True, most=300),
        ASSESSOR,
        Flag("is_optional", _("Optional")),
        PAPER,
        NOTE,
    ),
)
ASSESSMENT = Definition(
    kind=Kind.QUALIFICATION_ASSESSMENT,
    model=QualificationAssessment,
    one="qualification_assessment",
    many="qualification_assessments",
    path="qualification-assessments",
    tag="bids",
    icon="check",
    title=_("Assessments of us"),
    about="An assessment of us by a buyer or a third party: when, of what, how it came out, until when it holds.",
    hint=_("Enter an audit or assessment, planned or held; its findings hang under it."),
    visible=lambda _actor: QualificationAssessment.objects.all(),
    shared=True,
    order=("held_on", "name"),
    in_files=False,
    fields=(
        NAME,
        ASSESSOR,
        PAPER,
        Day("held_on", pgettext_lazy("assessment", "Held on"), sort=True, filters=("lte",)),
        Choice(
            "outcome",
            pgettext_lazy("assessment", "Result"),
            of=AssessmentResult,
            required=True,
            initial=AssessmentResult.PLANNED.value,
            filters=("eq",),
            shapes=(("PASSED", "good"), ("CONDITIONAL", "watch"), ("FAILED", "bad"), ("PLANNED", "unknown")),
        ),
        Amount(
            "points_reached", pgettext_lazy("assessment", "Points"), currency="", digits=8, column="offered"
        ),
        Day("valid_until", _("Valid until"), sort=True, filters=("lte",)),
        Ref("owner", _("Owner"), to=USERS, filters=("eq",)),
        NOTE,
    ),
)
FINDING = Definition(
    kind=Kind.ASSESSMENT_FINDING,
    model=AssessmentFinding,
    one="assessment_finding",
    many="assessment_findings",
    path="assessment-findings",
    tag="bids",
    title=_("Findings and actions"),
    about="A finding of an assessment, and what is done about it, by whom, until when.",
    hint=_("Enter each finding with what you do about it and until when."),
    visible=lambda _actor: AssessmentFinding.objects.filter(assessment__deleted_at=None),
    parent="assessment",
    shared=True,
    order=("due_on", "name"),
    in_files=False,
    fields=(
        Ref(
            "assessment",
            pgettext_lazy("object", "Assessment"),
            to=ASSESSMENT.reference,
            required=True,
            fixed=True,
        ),
        Text("name", pgettext_lazy("assessment", "Finding"), required=True, main=True, sort=True, most=300),
        Choice(
            "grade",
            pgettext_lazy("assessment", "Grade"),
            of=FindingGrade,
            required=True,
            initial=FindingGrade.MINOR.value,
            filters=("eq",),
            shapes=(("MAJOR", "bad"), ("MINOR", "watch"), ("ADVICE", "unknown")),
        ),
        Paragraphs("remedy", _("What we do about it")),
        Ref("owner", _("Owner"), to=USERS, filters=("eq",)),
        Day("due_on", pgettext_lazy("document", "Due"), sort=True, filters=("lte",)),
        Day("done_on", pgettext_lazy("finding", "Done on"), sort=True),
    ),
)
QUALIFYING = (BUYER_DEMAND, ASSESSMENT, FINDING)
