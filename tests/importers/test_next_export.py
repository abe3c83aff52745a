"""The next export of the same system: people move, stages go back, nothing is doubled, foreign rows stay foreign."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.factories import AT, make_actor
from tests.importers.running import clock, run, start

from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity, Stage, StageEntry
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.importers import actions
from tongxin.importers.plan.stage_order import Placed, place_stages
from tongxin.team.choices import Role
from tongxin.team.models import User

if TYPE_CHECKING:
    from tongxin.common.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.7")]

ACCOUNTS = "Id,Name\n1,Fern Ltd\n2,Moss Ltd\n"
CONTACT = "Id,AccountId,FirstName,LastName,Email,Title\n31,{},Kit,Fox,kit@f.example,{}\n"
DEAL = "Id,AccountId,Name,StageName,Amount,CloseDate,IsClosed,IsWon,LastStageChangeDate\n61,1,Pump,{}\n"


def steps() -> list[tuple[str, str, date]]:
    entries = StageEntry.objects.select_related("stage").order_by("entered_at", "pk")
    return [(entry.kind, entry.stage.label, entry.entered_at.date()) for entry in entries]


def test_a_step_back_is_a_reversal_and_an_end_has_the_day_of_the_file(administrator: Actor) -> None:
    for row in (
        "Proposal/Price Quote,9000,2026-12-01,false,false,2026-10-02T02:00:00Z",
        "Qualification,9000,2026-12-01,false,false,2026-10-10T02:00:00Z",
        "Closed Lost,9000,2026-10-20,true,false,2026-10-20T02:00:00Z",
        "Negotiation/Review,8000,2026-12-20,false,false,2026-10-21T02:00:00Z",
    ):
        run(administrator, Account=ACCOUNTS, Opportunity=DEAL.format(row))
    kinds = [kind for kind, _, _ in steps()]
    assert kinds == ["STARTED", "REVERSAL", "CLOSED", "REOPENED", "FORWARD"]
    assert StageEntry.objects.get(kind="REVERSAL").cause.code == "IMPORT"
    closed = StageEntry.objects.get(kind="CLOSED")
    assert (closed.outcome, closed.entered_at.date()) == ("LOST", date(2026, 10, 19))
    order = [stage.label for stage in Stage.objects.filter(process__is_default=False).order_by("position")]
    assert order == ["Qualification", "Proposal/Price Quote", "Negotiation/Review"]
    assert Opportunity.objects.get().amount == 8000


def test_a_person_who_changed_company_and_title_moves_and_the_undo_moves_them_back(
    administrator: Actor,
) -> None:
    run(administrator, Account=ACCOUNTS, Contact=CONTACT.format(1, "Buyer"))
    batch = run(administrator, Account=ACCOUNTS, Contact=CONTACT.format(2, "Head of plant"))
    person = Person.objects.get()
    assert (person.account, person.title) == (Account.objects.get(name="Moss Ltd"), "Head of plant")
    held = Tenure.objects.order_by("pk").values_list("post__title", "is_current", "end_reason")
    assert list(held) == [("Buyer", False, "MOVED"), ("Head of plant", True, "")]
    assert batch.totals["PERSON"] == {"UPDATED": 1}
    again = run(administrator, Account=ACCOUNTS, Contact=CONTACT.format(2, "Head of plant"))
    assert again.totals["PERSON"] == {"UNCHANGED": 1}
    actions.run_undo(actor=administrator, batch=batch, clock=clock)
    person.refresh_from_db()
    assert (person.account.name if person.account else "", person.title) == ("Fern Ltd", "Buyer")


def test_a_person_without_a_title_moves_too_and_one_who_left_is_gone(administrator: Actor) -> None:
    header = "Id,AccountId,FirstName,LastName,Status\n"
    run(administrator, Account=ACCOUNTS, Contact=header + "31,1,Kit,Fox,Active\n32,1,Lou,Day,Inactive\n")
    assert dict(Person.objects.values_list("full_name", "status")) == {"Kit Fox": "ACTIVE", "Lou Day": "LEFT"}
    run(administrator, Account=ACCOUNTS, Contact=header + "31,2,Kit,Fox,Active\n32,1,Lou,Day,Active\n")
    kit, lou = Person.objects.get(full_name="Kit Fox"), Person.objects.get(full_name="Lou Day")
    assert (kit.account.name if kit.account else "", lou.status) == ("Moss Ltd", "ACTIVE")
    run(administrator, Account=ACCOUNTS, Contact=header + "31,2,Kit,Fox,Left\n32,1,Lou,Day,Active\n")
    kit.refresh_from_db()
    assert (kit.account, kit.status) == (None, "LEFT")


def test_people_without_ids_are_met_by_address_then_by_name_at_their_company(administrator: Actor) -> None:
    header = "First Name,Last Name,Email,Phone,Account Name,Title\n"
    run(
        administrator,
        Contacts=header
        + "Ana,Sato,ana@ro.example,1,Red Oak,Buyer\nBo,Tan,bo@ro.example,2,Red Oak,Engineer\n",
    )
    batch = run(
        administrator,
        Contacts=header
        + "Ana,Sato,ANA@ro.example,9,Blue Elm,Head of purchasing\nBo,Tan,,2,Red Oak,Engineer\n"
        "Bo,Tan,bo2@ro.example,2,Red Oak,Engineer\n",
    )
    ana = Person.objects.get(full_name="Ana Sato")
    assert (ana.account.name if ana.account else "", ana.title) == ("Blue Elm", "Head of purchasing")
    assert Person.objects.filter(full_name="Bo Tan").count() == 2
    assert batch.totals["PERSON"] == {"UPDATED": 1, "UNCHANGED": 1, "CREATED": 1}


def test_a_box_that_many_read_is_nobodys_own(administrator: Actor) -> None:
    header = "First Name,Last Name,Email,Account Name\n"
    run(administrator, Contacts=header + "Ana,Sato,info@ro.example,Red Oak\n")
    run(administrator, Contacts=header + "Cy,Young,info@ro.example,Red Oak\n")
    assert Person.objects.count() == 2


def test_another_id_of_the_same_system_is_another_person(administrator: Actor) -> None:
    run(administrator, Account=ACCOUNTS, Contact=CONTACT.format(1, "Buyer"))
    second = CONTACT.format(1, "Buyer").replace("31,", "32,")
    batch = run(administrator, Account=ACCOUNTS, Contact=second)
    assert batch.totals["PERSON"] == {"CREATED": 1}


def test_records_merged_in_the_other_system_lead_to_the_survivor(administrator: Actor) -> None:
    batch = run(
        administrator,
        Account="Id,Name,MasterRecordId\n1,Fern Ltd,\n2,Fern Limited,1\n",
        Contact=CONTACT.format(2, "Buyer"),
    )
    assert [account.name for account in Account.objects.all()] == ["Fern Ltd"]
    person = Person.objects.get()
    assert person.account == Account.objects.get()
    assert batch.findings["MERGED_IN_SOURCE"] == 1


def test_foreign_rows_look_the_same_whether_they_differ_or_not(administrator: Actor) -> None:
    run(
        administrator,
        source="s",
        Account=ACCOUNTS,
        Opportunity="Id,AccountId,Name,StageName,Amount\n61,1,Pump,Prospecting,5\n",
    )
    outsider = make_actor(roles=(Role.SALES_DIRECTOR,))
    outsider = dataclasses.replace(outsider, rights=outsider.rights - {"SEE_ALL"})
    seen = []
    for amount, name in ((5, "Fern Ltd"), (6, "Other Ltd"), (500_000, "Fern Ltd")):
        batch = start(
            outsider, source="s", Account=f"Id,Name\n1,{name}\n",
            Opportunity=f"Id,AccountId,Name,StageName,Amount\n61,1,Pump,Prospecting,{amount}\n",
        )  # fmt: skip
        preview = actions.preview(actor=outsider, at=AT, batch=batch)
        seen.append(
            (preview.tally.totals(), {k: v for k, v in preview.findings.items() if isinstance(v, int)})
        )
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0]["OPPORTUNITY"] == {"SKIPPED": 1}


def test_names_that_several_people_have_take_the_one_of_the_rows_own_account(administrator: Actor) -> None:
    files = {
        "Account": ACCOUNTS,
        "Contact": "Id,AccountId,Name\n31,1,Ann Lee\n32,2,Ann Lee\n",
        "visits": "Date,Account,Contact,Notes\n2026-01-02,Moss Ltd,Ann Lee,Met\n2026-01-03,,Ann Lee,Which one\n",
    }
    batch = run(administrator, **files)
    moss = Person.objects.get(account__name="Moss Ltd")
    assert list(moss.interactions.values_list("interaction__text", flat=True)) == ["Met"]
    assert batch.findings["LINK_AMBIGUOUS"] == 1
    later = run(
        administrator,
        visits="Date,Account,Contact,Notes\n2026-02-02,Moss Ltd,Ann Lee,Again\n",
        source="other",
    )
    assert moss.interactions.count() == 2
    assert "LINK_AMBIGUOUS" not in later.findings


@pytest.mark.parametrize(
    ("words", "paths", "expected"),
    [
        (["Negotiation", "Prospecting", "Proposal"], [], ["Prospecting", "Proposal", "Negotiation"]),
        (["Alpha:60", "Beta:20", "Proposal:50"], [], ["Beta", "Proposal", "Alpha"]),
        (
            ["Alpha", "Beta", "Gamma"],
            [["Gamma", "Alpha", "Beta"], ["Gamma", "Beta"]],
            ["Gamma", "Alpha", "Beta"],
        ),
        (["Proposal", "Alpha"], [], ["Proposal", "Alpha?"]),
    ],
)
def test_stages_stand_by_words_then_chances_then_histories(
    words: list[str], paths: list[list[str]], expected: list[str]
) -> None:
    new = [
        Placed(name=name, chance=int(chance) if chance else None)
        for name, _, chance in (word.partition(":") for word in words)
    ]
    order = place_stages([], new, paths)
    assert [stage.name + ("?" if stage.is_unsure else "") for stage in order] == expected


def test_a_stage_of_a_later_export_finds_its_place_and_has_the_files_chance(administrator: Actor) -> None:
    header = "Id,AccountId,Name,StageName,Probability\n"
    run(administrator, Account=ACCOUNTS, Opportunity=header + "1,1,A,Legal review,80\n2,1,B,Proposal,50\n")
    run(
        administrator,
        Account=ACCOUNTS,
        Opportunity=header + "1,1,A,Pilot phase X,0.35\n2,1,B,Prospecting,10\n",
    )
    stages = Stage.objects.filter(process__is_default=False).order_by("position")
    assert [(stage.label, stage.probability) for stage in stages] == [
        ("Prospecting", 10), ("Pilot phase X", 35), ("Proposal", 50), ("Legal review", 80),
    ]  # fmt: skip
    assert StageEntry.objects.filter(kind="REVERSAL").count() == 2


def test_leavers_are_no_longer_offered(administrator: Actor) -> None:
    run(administrator, User="Id,Username,LastName,IsActive\n1,wu@x.example,Wu,false\n")
    assert not User.objects.get(username="wu@x.example").is_active
