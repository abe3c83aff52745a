"""An account's key properties, each of which can be changed in place."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tongxin.common.money_text import Units, format_amount
from tongxin.common.world import country_name, currency_name
from tongxin.web.accounts.labels import label_of
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.shell.parts import Property

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account

IN_PLACE = (
    "tier", "segment", "region", "industry", "kind", "status", "short_name", "tax_id", "country", "currency",
    "fiscal_year_start", "employees", "annual_revenue", "founded_year", "website", "phone", "address", "situation",
)  # fmt: skip
# What a code of the world is called in the reader's language.
NAMED = {"country": country_name, "currency": currency_name}
SHOWN = tuple(field for field in IN_PLACE if field != "situation")


def account_properties(request: PageRequest, account: "Account", *, may_edit: bool) -> tuple[Property, ...]:
    """Return the key properties in the order they are shown; the owner first."""
    owner = Property(key="owner", label=label_of("owner"), value=account.owner_name)
    return (owner, *(account_property(request, account, field, may_edit=may_edit) for field in SHOWN))


def account_property(request: PageRequest, account: "Account", field: str, *, may_edit: bool) -> Property:
    """Return one property as text for the reader."""
    return Property(
        key=field,
        label=label_of(field),
        value=_text(request, account, field),
        edit_url=reverse("web:account_field", args=[account.uid, field]) if may_edit else "",
    )


def situation_property(account: "Account", *, may_edit: bool) -> Property:
    """Return the paragraph at the top of the page."""
    return Property(
        key="situation",
        label=label_of("situation"),
        value=account.situation,
        edit_url=reverse("web:account_field", args=[account.uid, "situation"]) if may_edit else "",
    )


def _text(request: PageRequest, account: "Account", field: str) -> str:
    if field in {"tier", "segment", "region", "industry", "kind", "status"}:
        return str(getattr(account, f"{field}_label"))
    value = getattr(account, field)
    return "" if value in (None, "") else _written(request, account, field, value)


def _written(request: PageRequest, account: "Account", field: str, value: Any) -> str:
    reader = reader_of(request)
    if field in NAMED:
        return NAMED[field](value, reader.language)
    match field:
        case "annual_revenue":
            written = format_amount(
                value, account.currency, language=reader.language, units=Units(reader.units)
            )
            return f"{written.symbol}{written.number}{written.unit}"
        case "employees":
            return f"{value:,}"
        case "fiscal_year_start":
            return _("month %(month)s") % {"month": value}
    return str(value)
