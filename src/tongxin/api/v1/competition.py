"""Competition around customers: rings over the quarters, positions side by side, what changed lately."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from tongxin.analytics.competition.changes import changes_since
from tongxin.analytics.competition.positions import is_stale, position_of
from tongxin.analytics.competition.results import results_against
from tongxin.analytics.competition.rings import RingRow, portfolio_strip, ring_map_of
from tongxin.analytics.competition.value import Answer, answer_of, editions_beside
from tongxin.api.etags import made
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.competition import (
    CompetitionChangeOut,
    EditionOut,
    PositionOut,
    RingMapOut,
    RivalResultOut,
    StripOut,
    ValueAnswerOut,
)
from tongxin.common.access import changing, seeing, signed_in
from tongxin.common.clock import now, today
from tongxin.crm.accounts.selectors import get_account_for, visible_accounts
from tongxin.crm.competition.editions import make_edition
from tongxin.crm.competition.records import VALUE_CASE
from tongxin.records import reading
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from tongxin.crm.competition.models import ValueCase

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
        "names": found.names,
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


@router.show("/rival-results", of=list[RivalResultOut], access=signed_in())
def rival_results(request: ApiRequest, account: str = "") -> list[dict[str, Any]]:
    """Show what came of visible opportunities on which rivals were met; `account` takes those of one account alone."""
    found = visible_accounts(request.actor).filter(uid=account).first() if account else None
    if account and found is None:
        return []
    return [
        {
            "rival": each.rival.uid,
            "name": each.rival.name,
            "running": each.running,
            "now": each.now,
            "before": each.before,
            "ever": each.ever,
            "moved": each.moved,
        }
        for each in results_against(request.actor, as_of=today(), account=found)
    ]


@router.show("/competition-changes", of=list[CompetitionChangeOut], access=signed_in())
def competition_changes(request: ApiRequest, days: Days = 31) -> list[dict[str, Any]]:
    """Show what was recorded lately about rivals at visible accounts, the newest first."""
    return [
        {
            "kind": change.kind.value,
            "uid": change.uid,
            "account": change.account,
            "text": change.text,
            "changed_at": change.at,
        }
        for change in changes_since(request.actor, now() - timedelta(days=days), most=MOST_CHANGES)
    ]


@router.show("/value-cases/{uid}/answer", of=ValueAnswerOut, access=seeing(uid="VALUE_CASE"))
def value_case_answer(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show what a value case comes to: present value, rates of return, paybacks, total costs and what it hangs on."""
    case = reading.get_for(VALUE_CASE, request.actor, uid)
    answer = answer_of(request.actor, case, as_of=today())
    editions = [
        {"uid": each.case.uid, "edition": each.case.edition, "npv": each.result.npv if each.result else None}
        for each in editions_beside(case)
    ]
    return {**_figures(answer), **_beside(answer), "editions": editions}


@router.make("/value-cases/{uid}/editions", of=EditionOut, access=changing(uid="VALUE_CASE"))
def make_value_case_edition(request: ApiRequest, uid: str) -> "ValueCase":
    """Make the next edition of a value case, with the same lines and quotes; the earlier one stays as it is."""
    case = reading.get_for(VALUE_CASE, request.actor, uid)
    return made(request, make_edition(actor=request.actor, at=now(), case=case), "value_case")


def _figures(answer: Answer) -> dict[str, Any]:
    result = answer.result
    return {
        "npv": result.npv if result else None,
        "irr": result.irr if result else (),
        "payback_years": result.payback_years if result else None,
        "paybacks": result.paybacks if result else (),
        "discounted_paybacks": result.discounted_paybacks if result else (),
        "roi_percent": result.roi_percent if result else None,
        "reasons": [reason_text(reason) for reason in result.reasons] if result else [],
        "table": result.table if result else (),
        "sensitivity": result.sensitivity if result else (),
    }


def _beside(answer: Answer) -> dict[str, Any]:
    basis = answer.basis
    return {
        "costs": [
            {"kind": cost.kind.value, "total": cost.total, "present": cost.present} for cost in answer.costs
        ],
        "basis": {
            "usable": basis.usable,
            "valid": basis.valid,
            "expired": basis.expired,
            "margin": basis.margin,
            "margin_without": basis.margin_without,
            "quotes": [
                {
                    "uid": line.quote.uid,
                    "title": line.quote.title,
                    "standing": line.standing.value,
                    "price": line.quote.quoted_price,
                }
                for line in basis.quotes
            ],
        }
        if basis
        else None,
        "measured": [
            {
                "line": each.line.uid,
                "name": each.line.name,
                "promised": each.promised,
                "measured": each.measured,
                "percent": each.percent,
            }
            for each in answer.measured
        ],
        "agreed": answer.agreed,
    }


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
