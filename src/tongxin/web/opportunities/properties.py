"""A deal's key properties, each of which can be changed in place."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import capfirst

from tongxin.crm.opportunities.rules import RESTRICTED
from tongxin.crm.projects.records import PROJECT
from tongxin.crm.projects.selectors import projects_behind
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.cells import CellContext
from tongxin.web.lists.readers import reader_of
from tongxin.web.opportunities.labels import label_of
from tongxin.web.opportunities.texts import day_text, money_text, next_step_text, window_text
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Property

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity

RAIL = ("amount", "close", "owner", "source", "started_on", "price_floor", "margin_percent")


def opportunity_properties(
    request: PageRequest, deal: "Opportunity", *, may_edit: bool
) -> tuple[Property, ...]:
    """Return the key properties in the order they are shown; without the right, a restricted one is left out."""
    shown = [key for key in RAIL if key not in RESTRICTED or request.actor.has(RESTRICTED[key])]
    items = [opportunity_property(request, deal, key, may_edit=may_edit) for key in shown]
    if deal.closed_on is not None:
        reader = reader_of(request)
        items.append(
            Property(key="closed_on", label=label_of("closed_on"), value=day_text(deal.closed_on, reader))
        )
    if deal.loss_reason is not None:
        items.append(Property(key="loss_reason", label=label_of("loss_reason"), value=deal.loss_reason.label))
    items += [
        Property(
            label=capfirst(str(PROJECT.kind.label)),
            value=each.name,
            url=record_url("web:customer_project", each.uid),
        )
        for each in projects_behind(request.actor, opportunity=deal, tender=None)
    ]
    return tuple(items)


def opportunity_property(request: PageRequest, deal: "Opportunity", key: str, *, may_edit: bool) -> Property:
    """Return one property as text for the reader."""
    return Property(
        key=key,
        label=label_of(key),
        value=_text(deal, key, reader_of(request)),
        edit_url=reverse("web:opportunity_field", args=[deal.uid, key]) if may_edit else "",
    )


def _text(deal: "Opportunity", key: str, reader: CellContext) -> str:
    match key:
        case "amount" | "price_floor":
            text = money_text(getattr(deal, key), deal.currency, reader)
        case "close":
            text = window_text(deal.close_from, deal.close_to, reader)
        case "started_on":
            text = day_text(deal.started_on, reader)
        case "next_step":
            text = next_step_text(deal, reader)
        case "owner":
            text = deal.owner.display_name if deal.owner else ""
        case "source":
            text = deal.source.label if deal.source else ""
        case "margin_percent":
            text = "" if deal.margin_percent is None else f"{deal.margin_percent.normalize():f}%"
        case _:
            text = str(getattr(deal, key))
    return text
