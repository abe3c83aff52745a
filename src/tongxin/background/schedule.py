"""Tasks that come again by themselves; parts register theirs when their app is ready."""

from datetime import datetime, timedelta

from django.db import transaction

from tongxin.background.actions import enqueue
from tongxin.background.models import JobRun, JobState
from tongxin.common.locks import hold_to_commit

SCHEDULE_LOCK = 7_305_112  # any fixed number: one lock for the schedule
_intervals: dict[str, timedelta] = {}


def repeat(task: str, *, every: timedelta) -> None:
    """Let a registered task be run again and again, this long after it was last due."""
    _intervals[task] = every


def repeated_tasks() -> tuple[str, ...]:
    """Return the names of the tasks that come again."""
    return tuple(_intervals)


@transaction.atomic
def ensure_scheduled(*, at: datetime) -> list[JobRun]:
    """Queue the next run of each repeated task that has none waiting or running; return those queued.

    A run that was missed while no worker ran is made up for once, not as often as it was missed.
    """
    hold_to_commit(SCHEDULE_LOCK)
    queued = []
    for task, every in _intervals.items():
        last = JobRun.objects.filter(task=task).order_by("-pk").first()
        if last is not None and last.state in {JobState.WAITING, JobState.RUNNING}:
            continue
        due = at if last is None else max(at, last.run_after + every)
        queued.append(enqueue(actor=None, at=due, task=task, params={}))
    return queued
