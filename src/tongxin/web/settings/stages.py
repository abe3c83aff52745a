"""Stages of a process, for administrators."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.opportunities import processes as domain
from tongxin.web.edge.editing import change, make
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.edge.rights import needs
from tongxin.web.settings.dictionaries import UP
from tongxin.web.settings.label_forms import FIELDS, NewStageForm, StageForm, label_fields
from tongxin.web.settings.processes import draw_process, process_crumbs
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Stage


@needs(Right.ADMINISTER)
@require_POST
def stage_new(request: PageRequest, uid: str) -> HttpResponse:
    """Add a stage at the end of a process."""
    process = domain.get_process(uid)
    form = NewStageForm(request.POST, prefix="stage")
    return make(
        request,
        form,
        save=lambda: domain.add_stage(
            actor=request.actor,
            at=now(),
            process=process,
            labels=form.labels,
            our_labels=form.our_labels,
            probability=form.cleaned_data["probability"],
        ),
        show=lambda status: draw_process(request, process, status=status, new_stage=form),
        done=lambda: redirect("web:process", uid=uid),
        said=_("The stage was added at the end."),
        names=FIELDS,
    )


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def stage_page(request: PageRequest, uid: str) -> HttpResponse:
    """Show one stage and save what an administrator changed."""
    stage = domain.get_stage(uid)
    form = StageForm(posted(request), initial=_initial(stage))
    process = stage.process
    context = {
        "form": form,
        "stage": stage,
        "removable": domain.can_remove_stage(stage),
        "crumbs": process_crumbs(Link(label=process.label, url=record_url("web:process", process.uid))),
    }
    return change(
        request,
        form,
        save=lambda: _save(request, stage, form),
        show=lambda status: render(request, "settings/stage.html", context, status=status),
        done=lambda: redirect("web:process", uid=process.uid),
        fresh=_initial,
        title=stage.label,
        kind=Kind.STAGE,
        names=FIELDS,
    )


@needs(Right.ADMINISTER)
@require_POST
def stage_position(request: PageRequest, uid: str) -> HttpResponse:
    """Move a stage one place up or down."""
    stage = domain.get_stage(uid)
    order = [each.pk for each in domain.stages_of(stage.process)]
    step = -1 if request.POST.get("to") == UP else 1
    domain.place_stage(actor=request.actor, at=now(), stage=stage, position=order.index(stage.pk) + step)
    return redirect("web:process", uid=stage.process.uid)


@needs(Right.ADMINISTER)
@require_POST
def stage_removal(request: PageRequest, uid: str) -> HttpResponse:
    """Delete a stage that was never used."""
    stage = domain.get_stage(uid)
    process = stage.process
    domain.remove_stage(actor=request.actor, at=now(), stage=stage)
    say_next(request, _("The stage was deleted."))
    return redirect("web:process", uid=process.uid)


def _initial(stage: "Stage") -> dict[str, Any]:
    return {
        **label_fields(stage.labels, "label"),
        **label_fields(stage.our_labels, "our"),
        "probability": stage.probability,
        "is_active": stage.is_active,
        "version": stage.version,
    }


def _save(request: PageRequest, stage: "Stage", form: StageForm) -> object:
    values = {name: form.values[name] for name in ("probability", "is_active")}
    return domain.change_stage(
        actor=request.actor,
        at=now(),
        stage=stage,
        values={**values, "labels": form.labels, "our_labels": form.our_labels},
        expected_version=form.expected_version,
    )
