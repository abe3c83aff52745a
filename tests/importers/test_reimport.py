"""Rows that changed in the other system are written again: bosses, visits, teams, roles; nothing else is touched."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from tests.factories import AT, make_user
from tests.importers.running import LATER, clock, reasons, run, start

from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.crm.opportunities.models import OpportunityContact
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.stakeholders.actions import change_post
from tongxin.crm.stakeholders.models import Person, Post
from tongxin.importers import actions
from tongxin.importers.models import ImportChange
from tongxin.importers.selectors import changes_of, kept_rows

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.importers.models import ImportBatch

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.7")]

ACCOUNTS = "Id,Name\n1,Acme\n2,Beta\n"
PEOPLE = "Id,Last Name,AccountId,Title,ReportsToId\n{}"
DEALS = "Id,Name,AccountId,StageName,Amount\n1,Deal,1,Prospecting,5\n2,Other,2,Prospecting,5\n"
STAFF = "1,Ann,1,Buyer,3\n2,Bob,1,Clerk,1\n3,Cid,1,Head,\n"


def lines() -> dict[str, str]:
    """Return who reports to whom, by name."""
    posts = Post.objects.exclude(reports_to=None).select_related("reports_to")
    return {
        post.tenures.get().person.full_name: post.reports_to.tenures.get().person.full_name for post in posts
    }


def take(actor: Actor, **files: str) -> ImportBatch:
    return run(actor, source="s", **files)


def undo(actor: Actor, batch: ImportBatch) -> None:
    actions.run_undo(actor=actor, batch=batch, clock=lambda: LATER)


def found(batch: ImportBatch) -> set[str]:
    return {problem[0] for change in changes_of(batch) for problem in change.problems}


def test_bosses_are_taken_over_though_they_stand_below_their_people(administrator: Actor) -> None:
    files = {"Account": ACCOUNTS, "Contact": PEOPLE.format(STAFF)}
    preview = actions.preview(actor=administrator, at=AT, batch=start(administrator, source="s", **files))
    batch = take(administrator, **files)
    assert batch.totals == preview.tally.totals()
    assert lines() == {"Ann": "Cid", "Bob": "Ann"}
    assert take(administrator, **files).totals["PERSON"] == {"UNCHANGED": 3}


def test_a_changed_boss_is_changed_here_and_put_back_by_the_undo(administrator: Actor) -> None:
    take(administrator, Account=ACCOUNTS, Contact=PEOPLE.format(STAFF))
    batch = take(administrator, Account=ACCOUNTS, Contact=PEOPLE.format(STAFF.replace("Clerk,1", "Clerk,3")))
    assert batch.totals["PERSON"] == {"UPDATED": 1, "UNCHANGED": 2}
    assert lines() == {"Ann": "Cid", "Bob": "Cid"}
    undo(administrator, batch)
    assert lines() == {"Ann": "Cid", "Bob": "Ann"}


def test_a_boss_changed_here_stays_while_the_file_says_the_same(administrator: Actor) -> None:
    take(administrator, Account=ACCOUNTS, Contact=PEOPLE.format(STAFF))
    clerk, head = Post.objects.get(title="Clerk"), Post.objects.get(title="Head")
    change_post(actor=administrator, at=AT, post=clerk, values={"reports_to": head})
    take(administrator, Account=ACCOUNTS, Contact=PEOPLE.format(STAFF.replace("Bob", "Rob")))
    assert lines() == {"Ann": "Cid", "Rob": "Cid"}


def test_a_boss_named_later_and_one_of_a_list_without_ids_are_found(administrator: Actor) -> None:
    head = "姓名,公司,職稱,電子郵件,主管\n"
    take(administrator, 聯絡人=head + "王大明,甲公司,處長,,\n李小華,甲公司,專員,lee@x.example,\n")
    batch = take(
        administrator, 聯絡人=head + "王大明,甲公司,處長,,\n李小華,甲公司,專員,lee@x.example,王大明\n"
    )
    assert batch.totals["PERSON"] == {"UPDATED": 1, "UNCHANGED": 1}
    assert lines() == {"李小華": "王大明"}
    again = run(
        administrator, source="t", 聯絡人=head + "王大明,甲公司,處長,,\n李華,甲公司,,LEE@x.example,王大明\n"
    )
    assert again.totals["PERSON"] == {"UPDATED": 1, "UNCHANGED": 1}
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    "rows",
    [
        "1,Ann,1,,2\n2,Bob,1,Head,\n",
        "1,Ann,1,Clerk,2\n2,Bob,1,,\n",
        "1,Ann,1,Clerk,2\n2,Bob,2,Head,\n",
        "1,Ann,,Clerk,2\n2,Bob,2,Head,\n",
    ],
)
def test_a_boss_without_a_post_or_of_another_group_is_left_out_and_said(
    administrator: Actor, rows: str
) -> None:
    batch = take(administrator, Account=ACCOUNTS, Contact=PEOPLE.format(rows))
    assert batch.totals["PERSON"] == {"CREATED": 2}
    assert found(batch) == {"BOSS_LEFT_OUT"}
    assert lines() == {}


def test_bosses_in_a_circle_are_left_out_and_said(administrator: Actor) -> None:
    rows = "1,Ann,1,Buyer,2\n2,Bob,1,Clerk,1\n3,Cid,1,Head,3\n"
    batch = take(administrator, Account=ACCOUNTS, Contact=PEOPLE.format(rows))
    assert found(batch) == {"REPORTS_CYCLE"}
    assert (Person.objects.count(), lines()) == (3, {})


def test_a_changed_visit_is_changed_with_all_that_hangs_on_it(administrator: Actor) -> None:
    seller = make_user(display_name="Ann Seller")
    head = "Id,AccountId,WhoId,WhatId,Subject,Description,ActivityDate,Type,Owner.Name\n"
    files = {"Account": ACCOUNTS, "Contact": PEOPLE.format(STAFF), "Opportunity": DEALS}
    take(
        administrator,
        **files,
        Task=head + "1,1,1,1,Call,price,2026-09-01,Call,\n2,1,,,Note,rest,2026-09-02,Call,\n",
    )
    batch = take(
        administrator, **files,
        Task=head + "1,2,2,2,Call,terms,2026-09-03,Call,Ann Seller\n2,1,,,Note,rest,2026-09-02,Call,\n",
    )  # fmt: skip
    assert batch.totals["ACTIVITY"] == {"UPDATED": 1, "UNCHANGED": 1}
    visit = Interaction.objects.order_by("pk")[0]
    assert (visit.text, str(visit.account), visit.occurred_at.astimezone(UTC).date()) == (
        "Call\nterms", "Beta", date(2026, 9, 2),
    )  # fmt: skip
    assert [str(link.person) for link in visit.people.all()] == ["Bob"]
    assert [str(link.opportunity) for link in visit.opportunities.all()] == ["Other"]
    assert [link.user for link in visit.colleagues.all()] == [seller]
    undo(administrator, batch)
    visit = Interaction.objects.order_by("pk")[0]
    assert (visit.text, str(visit.account)) == ("Call\nprice", "Acme")
    assert [str(link.person) for link in visit.people.all()] == ["Ann"]
    assert not visit.colleagues.exists()
    assert Interaction.objects.count() == 2


def test_imported_visits_move_the_last_contact_and_their_undo_moves_it_back(administrator: Actor) -> None:
    head = "日期,客戶,內容\n"
    take(administrator, 拜訪=head + "2026-10-01,Acme,first\n")
    batch = take(
        administrator, 拜訪=head + "2026-10-05,Acme,later\n2026-09-01,Acme,earlier\n2026-10-02,Beta,x\n"
    )

    def last() -> dict[str, datetime | None]:
        return dict(Account.objects.values_list("name", "last_contact_at"))

    before, day = last(), lambda number: datetime(2026, 10, number, tzinfo=UTC).date()
    assert before["Acme"]
    assert before["Beta"]
    assert (before["Acme"].date(), before["Beta"].date()) == (day(4), day(1))
    undo(administrator, batch)
    after = last()
    assert after["Acme"]
    assert after["Acme"].date() == datetime(2026, 9, 30, tzinfo=UTC).date()


def test_a_changed_membership_moves_to_the_other_function(administrator: Actor) -> None:
    for name in ("Ann", "Bea"):
        make_user(display_name=name)
    head = "AccountTeamMember ID,AccountId,User.Name,TeamMemberRole\n"
    files = {"Account": ACCOUNTS}
    take(administrator, **files, AccountTeamMember=head + "1,1,Ann,Sales Engineer\n2,2,Ann,Sales Engineer\n")
    batch = take(administrator, **files, AccountTeamMember=head + "1,1,Bea,Legal\n2,2,Ann,Sales Engineer\n")
    assert batch.totals["TEAM"] == {"UPDATED": 1, "UNCHANGED": 1}

    def team() -> list[tuple[str, str]]:
        members = AccountMember.objects.filter(account__name="Acme").exclude(function="CUSTOMER")
        return list(members.values_list("user__display_name", "function"))

    assert team() == [("Bea", "LEGAL")]
    assert take(administrator, **files, AccountTeamMember=head + "1,1,Bea,Legal\n").totals["TEAM"] == {
        "UNCHANGED": 1
    }
    undo(administrator, batch)
    assert team() == [("Ann", "SOLUTION")]


def test_the_first_day_on_a_team_is_taken_over(administrator: Actor) -> None:
    make_user(display_name="Ann")
    head = "客戶,成員,職責,加入日期\n"
    take(administrator, 客戶團隊=head + "Acme,Ann,售前,2024-05-01\n")
    assert AccountMember.objects.get(function="SOLUTION").since == date(2024, 5, 1)
    batch = take(administrator, 客戶團隊=head + "Acme,Ann,售前,2024-06-01\n")
    assert batch.totals["TEAM"] == {"UPDATED": 1}
    assert AccountMember.objects.get(function="SOLUTION").since == date(2024, 6, 1)
    undo(administrator, batch)
    assert AccountMember.objects.get(function="SOLUTION").since == date(2024, 5, 1)


def test_the_owner_is_not_taken_off_the_team_by_a_changed_row(administrator: Actor) -> None:
    make_user(display_name="Ann")
    files = {"Account": "Id,Name,Owner.Name\n1,Acme,Ann\n"}
    head = "AccountTeamMember ID,AccountId,User.Name,TeamMemberRole\n"
    take(administrator, **files, AccountTeamMember=head + "1,1,Ann,Account Manager\n")
    batch = take(administrator, **files, AccountTeamMember=head + "1,1,Ann,Legal\n")
    assert reasons(batch) == ["OWNER_STAYS"]
    assert AccountMember.objects.get().function == "CUSTOMER"


def test_a_changed_role_becomes_the_other_part_and_the_main_contact_follows(administrator: Actor) -> None:
    files = {"Account": ACCOUNTS, "Contact": PEOPLE.format(STAFF), "Opportunity": DEALS}
    head = "Id,OpportunityId,ContactId,Role,IsPrimary\n"
    first = head + "1,1,1,Buyer,false\n2,1,2,User,true\n3,1,3,Coach,false\n4,2,3,Coach,false\n"
    take(administrator, **files, OpportunityContactRole=first)
    second = head + "1,1,1,Decision Maker,true\n2,1,2,User,false\n3,2,1,Coach,false\n4,2,3,Coach,false\n"
    batch = take(administrator, **files, OpportunityContactRole=second)
    assert batch.totals["CONTACT_ROLE"] == {"UPDATED": 3, "UNCHANGED": 1}

    def parts() -> set[tuple[str, str, str, bool]]:
        rows = OpportunityContact.objects.values_list(
            "opportunity__name", "person__full_name", "role", "is_primary"
        )
        return set(rows)

    assert parts() == {
        ("Deal", "Ann", "DECISION_MAKER", True),
        ("Deal", "Bob", "USER", False),
        ("Other", "Ann", "COACH", False),
        ("Other", "Cid", "COACH", False),
    }
    assert OpportunityContact.objects.count() == 4
    assert take(administrator, **files, OpportunityContactRole=second).totals["CONTACT_ROLE"] == {
        "UNCHANGED": 4
    }
    undo(administrator, batch)
    assert ("Deal", "Ann", "PURCHASER", False) in parts()
    assert ("Deal", "Cid", "COACH", False) in parts()
    assert ("Deal", "Bob", "USER", True) in parts()


def test_a_row_whose_record_is_gone_here_is_left_out_and_said(administrator: Actor) -> None:
    files = {"Account": ACCOUNTS, "Contact": PEOPLE.format(STAFF), "Opportunity": DEALS}
    head = "Id,OpportunityId,ContactId,Role,IsPrimary\n"
    take(administrator, **files, OpportunityContactRole=head + "1,1,1,Buyer,false\n")
    OpportunityContact.objects.all().delete()
    batch = take(administrator, **files, OpportunityContactRole=head + "1,1,1,Coach,false\n")
    assert batch.totals["CONTACT_ROLE"] == {"SKIPPED": 1}
    assert not OpportunityContact.objects.exists()


def test_an_account_with_deleted_things_only_is_taken_back(administrator: Actor) -> None:
    batch = take(
        administrator, Account=ACCOUNTS, Contact=PEOPLE.format(STAFF), Opportunity=DEALS,
        Task="Id,AccountId,Subject,ActivityDate\n1,1,Call,2026-09-01\n",
    )  # fmt: skip
    undo(administrator, batch)
    assert list(kept_rows(batch)) == []
    assert not Account.objects.exclude(status="DELETED").exists()


def test_a_group_is_taken_back_from_below_but_for_what_was_edited(administrator: Actor) -> None:
    batch = take(administrator, Account="Id,Name,ParentId\n1,Top,\n2,Mid,1\n3,Low,2\n4,Side,1\n")
    Account.objects.filter(name="Low").update(version=5)
    undo(administrator, batch)
    assert {change.label: change.undo_reason for change in kept_rows(batch)} == {
        "Low": "EDITED",
        "Mid": "ACCOUNT_HAS_CHILDREN",
        "Top": "ACCOUNT_HAS_CHILDREN",
    }
    assert Account.objects.get(name="Side").status == "DELETED"


def test_an_import_that_is_done_or_undone_is_not_begun_again(administrator: Actor) -> None:
    batch = take(administrator, Account=ACCOUNTS)
    written = ImportChange.objects.count()
    assert actions.run_import(actor=administrator, batch=batch, clock=clock) == batch
    undo(administrator, batch)
    undo(administrator, batch)
    assert (batch.state, ImportChange.objects.count(), batch.undo_totals) == (
        "UNDONE",
        written,
        {"REVERTED": 2},
    )


def test_an_undo_broken_off_goes_on_where_it_stopped(
    administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongxin.importers.apply.undo.CHUNK", 2)
    batch = take(administrator, Account="Id,Name\n" + "".join(f"{i},Account {i}\n" for i in range(7)))
    seen: list[tuple[int, int]] = []

    def break_off(done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.run_undo(actor=administrator, batch=batch, clock=clock, progress=break_off)
    actions.run_undo(actor=administrator, batch=batch, clock=clock, progress=break_off)
    assert seen == [(2, 7), (4, 7), (6, 7), (7, 7)]
    assert batch.undo_totals == {"REVERTED": 7}
