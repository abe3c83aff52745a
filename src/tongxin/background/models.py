"""Work outside the request, as rows."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from tongxin.common.models import Fact


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "WAITING", pgettext_lazy("job", "waiting")
    RUNNING = "RUNNING", pgettext_lazy("job", "running")
    DONE = "DONE", pgettext_lazy("job", "done")
    FAILED = "FAILED", pgettext_lazy("job", "failed")
    CANCELLED = "CANCELLED", pgettext_lazy("job", "cancelled")


class JobRun(Fact):
    """One job: what to run, for whom, how far it is, and who holds it.

    A worker holds a job by a lease that it renews; `fence` rises with every claim, and only the holder of
    the present fence may finish the job, so that a stalled worker that wakes up cannot overwrite another's work.
    """

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "requested_by": "is told when it is done",
        "error": "may quote a value of the work",
    }

    task = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    run_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    done_steps = models.PositiveIntegerField(default=0)
    total_steps = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "run_after"])]

    def __str__(self) -> str:
        return f"{self.task} {self.uid}"

    @property
    def percent(self) -> int:
        """Return how much is done, 0 to 100."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done_steps * 100 // self.total_steps) if self.total_steps else 0

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}
