import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.market.fences import quantile, quartiles
from kamkit.market.indicators import IndicatorsResult, find_red_flags
from kamkit.market.params import Indicator, IndicatorsInput
from kamkit.problems import InputError
from kamkit.wire.numbers import loads
from kamkit.wire.reading import read

FIXTURES = Path(__file__).parents[2] / "data" / "ocds_indicators"
SETTINGS: dict[str, dict[str, Any]] = {
    "R003-procurement_method_details-x-5-y-10": {"procurement_method_details": {"x": 5, "y": 10}},
    "R003-procurement_methods-open_selective": {"procurement_methods": "open|selective"},
    "R003-threshold-10": {"threshold": 10},
    "R048-minimum_contracting_processes-1": {"minimum_contracting_processes": 1},
}
GROUPS = ("OCID", "Buyer", "ProcuringEntity", "Tenderer")


def flags(*releases: dict[str, Any], **params: Any) -> IndicatorsResult:
    given = loads(json.dumps({"releases": list(releases), "params": params}))
    return find_red_flags(read(IndicatorsInput, given))


def printed(result: IndicatorsResult) -> dict[str, Any]:
    return {group: values for group in GROUPS if (values := getattr(result, group))}


def bid(tenderer: str, amount: float, *, status: str = "valid", currency: str = "USD") -> dict[str, Any]:
    value = {"amount": amount, "currency": currency}
    return {"status": status, "tenderers": [{"id": tenderer}], "value": value}


def process(ocid: str, *bids: dict[str, Any], winner: str = "W", **more: Any) -> dict[str, Any]:
    awards = [{"status": "active", "suppliers": [{"id": winner}]}]
    return {"ocid": ocid, "bids": {"details": list(bids)}, "awards": awards} | more


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_flags_are_those_that_cardinal_prints(path: Path) -> None:
    indicator = path.stem[:4]
    releases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    result = flags(
        *releases,
        indicators=[indicator],
        no_price_comparison_procurement_methods=["NPC"],
        exclusions={"procurement_method_details": "EXC"},
        **({indicator: SETTINGS[path.stem]} if path.stem in SETTINGS else {}),
    )
    assert printed(result) == json.loads(path.with_suffix(".expected").read_text(encoding="utf-8"))


def test_a_finding_says_in_numbers_why() -> None:
    period = {"startDate": "2026-01-01T00:00:00Z", "endDate": "2026-01-06T12:00:00+08:00"}
    result = flags({"ocid": "1", "tender": {"tenderPeriod": period, "numberOfTenderers": 1}})
    (found,) = result.findings
    assert (found.indicator, found.id, found.value) == (Indicator.R003, "1", 1.0)
    assert found.reason.values == {"days": 5, "threshold": 15}
    assert result.processes == 1


def test_quartiles_and_fences_are_told() -> None:
    releases = [process(str(number), bid("W", 1), bid("L", 1 + number)) for number in range(1, 6)]
    result = flags(*releases, indicators=["R024", "R058"])
    assert result.Meta == {
        "R024": {"q1": 1.6667, "q3": 4.3333, "lower_fence": -2.3333},
        "R058": {"q1": 1.6667, "q3": 4.3333, "upper_fence": 8.3333},
    }
    assert printed(result) == {}


def test_a_threshold_takes_the_place_of_the_fence() -> None:
    releases = [process("near", bid("W", 100), bid("L", 101)), process("far", bid("W", 100), bid("L", 180))]
    result = flags(
        *releases, indicators=["R024", "R058"], R024={"threshold": 0.02}, R058={"threshold": "0.5"}
    )
    assert result.OCID == {"near": {"R024": 0.01}, "far": {"R058": 0.8}}
    assert result.Tenderer == {"W": {"R024": 0.0, "R058": 0.0}, "L": {"R024": 0.0}}


def test_thresholds_of_the_others() -> None:
    lost = [process(str(number), bid("W", 1), bid("L", 2)) for number in range(4)]
    busiest = {"threshold": 0.1, "percentile": 100}
    assert flags(*lost, indicators=["R025"], R025=busiest).Tenderer == {"L": {"R025": 0.0}}
    assert flags(*lost, process("more", bid("W", 1)), indicators=["R025"], R025=busiest).Tenderer == {}
    out = process("out", bid("W", 1), bid("D", 1, status="disqualified"), buyer={"id": "B"})
    assert flags(out, indicators=["R038"], R038={"threshold": 0.5}).Buyer == {"B": {"R038": 0.5}}
    awards = [
        {"status": "active", "suppliers": [{"id": "S"}], "items": [{"classification": {"id": code}}, {}]}
        for code in ("10", "20")
    ]
    varied = {"threshold": 2, "minimum_contracting_processes": 1}
    assert flags({"ocid": "1", "awards": awards}, indicators=["R048"], R048=varied).Tenderer == {
        "S": {"R048": 2.0}
    }


def test_prices_are_compared_in_one_currency() -> None:
    foreign = process(
        "eur", bid("W", 1, currency="EUR"), bid("D", 0.5, status="disqualified", currency="EUR")
    )
    home = process("usd", bid("W", 2), bid("D", 1, status="disqualified"))
    assert set(flags(foreign, home, indicators=["R036"]).OCID) == {"eur"}
    assert set(flags(home, foreign, indicators=["R036"], currency="EUR").OCID) == {"eur"}
    empty = process("none", {"status": "valid"}, {"status": "valid", "tenderers": [{"id": "W"}]})
    assert set(flags(empty, home, foreign, indicators=["R036"]).OCID) == {"usd"}
    assert set(flags(empty, home, indicators=["R036", "R058"]).OCID) == {"usd"}


def test_only_named_procedures_compare_prices_if_any_are_named() -> None:
    named = process("named", bid("W", 1), bid("L", 1), tender={"procurementMethodDetails": "Auction"})
    other = process("other", bid("W", 1), bid("L", 1))
    chosen = flags(named, other, indicators=["R028", "R058"], price_comparison_procurement_methods="Auction")
    assert chosen.OCID == {"named": {"R028": 1.0}}


def test_moments_without_zone_are_compared_as_written_and_with_zone_as_moments() -> None:
    def late(date: str | None, end: str) -> bool:
        offer = {"status": "valid", "tenderers": [{"id": "W"}]} | ({"date": date} if date else {})
        tender = {"tenderPeriod": {"endDate": end}}
        return bool(flags(process("1", offer, tender=tender), indicators=["R030"]).OCID)

    assert late("2026-03-16", "2026-03-15")
    assert not late("2026-03-15T16:00:00+08:00", "2026-03-15T09:00:00Z")
    assert late("2026-03-15T16:00:00Z", "2026-03-15T17:00:00+08:00")
    assert not late(None, "2026-03-15")


def test_faulty_releases_are_left_out_and_stop_nothing() -> None:
    odd = [
        {},
        {"ocid": 7},
        {"ocid": "a", "bids": {"details": "none"}, "awards": [5], "tender": [], "buyer": None},
        {
            "ocid": "b",
            "bids": {"details": [3, {"status": "valid", "tenderers": [{}]}]},
            "awards": [{"status": "active"}],
        },
        process("zero", bid("W", 0), bid("L", 1)),
        process("alone", bid("W", 1)),
        process(
            "text",
            {"status": "valid", "tenderers": [{"id": "W"}], "value": {"amount": "1", "currency": "USD"}},
        ),
        process("buyer", {"status": "pending"}, buyer={}, tender={"procuringEntity": {}}),
        process("unnamed", {"status": "valid", "value": {"amount": 1, "currency": "USD"}}),
    ]
    result = flags(*odd)
    assert (printed(result), result.processes) == ({}, 7)


def test_settings_out_of_their_bounds_are_named() -> None:
    with pytest.raises(InputError, match=r"params\.R025\.percentile: must be at most 100"):
        flags(R025={"percentile": 101})


def test_quantiles_are_of_type_8() -> None:
    # R: quantile(c(1, 2, 4, 8), c(0.25, 0.75), type = 8) gives 1.416667 and 6.333333.
    assert [round(quantile([1, 2, 4, 8], share), 6) for share in (0.25, 0.75)] == [1.416667, 6.333333]
    assert [quantile([3, 5], share) for share in (0, 0.01, 0.99, 1)] == [3, 3, 5, 5]
    assert quantile([3, 5], 0.5) == 4


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0.5, 2))
def test_quartiles_stand_in_order_and_scale_with_the_values(values: list[float], factor: float) -> None:
    found, scaled = quartiles(values), quartiles([value * factor for value in values])
    assert min(values) <= found.q1 <= found.q3 <= max(values)
    assert found.lower_fence <= found.q1
    assert found.upper_fence >= found.q3
    assert scaled.q1 == pytest.approx(found.q1 * factor, abs=1e-6)


@given(st.permutations(range(6)))
def test_the_order_of_releases_does_not_matter(order: list[int]) -> None:
    releases = [process(str(number), bid("W", 1), bid(f"L{number}", 1 + number**3)) for number in range(6)]
    shuffled = flags(*(releases[place] for place in order))
    assert printed(shuffled) == printed(flags(*releases))
