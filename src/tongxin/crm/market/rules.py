"""What makes a competitor or a product acceptable."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tongxin.common.actor import Actor
from tongxin.common.errors import Denied, Refusal
from tongxin.common.rights import Right


class MarketRefused(Refusal):
    """Say why a competitor or a product cannot be saved so."""


def check_may_edit_products(actor: Actor) -> None:
    """Let administrators and those who import change the list of products.

    Raises:
        Denied: the actor has neither right.

    """
    if not (actor.has(Right.ADMINISTER) or actor.has(Right.IMPORT)):
        raise Denied("RIGHT_MISSING", right=Right.ADMINISTER.value)


def may_edit_products(actor: Actor) -> bool:
    """Ask `check_may_edit_products`."""
    try:
        check_may_edit_products(actor)
    except Denied:
        return False
    return True


def check_product_values(values: Mapping[str, Any]) -> None:
    """Accept a price that has a currency and is not negative.

    Raises:
        MarketRefused: `PRICE_NEGATIVE` or `PRICE_WITHOUT_CURRENCY`.

    """
    price: Decimal | None = values.get("list_price")
    if price is not None and price < 0:
        raise MarketRefused("PRICE_NEGATIVE", field="list_price")
    if price is not None and not values.get("currency"):
        raise MarketRefused("PRICE_WITHOUT_CURRENCY", field="currency")
