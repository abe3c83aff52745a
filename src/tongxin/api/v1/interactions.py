"""Log entries: visits, meetings, calls, mails and notes."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.references import referenced
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.relationships import InteractionChange, InteractionIn, InteractionOut, MadeAtVisit
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.relationships import actions, selectors
from tongxin.crm.relationships.actions import NewPromise
from tongxin.crm.relationships.selectors import INTERACTION_LIST, InteractionView, get_interaction_for
from tongxin.crm.stakeholders.selectors import get_person_for
from tongxin.team.selectors import get_user

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.crm.relationships.models import Interaction

router = ApiRouter(tags=["relationships"])


@router.page("/interactions", of=InteractionOut, listing=INTERACTION_LIST, access=signed_in())
def interactions(request: ApiRequest) -> "Page[Any]":
    """List log entries, the newest first."""
    page: Page[Any] = selectors.list_interactions(request.actor, request.query)
    return replace(page, items=selectors.views_of(request.actor, page.items))


@router.make("/interactions", of=InteractionOut, access=signed_in())
def make_interaction(request: ApiRequest, sent: InteractionIn) -> InteractionView:
    """Log what happened."""
    actor = request.actor
    entry = actions.log_interaction(
        actor=actor,
        at=now(),
        text=sent.text,
        kind=sent.kind,
        occurred_at=sent.occurred_at,
        account=referenced("account", get_account_for, actor, sent.account) if sent.account else None,
        sentiment=sent.sentiment,
        private_note=sent.private_note,
        promises=[_promise(promise) for promise in sent.promises],
        **_concerned(request, sent.people, sent.opportunities, sent.colleagues),
    )
    return _view(request, made(request, entry, "interaction"))


@router.show(
    "/interactions/{uid}",
    of=InteractionOut,
    listing=INTERACTION_LIST,
    access=seeing(uid="INTERACTION"),
)
def interaction(request: ApiRequest, uid: str) -> InteractionView:
    """Show a log entry."""
    return _view(request, tag(request, get_interaction_for(request.actor, uid)))


@router.change("/interactions/{uid}", of=InteractionOut, access=seeing(uid="INTERACTION"))
def change_interaction(request: ApiRequest, uid: str, sent: InteractionChange) -> InteractionView:
    """Correct a log entry."""
    actor, entry = request.actor, get_interaction_for(request.actor, uid)
    values = values_of(request, sent)
    linked = {name: values.pop(name) for name in ("people", "opportunities", "colleagues") if name in values}
    found = _concerned(
        request, linked.get("people", []), linked.get("opportunities", []), linked.get("colleagues", [])
    )
    if values.get("account"):
        values["account"] = referenced("account", get_account_for, actor, values["account"])
    actions.change_interaction(
        actor=actor,
        at=now(),
        interaction=entry,
        values=values,
        expected_version=expected_version(request, entry),
        **{name: found[name] for name in linked},
    )
    return _view(request, tag(request, get_interaction_for(actor, uid)))


@router.remove("/interactions/{uid}", access=seeing(uid="INTERACTION"))
def delete_interaction(request: ApiRequest, uid: str) -> None:
    """Delete a log entry; it can be restored."""
    entry = get_interaction_for(request.actor, uid)
    actions.delete_interaction(
        actor=request.actor, at=now(), interaction=entry, expected_version=expected_version(request, entry)
    )


@router.make(
    "/deleted-interactions/{uid}/restorations",
    of=InteractionOut,
    access=seeing(uid="HIDDEN_INTERACTION"),
)
def make_interaction_restoration(request: ApiRequest, uid: str) -> InteractionView:
    """Bring a deleted log entry back."""
    entry = get_interaction_for(request.actor, uid, deleted=True)
    restored = actions.restore_interaction(actor=request.actor, at=now(), interaction=entry)
    return _view(request, made(request, restored, "interaction"))


def _view(request: ApiRequest, entry: "Interaction") -> InteractionView:
    return selectors.views_of(request.actor, [entry])[0]


def _promise(sent: MadeAtVisit) -> NewPromise:
    owner = referenced("promises", get_user, sent.owner) if sent.owner else None
    return NewPromise(text=sent.text, side=sent.side, due_on=sent.due_on, owner=owner)


def _concerned(
    request: ApiRequest, people: list[str], opportunities: list[str], colleagues: list[str]
) -> dict[str, Any]:
    actor = request.actor
    return {
        "people": [referenced("people", get_person_for, actor, uid) for uid in people],
        "opportunities": [
            referenced("opportunities", get_opportunity_for, actor, uid) for uid in opportunities
        ],
        "colleagues": [referenced("colleagues", get_user, uid) for uid in colleagues],
    }
