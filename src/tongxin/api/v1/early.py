"""How early those who decide were met, how far we shaped the needs, and win rates beside it."""

from typing import Any

from kamkit.early.engagement import Difference, Rate
from tongxin.analytics.early import EarlyRow, early_engagement
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.early import EarlyOut
from tongxin.common.access import signed_in
from tongxin.common.clock import today
from tongxin.wording.reasons import reason_text

router = ApiRouter(tags=["projects"])


@router.show("/early-engagement", of=EarlyOut, access=signed_in())
def early_engagement_rates(request: ApiRequest) -> dict[str, Any]:
    """Show how early and how shaping we were in every visible deal, and how often such deals were won."""
    found = early_engagement(request.actor, as_of=today())
    result = found.result
    return {
        "opportunities": [_deal(row) for row in found.rows],
        "engagement": [_rate(rate) for rate in result.engagement],
        "shaping": [_rate(rate) for rate in result.shaping],
        "early": _difference(result.early),
        "shaped": _difference(result.shaped),
    }


def _deal(row: EarlyRow) -> dict[str, Any]:
    told = row.told
    return {
        "opportunity": row.deal.uid,
        "outcome": row.deal.outcome,
        "charter_on": row.charter_on,
        "tender_on": row.tender_on,
        "engagement": told.engagement.value,
        "shaped": told.shaped,
        "shaping": told.shaping.value,
        "support_before_charter": row.support.effort,
        "support_effects": dict(row.support.effects),
        "leads": [
            {
                "person": lead.id,
                "first_on": lead.first_on,
                "before_charter": lead.before_charter,
                "before_tender": lead.before_tender,
            }
            for lead in told.leads
        ],
        "reasons": [reason_text(reason) for reason in told.reasons],
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "kind": rate.kind,
        "opportunities": rate.deals,
        "won": rate.won,
        "rate": rate.rate,
        "low": rate.low,
        "high": rate.high,
        "reasons": [reason_text(reason) for reason in rate.reasons],
    }


def _difference(each: Difference) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "difference": each.difference,
        "low": each.low,
        "high": each.high,
        "reasons": [reason_text(reason) for reason in each.reasons],
    }
