"""CSV files of every kind are read without losing or inventing a cell; what does not fit is reported with its place."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongxin.importers.files.delimited import read_delimited
from tongxin.importers.files.sheet import DEFAULT_LIMITS, Limits, Sheet
from tongxin.importers.problems import FileCode, FileRefusedError, PlanCode, Severity

if TYPE_CHECKING:
    from pathlib import Path


def read(
    tmp_path: Path,
    content: str | bytes,
    limits: Limits = DEFAULT_LIMITS,
    encoding: str = "",
    delimiter: str = "",
) -> Sheet:
    path = tmp_path / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_delimited(path, name="table", limits=limits, encoding=encoding, delimiter=delimiter)


def codes(sheet: Sheet) -> list[tuple[FileCode | PlanCode, int | None]]:
    return [(problem.code, problem.row) for row in sheet.rows() for problem in row.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_guessed(tmp_path: Path, separator: str) -> None:
    rows = [["name", "amount", "note"], ["Acme", "1,5;00", 'a|b\t"c"'], ["Beta", "2", "x"]]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    sheet = read(tmp_path, out.getvalue())
    assert sheet.delimiter == separator
    assert sheet.headers == tuple(rows[0])
    assert [list(row.cells) for row in sheet.rows()] == rows[1:]


def test_the_separator_line_of_excel_is_obeyed_and_not_a_row(tmp_path: Path) -> None:
    sheet = read(tmp_path, "sep=;\r\nname;city\r\nAcme, Inc.;Taipei\r\n")
    assert sheet.headers == ("name", "city")
    assert [row.cells for row in sheet.rows()] == [("Acme, Inc.", "Taipei")]


def test_line_breaks_and_doubled_quotes_stay_inside_their_cell(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'name,note\r\nAcme,"first\nsecond ""quoted"", third"\r\nBeta,plain\r\n')
    rows = list(sheet.rows())
    assert rows[0].cells == ("Acme", 'first\nsecond "quoted", third')
    assert (rows[1].number, rows[1].cells[0]) == (3, "Beta")


def test_old_macintosh_line_ends_are_read(tmp_path: Path) -> None:
    assert [row.cells for row in read(tmp_path, "a,b\r1,2\r3,4\r").rows()] == [("1", "2"), ("3", "4")]


def test_a_short_row_is_padded_and_a_long_row_is_an_error_with_its_text(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n")
    assert codes(sheet) == [(FileCode.ROW_TOO_SHORT, 2), (FileCode.ROW_TOO_LONG, 3)]
    rows = list(sheet.rows())
    assert rows[0].cells == ("1", "2", "")
    assert rows[1].problems[0].severity is Severity.ERROR
    assert rows[1].problems[0].params["text"] == "4"


def test_a_quote_that_is_never_closed_is_an_error_of_that_row(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'a,b\n1,2\n3,"open\n5,6\n7,8\n')
    assert codes(sheet) == [(FileCode.QUOTE_NOT_CLOSED, 3)]


def test_a_cell_beyond_every_bound_ends_the_reading_with_a_report(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'a,b\n1,2\n3,"' + "x" * 2_100_000 + '"\n5,6\n')
    assert codes(sheet) == [(FileCode.QUOTE_NOT_CLOSED, 3)]


def test_nul_bytes_and_control_characters_are_taken_out_and_reported(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b\nx\x00y,z\n")
    assert codes(sheet) == [(FileCode.CONTROL_CHARACTERS, 2)]
    assert next(sheet.rows()).cells == ("xy", "z")


def test_half_of_a_character_is_replaced_and_reported_with_its_column(tmp_path: Path) -> None:
    sheet = read(
        tmp_path,
        "a,b\n客戶客戶客戶客戶客戶客戶客戶客戶,台北\n".encode() + "丙".encode() * 90 + b",\xed\xa0\x80\n",
    )
    problem = next(problem for row in sheet.rows() for problem in row.problems)
    assert (problem.code, problem.row, problem.column) == (FileCode.DAMAGED_TEXT, 3, "b")


def test_a_cell_of_a_million_characters_is_cut_and_reported(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b\n1," + "x" * 1_000_000 + "\n")
    row = next(sheet.rows())
    assert len(row.cells[1]) == 100_000
    assert row.problems[0].code is FileCode.CELL_TOO_LONG


def test_title_lines_above_the_header_and_totals_below_are_told_from_data(tmp_path: Path) -> None:
    sheet = read(tmp_path, "客戶清單,,\n2026/11/01,,\n客戶名稱,電話,城市\n台積電,03-5636688,新竹\n合計,,\n")
    assert sheet.headers == ("客戶名稱", "電話", "城市")
    assert sheet.header_row == 3
    assert codes(sheet) == [(FileCode.FOOTER, 5)]


def test_missing_and_repeated_headers_get_names_of_their_own(tmp_path: Path) -> None:
    sheet = read(tmp_path, "name,,name,city\nAcme,x,Inc,Taipei\n")
    assert sheet.headers == ("name", "#2", "name (2)", "city")
    assert {problem.code for problem in sheet.problems} == {FileCode.EMPTY_HEADER, FileCode.REPEATED_HEADER}


def test_a_packed_file_reads_like_the_plain_one(tmp_path: Path) -> None:
    sheet = read(tmp_path, gzip.compress("姓名,電話\n王小明,0912345678\n".encode("cp950")))
    assert sheet.headers == ("姓名", "電話")


def test_a_packed_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read(tmp_path, gzip.compress(b"0," * 20_000_000))
    assert refusal.value.code is FileCode.ARCHIVE_RATIO


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", FileCode.EMPTY_FILE),
        (b"\n\n  \n", FileCode.EMPTY_FILE),
        (b"\x1f\x8bnot really packed", FileCode.DAMAGED_ARCHIVE),
        (",".join(f"column {i}" for i in range(600)).encode(), FileCode.TOO_MANY_COLUMNS),
    ],
)
def test_a_file_without_a_table_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, code: FileCode
) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read(tmp_path, content)
    assert refusal.value.code is code


def test_a_file_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read(tmp_path, "a,b\n1,2\n", limits=Limits(file_bytes=4))
    assert refusal.value.code is FileCode.FILE_TOO_LARGE


def test_rows_over_the_limit_are_announced_not_dropped_in_silence(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b\n" + "1,2\n" * 5, limits=Limits(rows=3))
    assert codes(sheet) == [(FileCode.TOO_MANY_ROWS, 5)]


def test_a_chosen_encoding_and_separator_beat_the_guess(tmp_path: Path) -> None:
    sheet = read(tmp_path, "甲|乙\n丙|丁\n".encode("gb18030"), encoding="gb18030", delimiter="|")
    assert sheet.headers == ("甲", "乙")


def test_an_unknown_encoding_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError):
        read(tmp_path, "a,b\n", encoding="no-such-encoding")


def test_a_doubtful_encoding_is_said(tmp_path: Path) -> None:
    sheet = read(tmp_path, b"a,b\n" + bytes(range(0x80, 0x100)) * 4 + b",x\n")
    assert FileCode.ENCODING_UNSURE in {problem.code for problem in sheet.problems}


CELL = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffd"), st.sampled_from(',;"\n')
    ),
    max_size=20,
)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8))
def test_what_a_csv_writer_wrote_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("round") / "t.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["name", "city", "note"])
        writer.writerows(rows)
    expected = [row for row in rows if any(cell.strip() for cell in row)]
    found = [row.cells for row in read_delimited(path, name="t", delimiter=",").rows()]
    assert found == expected
