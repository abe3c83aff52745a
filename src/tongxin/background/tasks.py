"""Which function runs a task, and which come again by themselves; parts register theirs when their app is ready."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from tongxin.background.models import JobRun


class Task(Protocol):
    """Run a job's work and return its result; `clock` gives the time for leases and rows."""

    def __call__(self, *, job: JobRun, clock: Callable[[], datetime]) -> Mapping[str, Any]:
        """Do the work."""


_tasks: dict[str, Task] = {}
_intervals: dict[str, timedelta] = {}


def register(name: str, task: Task) -> None:
    """Let `name` in `JobRun.task` run `task`."""
    _tasks[name] = task


def repeat(name: str, *, every: timedelta) -> None:
    """Let a registered task be run again and again, this long after it was last due."""
    _intervals[name] = every


def repeated_tasks() -> Mapping[str, timedelta]:
    """Return the tasks that come again, with their intervals."""
    return dict(_intervals)


def get_task(name: str) -> Task:
    """Return the function of a task.

    Raises:
        KeyError: no part registered it.

    """
    return _tasks[name]
