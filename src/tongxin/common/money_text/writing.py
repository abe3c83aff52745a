"""Write amounts of money for readers of three languages.

The words follow each trade's habit: 億 and 萬 in Traditional Chinese, 亿 and 万 in Simplified, M and K in English. A dollar
sign never stands alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import pairwise

MINUS = "\u2212"

_SYMBOLS = {
    "TWD": "NT$", "USD": "US$", "CNY": "RMB¥", "JPY": "JP¥", "HKD": "HK$", "EUR": "€", "GBP": "£", "KRW": "₩",
    "SGD": "S$", "AUD": "A$", "CAD": "C$", "MOP": "MOP$", "VND": "₫", "THB": "฿", "MYR": "RM", "INR": "₹",
}  # fmt: skip
_WITHOUT_DECIMALS = frozenset({"TWD", "JPY", "KRW", "VND"})
_SIGNIFICANT_DIGITS = 3
_TOO_LARGE = Decimal(10) ** 18


class Units(StrEnum):
    """Which large units an amount is written in."""

    AUTO = "AUTO"
    """The language's own: 萬 and 億 in Chinese, K, M and B in English."""
    WAN = "WAN"
    K = "K"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyText:
    """An amount in writing: `symbol`, `number` and `unit` side by side are `text`; `exact_text` hides nothing."""

    symbol: str
    number: str
    unit: str
    exact_text: str

    @property
    def text(self) -> str:
        """The whole as one string, such as NT$1.86億."""
        return f"{self.symbol}{self.number}{self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    name: str
    size: Decimal
    whole_from: Decimal
    """The count of units from which no decimals are shown."""


def _chinese_units(names: Sequence[str]) -> tuple[_Unit, ...]:
    wan, yi, zhao = names
    hundred, ten_thousand = Decimal(100), Decimal(10_000)
    return (
        _Unit(name=wan, size=ten_thousand, whole_from=hundred),
        _Unit(name=yi, size=ten_thousand**2, whole_from=hundred),
        _Unit(name=zhao, size=ten_thousand**3, whole_from=hundred),
    )


_THOUSANDS = tuple(
    _Unit(name=name, size=Decimal(1000) ** power, whole_from=Decimal(100))
    for power, name in enumerate(("K", "M", "B"), start=1)
)
_TRADITIONAL = _chinese_units(("萬", "億", "兆"))
_SIMPLIFIED = _chinese_units(("万", "亿", "万亿"))


def format_amount(
    amount: Decimal, currency: str, *, language: str, units: Units = Units.AUTO, exact: bool = False
) -> MoneyText:
    """Write `amount` of `currency` (ISO 4217) with three significant digits and the large unit of `language`.

    Whole units keep all their digits (NT$3,500萬, NT$1,564萬, NT$1.86億), trailing zeros go, halves round away from zero.
    `exact` writes every digit instead. Negative numbers carry U+2212 before the number. Raises ValueError if `amount`
    is not finite or reaches 10^18.
    """
    if not amount.is_finite() or abs(amount) >= _TOO_LARGE:
        raise ValueError(f"not an amount of money: {amount}")
    symbol = _SYMBOLS.get(currency) or f"{currency}\u00a0"
    full = _signed(amount, _every_digit(abs(amount), _decimals(currency)))
    number, unit = (full, "") if exact else _compact(amount, currency, _units_for(language, units))
    return MoneyText(symbol=symbol, number=number, unit=unit, exact_text=f"{symbol}{full}")


def _units_for(language: str, units: Units) -> tuple[_Unit, ...]:
    code = language.lower()
    if units is Units.K or (units is Units.AUTO and not code.startswith("zh")):
        return _THOUSANDS
    return _SIMPLIFIED if code.startswith("zh-hans") else _TRADITIONAL


def _compact(amount: Decimal, currency: str, units: tuple[_Unit, ...]) -> tuple[str, str]:
    """Return the number and the unit; rounding may carry into the next unit: 9,999.6萬 is 1億."""
    size = abs(amount)
    if _rounded(size, 0) < units[0].size:
        return _signed(amount, _small(size, currency)), ""
    for unit, larger in pairwise(units):
        count = _count(size, unit)
        if count * unit.size < larger.size:
            return _signed(amount, _grouped(count.normalize())), unit.name
    return _signed(amount, _grouped(_count(size, units[-1]).normalize())), units[-1].name


def _count(size: Decimal, unit: _Unit) -> Decimal:
    count = size / unit.size
    return _rounded(count, 0 if count >= unit.whole_from else _SIGNIFICANT_DIGITS - 1 - count.adjusted())


def _small(size: Decimal, currency: str) -> str:
    """Write an amount below the first unit: cents only where they matter and the currency has them."""
    is_whole = size == size.to_integral_value()
    return _grouped(_rounded(size, 0 if size >= 100 or is_whole else _decimals(currency)))


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _every_digit(size: Decimal, at_least: int) -> str:
    digits = -int(size.normalize().as_tuple().exponent)
    return _grouped(_rounded(size, max(digits, at_least)))


def _decimals(currency: str) -> int:
    return 0 if currency in _WITHOUT_DECIMALS else 2


def _grouped(number: Decimal) -> str:
    return f"{number:,f}"


def _signed(amount: Decimal, text: str) -> str:
    return MINUS + text if amount < 0 and text.strip("0.") else text
