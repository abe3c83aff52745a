"""Place several suppliers around a customer at once; a supplier nobody knew before becomes a competitor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.competition.models import Placement
from tongxin.crm.competition.records import PLACEMENT
from tongxin.crm.market.records import COMPETITOR
from tongxin.crm.market.selectors import find_competitor
from tongxin.records.writing import create_record


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlacement:
    """One supplier to place; without a name it is us."""

    name: str
    ring: str
    evidence: str = ""


@transaction.atomic
def place_suppliers(
    *,
    actor: Actor,
    at: datetime,
    account: Account,
    placements: Sequence[NewPlacement],
    segment: str,
    placed_on: date,
    evidence_source: str = "",
) -> list[Placement]:
    """Place suppliers of one segment on one day, all or none; return the placements.

    Args:
        evidence_source: from whom the evidence of all of them is; its day is the day of the placement.

    Raises:
        Denied: the actor may not write.
        Conflict: the account is not in use.
        Refusal: what the rules say of one of them.
    """
    made = []
    for each in placements:
        known = find_competitor(each.name) if each.name else None
        if each.name and known is None:
            known = create_record(COMPETITOR, actor=actor, at=at, values={"name": each.name})
        values = {
            "account": account,
            "competitor": known,
            "ring": each.ring,
            "segment": segment,
            "placed_on": placed_on,
            "evidence": each.evidence,
            "evidence_source": evidence_source if each.evidence else "",
            "evidence_on": placed_on if each.evidence and evidence_source else None,
        }
        made.append(create_record(PLACEMENT, actor=actor, at=at, values=values))
    return made
