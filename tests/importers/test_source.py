"""A file, a folder or a ZIP of exports opens as sheets; a bad file is refused by itself and stops no other."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tongxin.importers.files.source import Choice, open_source, table_name
from tongxin.importers.problems import FileCode

DATA = Path(__file__).parent.parent / "data"


def test_the_folders_of_real_exports_open_completely(tmp_path: Path) -> None:
    source = open_source(
        [DATA / "maven_crm", DATA / "crm_synthetic_salesforce", DATA / "tw_companies"], workspace=tmp_path
    )
    assert source.refusals == ()
    counts = {sheet.name: sum(1 for _ in sheet.rows()) for sheet in source.sheets}
    assert counts == {
        "accounts": 85,
        "products": 7,
        "sales_pipeline": 8_800,
        "sales_teams": 35,
        "Account": 1_000,
        "Contact": 5_000,
        "Opportunity": 3_000,
        "OpportunityContactRole": 6_000,
        "listed_companies_tw": 1_949,
    }
    assert not any(row.problems for sheet in source.sheets for row in sheet.rows())


def test_a_zip_of_exports_opens_like_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export/Account.csv", "Id,Name\n1,Acme\n")
        archive.writestr("export/photo.png", "x")
        archive.writestr("__MACOSX/export/Account.csv", "junk")
        archive.writestr("other/Account.csv", "Id,Name\n2,Beta\n")
    source = open_source([path], workspace=tmp_path)
    assert [sheet.name for sheet in source.sheets] == ["Account", "Account (2)"]
    assert next(source.sheets[1].rows()).cells == ("2", "Beta")


def test_each_file_that_cannot_be_read_is_refused_by_itself(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("name,city\nAcme,Taipei\n")
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "empty.csv").write_bytes(b"")
    nested = tmp_path / "nested.zip"
    with zipfile.ZipFile(nested, "w") as archive:
        archive.writestr("inner.zip", b"PK")
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04broken")
    names = ["old.xls", "paper.pdf", "empty.csv", "good.csv", "nested.zip", "cut.zip", "missing.csv"]
    source = open_source([tmp_path / name for name in names], workspace=tmp_path)
    assert [sheet.name for sheet in source.sheets] == ["good"]
    assert {refusal.sheet: refusal.code for refusal in source.refusals} == {
        "old.xls": FileCode.OLD_EXCEL,
        "paper.pdf": FileCode.UNKNOWN_FORMAT,
        "empty.csv": FileCode.EMPTY_FILE,
        "nested.zip": FileCode.ARCHIVE_NESTED,
        "cut.zip": FileCode.DAMAGED_ARCHIVE,
        "missing.csv": FileCode.NOT_FOUND,
    }


def test_a_workbook_beside_text_files_gives_one_sheet_per_worksheet(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["name", "city"])
    sheet.append(["Acme", "Taipei"])
    workbook.save(tmp_path / "one.xlsx")
    assert [s.name for s in open_source([tmp_path], workspace=tmp_path).sheets] == ["one"]


def test_the_choice_of_a_person_is_used_for_that_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("甲,乙|丙\n1,2|3\n".encode("gb18030"))
    choice = {"a.csv": Choice(encoding="gb18030", delimiter="|")}
    assert open_source([path], workspace=tmp_path, choices=choice).sheets[0].headers == ("甲,乙", "丙")


@pytest.mark.parametrize(
    ("file", "name"),
    [("Account.csv.gz", "Account"), ("客戶.xlsx", "客戶"), ("plain", "plain"), (".csv", ".csv")],
)
def test_a_table_is_called_after_its_file(file: str, name: str) -> None:
    assert table_name(Path(file)) == name


def test_a_sample_is_the_first_rows_only(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"name,city\n" + b"Acme,Taipei\n" * 50))
    assert len(open_source([path], workspace=tmp_path).sheets[0].sample(10)) == 10
