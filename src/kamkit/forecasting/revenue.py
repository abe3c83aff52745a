"""What open deals and contracts bring by fiscal quarter and year: a simulation over winning, days and amounts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kamkit.forecasting.curves import (
    AMOUNT_STEPS,
    Horizon,
    amounts,
    by_quarter,
    close_months,
    horizon,
    recognised,
    windows,
)
from kamkit.forecasting.money import (
    Array,
    Contribution,
    ForecastDeal,
    PeriodForecast,
    Quantile,
    Recurring,
    RevenueInput,
    RevenueResult,
    Slice,
)
from kamkit.forecasting.reasons import ForecastReason
from kamkit.periods import DatePeriod, FiscalCalendar, Quarter
from kamkit.reasons import Reason, figure

if TYPE_CHECKING:
    from numpy.random import Generator

MONTH_STEPS, TERM_STEPS = 4096, 1024
"""Days, amounts and lengths of contracts are drawn from so many equal parts: 12, 10 and 10 bits of one draw."""
WHOLE = 2**32


def revenue(question: RevenueInput) -> RevenueResult:
    """Return quantiles of revenue by fiscal quarter and year, and what each deal contributes.

    Each future draws for each deal whether it is won, when it closes and how large it is; what it brings is recognised by
    its schedule, recurring money until a term is not renewed. Expectations are exact, quantiles simulated with the seed.
    """
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    quarters = _quarters(question)
    span = horizon(quarters)
    days, moved = windows(question.deals, question.as_of)
    closes = close_months(days, span, question.as_of) if question.deals else np.zeros((0, span.months + 1))
    drawn = _simulated(question, closes, span)
    brought, variance = _expected(question.deals, closes, span)
    shares = np.array(question.quantiles)
    expected = brought.sum(axis=0)
    contributions = _contributions(question.deals, brought, variance)
    return RevenueResult(
        quarters=tuple(
            _period(each.year, each.number, each.period, expected[place], drawn[place], shares)
            for place, each in enumerate(quarters)
        ),
        years=_years(quarters, expected, drawn, shares),
        total=_quantiles(drawn.sum(axis=0), shares),
        expected=round(float(expected[:-1].sum()), 4),
        deals=contributions,
        draws=question.draws,
        seed=question.seed,
        reasons=_reasons(question, moved, contributions),
    )


def _quarters(question: RevenueInput) -> tuple[Quarter, ...]:
    calendar = FiscalCalendar(start_month=question.fiscal_start_month, named_by=question.named_by)
    found = [calendar.quarter_of(question.as_of)]
    while len(found) < question.quarters:
        found.append(calendar.quarter_of(found[-1].period.end))
    return tuple(found)


def _simulated(question: RevenueInput, closes: Array, span: Horizon) -> Array:
    """Return revenue by quarter (rows) and future (columns)."""
    import numpy as np  # noqa: PLC0415

    draws, width = question.draws, span.months + 1
    rng = np.random.Generator(np.random.SFC64(question.seed))
    market = rng.standard_normal(draws) if question.correlation else None
    whole = np.zeros((draws, len(span.quarters)))
    running = np.zeros((draws, width), dtype=np.float32)
    # How many of the equal parts of a draw fall into each month.
    ends = np.rint(np.cumsum(closes, axis=1) * MONTH_STEPS).astype(np.intp)
    counts = np.diff(ends, axis=1, prepend=0)
    by_schedule: dict[tuple[Slice, ...], list[int]] = {}
    for place, deal in enumerate(question.deals):
        by_schedule.setdefault(deal.recognition, []).append(place)
    for schedule, places in by_schedule.items():
        closed = np.zeros((draws, width), dtype=np.float32)
        for place in places:
            deal = question.deals[place]
            hit = _won(deal.probability, question, market, rng)
            _draw(deal, counts[place], hit, rng, closed.reshape(-1), running.reshape(-1))
        whole += closed @ recognised(schedule, span)[:, :-1].astype(np.float32)
    monthly = np.cumsum(running, axis=1, dtype=np.float64)[:, :-1]
    return np.ascontiguousarray(whole.T) + by_quarter(np.ascontiguousarray(monthly.T))


def _won(probability: float, question: RevenueInput, market: Array | None, rng: "Generator") -> Any:
    """Return the futures in which a deal is won."""
    import numpy as np  # noqa: PLC0415

    draws = question.draws
    if probability >= 1:
        return np.arange(draws)
    chance: Array | float = probability
    if market is not None:
        from scipy.special import ndtr, ndtri  # noqa: PLC0415

        pull = question.correlation
        chance = ndtr((ndtri(probability) - pull**0.5 * market) / (1 - pull) ** 0.5)
    limit = np.minimum(np.multiply(chance, WHOLE), WHOLE - 1).astype(np.uint32)
    return (_bits(draws, rng) < limit).nonzero()[0]


def _bits(count: int, rng: "Generator") -> Any:
    """Return draws of 32 bits each."""
    import numpy as np  # noqa: PLC0415

    raw = rng.bit_generator.random_raw((count + 1) // 2)
    return raw.view(np.uint32)[:count]


def _draw(
    deal: ForecastDeal,
    counts: Any,
    hit: Any,
    rng: "Generator",
    closed: Any,
    running: Any,
) -> None:
    """Add what a deal brings in the futures in which it is won: its amount in the month of the close, and what recurs."""
    import numpy as np  # noqa: PLC0415

    drawn = _bits(len(hit), rng).astype(np.intp)
    width = len(counts)
    month = np.arange(width).repeat(counts).take(drawn & (MONTH_STEPS - 1))
    row = hit * width
    if deal.high > deal.low:
        closed[row + month] += amounts(deal.low, deal.amount, deal.high).take(
            (drawn >> 12) & (AMOUNT_STEPS - 1)
        )
    elif deal.amount:
        closed[row + month] += deal.amount
    if deal.recurring is not None:
        each = deal.recurring
        begins = np.where(month < width - 1, np.minimum(month + each.after_months, width - 1), width - 1)
        terms = _terms(each.renewal).take(drawn >> 22)
        ends = np.minimum(begins + terms * each.term_months, width - 1)
        running[row + begins] += each.monthly
        running[row + ends] -= each.monthly


def _terms(renewal: float) -> Any:
    """Return the number of terms in each of the equal parts that a draw falls into: 1 + geometric, or no end."""
    import numpy as np  # noqa: PLC0415

    if renewal in {0.0, 1.0}:
        return np.full(TERM_STEPS, 1 if renewal == 0 else 10_000, dtype=np.intp)
    part = (np.arange(TERM_STEPS) + 0.5) / TERM_STEPS
    return 1 + np.floor(np.log1p(-part) / np.log(renewal)).astype(np.intp)


def _expected(deals: Sequence[ForecastDeal], closes: Array, span: Horizon) -> tuple[Array, Array]:
    """Return expectations by deal and quarter, beyond last, and each deal's variance within the horizon."""
    import numpy as np  # noqa: PLC0415

    brought = np.zeros((len(deals), len(span.quarters) + 1))
    variance = np.zeros(len(deals))
    known: dict[tuple[Slice, ...], Array] = {}
    for place, deal in enumerate(deals):
        if deal.recognition not in known:
            known[deal.recognition] = recognised(deal.recognition, span)
        once, often = known[deal.recognition], _recurring(deal.recurring, span)
        mean, spread = _moments(deal)
        brought[place] = deal.probability * (closes[place] @ (mean * once + often))
        inside, more = once[:, :-1].sum(axis=1), often[:, :-1].sum(axis=1)
        square = float(closes[place] @ ((mean * inside + more) ** 2 + spread * inside**2))
        variance[place] = max(deal.probability * square - brought[place, :-1].sum() ** 2, 0.0)
    return brought, variance


def _moments(deal: ForecastDeal) -> tuple[float, float]:
    """Return mean and variance of the triangular distribution of a deal's amount."""
    low, mode, high = deal.low, deal.amount, deal.high
    square = low**2 + mode**2 + high**2 - low * mode - low * high - mode * high
    return (low + mode + high) / 3, square / 18


def _recurring(each: Recurring | None, span: Horizon) -> Array:
    """Return recurring money expected by month of the close (rows) and quarter; what lies beyond is not counted."""
    import numpy as np  # noqa: PLC0415

    months = span.months
    found = np.zeros((months + 1, months // 3 + 1))
    if each is not None:
        later = np.arange(months)[None, :] - np.arange(months + 1)[:, None] - each.after_months
        # A close beyond the horizon is the last row, in which no month is late enough.
        table = np.where(
            later >= 0, each.monthly * each.renewal ** (np.maximum(later, 0) // each.term_months), 0.0
        )
        found[:, :-1] = by_quarter(np.ascontiguousarray(table.T)).T
    return found


def _contributions(
    deals: Sequence[ForecastDeal], brought: Array, variance: Array
) -> tuple[Contribution, ...]:
    import numpy as np  # noqa: PLC0415

    inside = brought[:, :-1].sum(axis=1)
    expected, spread = float(inside.sum()) or 1.0, float(variance.sum()) or 1.0
    rows = zip(
        deals,
        np.round(inside, 4).tolist(),
        np.round(brought, 4).tolist(),
        np.round(inside / expected, 6).tolist(),
        np.round(variance / spread, 6).tolist(),
        strict=True,
    )
    found = [
        Contribution(
            id=deal.id,
            expected=brings,
            by_quarter=tuple(parts[:-1]),
            beyond=parts[-1],
            share_of_expected=of_expected,
            share_of_variance=of_variance,
        )
        for deal, brings, parts, of_expected, of_variance in rows
    ]
    return tuple(sorted(found, key=lambda each: (-each.expected, each.id)))


def _years(
    quarters: Sequence[Quarter], expected: Array, drawn: Array, shares: Array
) -> tuple[PeriodForecast, ...]:
    places: dict[int, list[int]] = {}
    for place, each in enumerate(quarters):
        places.setdefault(each.year, []).append(place)
    return tuple(
        _period(
            year,
            None,
            DatePeriod(start=quarters[inside[0]].period.start, end=quarters[inside[-1]].period.end),
            expected[inside].sum(),
            drawn[inside].sum(axis=0),
            shares,
        )
        for year, inside in places.items()
    )


def _period(
    year: int, quarter: int | None, period: DatePeriod, expected: float, drawn: Array, shares: Array
) -> PeriodForecast:
    return PeriodForecast(
        year=year,
        quarter=quarter,
        start=period.start,
        end=period.end,
        expected=round(float(expected), 4),
        mean=round(float(drawn.mean()), 4),
        quantiles=_quantiles(drawn, shares),
    )


def _quantiles(drawn: Array, shares: Array) -> tuple[Quantile, ...]:
    import numpy as np  # noqa: PLC0415

    found = np.quantile(drawn, shares)
    return tuple(
        Quantile(share=float(share), amount=round(float(amount), 4) + 0.0)
        for share, amount in zip(shares, found, strict=True)
    )


def _reasons(
    question: RevenueInput, moved: Sequence[ForecastDeal], contributions: Sequence[Contribution]
) -> tuple[Reason, ...]:
    told = [
        Reason(code=ForecastReason.CLOSE_MOVED, params=(("deal", deal.id), ("last", deal.window[1])))
        for deal in moved
    ]
    told += [
        Reason(
            code=ForecastReason.ONE_DEAL_DECIDES,
            params=(("deal", each.id), ("share", figure(each.share_of_variance))),
        )
        for each in contributions
        if each.share_of_variance > 0.5
    ]
    if not question.correlation and len(question.deals) > 1:
        told.append(Reason(code=ForecastReason.TAKEN_AS_INDEPENDENT))
    return tuple(told)
