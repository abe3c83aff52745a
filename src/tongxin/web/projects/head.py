"""What stands above every page of a customer's project."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from tongxin.crm.projects.choices import ProjectState
from tongxin.crm.projects.plan_selectors import plans_of
from tongxin.crm.projects.records import PROJECT
from tongxin.records import reading
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.projects.pages import ProjectHead
from tongxin.web.records.heads import head_of
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind, Link

if TYPE_CHECKING:
    from tongxin.crm.projects.models import CustomerProject

SHAPES: dict[str, Kind] = {"CHARTERED": "good", "DONE": "good", "STOPPED": "unknown"}


def project_head(request: PageRequest, project: "CustomerProject", here: str) -> ProjectHead:
    """Return the head of a project's page; `here` is the address's name of the tab that is shown."""
    reading.ensure_withheld(PROJECT, request.actor, project)
    as_of = reader_of(request).as_of
    return ProjectHead(
        record=head_of(PROJECT, request, project),
        tabs=tuple(
            Link(label=label, url=record_url(f"web:{name}", project.uid), current=name == here)
            for name, label in _tabs()
        ),
        state=str(ProjectState(project.state).label),
        shape=SHAPES.get(project.state, "plain"),
        days=tuple(
            (label, on, days.seen_from(on, as_of=as_of)) for label, on in _days(project) if on is not None
        ),
        plan_url=next((record_url("web:joint_plan", plan.uid) for plan in plans_of(project)), ""),
    )


def _tabs() -> Iterator[tuple[str, str]]:
    yield "customer_project", pgettext("project tab", "Dossier")
    yield "project_workshop", pgettext("project tab", "Needs workshop")
    yield "project_editions", pgettext("project tab", "Versions and gates")
    yield "project_pulses", pgettext("project tab", "How it felt")
    yield "project_papers", pgettext("project tab", "Papers")


def _days(project: "CustomerProject") -> Iterator[tuple[str, date | None]]:
    yield pgettext("project", "Charter"), project.charter_on
    yield pgettext("project", "Purchasing until"), project.purchase_until
    yield pgettext("project", "Goes live on"), project.go_live_on
