"""What changes the meaning of a record is never dropped: currency, outcome, status, zone of a day, chance of a stage."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from tests.factories import AT
from tests.importers.running import clock, run, start

from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.stakeholders.models import Person
from tongxin.importers import actions
from tongxin.importers.choosing import TableChoice, choose_columns, choose_tables
from tongxin.importers.files.encoding import guess_encoding
from tongxin.importers.mapping.targets import Target, field_of
from tongxin.importers.plan.convert import CellProblem, ColumnFormat, Setting, column_format_of, convert
from tongxin.importers.plan.money import currency_in
from tongxin.importers.rules import ImportRefused
from tongxin.team.models import User

if TYPE_CHECKING:
    from tongxin.common.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.7")]
TAIPEI = Setting(as_of=dt.date(2026, 11, 25), language="en", zone=ZoneInfo("Asia/Taipei"))


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("US$1,200,000", "USD"), ("€50.000,00", "EUR"), ("USD 25000", "USD"), ("25000 eur", "EUR"), ("NT$500萬", "TWD"),
        ("RMB 30", "CNY"), ("US Dollar", "USD"), ("Euro", "EUR"), ("新台幣", "TWD"), ("人民幣", "CNY"), ("人民币", "CNY"),
        ("港幣", "HKD"), ("New Taiwan Dollar", "TWD"), ("¥3,000,000", "¥"), ("￥3", "¥"), ("$5", "$"), ("JP¥300", "JPY"),
        ("1,200", ""), ("500萬", ""), ("Rs. 5", "rs"), ("Amount (USD)", "USD"), ("£9", "GBP"),
    ],
)  # fmt: skip
def test_a_currency_is_read_from_sign_code_or_name(text: str, currency: str) -> None:
    assert currency_in(text) == currency


def test_an_amount_keeps_its_currency_or_is_left_out_and_named(administrator: Actor) -> None:
    batch = run(
        administrator,
        deals="Deal Name,Company,Deal Stage,Amount,Currency,Close Date\n"
        'A,Larch,Proposal,"US$1,200,000",,2099-12-01\nB,Larch,Proposal,"€50,000.00",EUR,2099-12-01\n'
        'C,Larch,Proposal,"¥3,000,000",,2099-12-01\nD,Larch,Proposal,"¥3,000,000",JPY,2099-12-01\n'
        "E,Larch,Proposal,15000,US Dollar,2099-12-01\nF,Larch,Proposal,US$5,Euro,2099-12-01\n"
        'G,Larch,Proposal,7,Galactic Credit,2099-12-01\nH,Larch,Proposal,"Rs. 1,50,000.00",,2099-12-01\n'
        "I,Larch,Proposal,8,,2099-12-01\n",
    )
    found = {deal.name: (deal.amount, deal.currency) for deal in Opportunity.objects.all()}
    assert found["A"] == (Decimal(1_200_000), "USD")
    assert (found["B"], found["D"]) == ((Decimal(50_000), "EUR"), (Decimal(3_000_000), "JPY"))
    assert (found["E"], found["I"]) == ((Decimal(15_000), "USD"), (Decimal(8), "TWD"))
    assert [found[name][0] for name in "CFGH"] == [None, None, None, None]
    wanted = {"CURRENCY_UNCLEAR": 1, "CURRENCY_CONTRADICTS": 1, "CURRENCY_UNKNOWN": 1, "NOT_A_NUMBER": 1}
    assert {code: batch.findings[code] for code in wanted} == wanted


def test_a_currency_in_the_header_is_that_of_the_column(administrator: Actor) -> None:
    run(administrator, deals="Deal Name,Company,Stage,Amount (USD)\nA,Larch,Proposal,5\n")
    assert Opportunity.objects.get().currency == "USD"


@pytest.mark.parametrize(
    ("header", "cells", "outcome"),
    [
        ("Status", "Propose,Won", "WON"),
        ("Status", "Propose,Lost", "LOST"),
        ("Status", "Propose,Canceled", "DROPPED"),
        ("Status", "Propose,In Progress", "OPEN"),
        ("Is Closed", "Propose,true", "DROPPED"),
        ("active", "Propose,False", "DROPPED"),
        ("商機狀態", "Propose,贏單", "WON"),
        ("Is Won", "Propose,true", "WON"),
    ],
)
def test_how_a_deal_stands_is_read_from_whatever_says_it(
    administrator: Actor, header: str, cells: str, outcome: str
) -> None:
    run(administrator, deals=f"Deal Name,Company,Pipeline Phase,{header}\nA,Larch,{cells}\n")
    assert Opportunity.objects.get().outcome == outcome


def test_a_contradicted_or_unclear_end_is_said(administrator: Actor) -> None:
    batch = run(
        administrator,
        Opportunity="Id,Name,AccountName,StageName,IsClosed,IsWon,Probability\n1,A,,Closed Won,false,false,100\n"
        "2,B,,Propose,true,,100\n3,C,,Propose,true,,40\n4,D,,Propose,true,false,40\n",
    )
    found = dict(Opportunity.objects.values_list("name", "outcome"))
    assert found == {"A": "WON", "B": "WON", "C": "DROPPED", "D": "LOST"}
    assert (batch.findings["OUTCOME_CONTRADICTS"], batch.findings["OUTCOME_UNCLEAR"]) == (1, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-04-01", "2026-04-01T00:00:00.000Z", "2026-03-31T16:00:00.000Z", "2026-03-31T17:30:00+0000",
        "2026-04-01T00:00:00+08:00", "2026-03-31T08:30:00-0800", "2026-04-01 09:00:00", "1774972800000",
    ],
)  # fmt: skip
def test_a_moment_with_a_zone_is_a_day_of_the_readers_zone(cell: str) -> None:
    column_format = column_format_of("CloseDate", [cell, "2026-03-31T16:00:00.000Z"])
    assert convert(cell, field_of(Target.OPPORTUNITY, "close_on"), column_format, TAIPEI) == dt.date(
        2026, 4, 1
    )


def test_days_exported_as_midnight_in_utc_stay_those_days_west_of_it() -> None:
    west = Setting(as_of=dt.date(2026, 11, 25), language="en", zone=ZoneInfo("America/Los_Angeles"))
    cells = ["2026-12-01T00:00:00.000Z", "2026-12-02T00:00:00Z", ""]
    column_format = column_format_of("Close date", cells)
    assert convert(cells[0], field_of(Target.OPPORTUNITY, "close_on"), column_format, west) == dt.date(
        2026, 12, 1
    )


@pytest.mark.parametrize(
    ("cells", "chances"),
    [(["20", "90%", "0.35", "1"], [20, 90, 35, 1]), (["0.2", "1", "0.85", "0"], [20, 100, 85, 0])],
)
def test_chances_are_read_as_percent_or_as_fractions(cells: list[str], chances: list[int]) -> None:
    column_format = column_format_of("Probability", cells)
    field = field_of(Target.OPPORTUNITY, "probability")
    assert [convert(cell, field, column_format, TAIPEI) for cell in cells] == chances


@pytest.mark.parametrize(
    ("target", "field", "cell", "code", "kept"),
    [
        (Target.PERSON, "email", "a@x.example; b@x.example", "SEVERAL_EMAILS", "a@x.example"),
        (Target.PERSON, "phone", "8.86912E+11", "NUMBER_ROUNDED", None),
        (Target.PERSON, "phone", "223456789", "ZERO_LOST", "223456789"),
        (Target.ACCOUNT, "external_id", "1.00012E+15", "NUMBER_ROUNDED", None),
        (Target.ACCOUNT, "alias", "8.86912E+11", "NUMBER_ROUNDED", None),
        (Target.ACCOUNT, "employees", "51-200", "NOT_A_NUMBER", None),
        (Target.ACCOUNT, "name", "長" * 230, "TEXT_TOO_LONG", "長" * 199 + "…"),
    ],
)
def test_a_bad_cell_says_what_is_wrong_and_what_was_kept(
    target: Target, field: str, cell: str, code: str, kept: str | None
) -> None:
    with pytest.raises(CellProblem) as caught:
        convert(cell, field_of(target, field), ColumnFormat(), TAIPEI)
    assert (caught.value.code.value, caught.value.kept) == (code, kept)


def test_one_bad_cell_costs_a_cell_and_not_the_row(administrator: Actor) -> None:
    batch = run(
        administrator,
        contacts="First Name,Last Name,Company,Email,Phone\n"
        "Ana,Sato,Elm,ana@elm.example; a.s@elm.example,０２－２３４５－６７８９\nBo,Tan,Elm,nobody,'0912345678\n",
        deals="Deal Name,Company,Stage,Amount\nX,Elm,Proposal,lots\nY,Elm,Proposal,-5\n",
    )
    people = {person.full_name: (person.email, person.phone) for person in Person.objects.all()}
    assert people == {"Ana Sato": ("ana@elm.example", "02-2345-6789"), "Bo Tan": ("", "0912345678")}
    assert sorted(Opportunity.objects.values_list("name", "amount")) == [("X", None), ("Y", None)]
    assert batch.findings["SEVERAL_EMAILS"] == 1


def test_leavers_come_in_inactive_and_stay_the_owners_of_what_was_theirs(administrator: Actor) -> None:
    run(
        administrator,
        User="Id,Username,FirstName,LastName,Email,IsActive,ManagerId\n"
        "1,wu@x.example,Mei,Wu,wu@x.example,false,\n2,ho@x.example,Kai,Ho,ho@x.example,true,1\n",
        Account="Id,Name,OwnerId\n1,Red River,1\n",
        Opportunity="Id,AccountId,Name,StageName,OwnerId\n1,1,Furnace,Prospecting,1\n",
    )
    wu, ho = User.objects.get(username="wu@x.example"), User.objects.get(username="ho@x.example")
    assert (wu.is_active, ho.is_active, ho.manager) == (False, True, None)
    assert Opportunity.objects.get().owner == wu


def test_revenues_of_which_the_unit_is_not_said_wait_for_a_choice(administrator: Actor) -> None:
    files = {"accounts": "account,sector,revenue\nAcme,software,1100.04\nBeta,software,251.41\n"}
    batch = run(administrator, **files)
    assert list(Account.objects.values_list("annual_revenue", flat=True)) == [None, None]
    assert batch.findings["REVENUE_UNIT_UNCLEAR"] == 2
    chosen = start(administrator, source="chosen", **files)
    pairs = [("accounts.revenue", "annual_revenue*1000000"), ("accounts.sector", "")]
    chosen = choose_columns(actor=administrator, at=AT, batch=chosen, columns=pairs)
    actions.run_import(actor=administrator, batch=chosen, clock=clock)
    assert Account.objects.get(name="Acme").annual_revenue == Decimal("1100040000")
    with pytest.raises(ImportRefused, match="COLUMN_MISSING"):
        choose_columns(
            actor=administrator, at=AT, batch=start(administrator, **files), columns=[("x.y", "name")]
        )
    with pytest.raises(ImportRefused, match="IMPORT_FIELD_UNKNOWN"):
        choose_columns(
            actor=administrator, at=AT, batch=start(administrator, **files),
            columns=[("accounts.revenue", "annual_revenue*7")],
        )  # fmt: skip


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252", "cp950", "gb18030"])
def test_accents_and_chinese_are_read_in_the_encoding_of_the_file(encoding: str) -> None:
    latin = "Account Name,City\nAdolesCiência Editora,São Paulo\nMünchner Werkzeug,München\n"
    text = "客戶名稱,城市\n臺灣精密股份有限公司,臺北市\n" if encoding == "cp950" else latin
    text = "客户名称,城市\n上海精密机械有限公司,上海市\n" if encoding == "gb18030" else text
    assert guess_encoding(io.BytesIO(text.encode(encoding))).encoding == encoding


def test_text_that_was_encoded_twice_is_said_so(administrator: Actor) -> None:
    twice = "Account Name,City\nAdolesCiência Editora,São Paulo\n".encode().decode("cp1252", "replace")
    assert run(administrator, Accounts=twice).findings["ENCODED_TWICE"] == 1


def test_hidden_sheets_stay_out_unless_they_are_chosen(administrator: Actor) -> None:
    book = openpyxl.Workbook()
    for name, state in (("客戶", "visible"), ("舊客戶", "hidden"), ("代碼", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.append(["客戶名稱", "地區"])
        sheet.append([f"{name}公司", "北區"])
        sheet.sheet_state = state
    del book["Sheet"]
    content = io.BytesIO()
    book.save(content)
    batch = actions.start_import(
        actor=administrator, at=AT, files=[("名冊.xlsx", io.BytesIO(content.getvalue()))]
    )
    preview = actions.preview(actor=administrator, at=AT, batch=batch)
    assert preview.tally.totals() == {"ACCOUNT": {"CREATED": 1}}
    assert [table["kind"] for table in preview.findings["tables"]] == ["ACCOUNT", "HIDDEN"]
    hidden = TableChoice(name="名冊 · 舊客戶", target="ACCOUNT")
    batch = choose_tables(actor=administrator, at=AT, batch=batch, tables=[hidden])
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert sorted(Account.objects.values_list("name", flat=True)) == ["客戶公司", "舊客戶公司"]


def test_the_preview_says_what_the_run_says(administrator: Actor) -> None:
    files = {
        "Account": "Id,Name,Industry,Owner,Color\n1,Acme,technolgy,Nobody Here,red\n,,,,\n2,,x,,\n",
        "Campaign": "Id,Name,Type,Status\n7,Fair,Show,Planned\n",
        "Opportunity": "Id,Name,AccountId,StageName,Amount\n1,A,1,Mystery,¥5\n2,B,1,Prospecting,lots\n",
    }
    batch = start(administrator, **files)
    preview = actions.preview(actor=administrator, at=AT, batch=batch)
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert batch.findings == preview.findings
    assert {
        "OWNER_UNKNOWN",
        "COLUMN_LEFT_OUT",
        "TABLE_LEFT_OUT",
        "CURRENCY_UNCLEAR",
        "STAGE_ORDER_UNSURE",
    } <= (batch.findings.keys())
