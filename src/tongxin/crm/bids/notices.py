"""What a notice says about how the award is made: method, criteria with their weights, deadline.

Read are the fields of OCDS and of its extension for award criteria (`lots[].awardCriteria.criteria[].numbers[]`),
https://extensions.open-contracting.org/en/extensions/awardCriteria/; nothing is guessed beyond them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tongxin.crm.bids.choices import AwardMethod
from tongxin.crm.tenders.facts.read import moment

PRICE_ALONE = frozenset({"priceOnly", "lowestCost"})
WORDS = (
    ("序位", AwardMethod.TW_RANK_SUM),
    ("評分單價", AwardMethod.TW_UNIT_PRICE),
    ("總評分", AwardMethod.TW_TOTAL_SCORE),
    ("综合评分", AwardMethod.CN_COMPREHENSIVE),
    ("综合评估", AwardMethod.CN_COMPREHENSIVE),
    ("最低评标价", AwardMethod.CN_LOWEST_EVALUATED),
    ("最低標", AwardMethod.LOWEST_EVALUATED),
    ("最有利標", AwardMethod.TW_RANK_SUM),
)
PRICE_KINDS = frozenset({"price", "cost"})
WEIGHT_KINDS = frozenset({"percentageExact", "decimalExact", "percentageMiddle", "decimalMiddle", "weight"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCriterion:
    """One item as published; `weight` is `None` where none was."""

    name: str
    is_price: bool
    weight: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardTerms:
    """How the award is made, as far as the notice says; `is_said` is false for a method that we chose."""

    method: AwardMethod
    is_said: bool
    criteria: tuple[PublishedCriterion, ...]


def award_terms(compiled: Mapping[str, Any], *, lot: str = "") -> AwardTerms:
    """Return what a compiled release says about the award of a tender, or of one lot."""
    tender = _mapping(compiled.get("tender"))
    told = [_mapping(each) for each in (*_lots(tender, lot), tender)]
    listed = [tuple(_criteria(each)) for each in told]
    criteria = next(filter(None, listed), ())
    method = next(filter(None, map(_method, told)), None)
    if method is None and criteria:
        method = AwardMethod.WEIGHTED if any(not each.is_price for each in criteria) else None
    return AwardTerms(
        method=method or AwardMethod.LOWEST_EVALUATED, is_said=method is not None, criteria=criteria
    )


def lot_of(compiled: Mapping[str, Any], lot: str) -> Mapping[str, Any]:
    """Return one lot of a compiled release; nothing for the tender as a whole, or a lot that the notice does not have."""
    return _mapping(next(iter(_lots(_mapping(compiled.get("tender")), lot)), None)) if lot else {}


def lot_deadline(compiled: Mapping[str, Any], lot: str) -> datetime | None:
    """Return until when bids for a lot are taken, where the notice gives the lot a deadline of its own."""
    return moment(_mapping(lot_of(compiled, lot).get("tenderPeriod")).get("endDate"))


def _lots(tender: Mapping[str, Any], lot: str) -> list[Any]:
    lots = tender.get("lots")
    listed = lots if isinstance(lots, list) else []
    return [each for each in listed if not lot or str(_mapping(each).get("id")) == lot]


def _method(told: Mapping[str, Any]) -> AwardMethod | None:
    said = told.get("awardCriteria")
    details = str(told.get("awardCriteriaDetails") or "")
    for word, method in WORDS:
        if word in details:
            return method
    if isinstance(said, str):
        if said in PRICE_ALONE:
            return AwardMethod.LOWEST_EVALUATED
        return AwardMethod.WEIGHTED if said in {"ratedCriteria", "bestProposal", "qualityOnly"} else None
    return None


def _criteria(told: Mapping[str, Any]) -> Iterator[PublishedCriterion]:
    listed = _mapping(told.get("awardCriteria")).get("criteria")
    for each in listed if isinstance(listed, list) else []:
        one = _mapping(each)
        name = str(one.get("name") or one.get("description") or "").strip()[:200]
        if name:
            yield PublishedCriterion(
                name=name, is_price=str(one.get("type")) in PRICE_KINDS, weight=_weight(one.get("numbers"))
            )


def _weight(numbers: object) -> Decimal | None:
    """Return the exact weight in per cent; thresholds are no weights."""
    for each in numbers if isinstance(numbers, list) else []:
        one = _mapping(each)
        number, kind = one.get("number"), str(one.get("weight") or "")
        if kind in WEIGHT_KINDS and isinstance(number, int | float | Decimal):
            exact = Decimal(str(number))
            return exact * 100 if kind.startswith("decimal") else exact
    return None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
