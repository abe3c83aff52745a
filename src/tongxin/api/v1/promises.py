"""Promises of both sides."""

from typing import TYPE_CHECKING, Any

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.references import referenced
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.relationships import (
    PostponementIn,
    PromiseChange,
    PromiseIn,
    PromiseOut,
    SettlementIn,
)
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now, today
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.relationships import actions, selectors
from tongxin.crm.relationships.selectors import PROMISE_LIST, get_promise_for
from tongxin.crm.stakeholders.selectors import get_person_for
from tongxin.team.selectors import get_user

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.crm.relationships.models import Promise

router = ApiRouter(tags=["relationships"])


@router.page("/promises", of=PromiseOut, listing=PROMISE_LIST, access=signed_in())
def promises(request: ApiRequest) -> "Page[Promise]":
    """List promises."""
    return selectors.list_promises(request.actor, request.query)


@router.make("/promises", of=PromiseOut, access=signed_in())
def make_promise(request: ApiRequest, sent: PromiseIn) -> "Promise":
    """Keep a promise in mind."""
    actor = request.actor
    values = _resolved(request, sent.dict(exclude={"account"}, exclude_none=True))
    account = referenced("account", get_account_for, actor, sent.account) if sent.account else None
    kept = actions.add_promise(actor=actor, at=now(), account=account, promise=actions.NewPromise(**values))
    return made(request, kept, "promise")


@router.show("/promises/{uid}", of=PromiseOut, listing=PROMISE_LIST, access=seeing(uid="PROMISE"))
def promise(request: ApiRequest, uid: str) -> "Promise":
    """Show a promise."""
    return tag(request, get_promise_for(request.actor, uid))


@router.change("/promises/{uid}", of=PromiseOut, access=seeing(uid="PROMISE"))
def change_promise(request: ApiRequest, uid: str, sent: PromiseChange) -> "Promise":
    """Change an open promise, or hand it to another colleague."""
    found = get_promise_for(request.actor, uid)
    actions.change_promise(
        actor=request.actor,
        at=now(),
        promise=found,
        values=_resolved(request, values_of(request, sent)),
        expected_version=expected_version(request, found),
    )
    return tag(request, found)


@router.make("/promises/{uid}/settlement", of=PromiseOut, access=seeing(uid="PROMISE"))
def make_settlement(request: ApiRequest, uid: str, sent: SettlementIn) -> "Promise":
    """Say that a promise was kept, or dropped."""
    found = get_promise_for(request.actor, uid)
    return actions.settle_promise(actor=request.actor, at=now(), promise=found, state=sent.state)


@router.make("/promises/{uid}/reopening", of=PromiseOut, access=seeing(uid="PROMISE"))
def make_promise_reopening(request: ApiRequest, uid: str) -> "Promise":
    """Take a settlement back."""
    found = get_promise_for(request.actor, uid)
    return actions.reopen_promise(actor=request.actor, at=now(), promise=found)


@router.make("/promises/{uid}/postponement", of=PromiseOut, access=seeing(uid="PROMISE"))
def make_postponement(request: ApiRequest, uid: str, sent: PostponementIn) -> "Promise":
    """Put a promise off."""
    found = get_promise_for(request.actor, uid)
    return actions.postpone_promise(
        actor=request.actor, at=now(), promise=found, as_of=today(), days=sent.days
    )


def _resolved(request: ApiRequest, values: dict[str, Any]) -> dict[str, Any]:
    found = dict(values)
    if found.get("owner"):
        found["owner"] = referenced("owner", get_user, found["owner"])
    if found.get("person"):
        found["person"] = referenced("person", get_person_for, request.actor, found["person"])
    if found.get("opportunity"):
        found["opportunity"] = referenced(
            "opportunity", get_opportunity_for, request.actor, found["opportunity"]
        )
    return found
