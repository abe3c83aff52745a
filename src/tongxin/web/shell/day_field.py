"""A field for a day that takes what people type: 115/11/25, 11/25, 下週三, +7; scripts add a calendar to click."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from tongxin.common.clock import today
from tongxin.common.dates import DateProblem, DateProblemCode, parse_date

LONGEST = 40


class DayInput(forms.DateInput):
    """A text field that holds the day in ISO form; `day_fields.js` shows it in the reader's calendar.

    A narrow one has room for a shorter example.
    """

    def __init__(self, *, is_narrow: bool = False) -> None:
        whole, short = gettext_lazy("11/25, next Wed, +7"), gettext_lazy("next Wed, +7")
        attrs = {
            "data-day": "",
            "autocomplete": "off",
            "maxlength": LONGEST,
            "placeholder": short if is_narrow else whole,
        }
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, written in either calendar, with or without a year, or counted from today."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """Return the day meant.

        Raises:
            ValidationError: it cannot be read, does not exist, or can mean several days, which are named.
        """
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_date(value[:LONGEST], as_of=today(), language=get_language() or "en").day
        except DateProblem as problem:
            raise ValidationError(_sentence(problem)) from problem


def day_typed(text: str) -> date | None:
    """Return the day meant by what stands in an address; none for nothing and for what cannot be read."""
    try:
        day: date | None = DayField(required=False).clean(text)
    except ValidationError:
        return None
    return day


def _sentence(problem: DateProblem) -> str:
    candidates = pgettext("between listed values", ", ").join(f"{day:%Y/%m/%d}" for day in problem.candidates)
    if problem.code is DateProblemCode.AMBIGUOUS:
        return _("This can mean %(days)s. Write one of them.") % {"days": candidates}
    if problem.code is DateProblemCode.IMPOSSIBLE and candidates:
        return _("There is no such day. Is it %(days)s?") % {"days": candidates}
    return _("Write a day such as 2026/11/25, 115/11/25, 11/25, next Wed or +7.")
