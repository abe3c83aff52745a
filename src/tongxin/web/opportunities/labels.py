"""Names of an opportunity's fields, as its pages and its history show them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.crm.opportunities.choices import Outcome

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIELD_LABELS: "Mapping[str, _StrPromise]" = {
    "name": pgettext_lazy("opportunity", "Name"),
    "account": pgettext_lazy("field", "Account"),
    "stage": pgettext_lazy("opportunity", "Stage"),
    "outcome": pgettext_lazy("opportunity", "Outcome"),
    "owner": pgettext_lazy("account", "Owner"),
    "amount": pgettext_lazy("opportunity", "Amount"),
    "currency": _("Currency"),
    "price_floor": _("Price floor"),
    "margin_percent": _("Margin in percent"),
    "close": _("Expected close"),
    "close_from": _("Expected close from"),
    "close_to": _("Expected close to"),
    "closed_on": _("Closed on"),
    "loss_reason": _("Reason of the loss"),
    "started_on": _("Started on"),
    "next_step": _("Next step"),
    "next_step_on": _("Day of the next step"),
    "source": pgettext_lazy("opportunity", "Source"),
    "description": pgettext_lazy("opportunity", "Description"),
    "competitors": pgettext_lazy("opportunity", "Competitors"),
    "competitors.is_incumbent": _("Incumbent"),
    "competitors.note": _("Remark on the competitor"),
    "members": _("Team of the opportunity"),
    "contacts": _("People in the decision"),
    "contacts.is_primary": _("First contact"),
    "lines": pgettext_lazy("opportunity", "Products"),
    "lines.quantity": pgettext_lazy("opportunity", "Quantity"),
    "lines.unit_price": _("Unit price"),
}


def label_of(field: str) -> str:
    """Return the name of a field; a field of old that has none any more keeps its code."""
    return str(FIELD_LABELS.get(field, field))


def value_of(field: str, value: Any) -> Any:
    """Return a stored value as people read it: an outcome by its name."""
    return str(Outcome(value).label) if field == "outcome" and value in Outcome.values else value
