"""Support tasks and special requests as declared objects."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.crm.projects.choices import Effect, RequestState, SupportKind
from tongxin.crm.projects.models import SpecialRequest, SupportTask
from tongxin.crm.projects.records.dossier import OF_PROJECT
from tongxin.crm.projects.selectors import of_projects
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.records.definition import Definition
from tongxin.records.fields import ME, Amount, Choice, Day, Paragraphs, Ref, Text
from tongxin.records.references import USERS

OWNER = Ref("owner", _("Owner"), to=USERS, filters=("eq",), suggested=ME)
EFFORT = Amount("effort_days", _("Effort in working days"), currency="", digits=7, places=1, sort=True)
EFFECT = Choice(
    "effect",
    pgettext_lazy("support", "Effect"),
    of=Effect,
    required=True,
    initial=Effect.UNKNOWN.value,
    filters=("eq",),
    shapes=(
        ("SHAPED", "good"),
        ("EARLIER", "good"),
        ("ACCESS", "good"),
        ("HARM", "bad"),
        ("UNKNOWN", "unknown"),
    ),
)
EFFECT_NOTE = Paragraphs("effect_note", pgettext_lazy("support", "Outcome"), most=2_000)

SUPPORT_TASK = Definition(
    kind=Kind.SUPPORT_TASK,
    model=SupportTask,
    one="support_task",
    many="support_tasks",
    path="support-tasks",
    tag="projects",
    title=_("Support for the project"),
    about="Something we do so that the customer's project comes about: owner, effort, effect.",
    hint=_(
        "Enter what you do for the project, above all before its charter: it shows what being early costs."
    ),
    visible=lambda actor: of_projects(SupportTask, actor),
    account="project__account",
    parent="project",
    order=("due_on", "name"),
    in_files=False,
    fields=(
        OF_PROJECT,
        Text("name", _("Name"), required=True, main=True, sort=True, most=300, indexed=True),
        Choice(
            "kind",
            pgettext_lazy("support", "Kind"),
            of=SupportKind,
            required=True,
            initial=SupportKind.STUDY.value,
            filters=("eq",),
        ),
        Ref("person", pgettext_lazy("support", "For whom"), to=PEOPLE, column="offered"),
        OWNER,
        Day("due_on", pgettext_lazy("document", "Due"), sort=True, filters=("lte",)),
        Day("done_on", pgettext_lazy("support", "Done on"), sort=True),
        EFFORT,
        EFFECT,
        EFFECT_NOTE,
    ),
)
SPECIAL_REQUEST = Definition(
    kind=Kind.SPECIAL_REQUEST,
    model=SpecialRequest,
    one="special_request",
    many="special_requests",
    path="special-requests",
    tag="projects",
    title=_("Special requests"),
    about="Something the customer asked for beyond the usual: who, when, owner, effort, effect.",
    hint=_("Enter what the customer asks for beyond the usual, and what became of it."),
    visible=lambda actor: of_projects(SpecialRequest, actor),
    account="project__account",
    parent="project",
    order=("asked_on", "name"),
    in_files=False,
    fields=(
        OF_PROJECT,
        Text(
            "name",
            pgettext_lazy("special request", "Request"),
            required=True,
            main=True,
            sort=True,
            most=300,
            indexed=True,
        ),
        Ref("asked_by", pgettext_lazy("special request", "Asked by"), to=PEOPLE),
        Day("asked_on", pgettext_lazy("special request", "Asked on"), sort=True, filters=("gte", "lte")),
        OWNER,
        Choice(
            "state",
            pgettext_lazy("special request", "State"),
            of=RequestState,
            required=True,
            initial=RequestState.OPEN.value,
            filters=("eq",),
            shapes=(("DONE", "good"), ("REFUSED", "unknown")),
        ),
        EFFORT,
        EFFECT,
        EFFECT_NOTE,
    ),
)
SUPPORT: tuple[Definition, ...] = (SUPPORT_TASK, SPECIAL_REQUEST)
