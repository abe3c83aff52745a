"""Who changed a record and who looked at it: the audit log, a record at a time, for all who see the record."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.records import AuditVerificationOut, HistoryEventOut, HistoryOut
from tongxin.audit.choices import Kind
from tongxin.audit.selectors import HistoryLine, first_broken_link, history_of
from tongxin.common.access import holding, seeing
from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import get_account_for, restricted_history
from tongxin.crm.opportunities.rules import RESTRICTED as RESTRICTED_OF_DEALS
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.relationships.selectors import get_interaction_for
from tongxin.crm.stakeholders.selectors import get_person_for

router = ApiRouter(tags=["audit"])
Before = Annotated[int, Field(ge=1, lt=2**62)]
Few = Annotated[int, Field(ge=1, le=100)]
COPIED = frozenset(HistoryEventOut.model_fields) - {"number", "changes"}


@router.show("/accounts/{uid}/history", of=HistoryOut, access=seeing(uid="ACCOUNT"))
def account_history(
    request: ApiRequest, uid: str, before: Before | None = None, limit: Few = 50
) -> dict[str, Any]:
    """Show who did what to an account, newest first."""
    restricted = restricted_history(get_account_for(request.actor, uid))
    return history_answer(request, Kind.ACCOUNT, uid, restricted, before, limit)


@router.show("/opportunities/{uid}/history", of=HistoryOut, access=seeing(uid="OPPORTUNITY"))
def opportunity_history(
    request: ApiRequest, uid: str, before: Before | None = None, limit: Few = 50
) -> dict[str, Any]:
    """Show who did what to an opportunity, newest first."""
    get_opportunity_for(request.actor, uid)
    return history_answer(request, Kind.OPPORTUNITY, uid, RESTRICTED_OF_DEALS, before, limit)


@router.show("/people/{uid}/history", of=HistoryOut, access=seeing(uid="PERSON"))
def person_history(
    request: ApiRequest, uid: str, before: Before | None = None, limit: Few = 50
) -> dict[str, Any]:
    """Show who changed and who saw a person's data, newest first."""
    get_person_for(request.actor, uid)
    return history_answer(request, Kind.PERSON, uid, {"judgement": Right.JUDGEMENT}, before, limit)


@router.show("/interactions/{uid}/history", of=HistoryOut, access=seeing(uid="INTERACTION"))
def interaction_history(
    request: ApiRequest, uid: str, before: Before | None = None, limit: Few = 50
) -> dict[str, Any]:
    """Show who did what to a log entry, newest first; the author's private note is the author's."""
    entry = get_interaction_for(request.actor, uid)
    own = entry.author_id == request.actor.user.pk
    restricted = {} if own else {"private_note": Right.PRIVATE_NOTE}
    return history_answer(request, Kind.INTERACTION, uid, restricted, before, limit)


@router.show("/audit-verification", of=AuditVerificationOut, access=holding(Right.SEE_AUDIT))
def audit_verification(request: ApiRequest) -> dict[str, Any]:  # noqa: ARG001 - the framework passes it
    """Examine the whole audit log and say whether its chain holds."""
    broken = first_broken_link()
    return {"is_whole": broken is None, "broken_at": broken}


def history_answer(
    request: ApiRequest, kind: Kind, uid: str, restricted: Mapping[str, str], before: int | None, limit: int
) -> dict[str, Any]:
    """Return one page of a record's history; the caller has checked that it is visible."""
    lines = history_of(request.actor, kind, uid, restricted=dict(restricted), limit=limit + 1, before=before)
    shown = lines[:limit]
    more = len(lines) > limit
    return {"items": [_event(line) for line in shown], "next": shown[-1].event.pk if more else None}


def _event(line: HistoryLine) -> dict[str, Any]:
    facts = {name: getattr(line.event, name) for name in COPIED}
    return facts | {"number": line.event.pk, "changes": line.changes}
