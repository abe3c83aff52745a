"""Names of a log entry's fields, as its history shows them."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIELD_LABELS: Mapping[str, LazyText] = {
    "text": pgettext_lazy("log", "What happened"),
    "kind": pgettext_lazy("log", "How"),
    "occurred_at": pgettext_lazy("log", "Day"),
    "sentiment": pgettext_lazy("log", "How it went for the customer"),
    "private_note": _("Private note"),
    "account": _("Account"),
    "people": pgettext_lazy("log", "With whom"),
    "opportunities": pgettext_lazy("log", "About which opportunity"),
    "colleagues": pgettext_lazy("log", "Colleagues"),
}


def label_of(field: str) -> str:
    """Return the name of a field; a field of old that has none any more keeps its code."""
    return str(FIELD_LABELS.get(field, field))
