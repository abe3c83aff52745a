from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.installed_base.due import DueInput, DueResult, add_months, due
from kamkit.problems import InputError
from kamkit.wire.reading import read


def needed(
    assets: list[dict[str, Any]], needs: list[dict[str, Any]], as_of: str = "2026-11-25", days: int = 365
) -> DueResult:
    given = {"assets": assets, "needs": needs, "as_of": as_of, "horizon_days": days}
    return due(read(DueInput, given))


def asset(name: str = "scanner", installed: str = "2025-01-31", **more: Any) -> dict[str, Any]:
    return {"id": name, "installed_on": installed} | more


def need(name: str = "service", **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": "MAINTENANCE"} | more


def days(result: DueResult) -> list[str]:
    return [each.due_on.isoformat() for each in result.due]


def codes(result: DueResult) -> list[list[str]]:
    return [[reason.code.value for reason in each.reasons] for each in result.due]


def test_months_keep_their_day_and_needs_come_again() -> None:
    met = [{"need": "service", "on": "2026-08-31"}, {"need": "service", "on": "2025-08-31"}]
    result = needed([asset(met=met)], [need(every_months=3, lead_days=30, amount=100)])
    assert days(result) == ["2026-11-30", "2027-02-28", "2027-05-31", "2027-08-31"]
    assert result.due[0].offer_by == date(2026, 10, 31)
    assert codes(result) == [["OFFER_NOW"], [], [], []]
    assert [(month.month, month.needs, month.amount) for month in result.months][:2] == [
        ("2026-11", 1, 100),
        ("2027-02", 1, 100),
    ]


def test_an_overdue_need_is_given_once_and_starts_anew_from_today() -> None:
    result = needed([asset()], [need(every_days=100)], days=200)
    assert days(result) == ["2025-05-11", "2027-03-05", "2027-06-13"]
    assert codes(result)[0] == ["NEED_OVERDUE", "COUNTED_FROM_INSTALLATION"]
    assert result.due[0].reasons[0].values == {"due": date(2025, 5, 11), "days": 563}
    assert result.months[0].month == "2026-11"
    assert days(needed([asset(installed="2026-11-24")], [need(every_days=1)], days=1)) == [
        "2026-11-25",
        "2026-11-26",
    ]


def test_what_is_needed_once_ends_when_it_was_met() -> None:
    upgrade = need("upgrade", every_months=24, once=True)
    assert days(needed([asset()], [upgrade], days=3650)) == ["2027-01-31"]
    assert days(needed([asset(met=[{"need": "upgrade", "on": "2026-05-01"}])], [upgrade], days=3650)) == []


def test_use_is_reckoned_from_the_meter() -> None:
    by_use = need("tube", every_use=1000)
    steady = asset(meter=900, use_per_day=10, met=[{"need": "tube", "on": "2026-01-01", "meter": 500}])
    result = needed([steady], [by_use], days=200)
    assert days(result) == ["2027-01-24", "2027-05-04"]
    assert result.due[0].reasons[0].values == {"used": Decimal(400), "limit": Decimal(1000)}
    # Installed 200 days ago with a meter of 500 makes 2.5 a day, so 1,000 come 200 days from now.
    assert days(needed([asset(installed="2026-05-09", meter=500)], [by_use])) == ["2027-06-13"]


def test_use_may_be_over_stand_still_or_be_unknown() -> None:
    by_use = need("tube", every_use=1000)
    assert days(needed([asset(meter=1200, use_per_day=10)], [by_use], days=99)) == ["2026-11-05"]
    assert days(needed([asset(meter=1200, use_per_day=0)], [by_use])) == ["2026-11-24"]
    assert days(needed([asset(meter=100, use_per_day=0)], [by_use])) == []
    unknown = needed([asset("no meter"), asset("new", installed="2026-11-25", meter=0)], [by_use])
    assert [reason.values["asset"] for reason in unknown.reasons] == ["no meter", "new"]


def test_only_needs_of_the_product_and_nothing_after_retirement() -> None:
    yearly = need(every_months=12, product="X")
    assert days(needed([asset(product="Y")], [yearly])) == []
    running = asset(product="X", installed="2026-01-15")
    assert days(needed([running], [yearly])) == ["2027-01-15"]
    assert days(needed([running | {"retired_on": "2027-01-14"}], [yearly])) == []


@pytest.mark.parametrize(
    ("assets", "needs", "field"),
    [
        ([asset(), asset()], [], "assets[1].id"),
        ([], [need(every_days=1), need(every_days=1)], "needs[1].id"),
        ([], [need()], "needs[0].every_months"),
        ([], [need(every_days=1, every_use=1)], "needs[0].every_months"),
        ([asset(retired_on="2020-01-01")], [], "assets[0].retired_on"),
        ([asset(met=[{"need": "x", "on": "2026-01-01"}])], [], "assets[0].met[0].need"),
    ],
)
def test_a_wrong_field_is_named(
    assets: list[dict[str, Any]], needs: list[dict[str, Any]], field: str
) -> None:
    with pytest.raises(InputError) as refused:
        needed(assets, needs)
    assert refused.value.field == field


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(0, 200))
def test_months_add_up(start: date, months: int) -> None:
    later = add_months(start, months)
    assert (later.year - start.year) * 12 + later.month - start.month == months
    assert later.day <= start.day
    assert later.day == start.day or later.day >= 28


@given(st.integers(1, 400), st.integers(0, 400))
def test_a_longer_look_holds_the_shorter(every: int, horizon: int) -> None:
    short, long = (needed([asset()], [need(every_days=every)], days=look) for look in (horizon, horizon + 50))
    assert days(long)[: len(short.due)] == days(short)
