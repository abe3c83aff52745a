"""What makes a competitor or a product acceptable."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tongxin.common.actor import Actor
from tongxin.common.errors import Denied, Refusal
from tongxin.common.rights import Right

COMPETITOR_FIELDS = frozenset({"name", "website", "strengths", "weaknesses", "price_behaviour", "is_active"})
PRODUCT_FIELDS = frozenset({"name", "code", "series", "list_price", "currency", "is_active"})
CODE_LENGTH = 3


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


def check_competitor_values(values: Mapping[str, Any]) -> None:
    """Accept known fields and a name.

    Raises:
        MarketRefused: `FIELD_UNKNOWN` or `NAME_EMPTY`.

    """
    _check_fields(values, COMPETITOR_FIELDS)


def check_product_values(values: Mapping[str, Any]) -> None:
    """Accept known fields, a name, and a price that has a currency and is not negative.

    Raises:
        MarketRefused: `FIELD_UNKNOWN`, `NAME_EMPTY`, `PRICE_NEGATIVE`, `CURRENCY_CODE`, `PRICE_WITHOUT_CURRENCY`.

    """
    _check_fields(values, PRODUCT_FIELDS)
    price: Decimal | None = values.get("list_price")
    currency: str = values.get("currency", "")
    if price is not None and price < 0:
        raise MarketRefused("PRICE_NEGATIVE", field="list_price")
    if currency and not (
        len(currency) == CODE_LENGTH and currency.isascii() and currency.isalpha() and currency.isupper()
    ):
        raise MarketRefused("CURRENCY_CODE", field="currency", currency=currency)
    if price is not None and not currency:
        raise MarketRefused("PRICE_WITHOUT_CURRENCY", field="currency")


def _check_fields(values: Mapping[str, Any], allowed: frozenset[str]) -> None:
    unknown = values.keys() - allowed
    if unknown:
        raise MarketRefused("FIELD_UNKNOWN", field=min(unknown), name=min(unknown))
    if "name" in values and not values["name"].strip():
        raise MarketRefused("NAME_EMPTY", field="name")
