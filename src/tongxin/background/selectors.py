"""Read jobs."""

from tongxin.background.models import JobRun
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


def waiting_count() -> int:
    """Return how many jobs wait or run."""
    return JobRun.objects.filter(state__in=["WAITING", "RUNNING"]).count()
