"""Countries and currencies are typed or chosen by name in any of the three languages, shown in the reader's, kept as codes."""

import pytest
from django import forms
from django.utils import translation

from tongxin.web.edge.named import CountryField, CurrencyField


class Placed(forms.Form):
    country = CountryField(required=False)
    currency = CurrencyField(required=False)


@pytest.mark.parametrize(
    ("country", "currency", "kept"),
    [
        ("台灣", "新台幣", ("TW", "TWD")),
        ("臺灣", "新台幣（TWD）", ("TW", "TWD")),
        ("德国", "人民币", ("DE", "CNY")),
        ("United Kingdom", "Pound sterling", None),
        ("uk", "US Dollar (USD)", ("GB", "USD")),
        ("Atlantis", "xbt", ("Atlantis", "XBT")),
        ("", "", ("", "")),
    ],
)
def test_a_name_or_a_code_is_kept_as_the_code(country, currency, kept):
    form = Placed({"country": country, "currency": currency})
    with translation.override("en"):
        assert form.is_valid() is (kept is not None)
        assert kept or "There is no such currency" in form.errors["currency"][0]
    assert not kept or (form.cleaned_data["country"], form.cleaned_data["currency"]) == kept


@pytest.mark.parametrize(
    ("language", "country", "currency"),
    [
        ("zh-hant", "台灣", "新台幣（TWD）"),
        ("zh-hans", "台湾", "新台币（TWD）"),
        ("en", "Taiwan", "New Taiwan Dollar (TWD)"),
    ],
)
def test_a_code_is_shown_and_offered_by_its_name_in_the_readers_language(language, country, currency):
    form = Placed(initial={"country": "TW", "currency": "TWD"})
    with translation.override(language):
        shown = [str(form[name]) for name in ("country", "currency")]
    for text, name in zip(shown, (country, currency), strict=True):
        assert text.count(f'value="{name}"') == 2
