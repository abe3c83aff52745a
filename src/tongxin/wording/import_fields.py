"""Names of what an import fills."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.crm.records import RECORDS

FIELDS: Mapping[str, LazyText] = {
    "external_id": _("Id in the other system"),
    "username": _("Sign-in name"),
    "full_name": pgettext_lazy("import field", "Full name"),
    "first_name": _("Given name"),
    "last_name": _("Family name"),
    "email": _("E-mail"),
    "manager_id": _("Manager (id)"),
    "manager_name": _("Manager (name)"),
    "team_name": pgettext_lazy("import field", "Team"),
    "is_active": _("In use"),
    "name": pgettext_lazy("import field", "Name"),
    "code": pgettext_lazy("import field", "Code"),
    "series": _("Series"),
    "list_price": _("List price"),
    "currency": _("Currency"),
    "website": _("Web site"),
    "strengths": _("Strengths"),
    "weaknesses": _("Weaknesses"),
    "price_behaviour": _("Price behaviour"),
    "name_latin": _("Name in Latin script"),
    "short_name": _("Short name"),
    "alias": _("Other name"),
    "parent_id": _("Belongs to (id)"),
    "parent_name": _("Belongs to (name)"),
    "industry": _("Industry"),
    "segment": _("Segment"),
    "tier": pgettext_lazy("account", "Tier"),
    "region": _("Region"),
    "tax_id": _("Tax id"),
    "country": _("Country"),
    "city": _("City"),
    "street": _("Street"),
    "state": pgettext_lazy("address", "State or province"),
    "postal_code": _("Postal code"),
    "address": _("Address"),
    "phone": _("Phone"),
    "mobile": _("Mobile phone"),
    "employees": _("Employees"),
    "annual_revenue": _("Annual revenue"),
    "founded_year": _("Founded in"),
    "situation": _("Situation"),
    "is_deleted": _("Deleted there"),
    "owner_id": _("Owner (id)"),
    "owner_name": _("Owner (name)"),
    "owner_email": _("Owner (e-mail)"),
    "account_id": _("Account (id)"),
    "account_name": _("Account (name)"),
    "user_id": _("Colleague (id)"),
    "user_name": _("Colleague (name)"),
    "function": pgettext_lazy("import field", "Function on the team"),
    "since": pgettext_lazy("import field", "Since"),
    "form_of_address": _("Form of address"),
    "title": pgettext_lazy("import field", "Title of the post"),
    "department": _("Department"),
    "reports_to_id": _("Reports to (id)"),
    "reports_to_name": _("Reports to (name)"),
    "note": pgettext_lazy("import field", "Note"),
    "source": pgettext_lazy("import field", "Source"),
    "stage": _("Stage"),
    "amount": _("Amount"),
    "won_amount": _("Amount won"),
    "probability": _("Probability"),
    "close_on": _("Expected close"),
    "closed_on": _("Closed on"),
    "started_on": _("Started on"),
    "is_closed": _("Is closed"),
    "is_won": _("Is won"),
    "stage_since": _("In the stage since"),
    "loss_reason": _("Reason of the loss"),
    "next_step": _("Next step"),
    "next_step_on": _("Next step on"),
    "description": _("Description"),
    "product_name": _("Product (name)"),
    "product_id": _("Product (id)"),
    "quantity": _("Quantity"),
    "competitor_name": _("Competitor (name)"),
    "contact_id": _("Person (id)"),
    "contact_name": _("Person (name)"),
    "contact_email": _("Person (e-mail)"),
    "opportunity_id": _("Opportunity (id)"),
    "opportunity_name": _("Opportunity (name)"),
    "role": _("Buying role"),
    "is_primary": _("Is the main contact"),
    "kind": pgettext_lazy("import field", "Kind"),
    "subject": _("Subject"),
    "text": pgettext_lazy("import field", "Text"),
    "occurred_at": pgettext_lazy("import field", "When it happened"),
    "location": _("Place"),
    "is_private": _("Is private"),
    "status": pgettext_lazy("import field", "Status"),
    "merged_into_id": _("Merged into (id)"),
    "phone_code": _("Calling code"),
    "until": pgettext_lazy("import field", "Until"),
    "is_direct": _("Is their own account"),
    "is_lead": _("Is a lead"),
    "entered_at": _("Entered on"),
    "field_name": _("Changed field"),
    "old_value": _("Old value"),
    "new_value": _("New value"),
    "unit_price": _("Unit price"),
    "total_price": _("Total price"),
    "subtype": pgettext_lazy("import field", "Kind in detail"),
    "due_on": _("Due on"),
    "is_done": _("Is done"),
    "related_id": _("Concerns (id)"),
    "related_name": _("Concerns (name)"),
    "history": _("Past stages"),
}


def field_label(name: str) -> str:
    """Return the name of a field that an import can fill."""
    return str(FIELDS[name]) if name in FIELDS else _declared(name)


def _declared(name: str) -> str:
    """Return what a declared object calls a field, or a column that points at another record."""
    stem, way = next(
        ((name.removesuffix(end), way) for end, way in _POINTERS.items() if name.endswith(end)), (name, None)
    )
    for definition in RECORDS:
        for known, told in ((name, None), (stem, way)):
            if known in definition.by_name:
                label = str(definition.by_name[known].label)
                return str(told) % {"label": label} if told else label
    return name


_POINTERS = {"_id": _("%(label)s (id)"), "_name": _("%(label)s (name)")}
