"""What a background worker runs for imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from tongxin.background.actions import LeaseLost, report_progress
from tongxin.background.models import JobRun
from tongxin.background.tasks import register
from tongxin.common.actor import Actor
from tongxin.common.rights import Channel
from tongxin.team.selectors import get_actor

APPLY_TASK = "importers.apply"
UNDO_TASK = "importers.undo"

Clock = Callable[[], datetime]


def apply(*, job: JobRun, clock: Clock) -> Mapping[str, Any]:
    """Write the import named in the job."""
    from tongxin.importers import actions  # noqa: PLC0415 - the reading of files is loaded when there is one
    from tongxin.importers.models import ImportBatch  # noqa: PLC0415

    batch = ImportBatch.objects.get(uid=job.params["batch"])
    actions.run_import(actor=_actor(job, clock), batch=batch, clock=clock, progress=_progress(job, clock))
    return {"batch": batch.uid, "totals": batch.totals}


def undo(*, job: JobRun, clock: Clock) -> Mapping[str, Any]:
    """Take back the import named in the job."""
    from tongxin.importers import actions  # noqa: PLC0415 - as above
    from tongxin.importers.models import ImportBatch  # noqa: PLC0415

    batch = ImportBatch.objects.get(uid=job.params["batch"])
    actions.run_undo(actor=_actor(job, clock), batch=batch, clock=clock, progress=_progress(job, clock))
    return {"batch": batch.uid, "totals": batch.undo_totals}


def register_tasks() -> None:
    """Let the worker know these tasks."""
    register(APPLY_TASK, apply)
    register(UNDO_TASK, undo)


def _actor(job: JobRun, clock: Clock) -> Actor:
    """Return who asked for the job, with the rights they have now."""
    user = job.requested_by
    if user is None or not user.is_active:
        raise LeaseLost(job.uid)
    return get_actor(user, as_of=timezone.localdate(clock()), channel=Channel.IMPORT)


def _progress(job: JobRun, clock: Clock) -> Callable[[int, int], None]:
    def report(done: int, total: int) -> None:
        report_progress(job=job, at=clock(), done=done, total=total)

    return report
