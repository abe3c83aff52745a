"""Read jobs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tongxin.background.models import JobRun, JobState
from tongxin.background.tasks import repeated_tasks
from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.rights import Right


def get_job_for(actor: Actor, uid: str) -> JobRun:
    """Return a job that the actor asked for; administrators may read all.

    Raises:
        Missing: there is none for this actor.

    """
    jobs = JobRun.objects.filter(uid=uid)
    if not actor.has(Right.ADMINISTER):
        jobs = jobs.filter(requested_by=actor.user)
    job = jobs.first()
    if job is None:
        raise Missing("JOB_MISSING", uid=uid)
    return job


def oldest_waiting_since() -> datetime | None:
    """Return since when the job at the head of the queue could have been run, `None` with an empty queue.

    Tasks that come again by themselves do not count: nobody waits for them while the server stands still.
    """
    return (
        JobRun.objects.filter(state=JobState.WAITING)
        .exclude(task__in=repeated_tasks())
        .order_by("run_after")
        .values_list("run_after", flat=True)
        .first()
    )


def waiting_count() -> int:
    """Return how many jobs wait or run."""
    return JobRun.objects.filter(state__in=["WAITING", "RUNNING"]).count()


def find_unfinished(task: str, params: Mapping[str, Any]) -> JobRun | None:
    """Return a job of this task with these parameters that waits or runs, `None` when there is none."""
    jobs = JobRun.objects.filter(task=task, state__in=["WAITING", "RUNNING"]).order_by("pk")
    return next((job for job in jobs if job.params == dict(params)), None)
