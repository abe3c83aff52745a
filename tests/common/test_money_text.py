from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.common.money_text import (
    MoneyProblem,
    MoneyProblemCode,
    Units,
    format_amount,
    parse_amount,
)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("186000000", "NT$1.86億"),
        ("35000000", "NT$3,500萬"),
        ("79000000", "NT$7,900萬"),
        ("15640000", "NT$1,564萬"),
        ("743000000", "NT$7.43億"),
        ("1210000000", "NT$12.1億"),
        ("123456789012", "NT$1,235億"),
        ("350000000", "NT$3.5億"),
        ("1200000000000", "NT$1.2兆"),
        ("380000", "NT$38萬"),
        ("38500", "NT$3.85萬"),
        ("9999", "NT$9,999"),
        ("9999.6", "NT$1萬"),
        ("99996000", "NT$1億"),
        ("-19000000", "NT$−1,900萬"),
        ("-12", "NT$−12"),
        ("-0.3", "NT$0"),
        ("0", "NT$0"),
    ],
)
def test_traditional_chinese_amounts_read_as_in_the_trade(amount: str, text: str) -> None:
    assert format_amount(Decimal(amount), "TWD", language="zh-hant").text == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("186000000", "CNY", "RMB¥1.86亿"),
        ("1200000000000", "JPY", "JP¥1.2万亿"),
        ("35000000", "HKD", "HK$3,500万"),
    ],
)
def test_simplified_chinese_has_its_own_units(amount: str, currency: str, text: str) -> None:
    assert format_amount(Decimal(amount), currency, language="zh-hans").text == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("10005534", "USD", "US$10M"),
        ("341455", "USD", "US$341K"),
        ("1234567890", "EUR", "€1.23B"),
        ("1200000000000", "TWD", "NT$1,200B"),
        ("999.5", "USD", "US$1K"),
        ("999.4", "USD", "US$999"),
        ("12.5", "USD", "US$12.50"),
        ("12.5", "JPY", "JP¥13"),
        ("1500", "CHF", "CHF\u00a01.5K"),
    ],
)
def test_english_amounts_read_in_thousands_and_millions(amount: str, currency: str, text: str) -> None:
    assert format_amount(Decimal(amount), currency, language="en").text == text


def test_the_reader_may_prefer_the_other_units() -> None:
    amount = Decimal(186000000)
    assert format_amount(amount, "TWD", language="zh-hant", units=Units.K).text == "NT$186M"
    assert format_amount(amount, "USD", language="en", units=Units.WAN).text == "US$1.86億"
    assert format_amount(amount, "USD", language="zh-Hans", units=Units.WAN).text == "US$1.86亿"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("186000000", "TWD", "NT$186,000,000"),
        ("1234.5", "USD", "US$1,234.50"),
        ("1234.567", "USD", "US$1,234.567"),
        ("-1234", "JPY", "JP¥−1,234"),
        ("100.5", "TWD", "NT$100.5"),
    ],
)
def test_exact_text_hides_no_digit(amount: str, currency: str, text: str) -> None:
    money = format_amount(Decimal(amount), currency, language="zh-hant", exact=True)
    assert (money.text, money.exact_text, money.unit) == (text, text, "")
    assert format_amount(Decimal(amount), currency, language="zh-hant").exact_text == text


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-1e18"])
def test_what_is_no_amount_of_money_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        format_amount(Decimal(amount), "TWD", language="en")


AMOUNTS = st.decimals(min_value=-(10**15), max_value=10**15, places=2)


@given(AMOUNTS, st.sampled_from(["zh-hant", "zh-hans", "en"]), st.sampled_from(["TWD", "USD", "CNY"]))
def test_the_exact_text_is_read_back_to_the_amount(amount: Decimal, language: str, currency: str) -> None:
    assert parse_amount(format_amount(amount, currency, language=language).exact_text) == amount


@given(AMOUNTS, st.sampled_from(["zh-hant", "zh-hans", "en"]), st.sampled_from(Units))
def test_the_short_text_is_off_by_less_than_one_in_a_hundred(
    amount: Decimal, language: str, units: Units
) -> None:
    shown = format_amount(amount, "USD", language=language, units=units)
    read = parse_amount(shown.text)
    assert abs(read - amount) <= max(abs(amount) / 100, Decimal("0.005"))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1,234", "1234"),
        ("12,5", "12.5"),
        ("0,123", "0.123"),
        ("1234.567", "1234.567"),
        ("0.125", "0.125"),
        (".5", "0.5"),
        ("1 234 567,89", "1234567.89"),
        ("1'234'567", "1234567"),
        ("3,500萬", "35000000"),
        ("3500万", "35000000"),
        ("1.86億", "186000000"),
        ("1.2345億", "123450000"),
        ("1億2,000萬", "120000000"),
        ("1億2千3百萬", "123000000"),
        ("1.2万亿", "1200000000000"),
        ("百萬", "1000000"),
        ("1.2M", "1200000"),
        ("1.2 million", "1200000"),
        ("35K", "35000"),
        ("2bn", "2000000000"),
        ("NT$ 5,000", "5000"),
        ("TWD 5000", "5000"),
        ("新台幣伍仟元整", "5000"),
        ("RMB¥1.86亿", "186000000"),
        ("100 USD", "100"),
        ("５，０００", "5000"),
        ("－500", "-500"),
        ("−NT$500", "-500"),
        ("NT$−500", "-500"),
        ("(1,200)", "-1200"),
        ("(NT$1,200)", "-1200"),
        ("負三百", "-300"),
        ("壹佰貳拾萬", "1200000"),
        ("壹佰貳拾萬元整", "1200000"),
        ("十二萬", "120000"),
        ("三萬零五", "30005"),
        ("三萬零五十", "30050"),
        ("二〇二六", "2026"),
        ("零", "0"),
        ("0萬", "0"),
        ("二十五", "25"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("1.234", ["1.234", "1234"]),
        ("-1.234", ["-1234", "-1.234"]),
        ("1,2345", ["1.2345", "12345"]),
        ("三萬五", ["30005", "35000"]),
        ("一百五", ["105", "150"]),
    ],
)
def test_ambiguous_amounts_are_refused_with_their_readings(text: str, candidates: list[str]) -> None:
    with pytest.raises(MoneyProblem) as caught:
        parse_amount(text)
    assert caught.value.code is MoneyProblemCode.AMBIGUOUS
    assert caught.value.candidates == tuple(Decimal(candidate) for candidate in candidates)
    assert caught.value.params == {"text": text, "candidates": ", ".join(candidates)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", MoneyProblemCode.EMPTY),
        ("  ", MoneyProblemCode.EMPTY),
        ("NT$", MoneyProblemCode.UNREADABLE),
        ("()", MoneyProblemCode.UNREADABLE),
        ("(-5)", MoneyProblemCode.UNREADABLE),
        ("約五百", MoneyProblemCode.UNREADABLE),
        ("5 apples", MoneyProblemCode.UNREADABLE),
        ("1,23,456", MoneyProblemCode.UNREADABLE),
        ("1.23,456.7", MoneyProblemCode.UNREADABLE),
        ("12 34", MoneyProblemCode.UNREADABLE),
        ("1 2,345", MoneyProblemCode.UNREADABLE),
        ("萬", MoneyProblemCode.UNREADABLE),
        ("1萬億兆", MoneyProblemCode.UNREADABLE),
        ("1萬2億", MoneyProblemCode.UNREADABLE),
        ("3百5千", MoneyProblemCode.UNREADABLE),
        ("1%", MoneyProblemCode.UNREADABLE),
        ("3五", MoneyProblemCode.UNREADABLE),
        ("1,23,456萬", MoneyProblemCode.UNREADABLE),
    ],
)
def test_what_is_no_amount_says_so(text: str, code: MoneyProblemCode) -> None:
    with pytest.raises(MoneyProblem) as caught:
        parse_amount(text)
    assert caught.value.code is code
    assert caught.value.text == text


@given(st.text(max_size=20) | st.text("0123456789.,' 十百千萬億兆KM壹貳零$-()元", max_size=14))
def test_any_text_is_an_amount_or_a_problem(text: str) -> None:
    with suppress(MoneyProblem):
        assert parse_amount(text).is_finite()
