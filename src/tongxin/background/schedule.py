"""Queue the tasks that come again by themselves."""

from datetime import datetime

from django.db import transaction

from tongxin.background.actions import enqueue
from tongxin.background.models import JobRun, JobState
from tongxin.background.tasks import repeated_tasks
from tongxin.common.locks import hold_to_commit

SCHEDULE_LOCK = 7_305_112  # any fixed number: one lock for the schedule


@transaction.atomic
def ensure_scheduled(*, at: datetime) -> list[JobRun]:
    """Queue the next run of each repeated task that has none waiting or running; return those queued.

    A run that was missed while no worker ran is made up for once, not as often as it was missed.
    """
    hold_to_commit(SCHEDULE_LOCK)
    queued = []
    for task, every in repeated_tasks().items():
        last = JobRun.objects.filter(task=task).order_by("-pk").first()
        if last is not None and last.state in {JobState.WAITING, JobState.RUNNING}:
            continue
        due = at if last is None else max(at, last.run_after + every)
        queued.append(enqueue(actor=None, at=due, task=task, params={}))
    return queued
