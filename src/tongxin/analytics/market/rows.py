"""What a process says, flattened for analysis: one row for it, one for each bid, one for each firm."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tongxin.crm.tenders.facts import Facts, Money

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessRows:
    """The rows of one process: by column, as Parquet keeps them."""

    process: dict[str, Any]
    bids: tuple[dict[str, Any], ...]
    firms: tuple[dict[str, Any], ...]


def rows_of(facts: Facts) -> ProcessRows:
    """Return the rows of one process.

    An amount that equals its supplier's number is left out of every figure; a price counts only where the whole process
    used one currency. What joint winners won stays with the process: the share of each is not known.
    """
    price, currency = _price(facts)
    estimate = facts.estimate if facts.estimate and facts.estimate.amount > 0 else None
    day = facts.awarded_at or facts.deadline_at or facts.published_at
    process = {
        "ocid": facts.ocid,
        "title": facts.title[:300],
        "day": day.date() if day else None,
        "buyer_key": facts.buyer.key if facts.buyer else "",
        "buyer": facts.buyer.name if facts.buyer else "",
        "category": facts.classification or facts.category,
        "region": facts.region,
        "method": facts.method,
        "year": day.year if day else None,
        "awards": len(facts.wins),
        "bidders": len(facts.bidders) or None,
        "price": price,
        "currency": currency,
        "estimate": _cents(estimate) if estimate and estimate.currency == currency else None,
    }
    return ProcessRows(process=process, bids=tuple(_bids(facts)), firms=tuple(_firms(facts)))


def _price(facts: Facts) -> tuple[Decimal | None, str]:
    if len(facts.price) != 1 or any(award.is_suspect for award in facts.wins):
        return None, ""
    ((currency, amount),) = facts.price.items()
    return _cents(Money(amount=amount, currency=currency)), currency


def _cents(money: Money | None) -> Decimal | None:
    if money is None or abs(money.amount) >= LARGEST:
        return None
    return money.amount.quantize(CENT, ROUND_HALF_UP)


def _bids(facts: Facts) -> Iterator[dict[str, Any]]:
    for bid in facts.bids:
        amount = _cents(bid.value) if bid.is_valid else None
        if amount is not None and bid.value is not None and amount > 0:
            yield {"ocid": facts.ocid, "bid": bid.id, "amount": amount, "currency": bid.value.currency}


def _firms(facts: Facts) -> Iterator[dict[str, Any]]:
    firms: dict[str, dict[str, Any]] = {}
    names = {who.key: who.name for who in facts.bidders}
    for award in facts.wins:
        for who in award.suppliers:
            names.setdefault(who.key, who.name)
            row = firms.setdefault(who.key, {"wins": 0, "won": None, "currency": ""})
            row["wins"] += 1
            own = None if award.is_joint or award.is_suspect else _cents(award.value)
            if own is not None and award.value is not None and row["currency"] in {"", award.value.currency}:
                row["won"] = (row["won"] or Decimal(0)) + own
                row["currency"] = award.value.currency
    together = _joint_groups(facts)
    for key, name in names.items():
        row = firms.get(key, {"wins": 0, "won": None, "currency": ""})
        yield {"ocid": facts.ocid, "key": key, "firm": name, "partners": together.get(key, ""), **row}


def _joint_groups(facts: Facts) -> dict[str, str]:
    """Return firm → its group, for those who bid or won together: partners do not meet as rivals."""
    groups = [bid.tenderers for bid in facts.bids] + [award.suppliers for award in facts.wins]
    return {
        who.key: "+".join(sorted(member.key for member in group))
        for group in groups
        if len(group) > 1
        for who in group
    }
