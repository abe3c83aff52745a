"""A field for a moment that takes what people type: 115/12/11 17:00, 12/11 下午5:00, 下週三 17:00."""

import re
import unicodedata
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongxin.web.shell.day_field import LONGEST, DayField

HOUR = re.compile(
    r"(?:[T\s]|(?<=[\u4e00-\u9fff]))\s*(?P<before>上午|下午|am|pm)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::00)?\s*(?P<after>am|pm)?$",
    re.IGNORECASE,
)
NOON = 12


class MomentInput(forms.DateTimeInput):
    """A text field for a day and an hour; `day_fields.js` shows the day in the reader's calendar."""

    def __init__(self) -> None:
        attrs = {
            "data-moment": "",
            "autocomplete": "off",
            "maxlength": LONGEST,
            "placeholder": gettext_lazy("12/11 17:00, next Wed 17:00"),
        }
        super().__init__(attrs=attrs, format="%Y-%m-%d %H:%M")


class MomentField(forms.DateTimeField):
    """A day in either calendar with an hour, in the active time zone; neither is guessed."""

    widget = MomentInput

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment meant.

        Raises:
            ValidationError: the day or the hour cannot be read, or there is none.
        """
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        text = unicodedata.normalize("NFKC", value[:LONGEST]).strip()
        found = HOUR.search(text)
        if found is None:
            raise ValidationError(_("Write the day with the hour, such as 12/11 17:00."))
        day = DayField().to_python(text[: found.start()])
        hour = _hour(found)
        if day is None or hour is None:
            raise ValidationError(_("Write the day with the hour, such as 12/11 17:00."))
        return timezone.make_aware(datetime.combine(day, hour))


def _hour(found: re.Match[str]) -> time | None:
    hour, minute = int(found["hour"]), int(found["minute"])
    half = (found["before"] or found["after"] or "").lower()
    if half and not 1 <= hour <= NOON:
        return None
    if half in {"下午", "pm"}:
        hour = hour % NOON + NOON
    elif half:
        hour %= NOON
    try:
        return time(hour, minute)
    except ValueError:
        return None
