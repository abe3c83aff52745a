"""Countries and currencies by name: what a code is called in a reader's language, and which code a name means.

Names and territories are those of the Unicode CLDR as Babel ships it, codes those of ISO 3166-1 and ISO 4217.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from tongxin.common.text.fold import fold

if TYPE_CHECKING:
    from babel import Locale

# The languages a name is read in, that of the reader apart.
LANGUAGES = ("en", "zh-hant", "zh-hans")
# CLDR names these two at a length nobody types; its short variants are not in Babel.
_SHORT: Mapping[str, Mapping[str, str]] = {
    "en": {"HK": "Hong Kong", "MO": "Macao"},
    "zh-hant": {"HK": "香港", "MO": "澳門"},
    "zh-hans": {"HK": "香港", "MO": "澳门"},
}
# What people write beside the names of CLDR.
_COUNTRY_WORDS: Mapping[str, str] = {"UK": "GB", "USA": "US", "England": "GB", "中華民國": "TW", "韓國": "KR"}
_CURRENCY_WORDS: Mapping[str, str] = {
    "NTD": "TWD", "NT$": "TWD", "台幣": "TWD", "RMB": "CNY", "日幣": "JPY", "美金": "USD",
}  # fmt: skip
# Letters of CLDR that stand for no country: pseudo-locales, the euro zone, "unknown".
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_ALPHA_2 = 2


def countries(language: str) -> dict[str, str]:
    """Return the countries' names in a language by code."""
    return dict(_countries(_known(language)))


def currencies(language: str) -> dict[str, str]:
    """Return the names of the currencies that are legal tender today, by code."""
    return dict(_currencies(_known(language)))


def country_name(text: str, language: str) -> str:
    """Return what a country is called in a language; a text that is no code stays what it is."""
    return _countries(_known(language)).get(text.upper(), text)


def currency_name(code: str, language: str) -> str:
    """Return what a currency is called in a language; a text that is no code stays what it is."""
    return _currencies(_known(language)).get(code.upper(), code)


def country_code(text: str) -> str:
    """Return the code of the country that a name or code in any of the three languages means, else an empty text."""
    return _country_codes().get(fold(text), "")


def currency_code(text: str) -> str:
    """Return the code of the currency that a name or code in any of the three languages means, else an empty text."""
    return _currency_codes().get(fold(text), "")


def _known(language: str) -> str:
    return language.lower() if language.lower() in LANGUAGES else LANGUAGES[0]


def _locale(language: str) -> "Locale":
    # Babel costs 80 ms, which only who opens such a form needs to pay.
    from babel import Locale  # noqa: PLC0415

    return Locale.parse(language, sep="-")


@cache
def _countries(language: str) -> Mapping[str, str]:
    named = {
        code: name
        for code, name in _locale(language).territories.items()
        if len(code) == _ALPHA_2 and code not in _NO_COUNTRIES
    }
    return dict(sorted({**named, **_SHORT[language]}.items()))


@cache
def _currencies(language: str) -> Mapping[str, str]:
    from babel.numbers import get_territory_currencies  # noqa: PLC0415

    tender = {code for country in _countries("en") for code in get_territory_currencies(country)}
    names = _locale(language).currencies
    return {code: names[code] for code in sorted(tender) if code in names}


@cache
def _country_codes() -> Mapping[str, str]:
    return _codes(_countries, _COUNTRY_WORDS)


@cache
def _currency_codes() -> Mapping[str, str]:
    return _codes(_currencies, _CURRENCY_WORDS)


def _codes(names: Callable[[str], Mapping[str, str]], words: Mapping[str, str]) -> Mapping[str, str]:
    by_name = {fold(name): code for language in LANGUAGES for code, name in names(language).items()}
    by_code = {fold(code): code for code in names(LANGUAGES[0])}
    return {**by_name, **{fold(word): code for word, code in words.items()}, **by_code}
