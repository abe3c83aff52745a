"""The backup that the worker makes by plan."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from tongxin.archive.rotation import back_up, summary
from tongxin.background.models import JobRun
from tongxin.background.tasks import register, repeat
from tongxin.common.rights import Channel

TASK = "backup"


def run(*, job: JobRun, clock: Callable[[], datetime]) -> Mapping[str, Any]:  # noqa: ARG001 - as every task is called
    """Make one backup."""
    return summary(*back_up(at=clock(), channel=Channel.JOB))


def register_tasks() -> None:
    """Let the worker know the task, and its interval when backups are wanted."""
    register(TASK, run)
    if settings.BACKUP_HOURS:
        repeat(TASK, every=timedelta(hours=settings.BACKUP_HOURS))
