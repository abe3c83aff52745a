"""Fit per named rival and the decision brief, as declared objects."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.committees.choices import Fit
from tongxin.crm.committees.models import DecisionBrief, RivalFit
from tongxin.crm.committees.records import COMMITTEE, CRITERION
from tongxin.crm.committees.selectors import committee_scope
from tongxin.crm.market.records import COMPETITOR
from tongxin.records.definition import Definition
from tongxin.records.fields import Choice, Paragraphs, Ref, Text

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_TEXT = 2_000


def _visible_fits(actor: Actor) -> "QuerySet[RivalFit]":
    rows = RivalFit.objects.filter(committee_scope(actor, "criterion__committee__"))
    return rows.filter(criterion__deleted_at=None, criterion__committee__deleted_at=None)


RIVAL_FIT = Definition(
    kind=Kind.RIVAL_FIT,
    model=RivalFit,
    one="rival_fit",
    many="rival_fits",
    path="rival-fits",
    tag="committees",
    icon="list",
    title=_("Fit of rivals"),
    about="How well one rival meets a criterion, as the customer sees it.",
    hint=_("Note how the customer sees each rival on a criterion, and who said so."),
    visible=_visible_fits,
    account="criterion__committee__account",
    parent="criterion",
    order=("-updated_at",),
    searched=False,
    in_files=False,
    fields=(
        Ref(
            "criterion",
            pgettext_lazy("criterion", "Criterion"),
            to=CRITERION.reference,
            required=True,
            fixed=True,
        ),
        Ref("competitor", _("Competitor"), to=COMPETITOR.reference, required=True, fixed=True),
        Choice("fit", pgettext_lazy("criterion", "Fit"), of=Fit, required=True, filters=("eq",)),
        Text("evidence", pgettext_lazy("tie", "Evidence"), most=300, required=True, main=True),
    ),
)
BRIEF = Definition(
    kind=Kind.DECISION_BRIEF,
    model=DecisionBrief,
    one="decision_brief",
    many="decision_briefs",
    path="decision-briefs",
    tag="committees",
    icon="list",
    title=_("Decision briefs"),
    about="What a decision needs on one page; what is left empty is written from the data of the committee.",
    hint=_("A brief is begun on the page of its committee."),
    visible=lambda actor: DecisionBrief.objects.filter(
        committee_scope(actor, "committee__"), committee__deleted_at=None
    ),
    account="committee__account",
    parent="committee",
    order=("name",),
    searched=False,
    in_files=False,
    fields=(
        Ref(
            "committee", pgettext_lazy("seat", "Committee"), to=COMMITTEE.reference, required=True, fixed=True
        ),
        Text("name", _("Name"), required=True, main=True, sort=True),
        Paragraphs("options", pgettext_lazy("brief", "Options"), most=MOST_TEXT),
        Paragraphs("criteria_text", pgettext_lazy("brief", "Criteria"), most=MOST_TEXT),
        Paragraphs("consequences", pgettext_lazy("brief", "Consequences"), most=MOST_TEXT),
        Paragraphs("open_risks", pgettext_lazy("brief", "Open risks"), most=MOST_TEXT),
        Paragraphs("our_ask", pgettext_lazy("brief", "Our ask"), most=MOST_TEXT),
    ),
)
BRIEFS: tuple[Definition, ...] = (RIVAL_FIT, BRIEF)
