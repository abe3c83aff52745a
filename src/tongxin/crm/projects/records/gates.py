"""The gates of a project as declared objects."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.crm.projects.choices import GateVerdict
from tongxin.crm.projects.gates import check_gate
from tongxin.crm.projects.models import ProjectGate
from tongxin.crm.projects.records.dossier import OF_PROJECT
from tongxin.crm.projects.selectors import of_projects
from tongxin.records.definition import Definition
from tongxin.records.fields import Choice, Day, Flag, Paragraphs, Text, Whole

GATE = Definition(
    kind=Kind.PROJECT_GATE,
    model=ProjectGate,
    one="project_gate",
    many="project_gates",
    path="project-gates",
    tag="projects",
    icon="check",
    title=_("Project gates"),
    about="A decision the project has to pass, in its order, and the parts of the dossier it rests on.",
    hint=_("Enter the decisions the project has to pass, in their order, and what each rests on."),
    visible=lambda actor: of_projects(ProjectGate, actor),
    account="project__account",
    parent="project",
    order=("place", "name"),
    check=check_gate,
    in_files=False,
    # Of the event of deciding, which stands in the history of its gate.
    noted=(
        Choice("verdict", _("What is decided"), of=GateVerdict),
        Day("decided_on", pgettext_lazy("gate", "Decided on")),
        Whole("edition", pgettext_lazy("document", "Version")),
    ),
    fields=(
        OF_PROJECT,
        Text("name", pgettext_lazy("gate", "Gate"), required=True, main=True, sort=True, indexed=True),
        Whole("place", pgettext_lazy("gate", "Order"), required=True, least=1, most=99, sort=True),
        Flag("on_need", pgettext_lazy("gate", "Rests on the need"), column="offered"),
        Flag("on_requirements", pgettext_lazy("gate", "Rests on the requirements"), column="offered"),
        Flag("on_schedule", pgettext_lazy("gate", "Rests on the schedule"), column="offered"),
        Flag("on_budget", pgettext_lazy("gate", "Rests on the budget"), column="offered"),
        Flag("on_evaluation", pgettext_lazy("gate", "Rests on the evaluation"), column="offered"),
        Flag("on_partners", pgettext_lazy("gate", "Rests on the partners"), column="offered"),
        Whole(
            "go_from",
            pgettext_lazy("gate", "Go from a score of"),
            most=100,
            help=_("And no red point. Between the two bounds the rule decides nothing."),
        ),
        Whole("stop_below", pgettext_lazy("gate", "Stop below a score of"), most=100),
        Paragraphs("note", _("Note")),
    ),
)
GATES: tuple[Definition, ...] = (GATE,)
