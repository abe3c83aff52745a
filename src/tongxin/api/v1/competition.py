"""Competition around customers: rings over the quarters, positions side by side, what changed lately."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field

from tongxin.analytics.competition.changes import changes_since
from tongxin.analytics.competition.positions import is_stale, position_of
from tongxin.analytics.competition.rings import RingRow, portfolio_strip, ring_map_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.competition import CompetitionChangeOut, PositionOut, RingMapOut, StripOut
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now, today
from tongxin.crm.accounts.selectors import get_account_for

router = ApiRouter(tags=["competition"])
Days = Annotated[int, Field(ge=1, le=366)]
MOST_CHANGES = 200


@router.show("/accounts/{uid}/rings", of=RingMapOut, access=seeing(uid="ACCOUNT"))
def account_rings(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the suppliers around an account, the closest first, with their rings over eight quarters."""
    found = ring_map_of(get_account_for(request.actor, uid), as_of=today())
    target = found.target
    return {
        "quarters": [quarter.name for quarter in found.quarters],
        "rings": [_ring(row) for row in found.rows],
        "ties": found.ties,
        "target": {
            "uid": target.uid,
            "ring": target.ring,
            "plan": target.plan,
            "owner": target.owner.display_name,
            "due_on": target.due_on,
        }
        if target
        else None,
    }


@router.show("/accounts/{uid}/positions", of=list[PositionOut], access=seeing(uid="ACCOUNT"))
def account_positions(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Show how we and each rival are judged at an account; of one judgement the newest counts."""
    found = position_of(get_account_for(request.actor, uid))
    return [
        {
            "criterion": rating.criterion,
            "supplier": rating.competitor.uid if rating.competitor else "",
            "score": rating.score,
            "reason": rating.reason,
            "author": rating.created_by.display_name if rating.created_by else "",
            "rated_on": rating.rated_on,
            "is_stale": is_stale(rating, as_of=today()),
        }
        for rating in found.ratings.values()
    ]


@router.show("/supplier-rings", of=list[StripOut], access=signed_in())
def supplier_rings(request: ApiRequest) -> list[dict[str, Any]]:
    """Show in which ring we stood at every account at the end of the last eight quarters."""
    quarters, rows = portfolio_strip(request.actor, as_of=today())
    return [
        {
            "account": row.account.uid,
            "name": row.account.name,
            "quarters": [quarter.name for quarter in quarters],
            "rings": list(row.history),
        }
        for row in rows
    ]


@router.show("/competition-changes", of=list[CompetitionChangeOut], access=signed_in())
def competition_changes(request: ApiRequest, days: Days = 31) -> list[dict[str, Any]]:
    """Show what was recorded lately about rivals at visible accounts, the newest first."""
    return [
        {
            "kind": change.kind.value,
            "uid": change.uid,
            "account": change.account.uid,
            "text": change.text,
            "changed_at": change.at,
        }
        for change in changes_since(request.actor, now() - timedelta(days=days), most=MOST_CHANGES)
    ]


def _ring(row: RingRow) -> dict[str, Any]:
    placed = row.newest
    return {
        "placement": placed.uid,
        "supplier": placed.competitor.uid if placed.competitor else "",
        "name": placed.competitor.name if placed.competitor else "",
        "segment": placed.segment,
        "ring": placed.ring,
        "standing": placed.standing,
        "history": list(row.history),
        "moved": row.moved,
        "has_evidence": placed.has_evidence,
        "evidence": placed.evidence,
        "evidence_source": placed.evidence_source,
        "evidence_on": placed.evidence_on,
    }
