"""What is wrong with a value, in three languages, by the code of the check that found it."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

# Codes of pydantic (https://docs.pydantic.dev/latest/errors/validation_errors/) that our schemas can raise.
SENTENCES: Mapping[str, LazyText] = {
    "missing": _("This field is needed."),
    "extra_forbidden": _("There is no such field here."),
    "string_type": _("This must be text."),
    "string_too_short": _("This is too short: at least %(min_length)s characters are needed."),
    "string_too_long": _("This is too long: %(max_length)s characters at the most."),
    "string_pattern_mismatch": _("This does not have the form “%(pattern)s”."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "float_type": _("This must be a number."),
    "decimal_type": _("This must be a number."),
    "decimal_parsing": _("This must be a number."),
    "decimal_max_digits": _("This number has too many digits: %(max_digits)s at the most."),
    "decimal_max_places": _("This number has too many decimals: %(decimal_places)s at the most."),
    "decimal_whole_digits": _(
        "This number has too many digits before the point: %(whole_digits)s at the most."
    ),
    "finite_number": _("This must be a finite number."),
    "bool_type": _("This must be true or false."),
    "bool_parsing": _("This must be true or false."),
    "date_type": _("This must be a day in the form 2026-11-30."),
    "date_parsing": _("This must be a day in the form 2026-11-30."),
    "date_from_datetime_parsing": _("This must be a day in the form 2026-11-30."),
    "datetime_type": _("This must be a moment in the form 2026-11-30T09:00:00+08:00."),
    "datetime_parsing": _("This must be a moment in the form 2026-11-30T09:00:00+08:00."),
    "datetime_from_date_parsing": _("This must be a moment in the form 2026-11-30T09:00:00+08:00."),
    "timezone_aware": _("This moment needs a time zone, as in 2026-11-30T09:00:00+08:00."),
    "moment_far": _("This lies outside the years %(first)s to %(last)s."),
    "enum": _("This is not one of the values possible: %(expected)s."),
    "literal_error": _("This is not one of the values possible: %(expected)s."),
    "greater_than": _("This must be more than %(gt)s."),
    "greater_than_equal": _("This must be at least %(ge)s."),
    "less_than": _("This must be less than %(lt)s."),
    "less_than_equal": _("This must be at most %(le)s."),
    "list_type": _("This must be a list."),
    "too_short": _("This list is too short: at least %(min_length)s entries are needed."),
    "too_long": _("This list is too long: %(max_length)s entries at the most."),
    "dict_type": _("This must be an object."),
    "model_attributes_type": _("This must be an object."),
    "model_type": _("This must be an object."),
}
ANY_OTHER = _("This value cannot be used.")


def what_is_wrong(code: str, params: Mapping[str, Any]) -> str:
    """Return the sentence for a validation code, a general one for codes that have none of their own."""
    return str(SENTENCES.get(code, ANY_OTHER)) % params
