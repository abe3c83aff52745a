"""Tables of Word documents are read in the child process too; bombs, entities and damaged files die there with a reason."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from tongxin.importers.files.workbook import read_workbook
from tongxin.importers.files.workbook_child import is_document, write_tables
from tongxin.importers.problems import FileCode, FileRefusedError
from tongxin.importers.tables import MOST_BYTES, read_tables

if TYPE_CHECKING:
    from pathlib import Path

MANY = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


def document() -> bytes:
    """Return a document with two tables; a heading of the first goes over two columns."""
    made = docx.Document()
    made.add_paragraph("Annex A")
    first = made.add_table(rows=3, cols=3)
    for row, texts in zip(
        first.rows,
        (("No.", "Requirement", "Compliance"), ("1", "General", "General"), ("1.1", "3 T magnet", "Yes")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    first.cell(1, 1).merge(first.cell(1, 2)).text = "General"
    second = made.add_table(rows=1, cols=2)
    second.cell(0, 0).text, second.cell(0, 1).text = "Buyer", "Hospital"
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def changed(source: bytes, part: str, text: bytes) -> bytes:
    """Return an archive with one part replaced or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(source)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, text)
    return out.getvalue()


def test_tables_are_read_with_their_own_headings_and_merged_cells_stand_once() -> None:
    tables = read_tables(BytesIO(document()), "matrix.docx")
    assert [table.headers for table in tables] == [
        ("No.", "Requirement", "Compliance"),
        ("Buyer", "Hospital"),
    ]
    assert [cells for _number, cells in tables[0].rows] == [
        ("1", "General", ""),
        ("1.1", "3 T magnet", "Yes"),
    ]


@pytest.mark.parametrize(
    ("part", "text", "code"),
    [
        ("word/document.xml", MANY + b"<x>&a;&b;</x>", FileCode.XML_DOCTYPE),
        ("word/media/image.bmp", b"\0" * (4 << 20), FileCode.ARCHIVE_RATIO),
        ("word/embeddings/more.docx", b"PK\x03\x04", FileCode.ARCHIVE_NESTED),
        ("word/document.xml", b"<not closed", FileCode.XML_DAMAGED),
        ("_rels/.rels", b"<x/>", FileCode.DOCUMENT_UNREADABLE),
    ],
)
def test_dangerous_and_damaged_documents_are_refused(part: str, text: bytes, code: FileCode) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read_tables(BytesIO(changed(document(), part, text)), "matrix.docx")
    assert refused.value.code == code


def test_what_is_too_large_is_not_opened_and_a_name_is_not_a_path() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read_tables(BytesIO(b"a" * (MOST_BYTES + 1)), "../../etc/matrix.csv")
    assert refused.value.code == FileCode.FILE_TOO_LARGE


def test_the_child_tells_documents_from_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "matrix.docx"
    path.write_bytes(document())
    assert is_document(path)
    (tmp_path / "plain").write_text("no archive")
    assert not is_document(tmp_path / "plain")
    write_tables(path, tmp_path)
    assert [sheet.name for sheet in read_workbook(path, name="matrix", workspace=tmp_path)] == [
        "matrix · 1", "matrix · 2",
    ]  # fmt: skip
    path.write_bytes(changed(document(), "_rels/.rels", b"<x/>"))
    with pytest.raises(FileRefusedError) as refused:
        write_tables(path, tmp_path)
    assert refused.value.code == FileCode.DOCUMENT_UNREADABLE
