"""What a background worker does for personal data every night."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from tongxin.background.models import JobRun
from tongxin.background.tasks import register, repeat
from tongxin.privacy.erasing import erase_again
from tongxin.privacy.retention import remove_all_due

TASK = "retention"


def run(*, job: JobRun, clock: Callable[[], datetime]) -> Mapping[str, Any]:  # noqa: ARG001 - the worker's signature
    """Erase again who came back, and remove what the rules that work by themselves make due."""
    at = clock()
    return {**erase_again(at=at), **remove_all_due(at=at)}


def register_tasks() -> None:
    """Let the worker know the task and its interval."""
    register(TASK, run)
    repeat(TASK, every=timedelta(days=1))
