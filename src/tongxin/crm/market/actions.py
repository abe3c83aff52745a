"""Writes about competitors and products."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.common.rights import Right
from tongxin.common.text.names import match_key
from tongxin.crm.market.models import Competitor, Product
from tongxin.crm.market.rules import (
    MarketRefused,
    check_competitor_values,
    check_may_edit_products,
    check_product_values,
)
from tongxin.crm.market.selectors import find_competitor, find_product


@transaction.atomic
def add_competitor(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Competitor:
    """Add a competitor.

    Raises:
        Denied: the actor may not edit.
        MarketRefused: `NAME_TAKEN`, or see `check_competitor_values`.

    """
    actor.must_have(Right.EDIT)
    wanted = {"name": "", **values}
    check_competitor_values(wanted)
    _check_free(find_competitor(wanted["name"]), None, wanted["name"])
    competitor = Competitor.objects.create(
        **wanted, match_key=match_key(wanted["name"]), created_at=at, updated_at=at
    )
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.COMPETITOR, target=competitor)
    return competitor


@transaction.atomic
def change_competitor(
    *,
    actor: Actor,
    at: datetime,
    competitor: Competitor,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Competitor:
    """Change what we know of a competitor.

    Raises:
        Denied: the actor may not edit.
        MarketRefused: `NAME_TAKEN`, or see `check_competitor_values`.
        StaleVersion: somebody else changed it meanwhile.

    """
    actor.must_have(Right.EDIT)
    check_competitor_values(values)
    wanted = dict(values)
    if "name" in wanted:
        _check_free(find_competitor(wanted["name"]), competitor, wanted["name"])
        wanted["match_key"] = match_key(wanted["name"])
    changes = save_changes(competitor, wanted, at=at, expected_version=expected_version)
    changes.pop("match_key", None)
    if changes:
        record(
            actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.COMPETITOR, target=competitor, changes=changes
        )
    return competitor


@transaction.atomic
def add_product(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Product:
    """Add a product.

    Raises:
        Denied: the actor may neither administer nor import.
        MarketRefused: `NAME_TAKEN`, or see `check_product_values`.

    """
    check_may_edit_products(actor)
    wanted = {"name": "", **values}
    check_product_values(wanted)
    _check_free(find_product(wanted["name"]), None, wanted["name"])
    product = Product.objects.create(
        **wanted, match_key=match_key(wanted["name"]), created_at=at, updated_at=at
    )
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.PRODUCT, target=product)
    return product


@transaction.atomic
def change_product(
    *,
    actor: Actor,
    at: datetime,
    product: Product,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Product:
    """Change a product.

    Raises:
        Denied: the actor may neither administer nor import.
        MarketRefused: `NAME_TAKEN`, or see `check_product_values`.
        StaleVersion: somebody else changed it meanwhile.

    """
    check_may_edit_products(actor)
    check_product_values({"list_price": product.list_price, "currency": product.currency, **values})
    wanted = dict(values)
    if "name" in wanted:
        _check_free(find_product(wanted["name"]), product, wanted["name"])
        wanted["match_key"] = match_key(wanted["name"])
    changes = save_changes(product, wanted, at=at, expected_version=expected_version)
    changes.pop("match_key", None)
    if changes:
        record(actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PRODUCT, target=product, changes=changes)
    return product


def _check_free(present: Competitor | Product | None, own: Competitor | Product | None, name: str) -> None:
    if present is not None and (own is None or present.pk != own.pk):
        raise MarketRefused("NAME_TAKEN", field="name", name=name)
