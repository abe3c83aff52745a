"""What a background worker runs for imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tongxin.background.actions import LeaseLost, enqueue, purge_runs, report_progress
from tongxin.background.models import JobRun
from tongxin.background.selectors import find_unfinished
from tongxin.background.tasks import register, repeat
from tongxin.common.actor import Actor
from tongxin.common.rights import Channel
from tongxin.importers.task_names import APPLY_TASK, UNDO_TASK
from tongxin.team.selectors import get_actor

if TYPE_CHECKING:
    from tongxin.crm.tenders.models import NoticeSource

FETCH_TASK = "importers.fetch_source"
SOURCES_TASK = "importers.due_sources"
LOOK_FOR_SOURCES = timedelta(minutes=15)
# How often a job that fetches says that it lives: well within its lease, and not with every piece.
_SIGN_OF_LIFE = timedelta(seconds=5)

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


def fetch_source(*, job: JobRun, clock: Clock) -> Mapping[str, Any]:
    """Fetch the source of notices named in the job."""
    from tongxin.crm.tenders.selectors import get_source  # noqa: PLC0415 - as above
    from tongxin.importers.notices import sources  # noqa: PLC0415 - as above

    said = clock()

    def progress(done: int) -> None:
        nonlocal said
        if clock() - said >= _SIGN_OF_LIFE:
            said = clock()
            report_progress(job=job, at=said, done=done)

    source = sources.fetch_source(source=get_source(job.params["source"]), at=clock(), progress=progress)
    return {"source": source.uid, "result": source.last_result, "read": source.last_read}


def queue_due_sources(*, job: JobRun, clock: Clock) -> Mapping[str, Any]:
    """Queue a job for each source that is to be fetched by now, unless it has one already."""
    from tongxin.crm.tenders.selectors import due_sources  # noqa: PLC0415 - as above

    queued = [queue_fetch(actor=None, at=clock(), source=source) for source in due_sources(at=clock())]
    purge_runs(before=job)
    return {"sources": len(queued)}


def queue_fetch(*, actor: Actor | None, at: datetime, source: NoticeSource) -> JobRun:
    """Queue the fetch of a source; one that waits or runs already is returned in its place."""
    waiting = find_unfinished(FETCH_TASK, {"source": source.uid})
    return waiting or enqueue(actor=actor, at=at, task=FETCH_TASK, params={"source": source.uid})


def register_tasks() -> None:
    """Let the worker know these tasks."""
    register(FETCH_TASK, fetch_source)
    register(SOURCES_TASK, queue_due_sources)
    repeat(SOURCES_TASK, every=LOOK_FOR_SOURCES)
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
