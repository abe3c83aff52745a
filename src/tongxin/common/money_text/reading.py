"""Read amounts of money as people type or paste them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from tongxin.common.text.fold import fold


class MoneyProblemCode(StrEnum):
    """Why a text cannot be read as an amount."""

    EMPTY = "EMPTY"
    UNREADABLE = "UNREADABLE"
    AMBIGUOUS = "AMBIGUOUS"


class MoneyProblem(ValueError):  # noqa: N818  (a problem to put to the reader, not an error of the program)
    """A text that is no amount; `candidates` are the readings of an ambiguous one, smallest first."""

    def __init__(self, code: MoneyProblemCode, *, text: str, candidates: tuple[Decimal, ...] = ()) -> None:
        super().__init__(code.value)
        self.code = code
        self.text = text
        self.candidates = candidates

    @property
    def params(self) -> dict[str, str]:
        """What a sentence about the problem may name."""
        return {"text": self.text, "candidates": ", ".join(map(str, self.candidates))}


_CURRENCY = (
    r"(?:(?:twd|usd|rmb|cny|jpy|hkd|eur|gbp|krw|sgd|aud|cad|nt|us|hk|jp|s|a|c)?[$¥€£₩]|twd|usd|rmb|cny|jpy|hkd|eur|gbp|krw|"
    r"sgd|aud|cad|nt|us|新台币|台币|人民币|美元|美金|港币|港元|日元|日圆|欧元|英镑|韩元|[元圆]整?|块|整)"
)
_CURRENCY_IN_FRONT = re.compile(rf"{_CURRENCY}\s*")
_CURRENCY_BEHIND = re.compile(rf"\s*{_CURRENCY}$")
_SIGN = re.compile(r"(?:[-\u2012-\u2015\u2212]|负)\s*")

_DIGITS = "零一二三四五六七八九"
_ZERO = _DIGITS[0]
_SAME_NUMERAL = str.maketrans(
    "〇○壹贰叁肆伍陆柒捌玖两弌弍弎參拾佰仟", "零零一二三四五六七八九二一二三三十百千"
)
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNITS = {
    "万": 10**4, "亿": 10**8, "兆": 10**12, "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6,
    "million": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>[.,]?\d(?:[\d.,' ]*\d)?)|(?P<numeral>[{_DIGITS}]+)|(?P<unit>[十百千万亿兆]|[a-z]+))"
)
_BY_THREES = r"[1-9]\d{0,2}(?:%s\d{3})+"


def parse_amount(text: str) -> Decimal:
    """Return the amount that `text` states, without its currency.

    Reads 1,234.56 and 1.234,56, 3,500萬, 1億2,000萬, 1.86億, 1.2M, NT$ 5,000, (1,200), full-width digits and Chinese
    numerals (壹佰貳拾萬元整). Raises MoneyProblem: AMBIGUOUS with its candidates for 1.234 (a decimal point or a
    grouping point?) and for numerals cut short (三萬五), UNREADABLE for anything else that is no amount.
    """
    body, is_negative = _without_sign_and_currency(fold(text).translate(_SAME_NUMERAL))
    if not body:
        raise MoneyProblem(MoneyProblemCode.UNREADABLE if text.strip() else MoneyProblemCode.EMPTY, text=text)
    readings = sorted({-reading if is_negative else reading for reading in _readings(body)})
    if not readings:
        raise MoneyProblem(MoneyProblemCode.UNREADABLE, text=text)
    if len(readings) > 1:
        raise MoneyProblem(MoneyProblemCode.AMBIGUOUS, text=text, candidates=tuple(readings))
    return readings[0]


def _without_sign_and_currency(text: str) -> tuple[str, bool]:
    if text.startswith("(") and text.endswith(")"):
        body, was_negative = _without_sign_and_currency(text[1:-1].strip())
        return ("", False) if was_negative else (body, True)
    body = _CURRENCY_BEHIND.sub("", _CURRENCY_BEHIND.sub("", _leading_currency_off(text)))
    sign = _SIGN.match(body)
    return (_leading_currency_off(body[sign.end() :]), True) if sign else (body, False)


def _leading_currency_off(text: str) -> str:
    return _CURRENCY_IN_FRONT.sub("", text, count=1) if _CURRENCY_IN_FRONT.match(text) else text


def _readings(body: str) -> tuple[Decimal, ...]:
    tokens = list(_tokens(body))
    if len(tokens) == 1 and isinstance(tokens[0], tuple):
        return tokens[0]
    amount = _Sum()
    for token in tokens:
        if not amount.take(token):
            return ()
    return amount.readings()


def _tokens(body: str) -> Iterator[tuple[Decimal, ...] | str]:
    """Yield the readings of each number and the name of each unit; a name that is no unit for what is neither."""
    place = 0
    while place < len(body):
        match = _TOKEN.match(body, place)
        if match is None:
            yield body[place:]
            return
        place = match.end()
        if match["number"]:
            yield _number_readings(match["number"])
        elif match["numeral"]:
            if match["numeral"].startswith(_ZERO):
                yield _ZERO
            yield (Decimal("".join(str(_DIGITS.index(digit)) for digit in match["numeral"])),)
        else:
            yield match["unit"]


def _number_readings(text: str) -> tuple[Decimal, ...]:
    """Return what digits with points and commas may mean; the decimal reading first."""
    digits = re.sub(r"(?<=\d)[' ](?=\d{3}(?!\d))", "", text)
    points = "".join(character for character in digits if not character.isdigit())
    if re.search("[' ]", points) or (digits != text and not re.match(_BY_THREES % "[' ]", text)):
        return ()
    if not points:
        return (Decimal(digits),)
    decimal_point = points[-1]
    whole, _, part = digits.rpartition(decimal_point)
    if len(points) == 1:
        return _single_point_readings(whole, decimal_point, part)
    if points == decimal_point * len(points):
        grouped = re.fullmatch(_BY_THREES % re.escape(decimal_point), digits)
        return (Decimal(digits.replace(decimal_point, "")),) if grouped else ()
    grouped = re.fullmatch(_BY_THREES % re.escape(points[0]), whole)
    return (Decimal(f"{whole.replace(points[0], '')}.{part}"),) if grouped else ()


def _single_point_readings(whole: str, point: str, part: str) -> tuple[Decimal, ...]:
    decimal, grouped = Decimal(f"{whole or '0'}.{part}"), Decimal(f"{whole}{part}")
    could_group = re.fullmatch(r"[1-9]\d{0,2}", whole) is not None and len(part) >= 3
    if point == ".":
        return (decimal, grouped) if could_group and len(part) == 3 else (decimal,)
    if could_group:
        # 1,2345 is a decimal comma or a grouping by 萬.
        return (grouped,) if len(part) == 3 else (decimal, grouped)
    return (decimal,)


class _Sum:
    """The amount so far of numbers and units read from left to right: 1億2千3百萬."""

    def __init__(self) -> None:
        self._total = Decimal(0)
        self._section = Decimal(0)
        self._number: tuple[Decimal, ...] | None = None
        self._small_below = 10**4
        self._large_units: list[int] = []
        self._unit_before = 1

    def take(self, token: tuple[Decimal, ...] | str) -> bool:
        """Add one token; return False if it cannot stand here."""
        if isinstance(token, tuple):
            is_welcome = self._number is None and bool(token)
            self._number = token
            return is_welcome
        if token == _ZERO:
            self._unit_before = 1
            return True
        if token in _SMALL_UNITS:
            return self._take_small(_SMALL_UNITS[token])
        return token in _LARGE_UNITS and self._take_large(_LARGE_UNITS[token])

    def readings(self) -> tuple[Decimal, ...]:
        """Return the amount, or two if the last digit may stand for the next unit: 三萬五 is 30,005 or 35,000."""
        literal = self._total + self._section
        if self._number is None:
            return (literal,)
        last = self._number[0]
        if 0 < last < 10 and self._unit_before >= 100:
            return (literal + last, literal + last * self._unit_before / 10)
        return (literal + last,)

    def _take_small(self, unit: int) -> bool:
        if unit >= self._small_below:
            return False
        self._section += (self._number[0] if self._number else 1) * unit
        self._number, self._small_below, self._unit_before = None, unit, unit
        return True

    def _take_large(self, unit: int) -> bool:
        if self._number is None and not self._section:
            return self._multiply(unit)
        if self._large_units and unit >= self._large_units[-1]:
            return False
        self._total += (self._section + (self._number[0] if self._number else 0)) * unit
        self._section, self._number, self._small_below = Decimal(0), None, 10**4
        self._large_units.append(unit)
        self._unit_before = unit
        return True

    def _multiply(self, unit: int) -> bool:
        """Read a unit that follows a unit, as in 1.2萬億."""
        if len(self._large_units) != 1:
            return False
        self._total *= unit
        self._large_units = [self._large_units[0] * unit, unit]
        return True
