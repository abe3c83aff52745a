"""Amounts of money that never mix currencies, and conversion by dated rates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


class CurrencyMismatchError(ValueError):
    """Two currencies met in one sum."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"cannot combine {one} with {other}: convert first")
        self.one = one
        self.other = other


class RateMissingError(LookupError):
    """No rate from one currency to another is known on a day."""

    def __init__(self, base: str, quote: str, on: date) -> None:
        super().__init__(f"no rate from {base} to {quote} on {on}")
        self.base = base
        self.quote = quote
        self.on = on


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in one currency (ISO 4217). Sums of two currencies raise CurrencyMismatchError."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(amount=self.amount + self._same(other).amount, currency=self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(amount=self.amount - self._same(other).amount, currency=self.currency)

    def __neg__(self) -> "Money":
        return Money(amount=-self.amount, currency=self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(amount=self.amount * factor, currency=self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other).amount

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise CurrencyMismatchError(self.currency, other.currency)
        return other


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """From `from_date` on, one unit of `base` is `rate` units of `quote`."""

    base: str
    quote: str
    from_date: date
    rate: Decimal

    def __post_init__(self) -> None:
        if not self.rate > 0:
            raise ValueError(f"a rate must be above zero, not {self.rate}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """A converted amount and the rate behind it; `rate` is None if the currency was the same."""

    money: Money
    rate: Rate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """Dated rates, in any order."""

    rates: tuple[Rate, ...]

    def convert(self, money: Money, *, to: str, on: date) -> Conversion:
        """Return `money` in the currency `to` at the latest rate of the day `on` or before it, unrounded.

        A rate of the opposite direction serves by its inverse; on one day the direct rate wins. Raises
        RateMissingError if neither is known.
        """
        if money.currency == to:
            return Conversion(money=money, rate=None)
        rate = self._latest(money.currency, to, on)
        factor = rate.rate if rate.base == money.currency else 1 / rate.rate
        return Conversion(money=Money(amount=money.amount * factor, currency=to), rate=rate)

    def _latest(self, base: str, quote: str, on: date) -> Rate:
        known = [
            rate for rate in self.rates if {rate.base, rate.quote} == {base, quote} and rate.from_date <= on
        ]
        if not known:
            raise RateMissingError(base, quote, on)
        return max(known, key=lambda rate: (rate.from_date, rate.base == base))
