"""What a process says as plain values, for programs."""

from decimal import Decimal
from typing import Any

from tongxin.crm.tenders.facts.model import Facts


def plain_facts(facts: Facts) -> dict[str, Any]:
    """Return buyer, bidders, awards and price; amounts as decimal text, so that no digit is lost."""
    return {
        "ocid": facts.ocid,
        "title": facts.title,
        "buyer": facts.buyer.name if facts.buyer else None,
        "bidders": sorted({who.name for who in facts.bidders}),
        "awards": [
            {
                "id": award.id,
                "status": award.status,
                "amount": _decimal(award.value.amount) if award.value else None,
                "currency": (award.value.currency or None) if award.value else None,
                "suppliers": sorted(who.name for who in award.suppliers),
            }
            for award in facts.awards
        ],
        "price": {currency: _decimal(amount) for currency, amount in facts.price.items()},
    }


def _decimal(amount: Decimal) -> str:
    return format(amount, "f")
