"""Forecasts: when deals close, what they bring, and whether past bands held."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.forecasting.backtest import BacktestInput, PastForecast, backtest, wilson
from kamkit.forecasting.deals import DealHistory, DealsInput, deals
from kamkit.forecasting.incidence import End, incidence
from kamkit.forecasting.money import ForecastDeal, Quantile, Recurring, RevenueInput, Slice
from kamkit.forecasting.revenue import revenue
from kamkit.pipeline.history import EntryKind, StageEntry
from kamkit.problems import InputError
from kamkit.wire.reading import read

TODAY = date(2026, 11, 25)
REMISSION = [6, 6, 6, 7, 10, 13, 16, 22, 23]
CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]


def test_the_estimate_for_one_risk_is_that_of_kaplan_and_meier() -> None:
    """Gehan (Biometrika 52, 1965): weeks of remission under 6-MP; Kaplan-Meier .857 .807 .753 .690 .627 .538 .448."""
    ends = [(week, End.WON) for week in REMISSION] + [(week, End.OPEN) for week in CENSORED]
    found = incidence(ends)
    assert found.times == (6, 7, 10, 13, 16, 22, 23)
    assert [round(1 - won, 3) for won in found.won] == [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    # Standard errors by Greenwood's formula as printed with them (Klein and Moeschberger, table 4.1B).
    assert [round(found.error(week), 4) for week in found.times] == [
        0.0764,
        0.0869,
        0.0963,
        0.1068,
        0.1141,
        0.1282,
        0.1346,
    ]


def test_two_risks_share_what_one_would_have() -> None:
    """Ends of both kinds add up to one minus Kaplan-Meier, and each takes what was still open just before."""
    ends = [(week, End.LOST if week in {7, 13} else End.WON) for week in REMISSION]
    found = incidence([*ends, *((week, End.OPEN) for week in CENSORED)])
    assert [round(1 - won - lost, 3) for won, lost in zip(found.won, found.lost, strict=True)] == [
        0.857,
        0.807,
        0.753,
        0.69,
        0.627,
        0.538,
        0.448,
    ]
    assert found.by(10) == (pytest.approx(3 / 21 + 18 / 21 * 16 / 17 / 15), pytest.approx(18 / 21 / 17))
    assert found.by(5) == (0.0, 0.0)
    assert incidence([(3, End.WON), (3, End.WON)]).error(9) == 0.0
    assert incidence([(3, End.OPEN)]).times == ()


def entry(stage: str, day: int, kind: EntryKind = EntryKind.FORWARD) -> StageEntry:
    return StageEntry(
        stage=stage, order="ABC".index(stage), entered_on=TODAY + timedelta(days=day), kind=kind
    )


def history(name: str, end: End, closed: int | None, *entries: StageEntry) -> DealHistory:
    closed_on = None if closed is None else TODAY + timedelta(days=closed)
    return DealHistory(id=name, entries=entries, end=end, closed_on=closed_on)


@pytest.mark.requirement("R4.1")
def test_open_deals_are_judged_by_those_as_long_in_their_stage() -> None:
    decided = [
        history(
            f"d{place}",
            End.WON if place % 3 else End.LOST,
            -300 + 10 * place,
            entry("A", -400),
            entry("B", -330),
        )
        for place in range(24)
    ]
    back = history(
        "back", End.OPEN, None, entry("A", -90), entry("B", -60), entry("A", -40, EntryKind.REVERSAL)
    )
    fresh = history("fresh", End.OPEN, None, entry("B", -35))
    rare = history("rare", End.OPEN, None, entry("C", -5))
    old = history("old", End.OPEN, None, entry("B", -900))
    future = history("future", End.OPEN, None, entry("A", 3))
    result = deals(
        DealsInput(deals=(*decided, back, fresh, rare, old, future), as_of=TODAY, horizons=(30, 400))
    )
    told = {each.id: each for each in result.deals}
    assert list(told) == ["back", "fresh", "rare", "old"]
    assert (told["back"].stage, told["back"].days_in_stage, told["back"].basis) == ("A", 40, "A")
    assert [each.code.value for each in told["back"].reasons] == ["WENT_BACK"]
    assert told["back"].reasons[0].values == {"times": 1, "days": 20}
    near, far = told["fresh"].ahead
    assert near.won + near.lost + near.open == pytest.approx(1)
    # One of the 25 who came into B is still open after 900 days; a third of the others was lost.
    assert (far.won, far.open) == (pytest.approx(2 / 3, abs=0.01), pytest.approx(1 / 25, abs=0.01))
    assert told["fresh"].median_days_to_win == 125
    assert (told["rare"].basis, told["rare"].reasons[0].code.value) == ("", "FEW_AT_RISK")
    assert told["old"].reasons[-1].code.value == "NOTHING_TO_COMPARE"
    assert (told["old"].ahead, told["old"].median_days_to_win) == ((), None)
    assert [(each.stage, each.entries, each.reversals) for each in result.stages] == [
        ("A", 26, 1),
        ("B", 27, 0),
        ("C", 1, 0),
        ("", 54, 1),
    ]


def test_what_came_after_the_day_of_the_forecast_is_not_known_yet() -> None:
    late = history("late", End.WON, 20, entry("A", -10), entry("B", 5))
    lost = [history(f"l{place}", End.LOST, -5, entry("A", -40)) for place in range(12)]
    result = deals(DealsInput(deals=(late, *lost), as_of=TODAY))
    (told,) = result.deals
    assert (told.id, told.stage, told.median_days_to_win) == ("late", "A", None)
    assert deals(DealsInput(deals=(), as_of=TODAY)).stages == ()


def test_a_history_that_contradicts_itself_is_refused() -> None:
    closed = entry("A", -3, EntryKind.CLOSED)
    assert history("x", End.WON, None, entry("A", -9), closed).ended_on == TODAY - timedelta(days=3)
    wrong: list[tuple[End, int | None, Sequence[StageEntry], str]] = [
        (End.OPEN, None, [], "must have entered"),
        (End.OPEN, None, [entry("A", -9), closed], "say WON or LOST"),
        (End.WON, None, [entry("A", -9)], "needs closed_on"),
        (End.LOST, -10, [entry("A", -9)], "before the last stage"),
    ]
    for end, day, entries, said in wrong:
        with pytest.raises(InputError, match=said):
            history("x", end, day, *entries)


def deal(name: str, probability: float, amount: float, days: int, **more: Any) -> ForecastDeal:
    return ForecastDeal(
        id=name, probability=probability, amount=amount, close_on=TODAY + timedelta(days=days), **more
    )


def test_a_single_deal_is_its_own_distribution() -> None:
    """One deal of 100 with a chance of .3: the mean is 30, and seven futures of ten hold nothing."""
    result = revenue(
        RevenueInput(
            deals=(deal("a", 0.3, 100, 40),), as_of=TODAY, quarters=2, draws=100_000, quantiles=(0.69, 0.71)
        )
    )
    first, second = result.quarters
    assert (first.expected, second.expected, result.expected) == (0.0, 30.0, 30.0)
    assert second.mean == pytest.approx(30, abs=0.5)
    assert [each.amount for each in second.quantiles] == [0.0, 100.0]
    assert [each.code.value for each in result.reasons] == ["ONE_DEAL_DECIDES"]
    assert result.deals[0].share_of_variance == 1


@pytest.mark.requirement("R4.1")
def test_schedules_contracts_and_fiscal_years_fall_into_their_quarters() -> None:
    """With nothing left to chance every figure can be told by hand."""
    asked = (
        deal("now", 1, 120, 0),
        deal("spread", 1, 120, 0, recognition=(Slice(share=0.5), Slice(share=0.5, after_months=2, months=2))),
        deal("later", 1, 50, 400),
        deal("rent", 1, 0, 0, recurring=Recurring(monthly=10, after_months=1, term_months=4)),
        deal("lasting", 1, 0, 0, recurring=Recurring(monthly=1, renewal=1)),
        deal("never", 0, 999, 0),
    )
    result = revenue(RevenueInput(deals=asked, as_of=TODAY, fiscal_start_month=4, quarters=4, draws=100))
    assert [(each.year, each.quarter, each.start) for each in result.quarters] == [
        (2027, 3, date(2026, 10, 1)),
        (2027, 4, date(2027, 1, 1)),
        (2028, 1, date(2027, 4, 1)),
        (2028, 2, date(2027, 7, 1)),
    ]
    # November and December: 120 + 60 + 10 + 2; then 60 + 30 + 3; then the lasting contract alone.
    assert [each.expected for each in result.quarters] == [192, 93, 3, 3]
    assert [each.mean for each in result.quarters] == [192, 93, 3, 3]
    assert [(each.year, each.quarter, each.mean, each.end) for each in result.years] == [
        (2027, None, 285, date(2027, 4, 1)),
        (2028, None, 6, date(2027, 10, 1)),
    ]
    later = next(each for each in result.deals if each.id == "later")
    assert (later.expected, later.beyond) == (0.0, 50.0)
    assert [each.id for each in result.deals][:2] == ["now", "spread"]


def test_what_is_drawn_agrees_with_what_is_expected() -> None:
    """Amounts, days and renewals drawn have the means that are computed exactly, and their spread too."""
    asked = tuple(
        deal(
            str(place),
            0.2 + place / 100,
            100 + place,
            30 * place,
            amount_low=50,
            amount_high=300,
            close_from=TODAY + timedelta(days=30 * place - 10),
            close_to=TODAY + timedelta(days=30 * place + 60),
            recognition=(Slice(share=0.4), Slice(share=0.6, after_months=1, months=5)) if place % 2 else (),
            recurring=Recurring(monthly=5, after_months=2, term_months=3, renewal=0.6)
            if place % 3 == 0
            else None,
        )
        for place in range(12)
    )
    question = RevenueInput(deals=asked, as_of=TODAY, draws=200_000, quantiles=(0.1, 0.5, 0.9))
    result = revenue(question)
    assert [each.mean for each in result.quarters] == pytest.approx(
        [each.expected for each in result.quarters], rel=0.02, abs=0.2
    )
    assert sum(each.share_of_expected for each in result.deals) == pytest.approx(1, abs=1e-4)
    assert sum(each.share_of_variance for each in result.deals) == pytest.approx(1, abs=1e-4)
    assert revenue(question) == result
    low, middle, high = (each.amount for each in result.total)
    together = revenue(
        RevenueInput(deals=asked, as_of=TODAY, draws=200_000, quantiles=(0.1, 0.5, 0.9), correlation=0.4)
    )
    wide_low, _, wide_high = (each.amount for each in together.total)
    assert wide_low < low < middle < high < wide_high
    assert together.expected == result.expected
    assert sum(each.mean for each in together.quarters) == pytest.approx(result.expected, rel=0.02)
    assert [each.code.value for each in result.reasons] == ["TAKEN_AS_INDEPENDENT"]
    assert together.reasons == ()


def test_a_close_that_lies_behind_is_moved_and_said() -> None:
    result = revenue(
        RevenueInput(
            deals=(deal("old", 1, 10, -50), deal("new", 1, 0.1, 1)), as_of=TODAY, quarters=1, draws=100
        )
    )
    assert result.reasons[0].values == {"deal": "old", "last": TODAY - timedelta(days=50)}
    assert result.quarters[0].expected == pytest.approx(10, abs=0.15)
    assert revenue(RevenueInput(deals=(), as_of=TODAY)).expected == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"amount_low": 200}, "must lie between"),
        ({"close_to": TODAY}, "must lie between"),
        ({"recognition": (Slice(share=0.5),)}, "add up to 0.5"),
    ],
)
def test_a_deal_that_contradicts_itself_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        deal("x", 0.5, 100, 40, **more)
    with pytest.raises(InputError, match="is there twice"):
        RevenueInput(deals=(deal("x", 0.5, 1, 1), deal("x", 0.5, 1, 1)), as_of=TODAY)
    found = read(
        ForecastDeal, {"id": 1, "probability": 0.5, "close_on": "2027-01-01", "recurring": {"monthly": 3}}
    )
    assert found.recurring == Recurring(monthly=3)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1e6), st.integers(-100, 900), st.integers(0, 200)), max_size=6
    ),
    st.integers(1, 12),
)
def test_quantiles_rise_and_expectations_add_up(
    rows: list[tuple[float, float, int, int]], month: int
) -> None:
    asked = tuple(
        deal(
            str(place),
            chance,
            amount,
            day,
            close_to=TODAY + timedelta(days=day + wide),
            amount_high=amount * 2,
        )
        for place, (chance, amount, day, wide) in enumerate(rows)
    )
    result = revenue(RevenueInput(deals=asked, as_of=TODAY, fiscal_start_month=month, draws=200, quarters=5))
    whole = sum(chance * amount * 4 / 3 for chance, amount, _, _ in rows)
    assert result.expected + sum(each.beyond for each in result.deals) == pytest.approx(
        whole, rel=1e-6, abs=1e-2
    )
    assert sum(each.expected for each in result.years) == pytest.approx(result.expected, rel=1e-6, abs=1e-2)
    for period in result.quarters + result.years:
        amounts = [each.amount for each in period.quantiles]
        assert amounts == sorted(amounts)


def past(actual: float, low: float = -1.2816, high: float = 1.2816) -> PastForecast:
    shares = ((0.1, low), (0.25, -0.6745), (0.5, 0.0), (0.75, 0.6745), (0.9, high))
    return PastForecast(
        quantiles=tuple(Quantile(share=share, amount=amount) for share, amount in shares), actual=actual
    )


def test_wilsons_interval_is_the_one_printed() -> None:
    """Newcombe (Statistics in Medicine 17, 1998), table I: 81 of 263 gives .2553 to .3662, 0 of 20 gives 0 to .1611."""
    assert [round(value, 4) for value in (*wilson(81, 263), *wilson(0, 20))] == [0.2553, 0.3662, 0.0, 0.1611]


def test_bands_that_hold_what_they_say_have_no_reason() -> None:
    actuals = [-2.0, -1.0, -0.9, -0.5, -0.2, 0.2, 0.5, 0.9, 1.0, 2.0]
    result = backtest(BacktestInput(forecasts=tuple(past(value) for value in actuals)))
    assert [(each.low, each.high, each.said, each.held) for each in result.coverage] == [
        (0.1, 0.9, 0.8, 0.8),
        (0.25, 0.75, 0.5, 0.4),
    ]
    assert (result.reasons, result.below_median, result.forecasts) == ((), 0.5, 10)
    assert result.pinball_loss == pytest.approx(0.2717, abs=0.05)
    one = backtest(BacktestInput(forecasts=(past(0.0),) * 4, bands=(0.8,)))
    assert [each.said for each in one.coverage] == [0.8]
    assert [each.code.value for each in one.reasons] == ["TOO_FEW"]
    assert one.below_median == 0.5


@pytest.mark.parametrize(
    ("actuals", "codes"),
    [
        ([-3, 3] * 10, ["BAND_TOO_NARROW", "BAND_TOO_NARROW"]),
        ([-0.1, 0.1] * 20, ["BAND_TOO_WIDE", "BAND_TOO_WIDE"]),
        ([-1] * 18 + [2] * 2, ["BAND_TOO_NARROW", "FORECAST_TOO_HIGH"]),
        ([1] * 18 + [-2] * 2, ["BAND_TOO_NARROW", "FORECAST_TOO_LOW"]),
    ],
)
def test_what_is_wrong_with_forecasts_is_said(actuals: list[float], codes: list[str]) -> None:
    result = backtest(BacktestInput(forecasts=tuple(past(float(value)) for value in actuals)))
    assert [each.code.value for each in result.reasons] == codes


def test_forecasts_that_cannot_be_compared_are_refused() -> None:
    half = PastForecast(quantiles=(Quantile(share=0.4, amount=1),), actual=2)
    assert backtest(BacktestInput(forecasts=(half,))).below_median is None
    assert backtest(BacktestInput(forecasts=(half,) * 9)).reasons == ()
    assert backtest(BacktestInput(forecasts=())).reasons[0].values == {"found": 0, "needed": 8}
    with pytest.raises(InputError, match="shares of the first"):
        BacktestInput(forecasts=(half, past(1)))
    for pairs, said in (
        ([], "between 0 and 1"),
        ([(0.5, 1), (0.4, 2)], "must rise"),
        ([(0.4, 2), (0.5, 1)], "must not fall"),
    ):
        with pytest.raises(InputError, match=said):
            PastForecast(quantiles=tuple(Quantile(share=a, amount=b) for a, b in pairs), actual=0)
