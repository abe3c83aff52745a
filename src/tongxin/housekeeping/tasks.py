"""What a background worker runs for housekeeping, and how often."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from tongxin.background.models import JobRun
from tongxin.background.tasks import register, repeat
from tongxin.housekeeping.actions import keep_house

TASK = "housekeeping"


def run(*, job: JobRun, clock: Callable[[], datetime]) -> Mapping[str, Any]:
    """Keep house once."""
    return keep_house(at=clock(), done_before=job)


def register_tasks() -> None:
    """Let the worker know the task and its interval."""
    register(TASK, run)
    repeat(TASK, every=timedelta(hours=settings.HOUSEKEEPING_HOURS))
