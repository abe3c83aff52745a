"""Queue, claim, hold and finish jobs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from tongxin.background.models import JobRun, JobState
from tongxin.common.actor import Actor
from tongxin.common.errors import Conflict

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
MOST_ATTEMPTS = 5


class LeaseLost(Exception):  # noqa: N818 - a state of affairs, not a mistake
    """Say that another worker holds the job now; the caller must stop at once."""


def enqueue(
    *, actor: Actor | None, at: datetime, task: str, params: Mapping[str, Any], total_steps: int = 0
) -> JobRun:
    """Queue a job inside the caller's transaction: it exists exactly when the caller's work does."""
    return JobRun.objects.create(
        task=task,
        params=dict(params),
        requested_by=actor.user if actor else None,
        run_after=at,
        total_steps=total_steps,
        created_at=at,
    )


def claim(*, at: datetime) -> JobRun | None:
    """Take the oldest job that is waiting, or whose holder let its lease run out; `None` when there is none.

    A job that was claimed `MOST_ATTEMPTS` times without getting any further is failed instead, so that one
    poisonous job cannot hold up the queue.
    """
    ready = Q(state=JobState.WAITING, run_after__lte=at) | Q(state=JobState.RUNNING, lease_until__lt=at)
    while True:
        job = JobRun.objects.filter(ready).order_by("run_after", "pk").first()
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            _end(job, JobState.FAILED, at, error="ATTEMPTS_EXHAUSTED")
            continue
        taken = JobRun.objects.filter(ready, pk=job.pk, fence=job.fence).update(
            state=JobState.RUNNING,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            lease_until=at + LEASE,
            started_at=at,
            error="",
        )
        if taken:
            job.refresh_from_db()
            return job


def report_progress(*, job: JobRun, at: datetime, done: int, total: int | None = None) -> None:
    """Renew the lease and say how far the job is; a try that got further than all before counts as the first.

    One that does again what an earlier try had done shows no less than that.

    Raises:
        LeaseLost: the job is held by somebody else, or was cancelled.

    """
    values: dict[str, Any] = {"done_steps": max(done, job.done_steps), "lease_until": at + LEASE}
    if done > job.done_steps:
        values["attempts"] = 1
    if total is not None:
        values["total_steps"] = total
    held = JobRun.objects.filter(pk=job.pk, fence=job.fence, state=JobState.RUNNING).update(**values)
    if not held:
        raise LeaseLost(job.uid)
    for name, value in values.items():
        setattr(job, name, value)


def finish(*, job: JobRun, at: datetime, result: Mapping[str, Any]) -> None:
    """Mark the job done with its result.

    Raises:
        LeaseLost: the job is held by somebody else, or was cancelled.

    """
    if not _end(job, JobState.DONE, at, result=dict(result)):
        raise LeaseLost(job.uid)


def fail(*, job: JobRun, at: datetime, error: str, retry_in: timedelta | None = None) -> None:
    """Mark the job failed, or put it back in the queue for later.

    Raises:
        LeaseLost: the job is held by somebody else, or was cancelled.

    """
    if retry_in is None or job.attempts >= MOST_ATTEMPTS:
        if not _end(job, JobState.FAILED, at, error=error):
            raise LeaseLost(job.uid)
        return
    put_back = JobRun.objects.filter(pk=job.pk, fence=job.fence, state=JobState.RUNNING).update(
        state=JobState.WAITING, run_after=at + retry_in, lease_until=None, error=error
    )
    if not put_back:
        raise LeaseLost(job.uid)


@transaction.atomic
def cancel(*, job: JobRun, at: datetime) -> JobRun:
    """Stop a job that is not over; a running one stops at its next progress report.

    Raises:
        Conflict: `JOB_OVER`.

    """
    stopped = JobRun.objects.filter(pk=job.pk, state__in=[JobState.WAITING, JobState.RUNNING]).update(
        state=JobState.CANCELLED, finished_at=at, lease_until=None
    )
    if not stopped:
        raise Conflict("JOB_OVER", state=job.state)
    job.refresh_from_db()
    return job


def purge_runs(*, before: JobRun) -> int:
    """Forget the earlier runs of a job's task that were done; return how many. Those that failed stay to be looked at."""
    earlier = JobRun.objects.filter(task=before.task, pk__lt=before.pk, state=JobState.DONE)
    return earlier.delete()[0]


def _end(job: JobRun, state: JobState, at: datetime, **values: Any) -> bool:
    ended = JobRun.objects.filter(pk=job.pk, fence=job.fence).exclude(
        state__in=[JobState.CANCELLED, JobState.DONE]
    )
    done = bool(ended.update(state=state, finished_at=at, lease_until=None, **values))
    job.refresh_from_db()
    return done
