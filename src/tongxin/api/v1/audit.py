"""The audit log."""

from typing import Any

from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.records import AuditEventOut
from tongxin.audit.selectors import AUDIT_LIST, HistoryLine, list_events
from tongxin.common.access import holding
from tongxin.common.rights import Right

router = ApiRouter(tags=["audit"])
COPIED = frozenset(AuditEventOut.model_fields) - {"number", "changes"}


@router.page("/audit-events", of=AuditEventOut, listing=AUDIT_LIST, access=holding(Right.SEE_AUDIT))
def audit_events(request: ApiRequest) -> dict[str, Any]:
    """Read who did, or was denied, what and when."""
    page, lines = list_events(request.actor, request.query)
    return {"items": [_event(line) for line in lines], "next": page.next, "has_more": page.has_more}


def _event(line: HistoryLine) -> dict[str, Any]:
    facts = {name: getattr(line.event, name) for name in COPIED}
    return facts | {"number": line.event.pk, "changes": line.changes}
