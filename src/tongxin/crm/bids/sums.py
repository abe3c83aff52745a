"""Sums of a price sheet: VAT in or out, several rates, rounded once where the document rounds. Pure.

A sum is rounded half up once for each VAT rate, on the sum of the exact lines; a gross price is kept as typed, and
what a rounded line differs from that is shown as a difference and never spread. Rounding each line first, as many
tools do, gives other totals than the tax authorities' (EN 16931, BR-CO-17: the VAT of a category is reckoned on its sum).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from tongxin.crm.bids.choices import SheetBasis
from tongxin.crm.bids.desk_choices import QuestionCode

if TYPE_CHECKING:
    from tongxin.crm.bids.sheet_models import BidPriceLine

HUNDRED = 100
USUAL_DECIMALS = 2
# ISO 4217: the currencies whose minor unit is none or a thousandth.
NO_DECIMALS = frozenset(
    {"JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF", "RWF", "KMF", "GNF"}
)
THREE_DECIMALS = frozenset({"TND", "KWD", "BHD", "OMR", "JOD", "IQD", "LYD"})
POLICY_WEIGHTS: Mapping[QuestionCode, str] = {
    QuestionCode.COVERAGE: "coverage_weight",
    QuestionCode.SHAPING: "shaping_weight",
    QuestionCode.PRICE: "price_question_weight",
    QuestionCode.QUALIFIED: "qualified_weight",
    QuestionCode.COMPETITION: "competition_weight",
    QuestionCode.CAPACITY: "capacity_weight",
    QuestionCode.MARGIN: "margin_question_weight",
    QuestionCode.STRATEGY: "strategy_weight",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSum:
    """One line: its amount in its own basis and without VAT, both rounded; `difference` is what the document says more."""

    line: "BidPriceLine"
    amount: Decimal
    net: Decimal
    difference: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSum:
    """The sum of all lines of one VAT rate; `net + vat == gross` always."""

    rate: Decimal
    net: Decimal
    vat: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSum:
    """A price sheet summed up.

    Attributes:
        lines: each line with an amount.
        unfinished: names of lines that lack quantity, unit price or rate.
        rates: a sum for each VAT rate, the lowest first.
        net, vat, gross: of the whole.
        rounding: what the rounded lines are short of the net sum; shown as a line of its own.
        decimals: to which everything is rounded.
    """

    lines: tuple[LineSum, ...]
    unfinished: tuple[str, ...]
    rates: tuple[RateSum, ...]
    net: Decimal
    vat: Decimal
    gross: Decimal
    rounding: Decimal
    decimals: int

    @property
    def wrong(self) -> tuple[LineSum, ...]:
        """Return the lines whose written amount is not quantity times unit price."""
        return tuple(each for each in self.lines if each.difference)


def decimals_of(currency: str) -> int:
    """Return to how many decimals amounts of a currency are rounded."""
    if currency in NO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else USUAL_DECIMALS


def sum_up(lines: Iterable["BidPriceLine"], *, decimals: int) -> SheetSum:
    """Return the sums of a price sheet, rounded to so many decimals, once for each VAT rate."""
    whole: list[BidPriceLine] = []
    unfinished: list[BidPriceLine] = []
    for line in lines:
        known = (line.quantity, line.offered_unit_price, line.line_vat_rate)
        (unfinished if any(each is None for each in known) else whole).append(line)
    rates = sorted({rate_of(line) for line in whole})
    sums = tuple(
        _of_rate(rate, [each for each in whole if rate_of(each) == rate], decimals) for rate in rates
    )
    told = tuple(_of_line(line, decimals) for line in whole)
    net = sum((each.net for each in sums), Decimal(0))
    return SheetSum(
        lines=told,
        unfinished=tuple(line.name for line in unfinished),
        rates=sums,
        net=net,
        vat=sum((each.vat for each in sums), Decimal(0)),
        gross=sum((each.gross for each in sums), Decimal(0)),
        rounding=net - sum((each.net for each in told), Decimal(0)),
        decimals=decimals,
    )


def rate_of(line: "BidPriceLine") -> Decimal:
    """Return the VAT rate of a line that has one."""
    return line.line_vat_rate or Decimal(0)


def rounded_to(exact: Fraction, decimals: int) -> Decimal:
    """Return an exact figure rounded half up."""
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        Decimal(1).scaleb(-decimals), ROUND_HALF_UP
    )


def _exact(line: "BidPriceLine") -> Fraction:
    return Fraction(line.quantity or 0) * Fraction(line.offered_unit_price or 0)


def _net(line: "BidPriceLine") -> Fraction:
    return _exact(line) / _factor(rate_of(line)) if line.sheet_basis == SheetBasis.GROSS else _exact(line)


def _factor(rate: Decimal) -> Fraction:
    return 1 + Fraction(rate) / HUNDRED


def _of_rate(rate: Decimal, lines: Sequence["BidPriceLine"], decimals: int) -> RateSum:
    """Round a rate's sum once; where all its prices are gross, the gross sum is that of the typed prices."""
    if all(line.sheet_basis == SheetBasis.GROSS for line in lines):
        gross = rounded_to(sum(map(_exact, lines), Fraction(0)), decimals)
        net = rounded_to(sum(map(_net, lines), Fraction(0)), decimals)
        return RateSum(rate=rate, net=net, vat=gross - net, gross=gross)
    net = rounded_to(sum(map(_net, lines), Fraction(0)), decimals)
    vat = rounded_to(sum(map(_net, lines), Fraction(0)) * Fraction(rate) / HUNDRED, decimals)
    return RateSum(rate=rate, net=net, vat=vat, gross=net + vat)


def _of_line(line: "BidPriceLine", decimals: int) -> LineSum:
    amount = rounded_to(_exact(line), decimals)
    written = line.written_amount
    return LineSum(
        line=line,
        amount=amount,
        net=rounded_to(_net(line), decimals),
        difference=Decimal(0) if written is None else written - amount,
    )
