import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.money import Money
from kamkit.periods import FiscalCalendar
from kamkit.pipeline.totals import DealResult, Outcome, Totals, sum_up

MAVEN = Path(__file__).parents[1] / "data" / "maven_crm" / "sales_pipeline.csv"
OUTCOMES = {"Won": Outcome.WON, "Lost": Outcome.LOST, "Engaging": Outcome.OPEN, "Prospecting": Outcome.OPEN}


def money(amount: str | int, currency: str = "USD") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def deal(
    outcome: Outcome,
    *,
    stage: str = "採購",
    value: Money | None = None,
    started_on: date | None = None,
    closed_on: date | None = None,
) -> DealResult:
    return DealResult(outcome=outcome, stage=stage, value=value, started_on=started_on, closed_on=closed_on)


def totals(*deals: DealResult) -> Totals:
    return sum_up(deals, fiscal_years=FiscalCalendar())


def maven_deals() -> list[DealResult]:
    with MAVEN.open(encoding="utf-8", newline="") as file:
        return [
            deal(
                OUTCOMES[row["deal_stage"]],
                stage=row["deal_stage"],
                value=money(row["close_value"]) if row["close_value"] else None,
                started_on=date.fromisoformat(row["engage_date"]) if row["engage_date"] else None,
                closed_on=date.fromisoformat(row["close_date"]) if row["close_date"] else None,
            )
            for row in csv.DictReader(file)
        ]


@pytest.mark.requirement("R4.1")
def test_the_maven_pipeline_sums_up_to_its_published_totals() -> None:
    result = sum_up(maven_deals(), fiscal_years=FiscalCalendar())
    assert dict(result.by_outcome) == {
        Outcome.OPEN: 2_089,
        Outcome.WON: 4_238,
        Outcome.LOST: 2_473,
        Outcome.DROPPED: 0,
    }
    assert dict(result.by_stage) == {"Engaging": 1_589, "Prospecting": 500}
    assert result.won_value == (money(10_005_534),)
    assert result.win_rate is not None
    assert round(result.win_rate * 100, 2) == Decimal("63.15")
    assert result.mean_days_to_win is not None
    assert round(result.mean_days_to_win, 2) == Decimal("51.78")
    assert [(q.quarter.year, q.quarter.number, q.won_value) for q in result.quarters] == [
        (2017, 1, (money(1_134_672),)),
        (2017, 2, (money(3_086_111),)),
        (2017, 3, (money(2_982_255),)),
        (2017, 4, (money(2_802_496),)),
    ]
    assert sum(quarter.won for quarter in result.quarters) == 4_238
    assert sum(quarter.lost for quarter in result.quarters) == 2_473


def test_nothing_has_no_rates() -> None:
    nothing = totals()
    assert (nothing.win_rate, nothing.mean_days_to_win, nothing.won_value) == (None, None, ())
    assert (nothing.by_stage, nothing.quarters) == ((), ())
    assert nothing.by_outcome == tuple((outcome, 0) for outcome in Outcome)


def test_currencies_are_kept_apart() -> None:
    result = totals(
        deal(Outcome.WON, value=money(5, "USD")),
        deal(Outcome.WON, value=money(100, "TWD")),
        deal(Outcome.WON, value=money(6, "USD")),
        deal(Outcome.WON),
        deal(Outcome.LOST, value=money(1000, "USD")),
    )
    assert result.won_value == (money(100, "TWD"), money(11, "USD"))


def test_deals_that_were_dropped_are_neither_won_nor_lost() -> None:
    result = totals(deal(Outcome.WON), deal(Outcome.DROPPED, closed_on=date(2026, 1, 1)))
    assert result.win_rate == 1
    assert result.quarters == ()


def test_days_to_win_need_both_dates() -> None:
    result = totals(
        deal(Outcome.WON, started_on=date(2026, 1, 1), closed_on=date(2026, 1, 11)),
        deal(Outcome.WON, started_on=date(2026, 1, 1), closed_on=date(2026, 2, 1)),
        deal(Outcome.WON, closed_on=date(2026, 2, 1)),
        deal(Outcome.WON, started_on=date(2026, 1, 1)),
        deal(Outcome.LOST, started_on=date(2026, 1, 1), closed_on=date(2026, 12, 1)),
    )
    assert result.mean_days_to_win == Decimal("20.5")


def test_empty_quarters_between_are_shown() -> None:
    result = totals(
        deal(Outcome.LOST, closed_on=date(2026, 11, 23)), deal(Outcome.WON, closed_on=date(2026, 1, 1))
    )
    assert [(q.quarter.number, q.won, q.lost, q.won_value) for q in result.quarters] == [
        (1, 1, 0, ()),
        (2, 0, 0, ()),
        (3, 0, 0, ()),
        (4, 0, 1, ()),
    ]


DEALS = st.lists(
    st.builds(
        deal,
        st.sampled_from(Outcome),
        stage=st.sampled_from(["調研", "投標"]),
        value=st.none() | st.builds(money, st.integers(0, 10**9), st.sampled_from(["TWD", "USD"])),
        started_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31)),
        closed_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    ),
    max_size=20,
)


@given(DEALS, st.randoms())
def test_every_deal_is_counted_once_in_any_order(deals: list[DealResult], random: Random) -> None:
    result = totals(*deals)
    assert sum(count for _, count in result.by_outcome) == len(deals)
    assert sum(count for _, count in result.by_stage) == dict(result.by_outcome)[Outcome.OPEN]
    decided = [d for d in deals if d.outcome in {Outcome.WON, Outcome.LOST} and d.closed_on]
    assert sum(quarter.won + quarter.lost for quarter in result.quarters) == len(decided)
    shuffled = list(deals)
    random.shuffle(shuffled)
    again = totals(*shuffled)
    assert (again.by_outcome, again.won_value, again.quarters) == (
        result.by_outcome,
        result.won_value,
        result.quarters,
    )
