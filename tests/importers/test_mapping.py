"""Tables and columns of known systems map themselves; what has no place here is named, never guessed away."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tongxin.importers.files.source import open_source
from tongxin.importers.mapping import headers
from tongxin.importers.mapping.content import Shape, agreement, profile
from tongxin.importers.mapping.guess import MatchReason, choose_column, guess_sheet, rank_targets, table_hint
from tongxin.importers.mapping.headers import header_book, plain
from tongxin.importers.mapping.links import find_links
from tongxin.importers.mapping.targets import IMPORTABLE, Kind, Target, field_of, fields_of

if TYPE_CHECKING:
    from tongxin.importers.files.sheet import Sheet
    from tongxin.importers.mapping.guess import SheetMatch

DATA = Path(__file__).parent.parent / "data"


def sheets_of(folder: str, workspace: Path) -> tuple[Sheet, ...]:
    return open_source([DATA / folder], workspace=workspace).sheets


def match(tmp_path: Path, name: str, content: str) -> SheetMatch:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return guess_sheet(open_source([path], workspace=tmp_path).sheets[0])


def fields(found: SheetMatch) -> dict[str, str]:
    return {column.header: column.field for column in found.columns}


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Account", Target.ACCOUNT),
        ("Contact", Target.PERSON),
        ("Lead", Target.PERSON),
        ("Opportunity", Target.OPPORTUNITY),
        ("OpportunityContactRole", Target.CONTACT_ROLE),
        ("Event", Target.ACTIVITY),
        ("Case", Target.CASE),
    ],
)
def test_every_standard_salesforce_header_is_mapped_or_listed_as_unused(name: str, target: Target) -> None:
    described = json.loads((DATA / "crm_shapes" / "salesforce_fields.json").read_text(encoding="utf-8"))[name]
    for header in [field[part] for field in described for part in ("name", "label")]:
        meanings = [meaning for meaning in header_book().meanings(header) if meaning.target is target]
        assert meanings, header
        assert all(meaning.field or meaning.note for meaning in meanings), header


@pytest.mark.parametrize(
    "name", ["Account", "Contact", "Lead", "Opportunity", "OpportunityContactRole", "Event", "Case"]
)
def test_a_bare_salesforce_header_is_told_apart_by_itself(name: str) -> None:
    with (DATA / "crm_shapes" / f"salesforce_{name}_header.csv").open(newline="") as lines:
        names = next(csv.reader(lines))
    expected = {
        "Contact": "PERSON",
        "Lead": "PERSON",
        "OpportunityContactRole": "CONTACT_ROLE",
        "Event": "ACTIVITY",
    }
    assert rank_targets("export", names)[0][0].value == expected.get(name, name.upper())


@pytest.mark.parametrize("system", ["dynamics365_opportunity", "hubspot_deal"])
def test_every_known_dynamics_and_hubspot_field_is_mapped_or_listed(system: str) -> None:
    described = json.loads(
        (DATA / "crm_shapes" / "dynamics_hubspot_fields.json").read_text(encoding="utf-8")
    )[system]
    for header in [*described["fields"], *described["fields"].values()]:
        targets = {meaning.target for meaning in header_book().meanings(header)}
        assert Target.OPPORTUNITY in targets, header
    assert rank_targets("export", list(described["fields"].values()))[0][0] is Target.OPPORTUNITY


def test_the_four_files_of_maven_map_and_link_themselves(tmp_path: Path) -> None:
    sheets = sheets_of("maven_crm", tmp_path)
    matches = [guess_sheet(sheet) for sheet in sheets]
    assert {found.sheet: found.target for found in matches} == {
        "accounts": Target.ACCOUNT,
        "products": Target.PRODUCT,
        "sales_pipeline": Target.OPPORTUNITY,
        "sales_teams": Target.USER,
    }
    assert all(column.field for found in matches for column in found.columns)
    links = {(link.sheet, link.column): link for link in find_links(sheets, matches)}
    product = links["sales_pipeline", "product"]
    assert (product.to_sheet, product.found, product.missing) == ("products", 7_320, 1_480)
    assert product.examples == (("GTXPro", 1_480),)
    assert round(product.share, 3) == 0.832
    assert links["sales_pipeline", "account"].blank == 1_425
    assert links["accounts", "subsidiary_of"].found == 15


def test_the_four_files_of_salesforce_map_and_link_themselves_by_id(tmp_path: Path) -> None:
    sheets = sheets_of("crm_synthetic_salesforce", tmp_path)
    matches = [guess_sheet(sheet) for sheet in sheets]
    unmapped = {
        (found.sheet, column.header): column.why
        for found in matches
        for column in found.columns
        if not column.field
    }
    assert unmapped == {
        ("Account", "Rating"): MatchReason.KNOWN_UNUSED,
        ("Account", "AccountSource"): MatchReason.KNOWN_UNUSED,
        ("Contact", "Birthdate"): MatchReason.KNOWN_UNUSED,
        ("Opportunity", "Type"): MatchReason.KNOWN_UNUSED,
    }
    links = find_links(sheets, matches)
    assert {(link.sheet, link.field, link.to_sheet, link.missing) for link in links} == {
        ("Contact", "account_id", "Account", 0),
        ("Opportunity", "account_id", "Account", 0),
        ("OpportunityContactRole", "opportunity_id", "Opportunity", 0),
        ("OpportunityContactRole", "contact_id", "Contact", 0),
    }


def test_listed_companies_of_taiwan_are_accounts_with_their_industry(tmp_path: Path) -> None:
    found = guess_sheet(sheets_of("tw_companies", tmp_path)[0])
    assert found.target is Target.ACCOUNT
    assert {header: field for header, field in fields(found).items() if field} == {
        "code": "alias",
        "name": "name",
        "group": "industry",
    }


@pytest.mark.parametrize(
    ("name", "header", "target", "expected"),
    [
        (
            "客戶清單.csv",
            "客戶名稱,統一編號,電話,產業別,負責業務,年營業額(萬元)",
            Target.ACCOUNT,
            ["name", "tax_id", "phone", "industry", "owner_name", "annual_revenue"],
        ),
        (
            "联系人.csv",
            "姓名,公司,职务,手机,邮箱",
            Target.PERSON,
            ["full_name", "account_name", "title", "mobile", "email"],
        ),
        (
            "商机.csv",
            "商机名称,客户,阶段,预计金额,预计成交日期,负责人",
            Target.OPPORTUNITY,
            ["name", "account_name", "stage", "amount", "close_on", "owner_name"],
        ),
        (
            "拜訪紀錄.csv",
            "日期,客戶,拜訪對象,內容",
            Target.ACTIVITY,
            ["occurred_at", "account_name", "contact_name", "text"],
        ),
        ("產品.csv", "產品名稱,料號,定價", Target.PRODUCT, ["name", "code", "list_price"]),
        ("競爭對手.csv", "競爭對手,優勢,劣勢", Target.COMPETITOR, ["name", "strengths", "weaknesses"]),
        ("客戶團隊.csv", "客戶,成員,職責", Target.TEAM, ["account_name", "user_name", "function"]),
        (
            "deals.csv",
            "Deal Name,Customer,Stage,Deal Value,Expected Close Date",
            Target.OPPORTUNITY,
            ["name", "account_name", "stage", "amount", "close_on"],
        ),
    ],
)
def test_chinese_and_english_lists_map_themselves(
    tmp_path: Path, name: str, header: str, target: Target, expected: list[str]
) -> None:
    found = match(tmp_path, name, header + "\n")
    assert found.target is target
    assert [column.field for column in found.columns] == expected
    assert found.missing() == ()


def test_a_slip_in_a_header_is_forgiven_with_less_certainty(tmp_path: Path) -> None:
    found = match(tmp_path, "accounts.csv", "Acount Name,Industrie,Website\nAcme,Steel,www.acme.example\n")
    assert found.columns[0].field == "name"
    assert found.columns[0].why is MatchReason.HEADER_SIMILAR
    assert found.columns[0].confidence < 0.9


def test_unknown_headers_are_mapped_by_what_stands_below_them(tmp_path: Path) -> None:
    found = match(
        tmp_path,
        "contacts.csv",
        "Full Name,Company,xx,yy\nAnn,Acme,ann@acme.example,lorem\nBob,Acme,bob@acme.example,ipsum\n",
    )
    assert fields(found) == {"Full Name": "full_name", "Company": "account_name", "xx": "email", "yy": ""}
    assert found.columns[2].why is MatchReason.CONTENT
    assert found.columns[3].why is MatchReason.UNKNOWN


def test_cells_that_contradict_a_header_lower_its_certainty(tmp_path: Path) -> None:
    sure = match(tmp_path, "deals.csv", "Deal Name,Stage,Amount\nA,Won,100\nB,Won,200\n").columns[2]
    doubtful = match(tmp_path, "deals.csv", "Deal Name,Stage,Amount\nA,Won,large\nB,Won,small\n").columns[2]
    assert sure.confidence == 0.9
    assert doubtful.confidence < 0.5


def test_two_columns_for_one_field_leave_the_fuller_one(tmp_path: Path) -> None:
    found = match(
        tmp_path, "Event.csv", "Subject,ActivityDateTime,StartDateTime\nCall,,2026-01-02\nVisit,,2026-01-03\n"
    )
    assert fields(found) == {"Subject": "subject", "ActivityDateTime": "", "StartDateTime": "occurred_at"}
    assert (found.columns[1].why, found.columns[1].note) == (MatchReason.TAKEN, "StartDateTime")


def test_a_table_that_is_nothing_known_is_left_to_the_person(tmp_path: Path) -> None:
    found = match(tmp_path, "weather.csv", "temperature,humidity\n20,60\n")
    assert found.target is None
    assert found.confidence == 0
    assert found.missing() == ()
    assert {column.why for column in found.columns} == {MatchReason.UNKNOWN}


def test_a_chosen_target_and_a_chosen_column_beat_the_guess(tmp_path: Path) -> None:
    path = tmp_path / "weather.csv"
    path.write_text("temperature,humidity\n20,60\n")
    sheet = open_source([path], workspace=tmp_path).sheets[0]
    found = guess_sheet(sheet, target=Target.PRODUCT)
    assert found.missing() == (("name",),)
    chosen = choose_column(choose_column(found, 0, "name"), 1, "")
    assert chosen.column_for("name") == chosen.columns[0]
    assert chosen.columns[0].why is MatchReason.CHOSEN
    assert chosen.column_for("code") is None


def test_no_column_can_be_mapped_onto_a_field_that_is_not_offered(tmp_path: Path) -> None:
    found = match(tmp_path, "users.csv", "Username,Role,Is Superuser,Password\nann,ADMIN,true,x\n")
    assert fields(found) == {"Username": "username", "Role": "", "Is Superuser": "", "Password": ""}
    for forbidden in ("roles", "is_superuser", "password", "granted_rights"):
        with pytest.raises(KeyError):
            choose_column(found, 1, forbidden)
    for target, forbidden in [(Target.OPPORTUNITY, "price_floor"), (Target.PERSON, "judgement")]:
        with pytest.raises(KeyError):
            field_of(target, forbidden)


def test_every_line_of_the_header_table_names_a_field_that_exists() -> None:
    with (Path(headers.__file__).parent / "headers.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if row["field"] == "-":
            assert row["note"], row
        else:
            field_of(Target(row["target"]), row["field"])
    assert {row["target"] for row in rows} == {target.value for target in Target}
    mapped = {(row["target"], row["field"]) for row in rows}
    for target in IMPORTABLE:
        for field in fields_of(target):
            assert (target.value, field.name) in mapped or field.name == "is_deleted", field


def test_headers_are_compared_without_case_script_and_punctuation() -> None:
    assert plain("  Close_Date__c ") == plain("CLOSE DATE") == "closedate"
    assert plain("客戶名稱*") == plain("客户名称")


@pytest.mark.parametrize(
    ("cells", "shape"),
    [
        (["", " "], Shape.EMPTY),
        (["a@b.example", "c@d.example"], Shape.EMAIL),
        (["https://a.example", "www.b.example"], Shape.WEB),
        (["true", "FALSE", "是"], Shape.FLAG),
        (["04541302", "22099131"], Shape.TAX_ID),
        (["2026-01-02", "115/01/02", "2026年1月2日"], Shape.DATE),
        (["NT$1,234.50", "(120)", "35%", "3,500萬"], Shape.NUMBER),
        (["001A000001abcDEFGH", "001A000001abcDEFGI"[:15]], Shape.SALESFORCE_ID),
        (["+886-2-2345-6789", "(02) 2345-6789 分機 12"], Shape.PHONE),
        (["hot", "cold"] * 5, Shape.FEW_WORDS),
        (["one thing", "another thing"], Shape.TEXT),
    ],
)
def test_a_column_is_described_by_its_cells(cells: list[str], shape: Shape) -> None:
    assert profile(cells).shape is shape


def test_texts_and_blank_columns_agree_with_everything() -> None:
    assert agreement(Kind.TEXT, profile(["x"])) == 1.0
    assert agreement(Kind.DATE, profile([""])) == 1.0
    assert agreement(Kind.DATE, profile(["x", "2026-01-02"])) == 0.5


def test_the_name_of_a_table_is_a_hint() -> None:
    assert table_hint("客戶_2026") is Target.ACCOUNT
    assert table_hint("AccountTeamMember") is Target.TEAM
    assert table_hint("xyz") is None
