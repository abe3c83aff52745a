"""What a background worker runs for analysis."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from tongxin.background.actions import report_progress
from tongxin.background.models import JobRun
from tongxin.background.tasks import register


def refresh(*, job: JobRun, clock: Callable[[], datetime]) -> Mapping[str, Any]:
    """Write the market's Parquet files anew; a run that was interrupted goes on where it stood."""
    from tongxin.analytics.market.register import refresh_market  # noqa: PLC0415 - loaded when there is work

    def progress(written: int) -> None:
        report_progress(job=job, at=clock(), done=written)

    return {"is_new": refresh_market(Path(settings.HOME) / "market", progress=progress)}


def register_tasks() -> None:
    """Let the worker know the task."""
    from tongxin.analytics.market.register import TASK  # noqa: PLC0415 - as above

    register(TASK, refresh)
