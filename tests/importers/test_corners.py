"""What an import does at its edges: pointers at what is stored already, refusals at the last moment, rights, previews."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from tests.factories import AT, make_account, make_actor, make_user
from tests.importers.running import LATER, clock, reasons, run, start

from tongxin.background.actions import LeaseLost
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.crm.market.models import Competitor, Product
from tongxin.crm.opportunities.models import Opportunity, OpportunityContact, Process
from tongxin.crm.stakeholders.models import Tenure
from tongxin.importers import actions
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.writers import WRITERS
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.target_rows import TargetRow
from tongxin.importers.selectors import changes_of, kept_rows
from tongxin.team.choices import Role
from tongxin.team.models import User

if TYPE_CHECKING:
    from tongxin.common.actor import Actor

pytestmark = pytest.mark.django_db

DEALS = "Id,Name,AccountId,StageName,Amount\n1,Deal,1,Prospecting,5\n2,Other,1,Prospecting,5\n"


def take(actor: Actor, **files: str) -> dict[str, dict[str, int]]:
    totals: dict[str, dict[str, int]] = run(actor, source="s", **files).totals
    return totals


def test_later_files_point_at_what_earlier_ones_brought(administrator: Actor) -> None:
    take(
        administrator,
        Account="Id,Name\n1,Acme\n",
        Contact="Id,LastName,AccountId,Email\n1,Ann,1,ann@x.example\n",
    )
    take(administrator, Opportunity=DEALS)
    assert set(Opportunity.objects.values_list("account__name", flat=True)) == {"Acme"}
    take(administrator, Contact="Id,LastName,AccountId,ReportsTo.Name\n7,Eve,1,ann@x.example\n")
    head = "商機,電子郵件,聯絡人,角色\n"
    batch = run(
        administrator,
        source="s",
        決策角色=head
        + "Deal,ann@x.example,,使用者\nOther,,Ann,決策者\nNowhere,ann@x.example,,使用者\nDeal,who@x.example,,使用者\n",
    )
    assert batch.totals["CONTACT_ROLE"] == {"CREATED": 2, "FAILED": 2}
    assert set(reasons(batch)) == {"LINK_NOT_FOUND"}
    assert set(OpportunityContact.objects.values_list("opportunity__name", "role")) == {
        ("Deal", "USER"),
        ("Other", "DECISION_MAKER"),
    }
    batch = run(administrator, source="s", 客戶團隊="客戶,成員,職責\nAcme,Nobody,售前\nNowhere,Nobody,售前\n")
    assert reasons(batch) == ["LINK_NOT_FOUND", "LINK_NOT_FOUND"]


def test_the_same_row_twice_is_taken_once(administrator: Actor) -> None:
    totals = take(administrator, Account="Id,Name\n1,Acme\n1,Acme\n1,Other\n")
    assert totals["ACCOUNT"] == {"CREATED": 1, "SKIPPED": 1, "FAILED": 1}


def test_rows_that_the_file_tells_apart_are_never_taken_for_one(
    administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongxin.importers.apply.engine.CHUNK", 1)
    head = "商機名稱,客戶,階段,開始日期\n"
    rows = [f"年度維護,甲公司,投標,202{n}-01-05\n" for n in range(4)]
    batch = start(administrator, source="s", 商機=head + "".join(rows))
    seen = []

    def break_off(done: int, _total: int) -> None:
        seen.append(done)
        if len(seen) == 3:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        actions.run_import(actor=administrator, batch=batch, clock=clock, progress=break_off)
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert batch.totals["OPPORTUNITY"] == {"CREATED": 4}
    assert take(administrator, 商機=head + "".join(rows))["OPPORTUNITY"] == {"UNCHANGED": 4}
    other = run(administrator, source="t", 商機=head + rows[0])
    assert other.totals["OPPORTUNITY"] == {"CREATED": 1}, "of several deals of one name none is meant"


def test_an_import_broken_off_behind_rows_that_failed_goes_on(administrator: Actor) -> None:
    batch = start(administrator, source="s", Account="Id,Name\n1,\n2,Acme\n", Contact="Id,LastName\n1,Ann\n")

    def break_off(done: int, _total: int) -> None:
        if done >= 2:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        actions.run_import(actor=administrator, batch=batch, clock=clock, progress=break_off)
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert batch.totals == {"ACCOUNT": {"FAILED": 1, "CREATED": 1}, "PERSON": {"CREATED": 1}}


def test_deals_that_name_no_account_are_held_under_one_that_says_so(administrator: Actor) -> None:
    totals = take(
        administrator, Opportunity="Id,Name,AccountId,StageName\n1,D,,Prospecting\n2,E,77,Prospecting\n"
    )
    assert totals["OPPORTUNITY"] == {"CREATED": 2}
    assert {deal.account for deal in Opportunity.objects.all()} == {Account.objects.get()}


def test_a_parent_an_owner_and_a_team_place_are_put_back(administrator: Actor) -> None:
    for name in ("Ann", "Bea"):
        make_user(display_name=name)
    head, team = (
        "Id,Name,ParentId,Owner.Name\n1,Top,,\n2,Side,,\n",
        "AccountTeamMember ID,AccountId,User.Name\n",
    )
    take(administrator, Account=head + "3,Low,1,Ann\n", AccountTeamMember=team + "1,1,Ann\n")
    batch = run(
        administrator, source="s", Account=head + "3,Low,2,Bea\n", AccountTeamMember=team + "1,2,Ann\n"
    )
    assert batch.totals == {
        "ACCOUNT": {"UPDATED": 1, "UNCHANGED": 2},
        "TEAM": {"UPDATED": 1},
    }
    actions.run_undo(actor=administrator, batch=batch, clock=lambda: LATER)
    low = Account.objects.get(name="Low")
    assert (str(low.parent), str(low.owner)) == ("Top", "Ann")
    assert AccountMember.objects.filter(account__name="Top", user__display_name="Ann").exists()


def test_a_boss_named_in_another_column_is_no_change_and_none_for_who_left_their_post(
    administrator: Actor,
) -> None:
    head = "Id,LastName,AccountId,Title,ReportsToId{}\n1,Ann,1,Head,{}\n2,Bob,1,Clerk,1{}\n"
    take(administrator, Account="Id,Name\n1,Acme\n", Contact=head.format("", "", ""))
    named = head.format(",ReportsTo.Name", ",", ",Ann")
    assert take(administrator, Contact=named)["PERSON"] == {"UNCHANGED": 2}
    Tenure.objects.filter(person__full_name="Bob").update(is_current=False)
    assert run(administrator, source="t", Account="Id,Name\n1,Beta\n").totals["ACCOUNT"] == {"CREATED": 1}
    renamed = head.format(",Manager", ",", ",ann")
    assert take(administrator, Contact=renamed)["PERSON"] == {"UNCHANGED": 2}


def test_accounts_that_another_file_leaves_out_are_found_by_name(administrator: Actor) -> None:
    make_account(administrator.user, name="Acme")
    head = "商機名稱,客戶,階段\n"
    take(administrator, 客戶="客戶名稱\nBeta\n", 商機=head + "機房案,Acme,投標\n")
    assert Opportunity.objects.get().account.name == "Acme"


def test_a_file_changes_nobody_who_can_sign_in(administrator: Actor) -> None:
    writer = WRITERS[Target.USER]
    context = Context(
        actor=administrator, at=AT, batch=start(administrator, users="Username,Name\nzoe,Zoe\n")
    )
    row = TargetRow(target=Target.USER, sheet="users", number=2, values={"full_name": "Zoe"})
    assert writer.values(writer.draft(context, row)) == {}
    assert writer.change(context, administrator.user, {"roles": ["ADMINISTRATOR"]}) is administrator.user
    assert writer.revive("roles", ["ADMINISTRATOR"]) == ["ADMINISTRATOR"]


def test_a_deal_of_this_name_made_here_is_met(administrator: Actor) -> None:
    head = "商機名稱,客戶,階段,預估金額\n"
    take(administrator, 商機=head + "機房案,甲公司,投標,3\n")
    batch = run(administrator, source="t", 商機=head + "機房案,甲公司,投標,4\n")
    assert batch.totals["OPPORTUNITY"] == {"UPDATED": 1}


def test_a_row_refused_at_the_last_moment_fails_alone(administrator: Actor) -> None:
    batch = run(administrator, source="s", products="id,Product,Price\n1,Bolt,5\n2,BOLT,6\n3,Nut,7\n")
    assert batch.totals["PRODUCT"] == {"CREATED": 2, "FAILED": 1}
    assert reasons(batch) == ["NAME_TAKEN"]
    assert set(Product.objects.values_list("name", flat=True)) == {"Bolt", "Nut"}


def test_products_and_rivals_are_updated_and_put_back(administrator: Actor) -> None:
    take(administrator, products="id,Product,Price\n1,Bolt,5\n", rivals="id,競爭對手,優勢\n1,Rival,price\n")
    batch = run(
        administrator,
        source="s",
        products="id,Product,Price\n1,Bolt,6\n",
        rivals="id,競爭對手,優勢\n1,Rival,service\n",
    )
    assert (Product.objects.get().list_price, Competitor.objects.get().strengths) == (6, "service")
    actions.run_undo(actor=administrator, batch=batch, clock=lambda: LATER)
    assert (Product.objects.get().list_price, Competitor.objects.get().strengths) == (5, "price")


def test_a_preview_counts_every_kind_of_row(administrator: Actor) -> None:
    make_user(display_name="Ann Seller")
    files = {
        "users": "Username,Name,Manager\nzoe,Zoe,Max\n",
        "競爭對手": "競爭對手,優勢\n廣達,價格\n",
        "客戶": "客戶名稱\n甲公司\n",
        "客戶團隊": "客戶,成員,職責\n甲公司,Ann Seller,售前\n",
        "聯絡人": "姓名,公司,職稱,主管\n王大明,甲公司,處長,\n李小華,甲公司,專員,王大明\n",
        "商機": "商機名稱,客戶,階段\n機房案,甲公司,投標\n",
        "決策角色": "商機,聯絡人,角色\n機房案,王大明,決策者\n",
        "拜訪紀錄": "日期,客戶,內容\n2026-10-01,甲公司,談了規格\n",
    }
    batch = start(administrator, source="s", **files)
    preview = actions.preview(actor=administrator, at=AT, batch=batch)
    assert preview.tally.failures == []
    assert not Account.objects.exists()
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert batch.totals == preview.tally.totals()


def test_colleagues_are_met_numbered_and_never_changed_by_files(administrator: Actor) -> None:
    make_user(username="zoe", display_name="Somebody Else")
    make_user(username="max", display_name="Max")
    take(administrator, users="Id,Username,Name\n1,zoe ,Zoe\n2,,Max\n")
    assert User.objects.filter(display_name="Max").count() == 1
    totals = take(administrator, users="Id,Username,Name\n1,zoe,Zoe Renamed\n2,,Maximilian\n")
    assert totals["USER"] == {"UNCHANGED": 2}
    assert not User.objects.filter(display_name__contains="imilian").exists()
    batch = run(administrator, source="t", users="Id,Name\n1,Ann Lee\n2,Ann lee \n3,Ann.Lee\n")
    names = set(User.objects.filter(username__startswith="ann").values_list("username", flat=True))
    assert names == {"ann.lee", "ann.lee.2", "ann.lee.3"}
    User.objects.filter(username="ann.lee").update(last_login=LATER)
    actions.run_undo(actor=administrator, batch=batch, clock=lambda: LATER)
    assert [change.undo_reason for change in kept_rows(batch)] == ["IN_USE"]


def test_a_stage_of_another_process_waits_for_a_hand(administrator: Actor) -> None:
    take(administrator, Account="Id,Name\n1,Acme\n", Opportunity=DEALS)
    director = make_actor(make_user((Role.SALES_DIRECTOR,), granted_rights=[Right.SEE_ALL]))
    assert Process.objects.count() == 2
    batch = run(director, source="s", Opportunity=DEALS.replace("1,Prospecting", "1,Mystery"))
    assert batch.totals["OPPORTUNITY"] == {"FAILED": 2}
    assert Process.objects.get(labels__en="S").stages.count() == 1
    Opportunity.objects.update(process=Process.objects.exclude(labels__en="S").get())
    batch = run(administrator, source="s", Opportunity=DEALS.replace("1,Prospecting", "1,Qualification"))
    assert reasons(batch) == ["STAGE_OF_OTHER_PROCESS"] * 2


def test_only_the_parent_of_an_account_is_moved(administrator: Actor) -> None:
    take(administrator, Account="Id,Name,ParentId\n1,Top,\n2,Low,\n")
    assert take(administrator, Account="Id,Name,ParentId\n1,Top,\n2,Low,1\n")["ACCOUNT"] == {
        "UPDATED": 1,
        "UNCHANGED": 1,
    }
    assert Account.objects.get(name="Low").parent == Account.objects.get(name="Top")


def test_who_may_not_staff_teams_imports_deals_without_touching_them() -> None:
    kam = make_actor(make_user((Role.KAM,), granted_rights=[Right.IMPORT]))
    rights = kam.rights - {Right.MANAGE_ACCOUNT_TEAM}
    narrow = type(kam)(user=kam.user, rights=rights, covers=kam.covers)
    make_account(kam.user, name="Acme")
    members = AccountMember.objects.count()
    batch = run(narrow, source="s", deals="Deal Name,Customer,Stage\nA,Acme,Tender\n")
    assert batch.totals["OPPORTUNITY"] == {"CREATED": 1}
    assert AccountMember.objects.count() == members


def test_an_undo_without_the_right_to_delete_says_so_for_each_row(administrator: Actor) -> None:
    batch = run(administrator, source="s", Account="Id,Name\n1,Acme\n", Opportunity=DEALS)
    weak = type(administrator)(
        user=administrator.user, rights=administrator.rights - {Right.DELETE}, covers=administrator.covers
    )
    actions.run_undo(actor=weak, batch=batch, clock=lambda: LATER)
    assert batch.undo_totals == {"FAILED": 2, "KEPT": 1}
    assert changes_of(batch).filter(undo="FAILED").count() == 2


def test_a_deal_with_rows_of_every_source_is_put_back(administrator: Actor) -> None:
    owner = make_user(display_name="Olga")
    head = "Id,Name,AccountId,StageName,Amount,LeadSource,Owner.Name\n"
    take(administrator, Account="Id,Name\n1,Acme\n", Opportunity=head + "1,D,1,Prospecting,5,Referral,Olga\n")
    batch = run(administrator, source="s", Opportunity=head + "1,D,1,Prospecting,5,Web,\n")
    assert batch.totals["OPPORTUNITY"] == {"UPDATED": 1}
    actions.run_undo(actor=administrator, batch=batch, clock=lambda: LATER)
    deal = Opportunity.objects.get()
    assert (deal.owner, deal.source and deal.source.code) == (owner, "REFERRAL")


def test_what_is_no_table_is_passed_over(administrator: Actor) -> None:
    batch = actions.start_import(actor=administrator, at=AT, files=[("a.csv", io.BytesIO(b""))])
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert batch.totals == {}
