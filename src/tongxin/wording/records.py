"""Sentences about declared objects; an object's own rules have theirs beside them."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from tongxin.crm.records import RECORDS

MISSING_CODES = frozenset(definition.missing_code for definition in RECORDS)
OF_RECORDS: Mapping[str, LazyText] = {
    **dict.fromkeys(MISSING_CODES, _("There is no such record, or it is not visible to you.")),
    "RECORD_DELETED": _("“%(name)s” was deleted. Restore it first."),
    "VALUE_MISSING": _("This is needed. Enter a value."),
    "VALUE_LONG": _("This has %(most)s characters at the most. Shorten it."),
    "VALUE_WRONG": _("“%(value)s” cannot be used here. Compare it with what the field holds."),
    "VALUE_OUTSIDE": _("Enter a number from %(least)s to %(most)s."),
    "AMOUNT_WITHOUT_CURRENCY": _("Say in which currency the amount is."),
    "CHOICE_UNKNOWN": _("“%(value)s” is none of the choices here."),
}
