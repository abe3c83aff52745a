"""A plan finds in real exports exactly what is wrong with them, and groups it by what mends it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tongxin.importers.files.source import open_source
from tongxin.importers.mapping.guess import guess_sheet
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.build import ImportPlan, build_plan
from tongxin.importers.plan.convert import Setting
from tongxin.importers.plan.links import parent_key
from tongxin.importers.plan.rows import Repairs, full_name, natural_key, salesforce_15, unused_columns
from tongxin.importers.plan.values import code_of, near_word, place_of_stage
from tongxin.importers.problems import FileCode, PlanCode, Severity

DATA = Path(__file__).parent.parent / "data"
SETTING = Setting(as_of=dt.date(2026, 11, 23), language="en", zone=dt.UTC)


def plan_of(paths: list[Path], workspace: Path, repairs: Repairs | None = None) -> ImportPlan:
    source = open_source(paths, workspace=workspace)
    assert source.refusals == ()
    return build_plan(source.sheets, [guess_sheet(sheet) for sheet in source.sheets], SETTING, repairs)


def plan_files(tmp_path: Path, repairs: Repairs | None = None, **files: str) -> ImportPlan:
    paths = []
    for name, content in files.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(content, encoding="utf-8")
        paths.append(path)
    return plan_of(paths, tmp_path, repairs)


def codes(plan: ImportPlan, target: Target, index: int) -> list[str]:
    return [problem.code.value for problem in plan.rows[target][index].problems]


@pytest.mark.requirement("R9.7")
def test_the_quirks_of_maven_are_found_to_the_unit(tmp_path: Path) -> None:
    plan = plan_of([DATA / "maven_crm"], tmp_path)
    assert plan.counts() == {"USER": 41, "PRODUCT": 7, "ACCOUNT": 85, "OPPORTUNITY": 8_800}
    assert plan.findings() == {
        "LINK_CORRECTED": 1_480,
        "WITHOUT_ACCOUNT": 1_425,
        "WITHOUT_START_DATE": 500,
        "SPELLING": 12,
        # The revenues are in millions, and the file does not say so.
        "REVENUE_UNIT_UNCLEAR": 85,
    }
    assert [(stage.name, stage.count, stage.code) for stage in plan.stages] == [
        ("Prospecting", 500, "RESEARCH"),
        ("Engaging", 1_589, "ANALYSIS"),
        ("Won", 4_238, "WON"),
        ("Lost", 2_473, "LOST"),
    ]
    assert [stage.is_end for stage in plan.stages] == [False, False, True, True]
    won = [row.values["amount"] for row in plan.rows[Target.OPPORTUNITY] if row.values["stage"] == "Won"]
    assert sum(amount for amount in won if isinstance(amount, Decimal)) == 10_005_534


def test_repairs_are_suggested_once_for_all_rows_of_a_kind(tmp_path: Path) -> None:
    groups = {
        (group.text, group.suggestion): group for group in plan_of([DATA / "maven_crm"], tmp_path).groups()
    }
    product, sector = groups["GTXPro", "GTX Pro"], groups["technolgy", "technology"]
    assert (product.code, product.count, product.column, product.rows[0]) == (
        PlanCode.LINK_CORRECTED,
        1_480,
        "product",
        3,
    )
    assert (sector.code, sector.count, sector.is_repairable) == (PlanCode.SPELLING, 12, True)


def test_an_accepted_repair_mends_every_row_it_was_made_for(tmp_path: Path) -> None:
    repairs = {
        ("accounts", "sector", "technolgy"): "technology",
        ("sales_pipeline", "product", "GTXPro"): "GTX Pro",
    }
    plan = plan_of([DATA / "maven_crm"], tmp_path, repairs)
    assert plan.findings().keys() == {"WITHOUT_ACCOUNT", "WITHOUT_START_DATE", "REVENUE_UNIT_UNCLEAR"}
    assert plan.rows[Target.ACCOUNT][0].values["industry"] == "technology"


def test_parents_of_maven_are_rows_of_the_same_file_and_come_first(tmp_path: Path) -> None:
    accounts = plan_of([DATA / "maven_crm"], tmp_path).rows[Target.ACCOUNT]
    keys = [row.key for row in accounts]
    children = [row for row in accounts if parent_key(row)]
    assert len(children) == 15
    assert all(keys.index(parent_key(row)) < keys.index(row.key) for row in children)
    assert {str(accounts[keys.index(parent_key(row))].values["name"]) for row in children} == {
        "Acme Corporation", "Bubba Gump", "Golddex", "Inity", "Massive Dynamic", "Sonron", "Warephase",
    }  # fmt: skip


@pytest.mark.requirement("R9.7")
def test_the_defects_of_the_salesforce_export_are_found_to_the_unit(tmp_path: Path) -> None:
    plan = plan_of([DATA / "crm_synthetic_salesforce"], tmp_path)
    assert plan.counts() == {"ACCOUNT": 1_000, "PERSON": 5_000, "OPPORTUNITY": 3_000, "CONTACT_ROLE": 6_000}
    assert plan.findings() == {
        "ROLE_OF_OTHER_ACCOUNT": 5_993,
        "SEVERAL_PRIMARY": 192,
        "NO_PRIMARY": 1_977,
        "WON_NOT_CERTAIN": 504,
        "LOST_NOT_ZERO": 386,
        "NO_ROLE": 405,
        "REPEATED_NAME": 15,
        "REPEATED_EMAIL": 2,
        "REPEATED_ROLE": 1,
        "CLOSE_IN_FUTURE": 717,
    }
    assert not any(row.is_blocked for row in plan.all_rows())


def test_listed_companies_of_taiwan_keep_their_industries(tmp_path: Path) -> None:
    rows = plan_of([DATA / "tw_companies"], tmp_path).rows[Target.ACCOUNT]
    counts = Counter(row.values["industry"] for row in rows)
    assert len(rows) == 1_949
    assert counts.most_common(3) == [("電子零組件業", 211), ("半導體業", 200), ("生技醫療業", 151)]


def test_parents_in_a_circle_are_reported_and_cut(tmp_path: Path) -> None:
    plan = plan_files(tmp_path, accounts="Name,Parent Company\nA,B\nB,C\nC,A\nD,A\nE,E\n")
    rows = {str(row.values["name"]): row for row in plan.rows[Target.ACCOUNT]}
    circled = {
        name for name, row in rows.items() if any(p.code is PlanCode.PARENT_CYCLE for p in row.problems)
    }
    assert circled == {"A", "B", "C", "E"}
    assert parent_key(rows["D"]) == rows["A"].key
    assert not parent_key(rows["A"])
    assert not any(row.is_blocked for row in rows.values())


def test_a_key_that_comes_twice_is_refused_and_a_row_that_comes_twice_is_left_out(tmp_path: Path) -> None:
    plan = plan_files(tmp_path, Account="Id,Name,Phone\n1,Acme,\n1,Acme,\n1,Beta,\n2,Acme,\n")
    rows = sorted(plan.rows[Target.ACCOUNT], key=lambda row: row.number)
    assert [row.same_as for row in rows] == ["", "1", "1", ""]
    assert [codes(plan, Target.ACCOUNT, plan.rows[Target.ACCOUNT].index(row)) for row in rows] == [
        [], ["REPEATED_ROW"], ["REPEATED_KEY"], ["REPEATED_NAME"],
    ]  # fmt: skip
    assert rows[2].is_blocked


def test_links_that_lead_nowhere_or_to_several_rows_are_reported(tmp_path: Path) -> None:
    plan = plan_files(
        tmp_path,
        Account="Id,Name\n1,Acme\n2,Acme\n3,Globex\n",
        Contact="Id,Last Name,Account Name,Reports To\n1,Ann,Acme,\n2,Bob,Globexx,Zed\n3,Cy,Glo-bex,Ann\n",
        OpportunityContactRole="Id,OpportunityId,ContactId,Role\n1,99,1,Other\n2,98,77,Other\n",
    )
    people = plan.rows[Target.PERSON]
    assert codes(plan, Target.PERSON, 0) == ["LINK_AMBIGUOUS"]
    assert codes(plan, Target.PERSON, 1) == ["LINK_NOT_FOUND", "LINK_NOT_FOUND"]
    assert people[1].problems[0].params["suggestion"] == "Globex"
    assert codes(plan, Target.PERSON, 2) == ["LINK_CORRECTED"]
    assert people[2].refs["account_name"].key == "3"
    assert codes(plan, Target.CONTACT_ROLE, 1) == ["LINK_NOT_FOUND"]


def test_accounts_and_products_that_deals_name_are_made_when_no_file_lists_them(tmp_path: Path) -> None:
    plan = plan_files(
        tmp_path, deals="Deal Name,Customer,Stage,Product,Amount\nX,Acme,Proposal,Bolt,5\nY,Acme,Won,Nut,6\n"
    )
    assert [row.values["name"] for row in plan.rows[Target.ACCOUNT]] == ["Acme"]
    assert [row.values["name"] for row in plan.rows[Target.PRODUCT]] == ["Bolt", "Nut"]
    assert plan.rows[Target.OPPORTUNITY][1].refs["account_name"].key == plan.rows[Target.ACCOUNT][0].key
    assert plan.findings() == {"CREATED_FROM_NAME": 3}


def test_rows_that_lack_what_they_need_or_do_not_convert_wait_and_say_why(tmp_path: Path) -> None:
    plan = plan_files(
        tmp_path,
        deals="Deal Name,Customer,Stage,Amount,Close Date\nX,Acme,,5,2026-01-01\nY,Acme,Won,lots,2026-01-01\n"
        "Z,Acme,Won,-5,2026-01-01\nV,Acme,Won,5,never\n",
    )
    assert [codes(plan, Target.OPPORTUNITY, i) for i in range(4)] == [
        ["MISSING_VALUE"], ["NOT_A_NUMBER"], ["NEGATIVE_AMOUNT"], ["NOT_A_DATE"],
    ]  # fmt: skip
    assert [row.is_blocked for row in plan.rows[Target.OPPORTUNITY]] == [True, False, False, False]
    assert [row.values.get("amount") for row in plan.rows[Target.OPPORTUNITY]] == [5, None, None, 5]


def test_rows_deleted_in_the_other_system_and_footers_are_not_imported(tmp_path: Path) -> None:
    plan = plan_files(
        tmp_path, Account="Id,Name,IsDeleted,Phone\n1,Acme,true,\n2,Beta,false,\nGrand Total,,,\n"
    )
    assert [row.is_blocked for row in plan.rows[Target.ACCOUNT]] == [True, False]


def test_names_addresses_and_texts_are_put_together(tmp_path: Path) -> None:
    plan = plan_files(
        tmp_path,
        Account="Name,BillingStreet,BillingCity,Website\nAcme,1 Main St,Taipei,\n",
        Contact="姓,名,公司\n王,小明,Acme\nSmith,Ann,Acme\n",
        Opportunity="opportunityid,Account,Pipeline Phase,Current Situation,Customer Need\n77,Acme,Propose,old,new\n",
        visits="日期,客戶,主旨\n2026-01-02,Acme,初訪\n",
    )
    assert plan.rows[Target.ACCOUNT][0].values["address"] == "1 Main St, Taipei"
    assert [row.values["full_name"] for row in plan.rows[Target.PERSON]] == ["王小明", "Ann Smith"]
    assert plan.rows[Target.OPPORTUNITY][0].values["description"] == "old\nnew"
    assert plan.rows[Target.OPPORTUNITY][0].values["name"] == "Acme · 77"
    assert plan.rows[Target.ACTIVITY][0].values["text"] == "初訪"


def test_every_target_has_a_key_of_its_words_when_it_has_no_id(tmp_path: Path) -> None:
    plan = plan_files(
        tmp_path,
        users="Name,Email\nAnn,ann@x.example\n",
        客戶團隊="客戶,成員,職責\nAcme,Ann,售前\n",
        roles="Opportunity,Contact,Buying Role\nX,Bob,Decision Maker\n",
        contacts="Name,Company\nBob,Acme\n",
        deals="Deal Name,Customer,Stage\nX,Acme,Won\n",
        競爭對手="競爭對手,優勢\nRival,price\n",
        拜訪="日期,客戶,內容\n2026-01-02,Acme," + "長" * 300 + "\n",
        cases="CaseNumber,SuppliedEmail\n1,x@y.example\n",
    )
    keys = {row.target: row.key for row in plan.all_rows()}
    assert keys[Target.USER] == "~ann@x.example"
    assert keys[Target.TEAM] == "~acme|ann|solution"
    assert keys[Target.CONTACT_ROLE] == "~x|bob|decision_maker"
    assert keys[Target.PERSON] == "~bob|acme|"
    assert keys[Target.OPPORTUNITY] == "~x|acme|"
    assert keys[Target.COMPETITOR] == "~rival"
    assert len(keys[Target.ACTIVITY]) <= 200


def test_contradictions_inside_a_deal_are_noted(tmp_path: Path) -> None:
    plan = plan_files(
        tmp_path, deals="Deal Name,Customer,Stage,Start Date,Close Date\nX,Acme,Won,2026-02-01,2026-01-01\n"
    )
    assert codes(plan, Target.OPPORTUNITY, 0) == ["CLOSE_BEFORE_START"]


def test_ten_thousand_bad_rows_crash_nothing_and_are_each_reported(tmp_path: Path) -> None:
    bad = [
        "114/02/29",
        "1e400",
        "x\x00y",
        "\ufffd",
        "-5",
        "not a number",
        "",
        "1.234,5,6",
        "9" * 40,
        "31/31/2026",
    ]
    lines = [f"d{i},Acme{i % 7},Won,{bad[i % 10]},{bad[(i + 3) % 10]}" for i in range(10_000)]
    plan = plan_files(tmp_path, deals="Deal Name,Customer,Stage,Amount,Close Date\n" + "\n".join(lines))
    deals = plan.rows[Target.OPPORTUNITY]
    assert len(deals) == 10_000
    assert all(row.problems and all(problem.row == row.number for problem in row.problems) for row in deals)


def test_the_problems_of_files_stand_beside_those_of_rows(tmp_path: Path) -> None:
    plan = plan_files(tmp_path, accounts="Name,Name,Website\nAcme,x,\nBeta\n")
    groups = {group.code: group for group in plan.groups()}
    assert groups[FileCode.REPEATED_HEADER].severity is Severity.NOTE
    assert groups[FileCode.ROW_TOO_SHORT].rows == (3,)


def test_columns_that_nothing_takes_are_named(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("Name,Fax,Shoe Size\nAcme,02-1234,\n")
    match = guess_sheet(open_source([path], workspace=tmp_path).sheets[0])
    assert [column.header for column in unused_columns(match)] == ["Fax"]


def test_salesforce_ids_of_both_lengths_are_one_key() -> None:
    assert salesforce_15("0015000000Gv7qJAAR") == "0015000000Gv7qJ"
    assert salesforce_15("0015000000Gv7qJ") == "0015000000Gv7qJ"
    assert salesforce_15("ABCDEFGHIJKLMNOPQ1") == "ABCDEFGHIJKLMNOPQ1"


def test_words_of_other_systems_are_known_with_slips() -> None:
    assert code_of("stage", "proposal/price quote") == "TENDER"
    assert code_of("stage", "xyz") == ""
    assert near_word("industry", "technolgy") == "technology"
    assert (
        near_word("industry", "technology")
        == near_word("industry", "abc")
        == near_word("industry", "zzzzzzzz")
        == ""
    )
    assert place_of_stage("Prospecting") < place_of_stage("unknown") < place_of_stage("Closed Won")


def test_names_and_keys_follow_their_script() -> None:
    assert full_name("小明", "王") == "王小明"
    assert full_name("", "Smith") == "Smith"
    assert natural_key("臺積電", None) == natural_key("台积电", "")
