"""Files of kinds that publishers really make: what is taken in, what is told, and what money comes out, by the command alone."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tongxin.jobs.tenders import import_tenders, tenders

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R1.3")]

CASES = Path(__file__).parents[2] / "data" / "tender_cases"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def bring_in(path: Path) -> dict[str, Any]:
    done = CliRunner().invoke(import_tenders, [str(path), "--json"], catch_exceptions=False)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def register() -> dict[str, dict[str, Any]]:
    done = CliRunner().invoke(tenders, ["--json"], catch_exceptions=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["ocid"]: line for line in lines}


def totals(lines: dict[str, dict[str, Any]]) -> dict[str, Decimal]:
    sums: Counter[str] = Counter()
    for line in lines.values():
        for currency, amount in line["price"].items():
            sums[currency] += Decimal(amount)  # type: ignore[assignment]  # a Counter adds anything that adds
    return dict(sums)  # type: ignore[arg-type]


def wins_of(name: str, lines: dict[str, dict[str, Any]]) -> int:
    return sum(
        award["status"] == "active" and any(name in supplier for supplier in award["suppliers"])
        for line in lines.values()
        for award in line["awards"]
    )


def right_of(name: str) -> dict[str, Any]:
    right: dict[str, Any] = json.loads((CASES / name / "right.json").read_text("utf-8"))
    return right


def given(name: str, right: dict[str, Any]) -> Path:
    folder = CASES / name / "in"
    file = right.get("import", {}).get("file")
    lists = [path for path in folder.iterdir() if path.name == "list.csv"]
    return folder / file if file else (lists[0] if lists else folder)


@pytest.mark.parametrize("name", NAMES)
def test_every_unit_is_accounted_for(name: str) -> None:
    right = right_of(name)
    result = bring_in(given(name, right))
    assert result["read"] == result["valid"] + len(result["rejected"])
    assert result["processes"] == result["imported"] + result["updated"] + result["unchanged"]
    wanted = right.get("import", {})
    for key in ("read", "valid", "imported", "updated", "unchanged"):
        if key in wanted:
            assert result[key] == wanted[key], key
    assert result["imported"] in wanted.get("imported_any_of", [result["imported"]])
    places = [(one["file"], one["line"], one["ocid"], one["path"]) for one in result["rejected"]]
    must = wanted.get("rejected", wanted.get("rejected_must_have", []))
    assert [(one["file"], one["line"], one["ocid"], one["path"]) for one in must] == places


@pytest.mark.parametrize("name", NAMES)
def test_what_was_repaired_or_is_odd_is_told_with_its_path(name: str) -> None:
    right = right_of(name)
    told = bring_in(given(name, right))["warnings"]
    for wanted in right.get("warnings", []):
        place = {key: wanted[key] for key in ("file", "line", "ocid", "path") if key in wanted}
        assert any(place.items() <= warning.items() for warning in told), place


@pytest.mark.parametrize("name", NAMES)
def test_money_is_counted_once_and_won_by_who_is_known(name: str) -> None:
    right = right_of(name)
    bring_in(given(name, right))
    lines, facts = register(), right["facts"]
    wanted = (
        [facts["total"]] if "total" in facts else facts.get("total_any_of", [facts.get("total_by_awards")])
    )
    wanted = [{currency: Decimal(amount) for currency, amount in one.items()} for one in wanted]
    assert totals(lines) in wanted
    for supplier, count in facts.get("wins", {}).items():
        assert wins_of(supplier, lines) == count, supplier
    for process in facts.get("processes", []):
        line = lines[process.get("ocid") or process["case"]]
        assert len(line["bidders"]) == process.get("bidders", process.get("bids", len(line["bidders"])))
        for award in process.get("awards", []):
            found = next(one for one in line["awards"] if one["id"] == award.get("id", one["id"]))
            assert Decimal(found["amount"]) == Decimal(award["amount"])
            assert found["suppliers"] == sorted(award["suppliers"])
    for case, amount in facts.get("amounts", {}).items():
        line = next(line for ocid, line in lines.items() if ocid.endswith(case))
        found = line["awards"][0]["amount"]
        assert (found if found is None else Decimal(found)) == (amount if amount is None else Decimal(amount))


def test_the_same_data_twice_changes_nothing_and_the_order_of_lines_no_fact() -> None:
    folder = CASES / "03-same-release-id-and-date" / "in"
    bring_in(folder / "releases.jsonl")
    before = register()
    again = bring_in(folder / "releases.jsonl")
    assert (again["imported"], again["updated"], again["unchanged"]) == (0, 0, 1)
    reversed_ = bring_in(folder / "reversed.jsonl")
    assert (reversed_["updated"], reversed_["unchanged"], reversed_["releases"]) == (0, 1, 3)
    assert register() == before


def test_a_later_file_that_empties_an_amount_leaves_the_win_without_a_price() -> None:
    right = right_of("05-null-deletes")
    folder = CASES / "05-null-deletes" / "in"
    bring_in(folder / "package.json")
    then = bring_in(folder / right["then"]["file"])
    assert (then["imported"], then["updated"], then["unchanged"]) == (0, 1, 0)
    (line,) = register().values()
    assert [(award["id"], award["amount"]) for award in line["awards"]] == [("a1", None)]
    assert line["price"] == {}
    assert wins_of("Kafue Builders", {line["ocid"]: line}) == 1
