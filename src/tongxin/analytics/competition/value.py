"""The value case: rows become the question of `kamkit.finance.case`, and what its lines say beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from kamkit.finance.case import CaseInput, CaseResult, Line, case
from kamkit.finance.case import LineKind as KitKind
from kamkit.finance.flows import present_value
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.competition.choices import BENEFITS, LineKind, QuoteStanding
from tongxin.crm.competition.models import CaseLine, CaseQuote, ValueCase
from tongxin.crm.competition.rules import quote_standing
from tongxin.crm.competition.selectors import editions_of, lines_of, quotes_of

HUNDRED = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalCost:
    """What one way costs the customer over the horizon, plain and as present value."""

    kind: LineKind
    total: Decimal
    present: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """A quote and what it is worth on the day."""

    quote: CaseQuote
    standing: QuoteStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class CostBasis:
    """What our own cost rests on.

    Attributes:
        usable: how many quotes hold on the day.
        valid: the sum of those that hold.
        expired: the sum of those that ran out.
        margin: our price less the quotes that hold and those that ran out; `None` without a price.
        margin_without: our price less the quotes that hold alone, so that nothing rests on what ran out.
    """

    quotes: tuple[QuoteLine, ...]
    usable: int
    valid: Decimal
    expired: Decimal
    margin: Decimal | None
    margin_without: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was promised a year and what was measured later."""

    line: CaseLine
    promised: Decimal
    measured: Decimal

    @property
    def percent(self) -> Decimal | None:
        """Return how much of the promise was kept; `None` where nothing was promised."""
        return (self.measured / self.promised * HUNDRED).quantize(CENT) if self.promised else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a value case comes to.

    Attributes:
        result: of the benefits and costs of our offer; `None` while there is no such line.
        costs: total cost of our offer, of today and with a rival, those that have lines.
        basis: `None` for readers without the right to see margins, and when there are no quotes.
        agreed: how many lines somebody at the customer agreed to.
    """

    case: ValueCase
    lines: tuple[CaseLine, ...]
    result: CaseResult | None
    costs: tuple[TotalCost, ...]
    basis: CostBasis | None
    measured: tuple[Measured, ...]
    agreed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of a value case and what it comes to."""

    case: ValueCase
    result: CaseResult | None


def answer_of(actor: Actor, record: ValueCase, *, as_of: date) -> Answer:
    """Return what a value case comes to for a reader on a day."""
    lines = tuple(lines_of(record))
    quotes = tuple(quotes_of(record)) if actor.has(Right.MARGIN) else ()
    return Answer(
        case=record,
        lines=lines,
        result=result_of(record, lines),
        costs=tuple(_total_costs(record, lines)),
        basis=basis_of(record, quotes, as_of=as_of) if quotes else None,
        measured=tuple(
            Measured(line=line, promised=line.amount, measured=line.measured)
            for line in lines
            if line.measured is not None
        ),
        agreed=sum(line.agreed_by_id is not None and line.agreed_on is not None for line in lines),
    )


def editions_beside(record: ValueCase) -> tuple[Edition, ...]:
    """Return the editions of a value case, the newest first, each with what it comes to."""
    return tuple(Edition(case=each, result=result_of(each, lines_of(each))) for each in editions_of(record))


def result_of(record: ValueCase, lines: Iterable[CaseLine]) -> CaseResult | None:
    """Return what the benefits and costs of our offer come to; `None` while there is no such line."""
    asked = [_kit_line(line) for line in lines if line.kind in BENEFITS or line.kind == LineKind.COST]
    if not asked:
        return None
    return case(CaseInput(rate=record.rate / HUNDRED, lines=tuple(_apart(asked))))


def basis_of(record: ValueCase, quotes: Sequence[CaseQuote], *, as_of: date) -> CostBasis:
    """Return what our own cost rests on: quotes that hold, and apart from them those that ran out."""
    lines = tuple(
        QuoteLine(quote=quote, standing=quote_standing(quote.state, quote.valid_until, as_of=as_of))
        for quote in quotes
    )
    valid = _sum_of(lines, QuoteStanding.VALID)
    expired = _sum_of(lines, QuoteStanding.EXPIRED)
    return CostBasis(
        quotes=lines,
        usable=sum(line.standing == QuoteStanding.VALID for line in lines),
        valid=valid,
        expired=expired,
        margin=record.price - valid - expired if record.price is not None else None,
        margin_without=record.price - valid if record.price is not None else None,
    )


def cents(value: Decimal) -> Decimal:
    """Return an amount to the cent, half to even."""
    return value.quantize(CENT, rounding=ROUND_HALF_EVEN)


def _sum_of(lines: Iterable[QuoteLine], standing: QuoteStanding) -> Decimal:
    return sum(
        (line.quote.quoted_price or Decimal(0) for line in lines if line.standing == standing), Decimal(0)
    )


def _kit_line(line: CaseLine) -> Line:
    return Line(
        name=line.name,
        kind=KitKind.COST if line.kind == LineKind.COST else KitKind.BENEFIT,
        amount=line.amount,
        first_year=line.first_year,
        last_year=line.last_year,
        growth=line.growth / HUNDRED,
    )


def _apart(lines: Sequence[Line]) -> Iterable[Line]:
    """Yield the lines with names that stand once, as the kit wants them: the second Energy is Energy (2)."""
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.name] = number = seen.get(line.name, 0) + 1
        yield line if number == 1 else _renamed(line, f"{line.name} ({number})")


def _renamed(line: Line, name: str) -> Line:
    return Line(
        name=name,
        kind=line.kind,
        amount=line.amount,
        first_year=line.first_year,
        last_year=line.last_year,
        growth=line.growth,
    )


def _total_costs(record: ValueCase, lines: Sequence[CaseLine]) -> Iterable[TotalCost]:
    for kind in (LineKind.COST, LineKind.TODAY, LineKind.RIVAL):
        asked = [_kit_line(line).by_year(record.horizon) for line in lines if line.kind == kind]
        if asked:
            years = [sum(amounts, Decimal(0)) for amounts in zip(*asked, strict=True)]
            yield TotalCost(
                kind=kind,
                total=cents(sum(years, Decimal(0))),
                present=cents(present_value(years, record.rate / HUNDRED)),
            )
