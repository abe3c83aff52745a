"""Packages of any size: read an entry at a time, the same units as read whole, and bounded memory whatever stands in them."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from tongxin.importers.notices import large, reading, streaming
from tongxin.importers.notices.findings import Finding
from tongxin.importers.notices.reading import read_json_file

pytestmark = [pytest.mark.requirement("R1.3")]

CASES = Path(__file__).parents[2] / "data" / "tender_cases"
WHOLE = sorted(
    path
    for path in CASES.rglob("in/*.json*")
    if not path.name.endswith((".gz", ".jsonl")) and path.read_bytes()[:1] in {b"{", b"[", b"\xef"}
)


def read(path: Path) -> list[Any]:
    return [
        (unit.code, unit.path)
        if isinstance(unit, Finding)
        else (unit.place, unit.kind, unit.data, unit.version, unit.context)
        for unit in read_json_file(path, name="f")
    ]


@pytest.fixture
def small(monkeypatch):
    """Take everything for large, in pieces of a few characters."""
    monkeypatch.setattr(reading, "WHOLE_FILE_BYTES", 0)
    monkeypatch.setattr(streaming, "PIECE", 7)


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_every_case_gives_the_same_units_as_read_whole(path, monkeypatch):
    whole = read(path)
    monkeypatch.setattr(reading, "WHOLE_FILE_BYTES", 0)
    monkeypatch.setattr(streaming, "PIECE", 64)
    streamed = read(path)
    if any(len(entry) == 2 and entry[0] in {"INVALID_JSON", "NUL_REMOVED"} for entry in whole):
        assert streamed[-1][0] == "INVALID_JSON"
    else:
        assert streamed == whole


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            '{"releases":[{"ocid":"a"},{"ocid":"b"}],"version":"1.1"}',
            [("/releases/0", "1.1"), ("/releases/1", "1.1")],
        ),
        ('{"version":1.1,"uri":null,"records":[]}', []),
        (' [ {"ocid":"a"} , {"ocid":"b"} ] ', [("/0", ""), ("/1", "")]),
        ("[]", []),
        ('{"extensions":["x"],"version":"1.1","releases":[{"ocid":"a"}]}', [("/releases/0", "1.1")]),
        ('{"results":[{"ocid":"a"}],"next":1}', [("/results/0", "")]),
        ('{"ocid":"a","releases":[{"ocid":"a"}]}', [("", "")]),
        ('{"unit_name":"Port","releases":[{"ocid":"a"}]}', [("/releases/0", "1.0")]),
    ],
)
def test_the_entries_of_any_shape_are_found_with_their_places(small, tmp_path, text, found):
    path = tmp_path / "p.json"
    path.write_text("\ufeff" + text, encoding="utf-8")
    assert [(unit.place.path, unit.version) for unit in read_json_file(path, name="f")] == found


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('{"releases":[{"ocid":"a"},{"ocid":', ["a", "INVALID_JSON"]),
        ('{"releases":[{"ocid":"a"} {"ocid":"b"}]}', ["INVALID_JSON"]),
        ('[{"ocid":"a"},\n\n{"ocid":NaN}]', ["a", "INVALID_JSON"]),
        ('[{"ocid":"a"}] more', ["a", "INVALID_JSON"]),
        ("{1:2}", ["INVALID_JSON"]),
        ("{}", ["NOT_A_PACKAGE"]),
        ('{"a" 1}', ["INVALID_JSON"]),
        ('[{"ocid":"a"},' + "[" * 5000, ["a", "INVALID_JSON"]),
    ],
)
def test_a_fault_is_told_and_what_came_before_it_stays(small, tmp_path, text, codes):
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8")
    told = [
        unit.code.value if isinstance(unit, Finding) else unit.data["ocid"]
        for unit in read_json_file(path, name="f")
    ]
    assert told[-1:] == codes[-1:]
    assert set(told) <= {"a", *codes}


def test_the_line_of_a_fault_is_told(small, tmp_path):
    path = tmp_path / "p.json"
    path.write_text('[{"ocid":"a"},\n\n{"ocid":NaN}]')
    assert list(read_json_file(path, name="f"))[-1].params["row"] == 3


def test_what_is_no_utf8_is_told(small, tmp_path):
    path = tmp_path / "p.json"
    path.write_bytes('[{"ocid":"招標"}]'.encode("big5"))
    assert [unit.code.value for unit in read_json_file(path, name="f")] == ["UNREADABLE"]


def test_an_entry_without_end_is_refused_before_it_fills_the_memory(small, tmp_path, monkeypatch):
    monkeypatch.setattr(streaming, "LARGEST_ENTRY", 1000)
    monkeypatch.setattr(large, "LARGEST_ENTRY", 1000)
    path = tmp_path / "p.json"
    path.write_text('[{"ocid":"' + "x" * 5000 + '"}]')
    assert [unit.code.value for unit in read_json_file(path, name="f")] == ["TOO_LARGE"]


def test_a_line_without_end_is_left_out_and_the_next_one_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_LINE", 1000)
    path = tmp_path / "p.jsonl"
    lines = ['{"ocid":"a"}', '{"ocid":"' + "x" * 5000 + '"}', '{"ocid":"b"}', '{"ocid":"' + "y" * 3000]
    path.write_text("\n".join(lines))
    units = list(read_json_file(path, name="f"))
    told = [
        (unit.line, unit.code.value) if isinstance(unit, Finding) else unit.data["ocid"] for unit in units
    ]
    assert told == ["a", (2, "TOO_LARGE"), "b", (4, "TOO_LARGE")]


def test_the_memory_is_that_of_an_entry_not_of_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "WHOLE_FILE_BYTES", 1 << 16)
    monkeypatch.setattr(streaming, "PIECE", 1 << 16)
    path = tmp_path / "p.json.gz"
    entry = json.dumps({"ocid": "a", "tender": {"title": "x" * 2000}})
    with gzip.open(path, "wt") as out:
        out.write('{"version":"1.1","releases":[' + ",".join([entry] * 10_000) + "]}")
    tracemalloc.start()
    count = sum(1 for _unit in read_json_file(path, name="f"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # Twenty megabytes of text; a tenth is held, most of it the sample that tells lines from packages.
    assert count == 10_000
    assert peak < 5 << 20
