"""Work outside the request."""

from typing import TYPE_CHECKING

from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.records import JobOut
from tongxin.background import actions
from tongxin.background.selectors import get_job_for
from tongxin.common.access import seeing
from tongxin.common.clock import now

if TYPE_CHECKING:
    from tongxin.background.models import JobRun

router = ApiRouter(tags=["jobs"])


@router.show("/jobs/{uid}", of=JobOut, access=seeing(uid="JOB"))
def job(request: ApiRequest, uid: str) -> "JobRun":
    """Show how far a job of mine is."""
    return get_job_for(request.actor, uid)


@router.make("/jobs/{uid}/cancellation", of=JobOut, access=seeing(uid="JOB"))
def make_cancellation(request: ApiRequest, uid: str) -> "JobRun":
    """Stop a job that is not over."""
    return actions.cancel(job=get_job_for(request.actor, uid), at=now())
