"""A business case: what a purchase costs and brings, year by year, and what the answer hangs on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from enum import StrEnum
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.finance.flows import DIGITS, ZERO, factors, paybacks, present_value, rates_of_return
from kamkit.finance.reasons import FinanceReason
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

PLACES = Decimal("0.000001")
CHANGES = (Decimal("-0.2"), Decimal("-0.1"), Decimal("0.1"), Decimal("0.2"))


class LineKind(StrEnum):
    """Whether a line costs or brings money."""

    COST = "COST"
    BENEFIT = "BENEFIT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the case: amounts of the years from 0 on, or one amount from a year to a year, growing.

    Amounts are written as what they are: a cost of 50 is 50, not -50.
    """

    name: str
    kind: LineKind
    amounts: tuple[Decimal, ...] = ()
    amount: Decimal | None = None
    first_year: Annotated[
        int, Says("First year of the amount; 0 is the purchase", at_least=0, at_most=200)
    ] = 0
    last_year: Annotated[int | None, Says("Last year of the amount", at_least=0, at_most=200)] = None
    growth: Annotated[Decimal, Says("Growth from year to year: 0.02 is two per cent", above=-1)] = ZERO

    def __post_init__(self) -> None:
        check_bounds(self)
        if bool(self.amounts) == (self.amount is not None):
            raise InputError(ProblemCode.CONFLICT, "amounts", "give amounts or one amount, and not both")
        if self.last_year is not None and self.last_year < self.first_year:
            said = f"the last year {self.last_year} lies before the first, {self.first_year}"
            raise InputError(ProblemCode.CONFLICT, "last_year", said)

    def by_year(self, years: int) -> list[Decimal]:
        """Return the amounts of the years 0 to `years`."""
        if self.amount is None:
            return [*self.amounts, *[ZERO] * (years + 1 - len(self.amounts))]
        last = self.first_year if self.last_year is None else self.last_year
        with localcontext(prec=DIGITS):
            return [
                self.amount * (1 + self.growth) ** (year - self.first_year)
                if self.first_year <= year <= last
                else ZERO
                for year in range(years + 1)
            ]

    @property
    def years(self) -> int:
        """The last year in which the line has an amount."""
        if self.amount is None:
            return len(self.amounts) - 1
        return self.first_year if self.last_year is None else self.last_year


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInput:
    """Net flows of the years from 0 on, or the lines they come from; and the discount rate of a year."""

    rate: Annotated[Decimal, Says("Discount rate of a year: 0.1 is ten per cent", above=-1)]
    flows: tuple[Decimal, ...] = ()
    lines: tuple[Line, ...] = ()
    changes: Annotated[tuple[Decimal, ...], Says("Changes of each line that are tried", at_least=-1)] = (
        CHANGES
    )

    def __post_init__(self) -> None:
        check_bounds(self)
        if bool(self.flows) == bool(self.lines):
            raise InputError(ProblemCode.CONFLICT, "flows", "give either flows or lines")
        names = [line.name for line in self.lines]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise InputError(ProblemCode.DUPLICATE, f"lines[{index}].name", f"{name} is there twice")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One year of the cash-flow table."""

    year: int
    benefits: Decimal
    costs: Decimal
    net: Decimal
    cumulated: Decimal
    factor: Decimal
    present: Decimal
    cumulated_present: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The case with one line changed, all else as it is."""

    change: Decimal
    npv: Decimal
    payback_years: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What the case makes of changes of one line; `break_even` is the change at which the NPV is zero."""

    line: str
    swing: Decimal
    break_even: Decimal | None
    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """The answer of a case.

    `npv` discounts year t by (1 + rate)^t, year 0 not at all; `irr` holds every rate at which it is zero. `paybacks` are
    all moments, in years, at which the sum of flows comes back to zero: `payback_years` is the last, if the case ends at
    zero or above, else None; `discounted_paybacks` the same of present values. `roi_percent` is the sum of all flows over
    what year 0 takes. `total_cost` is the sum of all costs, and `total_cost_present` its present value.
    """

    npv: Decimal
    irr: tuple[Decimal, ...]
    payback_years: Decimal | None
    paybacks: tuple[Decimal, ...]
    discounted_paybacks: tuple[Decimal, ...]
    roi_percent: Decimal | None
    total_cost: Decimal
    total_cost_present: Decimal
    table: tuple[YearRow, ...]
    sensitivity: tuple[Sensitivity, ...]
    reasons: tuple[Reason, ...]


def case(question: CaseInput) -> CaseResult:
    """Return present value, rates of return, paybacks, return, total cost, cash-flow table and sensitivity of a case.

    Everything is computed in decimals of 50 digits and given to six places, half to even.
    """
    benefits, costs = _sides(question)
    with localcontext(prec=DIGITS):
        flows = [brought - taken for brought, taken in zip(benefits, costs, strict=True)]
        table = _table(benefits, costs, question.rate)
        rates = rates_of_return(flows)
        back = paybacks(flows)
        return CaseResult(
            npv=_shown(present_value(flows, question.rate)),
            irr=tuple(map(_shown, rates)),
            payback_years=_for_good(flows, back),
            paybacks=tuple(map(_shown, back)),
            discounted_paybacks=tuple(map(_shown, paybacks(_discounted(flows, question.rate)))),
            roi_percent=_shown(sum(flows) / -flows[0] * 100) if flows[0] < 0 else None,
            total_cost=_shown(sum(costs, ZERO)),
            total_cost_present=_shown(present_value(costs, question.rate)),
            table=table,
            sensitivity=_sensitivity(question, flows),
            reasons=(*_payback_reasons(flows, back), *_rate_reasons(rates)),
        )


def _sides(question: CaseInput) -> tuple[list[Decimal], list[Decimal]]:
    """Return benefits and costs by year; of net flows the positive and the negative ones."""
    if question.flows:
        return [max(flow, ZERO) for flow in question.flows], [max(-flow, ZERO) for flow in question.flows]
    years = max(line.years for line in question.lines)
    sums = {kind: [ZERO] * (years + 1) for kind in LineKind}
    with localcontext(prec=DIGITS):
        for line in question.lines:
            side = sums[line.kind]
            sums[line.kind] = [total + new for total, new in zip(side, line.by_year(years), strict=True)]
    return sums[LineKind.BENEFIT], sums[LineKind.COST]


def _table(benefits: Sequence[Decimal], costs: Sequence[Decimal], rate: Decimal) -> tuple[YearRow, ...]:
    rows, cumulated, cumulated_present = [], ZERO, ZERO
    for year, factor in enumerate(factors(rate, len(benefits) - 1)):
        net = benefits[year] - costs[year]
        cumulated += net
        cumulated_present += net * factor
        rows.append(
            YearRow(
                year=year,
                benefits=_shown(benefits[year]),
                costs=_shown(costs[year]),
                net=_shown(net),
                cumulated=_shown(cumulated),
                factor=_shown(factor),
                present=_shown(net * factor),
                cumulated_present=_shown(cumulated_present),
            )
        )
    return tuple(rows)


def _discounted(flows: Sequence[Decimal], rate: Decimal) -> list[Decimal]:
    return [flow * by for flow, by in zip(flows, factors(rate, len(flows) - 1), strict=True)]


def _for_good(flows: Sequence[Decimal], back: Sequence[Decimal]) -> Decimal | None:
    return _shown(back[-1]) if back and sum(flows) >= 0 else None


def _sensitivity(question: CaseInput, flows: Sequence[Decimal]) -> tuple[Sensitivity, ...]:
    """Return the lines by how much a change of them moves the NPV, most first."""
    worth = present_value(flows, question.rate)
    found = []
    for line in question.lines:
        sign = 1 if line.kind is LineKind.BENEFIT else -1
        own = [sign * amount for amount in line.by_year(len(flows) - 1)]
        present = present_value(own, question.rate)
        trials = tuple(_trial(flows, own, change, question.rate) for change in question.changes)
        npvs = [trial.npv for trial in trials]
        found.append(
            Sensitivity(
                line=line.name,
                swing=max(npvs) - min(npvs) if npvs else ZERO,
                break_even=_shown(-worth / present) if present else None,
                trials=trials,
            )
        )
    return tuple(sorted(found, key=lambda each: -each.swing))


def _trial(flows: Sequence[Decimal], own: Sequence[Decimal], change: Decimal, rate: Decimal) -> Trial:
    changed = [flow + amount * change for flow, amount in zip(flows, own, strict=True)]
    return Trial(
        change=change,
        npv=_shown(present_value(changed, rate)),
        payback_years=_for_good(changed, paybacks(changed)),
    )


def _payback_reasons(flows: Sequence[Decimal], back: Sequence[Decimal]) -> tuple[Reason, ...]:
    left = _shown(-sum(flows, ZERO))
    if back and left <= 0 and len(back) == 1:
        return (Reason(code=FinanceReason.PAYS_BACK, params=(("years", _told(back[0])),)),)
    if back and left <= 0:
        values = (("first", _told(back[0])), ("last", _told(back[-1])))
        return (Reason(code=FinanceReason.FALLS_BACK, params=values),)
    if back:
        return (Reason(code=FinanceReason.NOT_FOR_GOOD, params=(("first", _told(back[0])), ("open", left))),)
    if left <= 0:
        return (Reason(code=FinanceReason.NOTHING_TO_PAY_BACK),)
    if all(flow <= 0 for flow in flows):
        return (Reason(code=FinanceReason.NEVER_PAYS_BACK, params=(("open", left),)),)
    return (Reason(code=FinanceReason.NOT_WITHIN_YEARS, params=(("years", len(flows) - 1), ("open", left))),)


def _rate_reasons(rates: Sequence[Decimal]) -> tuple[Reason, ...]:
    if not rates:
        return (Reason(code=FinanceReason.NO_RATE_OF_RETURN),)
    if len(rates) > 1:
        return (Reason(code=FinanceReason.SEVERAL_RATES_OF_RETURN, params=(("found", len(rates)),)),)
    return ()


def _told(years: Decimal) -> Decimal:
    return years.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)


def _shown(value: Decimal | int) -> Decimal:
    """Return a value to six places, without zeros that say nothing."""
    rounded = Decimal(value).quantize(PLACES, rounding=ROUND_HALF_EVEN).normalize()
    # Normalised hundreds carry an exponent, and zero may carry a sign.
    return rounded.quantize(Decimal(1)) + 0 if rounded == rounded.to_integral_value() else rounded
