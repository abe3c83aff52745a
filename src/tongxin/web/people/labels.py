"""Names of a person's fields, as pages and history show them."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIELD_LABELS: Mapping[str, LazyText] = {
    "full_name": pgettext_lazy("person", "Name"),
    "name_latin": _("Name in Latin script"),
    "form_of_address": _("Form of address"),
    "names": _("Other names"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "mobile": _("Mobile phone"),
    "note": pgettext_lazy("person", "Note"),
    "judgement": pgettext_lazy("person", "Our judgement"),
    "source": pgettext_lazy("person", "Where the data come from"),
    "owner": pgettext_lazy("person", "Owner"),
    "status": pgettext_lazy("person", "Status"),
    "account": _("Account"),
    "title": pgettext_lazy("person", "Title"),
    "post": pgettext_lazy("person", "Post"),
}


def label_of(field: str) -> str:
    """Return the name of a field; a field of old that has none any more keeps its code."""
    return str(FIELD_LABELS.get(field, field))
