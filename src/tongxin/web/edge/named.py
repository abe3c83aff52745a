"""Fields for countries and currencies: chosen or typed by name in the reader's language, kept as codes."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongxin.common.currencies import is_currency
from tongxin.common.world import (
    countries,
    country_code,
    country_name,
    currencies,
    currency_code,
    currency_name,
)

Names = Callable[[str], Mapping[str, str]]
LONGEST = 60
# What stands between a name and its code, in either width.
_BRACKETS = str.maketrans("（）", "()")


class NamesInput(forms.TextInput):
    """A text box with a list of names to choose from; `written` turns the code kept into what the box shows."""

    def __init__(self, names: Names, written: Callable[[str], str]) -> None:
        super().__init__(attrs={"autocomplete": "off", "maxlength": LONGEST})
        self.names, self.written = names, written

    def format_value(self, value: Any) -> str | None:
        """Return the name of a code; what is no code stays as it was typed."""
        return self.written(str(value)) if value else None

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Draw the box and its list."""
        names_id = f"{(attrs or {}).get('id') or name}-names"
        options = format_html_join(
            "",
            '<option value="{}" label="{}"></option>',
            ((self.written(code), code) for code in self.names(_language())),
        )
        box = super().render(name, value, {**(attrs or {}), "list": names_id}, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', box, names_id, options)


class CountryField(forms.CharField):
    """A country by name, in any of the three languages, or by its code; another text is kept as it was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, widget=NamesInput(countries, _country), **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the code, or the text."""
        text = str(super().to_python(value) or "")
        return country_code(text) or text


class CurrencyField(forms.CharField):
    """A currency by name, in any of the three languages, or by its ISO 4217 code however it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, widget=NamesInput(currencies, _currency), **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the code in capitals.

        Raises:
            ValidationError: the text is neither name nor code.
        """
        text = str(super().to_python(value) or "")
        name, _bracket, code = text.translate(_BRACKETS).rstrip(")").rpartition("(")
        found = currency_code(code.strip()) if name else ""
        found = found or currency_code(text)
        if found or not text:
            return found
        if is_currency(text.upper()):
            return text.upper()
        raise forms.ValidationError(
            _("There is no such currency. Write its name, or its code such as TWD or USD."), code="unknown"
        )


def _language() -> str:
    return get_language() or "en"


def _country(text: str) -> str:
    return country_name(text, _language())


def _currency(text: str) -> str:
    name = currency_name(text, _language())
    if name == text:
        return text
    return f"{name}（{text}）" if _language().startswith("zh") else f"{name} ({text})"
