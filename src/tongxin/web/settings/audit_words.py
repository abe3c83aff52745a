"""The log's field names and codes as the reader knows them."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import AccountKind, AccountStatus, DictionaryKind
from tongxin.crm.relationships.choices import InteractionKind, Side
from tongxin.team.choices import Role, Scope
from tongxin.web.accounts.labels import FIELD_LABELS as ACCOUNT_LABELS
from tongxin.web.opportunities.labels import FIELD_LABELS as OPPORTUNITY_LABELS
from tongxin.web.people.labels import FIELD_LABELS as PERSON_LABELS
from tongxin.web.shell.cutting import cut
from tongxin.web.visits.labels import FIELD_LABELS as VISIT_LABELS
from tongxin.wording.import_fields import FIELDS as IMPORT_LABELS

LONGEST = 120
FIELDS: Mapping[str, LazyText] = {
    "display_name": _("Name"),
    "name": _("Name"),
    "email": _("Mail address"),
    "roles": _("Roles"),
    "granted_rights": _("Further rights"),
    "manager": _("Reports to"),
    "team_name": _("Team"),
    "is_active": pgettext_lazy("audit field", "In use"),
    "is_default": pgettext_lazy("audit field", "Default"),
    "is_key": pgettext_lazy("audit field", "Key accounts"),
    "labels": _("Name in each language"),
    "our_labels": _("Our stage"),
    "probability": _("Probability"),
    "position": pgettext_lazy("audit field", "Place"),
    "order": pgettext_lazy("audit field", "Order"),
    "password": _("Password"),
    "everywhere": pgettext_lazy("audit field", "Everywhere"),
    "scopes": pgettext_lazy("audit field", "May"),
    "until": pgettext_lazy("audit field", "Until"),
    "deputy": _("Deputy"),
    "code": pgettext_lazy("audit field", "Reason"),
    "dictionary": pgettext_lazy("audit field", "Dictionary"),
    "process": pgettext_lazy("audit field", "Process"),
    "rate": pgettext_lazy("audit field", "Rate"),
    "sessions": _("Sessions that were over"),
    "failed_sign_ins": _("Failed sign-ins that no longer count"),
    "kept_answers": _("Answers kept for repeated requests"),
    "deleted_files": _("Deleted files that can no longer be restored"),
    "revalued_opportunities": _("Running opportunities valued anew"),
    "currency": _("Currency"),
    "list_price": _("List price"),
    "series": _("Series"),
    "website": _("Website"),
    "strengths": _("Strengths"),
    "weaknesses": _("Weaknesses"),
    "price_behaviour": _("Price behaviour"),
    "occasion": pgettext_lazy("log", "How"),
    "files": _("Files"),
    "side": pgettext_lazy("promise", "Who promised"),
    "due_on": _("Due on"),
    "totals": pgettext_lazy("audit field", "Counts"),
}
# What the pages of records call their fields.
LABELS_OF_RECORDS = (ACCOUNT_LABELS, OPPORTUNITY_LABELS, PERSON_LABELS, VISIT_LABELS, IMPORT_LABELS)
CODES: Mapping[str, LazyText | str] = {
    **{str(value): label for value, label in (*Role.choices, *Right.choices, *Scope.choices)},
    **{str(value): label for value, label in (*InteractionKind.choices, *DictionaryKind.choices)},
    **{str(value): label for value, label in (*Side.choices, *AccountKind.choices, *AccountStatus.choices)},
    "set": pgettext_lazy("audit value", "set anew"),
}


def field_name(name: str) -> str:
    """Return what a field is called; unknown ones keep their own name."""
    for known in (FIELDS, *LABELS_OF_RECORDS):
        if name in known:
            return str(known[name])
    return name.replace("_", " ")


def value_text(value: Any) -> str:
    """Return a kept value as text: codes by their labels, long text shortened."""
    match value:
        case None | "" | [] | {}:
            return "—"
        case bool():
            return pgettext("answer", "Yes") if value else pgettext("answer", "No")
        case dict():
            parts = [value_text(part) for part in value.values() if part]
        case list():
            parts = [value_text(part) for part in value]
        case _:
            parts = [str(CODES.get(str(value), value))]
    text = pgettext("between names", ", ").join(parts)
    return cut(text, LONGEST)
