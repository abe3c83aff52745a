"""The relationship ladder: where each relationship stands, with the evidence of every criterion."""

from typing import TYPE_CHECKING, Any, Literal

from tongxin.analytics.ladder.portfolio import LadderRow, portfolio
from tongxin.analytics.ladder.standing import CriterionStanding, Standing, standing_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.ladder import AccountLadderOut, LadderRowOut, RelationshipCriterionOut
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import today
from tongxin.common.listing import Condition, ListQuery
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.ladder.selectors import criteria_in_force

if TYPE_CHECKING:
    from tongxin.crm.ladder.models import LadderClaim, LadderTarget

router = ApiRouter(tags=["ladder"])
Only = Literal["slipping", "ready"]
WITHHELD: dict[str, Any] = {
    "withheld": True, "proven": None, "declared": None, "next_level": None, "missing": [], "decaying": [],
    "falls_on": None, "falls_to": None, "is_slipping": False, "is_ready": False, "levels": [], "claims": [],
    "targets": [],
}  # fmt: skip


@router.show("/accounts/{uid}/ladder", of=AccountLadderOut, access=seeing(uid="ACCOUNT"))
def account_ladder(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show which level evidence supports, every criterion with its evidence, what is missing and what expires."""
    account = get_account_for(request.actor, uid)
    standing = standing_of(request.actor, account, as_of=today())
    return _shown(standing) if standing is not None else WITHHELD


@router.show("/relationship-levels", of=list[LadderRowOut], access=signed_in())
def relationship_levels(request: ApiRequest, only: Only | None = None) -> list[dict[str, Any]]:
    """Show the level, target and evidence of each visible relationship; none without the right to judgements."""
    conditions = (Condition(key=f"is_{only}", operator="eq", values=("true",)),) if only else ()
    rows = portfolio(request.actor, ListQuery(conditions=conditions), as_of=today())
    return [_row(row) for row in rows]


@router.show("/relationship-criteria", of=list[RelationshipCriterionOut], access=signed_in())
def relationship_criteria(request: ApiRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - every endpoint takes it
    """Show what is asked for at each level, the usual criteria and the house's rules in their place."""
    return [
        {
            "level": each.level,
            "fact": each.fact,
            "name": each.label,
            "needed": each.needed,
            "valid_days": each.valid_days,
            "least": each.least,
            "effort": each.effort,
            "rule": each.uid,
        }
        for each in criteria_in_force()
    ]


def _row(row: LadderRow) -> dict[str, Any]:
    standing = row.standing
    return {
        "account": standing.account.uid,
        "name": standing.account.name,
        "owner": standing.account.owner.display_name if standing.account.owner else "",
        "proven": standing.proven,
        "declared": standing.declared,
        "target": standing.target.level if standing.target else None,
        **{
            key: row.value(key)
            for key in ("due_on", "missing", "decaying", "falls_on", "is_slipping", "is_ready")
        },
    }


def _shown(standing: Standing) -> dict[str, Any]:
    return {
        "withheld": False,
        "proven": standing.proven,
        "declared": standing.declared,
        "next_level": standing.following,
        "missing": [each.asked.key for each in standing.missing],
        "decaying": [each.asked.key for each in standing.decaying],
        "falls_on": standing.falls_on,
        "falls_to": standing.falls_to,
        "is_slipping": standing.is_slipping,
        "is_ready": standing.is_ready,
        "levels": [
            {
                "level": level.level,
                "reached": level.reached,
                "criteria": [_criterion(each) for each in level.criteria],
            }
            for level in standing.levels
        ],
        "claims": [_claim(each) for each in standing.claims],
        "targets": [_aim(each) for each in standing.targets],
    }


def _claim(each: "LadderClaim") -> dict[str, Any]:
    return {
        "uid": each.uid,
        "level": each.level,
        "declared_on": each.declared_on,
        "agreed_with": each.agreed_with,
        "reason": each.reason,
    }


def _aim(each: "LadderTarget") -> dict[str, Any]:
    return {
        "uid": each.uid,
        "level": each.level,
        "due_on": each.due_on,
        "owner": each.owner.display_name,
        "plan": each.plan,
    }


def _criterion(each: CriterionStanding) -> dict[str, Any]:
    return {
        "fact": each.asked.fact,
        "name": each.asked.label,
        "state": each.state,
        "needed": each.asked.needed,
        "found": each.found,
        "valid_days": each.asked.valid_days,
        "least": each.asked.least,
        "effort": each.asked.effort,
        "expires_on": each.expires_on,
        "evidence": [
            {
                "kind": finding.kind.value,
                "uid": finding.uid,
                "text": finding.text,
                "observed_on": finding.on,
                "valid_until": finding.until,
                "percent": finding.percent,
                "against": finding.against,
                "counts": finding.uid in each.counted,
                "source": finding.source,
                "place": finding.place,
            }
            for finding in each.findings
        ],
    }
