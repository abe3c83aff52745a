"""Which function runs a task; parts register theirs when their app is ready."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from tongxin.background.models import JobRun


class Task(Protocol):
    """Run a job's work and return its result; `clock` gives the time for leases and rows."""

    def __call__(self, *, job: JobRun, clock: Callable[[], datetime]) -> Mapping[str, Any]:
        """Do the work."""


_tasks: dict[str, Task] = {}


def register(name: str, task: Task) -> None:
    """Let `name` in `JobRun.task` run `task`."""
    _tasks[name] = task


def get_task(name: str) -> Task:
    """Return the function of a task.

    Raises:
        KeyError: no part registered it.

    """
    return _tasks[name]
