"""Processes, for administrators; their stages are in `stages`."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.opportunities import processes as domain
from tongxin.web.edge.editing import change, make
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.edge.rights import needs
from tongxin.web.settings.dictionaries import other_labels
from tongxin.web.settings.label_forms import FIELDS, LabelsForm, NewStageForm, ProcessForm, label_fields
from tongxin.web.settings.pages import LabelRow, StageRow, settings_crumbs
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Process


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def process_list(request: PageRequest) -> HttpResponse:
    """List the processes and add one."""
    form = LabelsForm(posted(request))
    return make(
        request,
        form,
        save=lambda: domain.add_process(actor=request.actor, at=now(), labels=form.labels),
        show=lambda status: _draw_list(request, form, status),
        done=lambda: redirect("web:processes"),
        said=_("The process was added. Give it stages, then put it to use."),
        names=FIELDS,
    )


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def process_page(request: PageRequest, uid: str) -> HttpResponse:
    """Show a process with its stages, and save what an administrator changed of it."""
    process = domain.get_process(uid)
    form = ProcessForm(posted(request), initial=_initial(process))
    return change(
        request,
        form,
        save=lambda: _save(request, process, form),
        show=lambda status: draw_process(request, process, status=status, form=form),
        done=lambda: redirect("web:process", uid=uid),
        fresh=_initial,
        title=process.label,
        kind=Kind.PROCESS,
        names=FIELDS,
    )


def draw_process(request: PageRequest, process: "Process", *, status: int, **forms: Any) -> HttpResponse:
    """Draw a process's page, with a refused form in its place."""
    stages = list(domain.stages_of(process))
    rows = tuple(
        StageRow(
            url=record_url("web:stage", stage.uid),
            label=stage.label,
            our_label=stage.our_label,
            probability=stage.probability,
            is_active=stage.is_active,
            position_url=record_url("web:stage_position", stage.uid),
            first=place == 0,
            last=place == len(stages) - 1,
        )
        for place, stage in enumerate(stages)
    )
    context = {
        "process": process,
        "rows": rows,
        "form": ProcessForm(initial=_initial(process)),
        "new_stage": NewStageForm(prefix="stage"),
        "crumbs": process_crumbs(),
        **forms,
    }
    return render(request, "settings/process.html", context, status=status)


def process_crumbs(*more: Link) -> tuple[Link, ...]:
    """Return the way to a page about processes."""
    return settings_crumbs(Link(label=_("Processes and stages"), url=reverse("web:processes")), *more)


def _draw_list(request: PageRequest, form: LabelsForm, status: int) -> HttpResponse:
    rows = tuple(
        LabelRow(
            url=record_url("web:process", process.uid),
            label=process.label,
            others=other_labels(process.labels, process.label),
            is_active=process.is_active,
            mark=pgettext("process", "Default") if process.is_default else "",
        )
        for process in domain.all_processes()
    )
    context = {"rows": rows, "form": form, "crumbs": settings_crumbs()}
    return render(request, "settings/processes.html", context, status=status)


def _initial(process: "Process") -> dict[str, Any]:
    return {
        **label_fields(process.labels, "label"),
        "is_active": process.is_active,
        "is_default": process.is_default,
        "version": process.version,
    }


def _save(request: PageRequest, process: "Process", form: ProcessForm) -> object:
    values = {name: form.values[name] for name in ("is_active", "is_default")}
    return domain.change_process(
        actor=request.actor,
        at=now(),
        process=process,
        values={**values, "labels": form.labels},
        expected_version=form.expected_version,
    )
