"""What happens to promises of both sides; the rest are their standard endpoints."""

from typing import Any

from tongxin.api.records.schemas import shown_schema
from tongxin.api.records.values import shown_to
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.relationships import PostponementIn, SettlementIn
from tongxin.common.access import seeing
from tongxin.common.clock import now, today
from tongxin.crm.relationships import actions
from tongxin.crm.relationships.records import PROMISE
from tongxin.crm.relationships.selectors import get_promise_for

router = ApiRouter(tags=["relationships"])
PROMISE_OUT = shown_schema(PROMISE)


@router.make("/promises/{uid}/settlement", of=PROMISE_OUT, access=seeing(uid="PROMISE"))
def make_settlement(request: ApiRequest, uid: str, sent: SettlementIn) -> dict[str, Any]:
    """Say that a promise was kept, or dropped."""
    found = get_promise_for(request.actor, uid)
    actions.settle_promise(actor=request.actor, at=now(), promise=found, state=sent.state)
    return shown_to(request.actor, PROMISE, found)


@router.make("/promises/{uid}/reopening", of=PROMISE_OUT, access=seeing(uid="PROMISE"))
def make_promise_reopening(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Take a settlement back."""
    found = get_promise_for(request.actor, uid)
    actions.reopen_promise(actor=request.actor, at=now(), promise=found)
    return shown_to(request.actor, PROMISE, found)


@router.make("/promises/{uid}/postponement", of=PROMISE_OUT, access=seeing(uid="PROMISE"))
def make_postponement(request: ApiRequest, uid: str, sent: PostponementIn) -> dict[str, Any]:
    """Put a promise off."""
    found = get_promise_for(request.actor, uid)
    actions.postpone_promise(actor=request.actor, at=now(), promise=found, as_of=today(), days=sent.days)
    return shown_to(request.actor, PROMISE, found)
