"""Write what hangs on deals in tables of their own: products with quantity and price, and past steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from typing_extensions import override

from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal
from tongxin.crm.opportunities import actions
from tongxin.crm.opportunities.models import Opportunity, OpportunityLine
from tongxin.crm.opportunities.rules import check_can_edit, check_line
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.writers.base import Draft, FewWriter, RowRefused, Writer, is_stored, load_refs
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.target_rows import TargetRow


class LineWriter(FewWriter):
    """Write the products of deals."""

    target = Target.LINE_ITEM
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "unit_price": frozenset({"unit_price", "total_price", "quantity", "currency"})
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load deals and products, and the lines that these deals have."""
        load_refs(context, rows, Target.OPPORTUNITY, Target.PRODUCT)
        deals = {deal.pk for row in rows if is_stored(deal := _deal(context, row))}
        lines = OpportunityLine.objects.filter(opportunity__in=deals)
        for line in lines.select_related("opportunity__account", "product"):
            context.alike[Target.LINE_ITEM, line.opportunity_id, line.product_id] = line

    @override
    def match(self, context: Context, row: TargetRow) -> OpportunityLine | None:
        """Return the line of the same product on the same deal."""
        deal, product = _deal(context, row), context.resolve(row, "product_id", "product_name")
        if not is_stored(deal) or not is_stored(product):
            return None
        return context.alike.get((Target.LINE_ITEM, deal.pk, product.pk))

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return deal, product, quantity and unit price in the currency of the deal."""
        deal, product = _deal(context, row), context.resolve(row, "product_id", "product_name")
        if deal is None or product is None:
            raise RowRefused("LINK_NOT_FOUND", field="opportunity" if deal is None else "product")
        if is_stored(deal):
            check_can_edit(context.actor, deal)
        quantity = row.values.get("quantity")
        quantity = quantity if isinstance(quantity, Decimal) and quantity > 0 else Decimal(1)
        price, total = row.values.get("unit_price"), row.values.get("total_price")
        if price is None and isinstance(total, Decimal):
            price = (total / quantity).quantize(Decimal("0.01"))
        currency = row.values.get("currency")
        if currency and deal.currency and currency != deal.currency:
            raise RowRefused("CURRENCY_CONTRADICTS", field=row.columns.get("currency", ""))
        check_line(quantity, price if isinstance(price, Decimal) else None)
        return Draft(
            row, {"opportunity": deal, "product": product, "quantity": quantity, "unit_price": price}
        )

    @override
    def placeholder_of(self, draft: Draft) -> OpportunityLine:
        """Return an unsaved line."""
        return OpportunityLine(quantity=draft.content["quantity"])

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[OpportunityLine]:
        """Put the products on the deals."""
        return [actions.set_line(actor=context.actor, at=context.at, **draft.content) for draft in drafts]

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return quantity and price."""
        return {name: draft.content[name] for name in ("quantity", "unit_price")}

    @override
    def check_change(self, context: Context, record: OpportunityLine) -> None:
        """Let those change a line who may edit the deal."""
        check_can_edit(context.actor, record.opportunity)

    @override
    def change(self, context: Context, record: OpportunityLine, values: Mapping[str, Any]) -> OpportunityLine:
        """Change quantity and price."""
        now = {"quantity": record.quantity, "unit_price": record.unit_price, **values}
        return actions.set_line(
            actor=context.actor, at=context.at, opportunity=record.opportunity, product=record.product, **now
        )

    @override
    def undo_one_creation(self, actor: Actor, at: datetime, record: OpportunityLine) -> None:
        """Take the product off the deal."""
        actions.remove_line(actor=actor, at=at, opportunity=record.opportunity, line=record)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return quantity and price as numbers."""
        return None if value is None else Decimal(value)


class HistoryWriter(Writer):
    """Count the rows of a history: its steps are written with the deal they hang on."""

    target = Target.STAGE_HISTORY

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load the deals."""
        load_refs(context, rows, Target.OPPORTUNITY)

    @override
    def match(self, context: Context, row: TargetRow) -> Any:
        """Return None: a step seen for the first time is a new one."""
        return None

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the deal that the step belongs to."""
        deal = _deal(context, row)
        if deal is None:
            raise RowRefused("LINK_NOT_FOUND", field="opportunity")
        return Draft(row, deal)

    @override
    def placeholder_of(self, draft: Draft) -> Opportunity:
        """Return the deal."""
        deal: Opportunity = draft.content
        return deal

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Opportunity]:
        """Return the deals, which have their steps already."""
        return [draft.content for draft in drafts]

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return nothing: steps of a history are never changed."""
        return {}

    @override
    def change(self, context: Context, record: Any, values: Mapping[str, Any]) -> Any:
        """Return the deal as it is."""
        return record

    @override
    def undo_creation(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
        """Leave the steps to the deal, which is taken back with them."""
        return {}


def _deal(context: Context, row: TargetRow) -> Opportunity | None:
    deal: Opportunity | None = context.resolve(row, "opportunity_id", "opportunity_name")
    return deal
