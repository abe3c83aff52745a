"""Imports write real exports to the unit, the same twice as once, within the rights of who imports, and can be undone."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db.models import Count, Sum
from tests.factories import AT, make_account, make_actor, make_user

from tongxin.audit.models import AuditEvent
from tongxin.crm.accounts.actions import change_account
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.crm.market.models import Competitor, Product
from tongxin.crm.opportunities.models import (
    Opportunity,
    OpportunityCompetitor,
    OpportunityContact,
    Process,
)
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.stakeholders.models import Person, Post
from tongxin.importers import actions
from tongxin.importers.selectors import (
    changes_of,
    outcome_counts,
)
from tongxin.team.choices import Role
from tongxin.team.models import User

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.importers.models import ImportBatch


from tests.importers.running import DATA, clock, reasons, run, run_folder, start

pytestmark = pytest.mark.django_db

BOOKS = {
    "客戶清單": "客戶名稱,簡稱,統一編號,產業別,客戶等級,負責業務,年營業額(萬元),母公司,別名,員工人數\n"
    "鴻海精密,鴻海,04541302,電子零組件,策略客戶,Ann Seller,100,,Foxconn,5000\n富士康,,,,,Nobody,,鴻海精密,,\n",
    "客戶團隊": "客戶,成員,職責\n鴻海精密,Ann Seller,售前\n",
    "聯絡人": "姓名,公司,職稱,手機,電子郵件,負責業務\n陳美玲,鴻海精密,採購經理,0912345678,may@x.example,Ann Seller\n",
    "競爭對手": "競爭對手,優勢\n廣達,價格\n",
    "產品": "產品名稱,料號,定價\n伺服器,S-1,1000\n",
    "商機": "商機名稱,客戶,階段,預估金額,預計成交日,產品,數量,競爭對手,聯絡人,來源,失敗原因\n"
    "機房案,鴻海精密,投標,300,2026/12/31,伺服器,3,廣達,陳美玲,展覽,\n舊案,鴻海精密,失敗,5,2026/1/5,,,,,,價格\n",
    "拜訪紀錄": "日期,客戶,拜訪對象,主旨,內容,類型,業務\n2026-10-01,鴻海精密,陳美玲,初訪,談了規格,電話,Ann Seller\n",
}


ENDS = {"Closed Won": "WON", "Closed Lost": "LOST"}


@pytest.mark.requirement("R9.7")
def test_the_four_files_of_salesforce_are_taken_over_completely(administrator: Actor) -> None:
    batch = run_folder(administrator, "crm_synthetic_salesforce")
    assert outcome_counts(batch) == {
        "CREATED": 15_000,
        "UPDATED": 0,
        "UNCHANGED": 0,
        "SKIPPED": 0,
        "FAILED": 0,
    }
    assert batch.findings["ROLE_OF_OTHER_ACCOUNT"] == 5_993
    assert Person.objects.exclude(account=None).count() == 5_000
    assert OpportunityContact.objects.count() == 6_000
    primary = OpportunityContact.objects.filter(is_primary=True).values("opportunity")
    assert not primary.annotate(n=Count("pk")).filter(n__gt=1).exists()
    assert not Opportunity.objects.filter(closed_on__gt=AT.date()).exists()
    process = Process.objects.get(labels__en="Salesforce")
    assert process.stages.count() == 8
    assert_sums_are_those_of_the_file(batch)


def assert_sums_are_those_of_the_file(batch: ImportBatch) -> None:
    with gzip.open(DATA / "crm_synthetic_salesforce" / "Opportunity.csv.gz", "rt", newline="") as lines:
        rows = list(csv.DictReader(lines))
    deals = Opportunity.objects.order_by()
    outcomes = Counter(ENDS.get(row["StageName"], "OPEN") for row in rows)
    counted = deals.values("outcome").annotate(n=Count("pk"))
    assert {row["outcome"]: row["n"] for row in counted} == dict(outcomes)
    amount = sum((Decimal(row["Amount"]) for row in rows if row["Amount"]), Decimal(0))
    sums = {row["currency"]: row["all"] for row in deals.values("currency").annotate(all=Sum("amount"))}
    assert sums == {"TWD": amount}
    assert batch.totals["OPPORTUNITY"] == {"CREATED": len(rows)}


def test_a_preview_writes_nothing_and_says_what_the_run_then_does(administrator: Actor) -> None:
    files = {
        "Account": "Id,Name,Industry,Phone\n1,Acme,Software,\n2,Beta,Basket weaving,\n3,,,\n",
        "Contact": "Id,Last Name,AccountId,Title\n1,Ann,1,Buyer\n2,Bob,9,\n",
        "Opportunity": "Id,Name,AccountId,StageName,Amount\n1,Deal,1,Prospecting,5\n2,Lost deal,2,Closed Lost,x\n",
        "products": "Product,Price\nBolt,5\n",
    }
    batch = start(administrator, **files)
    before = [model.objects.count() for model in (Account, Person, Opportunity, Product, Process, AuditEvent)]
    seen: list[tuple[int, int]] = []
    preview = actions.preview(
        actor=administrator, at=AT, batch=batch, progress=lambda done, total: seen.append((done, total))
    )
    after = [model.objects.count() for model in (Account, Person, Opportunity, Product, Process, AuditEvent)]
    assert after == before
    assert seen[-1][0] == 8
    assert [(step.row.sheet, step.row.number, step.reason[0]) for step in preview.tally.failures] == [
        ("Account", 4, "MISSING_VALUE"),
    ]
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert batch.totals == preview.tally.totals()


def test_what_changed_in_the_other_system_is_updated_and_edits_made_here_stay(administrator: Actor) -> None:
    run(administrator, Account="Id,Name,Phone,Website\n1,Acme,111,a.example\n2,Beta,222,\n")
    acme = Account.objects.get(name="Acme")
    change_account(actor=administrator, at=AT, account=acme, values={"website": "mine.example"})
    batch = start(administrator, Account="Id,Name,Phone,Website\n1,Acme,999,a.example\n2,Beta,222,\n")
    preview = actions.preview(actor=administrator, at=AT, batch=batch)
    assert preview.tally.updates[0].differences == {"phone": ("111", "999")}
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    acme.refresh_from_db()
    assert (acme.phone, acme.website) == ("999", "mine.example")
    assert batch.totals == {"ACCOUNT": {"UPDATED": 1, "UNCHANGED": 1}}


def test_records_that_are_here_already_are_met_and_not_doubled(administrator: Actor) -> None:
    make_account(administrator.user, name="other", tax_id="04541302", tax_id_kind="TW")
    run(
        administrator,
        source="first",
        accounts="Name,統一編號\nHon Hai,04541302\n",
        products="Product,Series\nBolt,B\n",
    )
    assert Account.objects.get().name == "Hon Hai"
    batch = run(
        administrator,
        source="second",
        accounts="Name,Phone\n鴻海,\nHon Hai,55\n",
        products="Product,Series\nBOLT,C\n",
        contacts="Name,Company,Email\nAnn,Hon Hai,ann@x.example\n",
    )
    assert batch.totals["ACCOUNT"] == {"CREATED": 1, "UPDATED": 1}
    assert batch.totals["PRODUCT"] == {"UPDATED": 1}
    again = run(administrator, source="third", contacts="Name,Company,Email\nAnn Lee,Hon Hai,ann@x.example\n")
    assert again.totals["PERSON"] == {"UPDATED": 1}
    assert Person.objects.get().full_name == "Ann Lee"


def test_a_changed_stage_becomes_a_step_of_the_history(administrator: Actor) -> None:
    row = (
        "Id,Name,Account Name,StageName,Amount,CloseDate\n1,Deal,Acme,{},{},2026-12-01\n2,Other,Acme,{},7,\n"
    )
    run(administrator, source="s", Opportunity=row.format("Prospecting", 5, "Negotiation/Review"))
    batch = run(administrator, source="s", Opportunity=row.format("Negotiation/Review", 6, "Prospecting"))
    assert batch.totals["OPPORTUNITY"] == {"UPDATED": 2}
    deal, other = Opportunity.objects.order_by("pk")
    assert (deal.amount, deal.stage.label) == (Decimal(6), "Negotiation/Review")
    assert [entry.kind for entry in deal.entries.order_by("pk")] == ["STARTED", "FORWARD"]
    assert [entry.kind for entry in other.entries.order_by("pk")] == ["STARTED", "REVERSAL"]
    run(administrator, source="s", Opportunity=row.format("Closed Won", 6, "Closed Lost"))
    deal, other = Opportunity.objects.order_by("pk")
    assert (deal.outcome, other.outcome) == ("WON", "LOST")
    run(administrator, source="s", Opportunity=row.format("Prospecting", 6, "Cancelled"))
    deal.refresh_from_db()
    assert deal.outcome == "OPEN"


def test_every_kind_of_table_is_written(administrator: Actor) -> None:
    seller = make_user(display_name="Ann Seller")
    batch = run(
        administrator,
        source="own",
        **BOOKS,
    )
    assert reasons(batch) == []
    parent = Account.objects.get(name="鴻海精密")
    assert (parent.tier and parent.tier.code, parent.tax_id_kind, parent.annual_revenue) == (
        "STRATEGIC",
        "TW",
        Decimal(1_000_000),
    )
    assert (parent.owner, parent.aliases.get().name) == (seller, "Foxconn")
    child = Account.objects.get(name="富士康")
    assert (child.parent, child.owner) == (parent, administrator.user)
    assert AccountMember.objects.filter(account=parent, user=seller, function="SOLUTION").exists()
    person = Person.objects.get()
    assert (person.title, person.mobile, person.owner) == ("採購經理", "0912345678", seller)
    assert Post.objects.get().account == parent
    deal = Opportunity.objects.get(name="機房案")
    assert (deal.stage.code, deal.close_to) == ("TENDER", date(2026, 12, 31))
    assert deal.lines.get().quantity == 3
    assert OpportunityCompetitor.objects.get().competitor == Competitor.objects.get()
    assert deal.contacts.get().is_primary
    lost = Opportunity.objects.get(name="舊案")
    assert (lost.outcome, lost.loss_reason and lost.loss_reason.code, lost.closed_on) == (
        "LOST",
        "PRICE",
        date(2026, 1, 5),
    )
    visit = Interaction.objects.get()
    assert (visit.kind, visit.text, visit.account) == ("CALL", "初訪\n談了規格", parent)
    assert [link.user for link in visit.colleagues.all()] == [seller]


def test_a_visit_imported_twice_is_logged_once(administrator: Actor) -> None:
    for expected in ("CREATED", "UNCHANGED"):
        batch = run(administrator, source="own", 拜訪紀錄=BOOKS["拜訪紀錄"])
        assert batch.totals["ACTIVITY"] == {expected: 1}


def test_a_sales_director_imports_into_the_default_process_and_adds_no_user_or_dictionary_entry() -> None:
    director = make_actor(roles=(Role.SALES_DIRECTOR,))
    users = User.objects.count()
    batch = run(
        director,
        Account="Id,Name,Industry\n1,Acme,Basket weaving\n",
        Opportunity="Id,Name,AccountId,StageName,Owner.Name\n1,A,1,Proposal/Price Quote,Zed\n2,B,1,Mystery,\n3,C,1,Closed Won,\n",
        User="Id,Username,LastName,Role\n1,zed,Zed,ADMINISTRATOR\n",
    )
    assert batch.totals["USER"] == {"FAILED": 1}
    assert batch.totals["OPPORTUNITY"] == {"CREATED": 2, "FAILED": 1}
    assert sorted(reasons(batch)) == ["UNKNOWN_STAGE", "USERS_NEED_ADMINISTRATOR"]
    assert Opportunity.objects.get(name="A").stage.code == "TENDER"
    assert Opportunity.objects.get(name="C").outcome == "WON"
    assert Account.objects.get().industry is None
    assert User.objects.count() == users
    assert Process.objects.count() == 1


def test_no_column_sets_a_role_a_right_a_password_or_a_restricted_field(administrator: Actor) -> None:
    run(
        administrator,
        source="x",
        users="Username,Name,Role,Roles,Is Superuser,Password,Rights\nmallory,Mallory,ADMINISTRATOR,ADMINISTRATOR,true,pw,SEE_ALL\n",
        deals="Deal Name,Customer,Stage,Price Floor,Margin\nX,Acme,Won,1,99\n",
        contacts="Name,Company,Judgement\nAnn,Acme,bad\n",
    )
    mallory = User.objects.get(username="mallory")
    assert (mallory.roles, mallory.granted_rights, mallory.has_usable_password()) == (["KAM"], [], False)
    deal = Opportunity.objects.get()
    assert (deal.price_floor, deal.margin_percent) == (None, None)
    assert Person.objects.get().judgement == ""


def test_records_of_others_are_neither_changed_nor_pointed_at(administrator: Actor) -> None:
    run(administrator, source="s", Account="Id,Name,Phone\n1,Acme,1\n")
    outsider = make_actor(roles=(Role.KAM,))
    batch = run(
        outsider,
        source="s",
        Account="Id,Name,Phone\n1,Acme,666\n",
        Contact="Id,Last Name,AccountId\n1,Ann,1\n",
        Opportunity="Id,Name,AccountId,StageName\n1,Deal,1,Prospecting\n",
    )
    assert batch.totals["ACCOUNT"]["SKIPPED"] == 1
    assert changes_of(batch, "SKIPPED").get().problems[0][0] == "NOT_YOURS"
    assert Account.objects.get(name="Acme").phone == "1"
    assert not Opportunity.objects.filter(account__name="Acme").exists()
