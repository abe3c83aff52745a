"""Workbooks are read in a child process; bombs, entities and nested archives die there with a reason."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tongxin.importers.files.sheet import Limits, Sheet
from tongxin.importers.files.workbook import read_workbook
from tongxin.importers.files.workbook_child import EXIT_REFUSED, main, spell, write_sheets, zipped
from tongxin.importers.problems import FileCode, FileRefusedError

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, limits: Limits | None = None) -> list[Sheet]:
    return read_workbook(path, name=path.stem, workspace=path.parent, limits=limits or Limits())


def refusal_of(path: Path, limits: Limits | None = None) -> FileCode:
    with pytest.raises(FileRefusedError) as refusal:
        read(path, limits)
    return refusal.value.code


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "客戶"
    sheet.append(["客戶清單 2026"])
    sheet.append([])
    sheet.append(["名稱", "營收", "成立日期", "上市", "備註"])
    sheet.append(["台積電", 2161735841000.5, dt.date(1987, 2, 21), True, "第一行\n第二行"])
    sheet.append(["鴻海", 1, dt.datetime.fromisoformat("1974-02-20 09:30"), False, None])
    hidden = workbook.create_sheet("隱藏")
    hidden.append(["a", "b"])
    hidden.append([dt.time(9, 30), "x"])
    hidden.sheet_state = "hidden"
    workbook.create_sheet("空白")
    path = tmp_path / "客戶.xlsx"
    workbook.save(path)
    return path


def repack(source: Path, target: Path, changes: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return target


def test_values_arrive_in_plain_spelling_under_the_header_found(book: Path) -> None:
    sheets = read(book)
    assert [sheet.name for sheet in sheets] == ["客戶 · 客戶", "客戶 · 隱藏"]
    assert sheets[0].headers == ("名稱", "營收", "成立日期", "上市", "備註")
    assert sheets[0].header_row == 3
    rows = list(sheets[0].rows())
    assert rows[0].cells == ("台積電", "2161735841000.5", "1987-02-21", "true", "第一行\n第二行")
    assert rows[1].cells == ("鴻海", "1", "1974-02-20 09:30:00", "false", "")
    assert [row.number for row in rows] == [4, 5]
    assert not any(row.problems for row in rows)


def test_a_hidden_sheet_and_rows_above_the_header_are_mentioned(book: Path) -> None:
    first, hidden = read(book)
    assert [problem.code for problem in first.problems] == [FileCode.ROWS_ABOVE_HEADER]
    assert [problem.code for problem in hidden.problems] == [FileCode.HIDDEN_SHEET]


def test_a_workbook_without_a_table_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "blank.xlsx")
    assert refusal_of(tmp_path / "blank.xlsx") is FileCode.EMPTY_FILE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        "<!DOCTYPE html>",
    ],
)
def test_any_document_type_is_refused_by_the_parser(
    book: Path, tmp_path: Path, doctype: str, encoding: str
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<x>1</x>'
    bad = repack(book, tmp_path / "bad.xlsx", {"xl/sharedStrings.xml": text.encode(encoding)})
    assert refusal_of(bad) is FileCode.XML_DOCTYPE


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "iso-2022-jp"])
def test_encodings_that_hide_a_document_type_are_refused(book: Path, tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x><x>1</x>'
    bad = repack(book, tmp_path / "bad.xlsx", {"xl/sharedStrings.xml": text.encode(encoding)})
    assert refusal_of(bad) in {FileCode.XML_DAMAGED, FileCode.XML_DOCTYPE}


def test_a_bomb_is_refused_by_its_ratio_and_by_its_true_size(book: Path, tmp_path: Path) -> None:
    zeros = b"<x>" + b" " * 30_000_000 + b"</x>"
    assert (
        refusal_of(repack(book, tmp_path / "ratio.xlsx", {"xl/extra.xml": zeros})) is FileCode.ARCHIVE_RATIO
    )
    large = {f"xl/part{i}.xml": b" " * 30_000_000 for i in range(4)}
    assert refusal_of(repack(book, tmp_path / "size.xlsx", large)) is FileCode.ARCHIVE_TOO_LARGE


def test_an_archive_in_an_archive_is_refused_by_name_and_by_content(book: Path, tmp_path: Path) -> None:
    assert (
        refusal_of(repack(book, tmp_path / "a.xlsx", {"xl/embeddings/x.xlsx": b"x"}))
        is FileCode.ARCHIVE_NESTED
    )
    assert (
        refusal_of(repack(book, tmp_path / "b.xlsx", {"xl/media/x.png": b"PK\x03\x04"}))
        is FileCode.ARCHIVE_NESTED
    )


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "C:\\x.xml", "a/../../b.xml"])
def test_names_that_lead_outside_are_refused(book: Path, tmp_path: Path, name: str) -> None:
    assert refusal_of(repack(book, tmp_path / "n.xlsx", {name: b"x"})) is FileCode.ARCHIVE_UNSAFE_NAME


def test_thousands_of_members_are_refused(book: Path, tmp_path: Path) -> None:
    many = {f"xl/{i}.bin": b"x" for i in range(2_001)}
    assert refusal_of(repack(book, tmp_path / "many.xlsx", many)) is FileCode.ARCHIVE_MEMBERS


@pytest.mark.fault("F23")
def test_a_workbook_that_needs_too_much_memory_kills_only_the_child(book: Path, tmp_path: Path) -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    wide = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<sheetData>" + cells + b"</sheetData></worksheet>"
    )
    bad = repack(book, tmp_path / "wide.xlsx", {"xl/worksheets/sheet1.xml": wide})
    assert refusal_of(bad) is FileCode.WORKBOOK_TOO_HEAVY


def test_a_child_that_never_ends_is_stopped(book: Path) -> None:
    assert refusal_of(book, Limits(child_wall_seconds=0)) is FileCode.WORKBOOK_TOO_HEAVY


def test_a_cut_file_and_a_strange_archive_are_refused(book: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(book.read_bytes()[:2_000])
    assert refusal_of(cut) is FileCode.DAMAGED_ARCHIVE
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    assert refusal_of(other) is FileCode.WORKBOOK_UNREADABLE


def test_a_workbook_over_the_size_limit_is_not_opened(book: Path) -> None:
    assert refusal_of(book, Limits(file_bytes=100)) is FileCode.FILE_TOO_LARGE


def test_the_child_program_says_refused_with_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resource.setrlimit", lambda *_: None)
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook")
    assert main([str(bad), str(tmp_path), "1", "1"]) == EXIT_REFUSED
    assert "WORKBOOK_UNREADABLE" in (tmp_path / "refused.json").read_text()


def test_the_child_program_writes_the_sheets(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resource.setrlimit", lambda *_: None)
    assert main([str(book), str(tmp_path), "1", "1"]) == 0
    assert zipped(book)
    write_sheets(book, tmp_path)
    assert (tmp_path / "2.jsonl").read_text() == ""


def test_every_kind_of_cell_has_a_spelling() -> None:
    cells = [
        1.0,
        1.5,
        True,
        None,
        dt.date(2026, 1, 2),
        dt.datetime.fromisoformat("2026-01-02"),
        dt.time(9, 5),
        1e300,
        dt.timedelta(hours=30),
    ]
    assert [spell(cell) for cell in cells] == [
        "1",
        "1.5",
        "true",
        "",
        "2026-01-02",
        "2026-01-02",
        "09:05:00",
        "1e+300",
        "1 day, 6:00:00",
    ]
