"""Run one job after another."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from tongxin.background import actions
from tongxin.background.models import JobRun
from tongxin.background.tasks import get_task
from tongxin.common.errors import Refusal

logger = logging.getLogger(__name__)
RETRY = timedelta(seconds=10)


def run_next(*, clock: Callable[[], datetime]) -> JobRun | None:
    """Claim and run one job; return it, or `None` when nothing waits.

    A refusal fails the job for good, with its code; anything unforeseen is logged and tried again later.
    """
    job = actions.claim(at=clock())
    if job is None:
        return None
    try:
        result = get_task(job.task)(job=job, clock=clock)
        actions.finish(job=job, at=clock(), result=result)
    except actions.LeaseLost:
        logger.warning("Job %s is held by another worker or was cancelled; leaving it", job.uid)
    except Refusal as refusal:
        actions.fail(job=job, at=clock(), error=refusal.code)
    except Exception as error:
        logger.exception("Job %s (%s) failed", job.uid, job.task)
        actions.fail(job=job, at=clock(), error=f"{type(error).__name__}: {error}"[:500], retry_in=RETRY)
    return job
