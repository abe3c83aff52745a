"""Tables that hang on the main ones come in as what they are, or are left out and named; nothing is made up of them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.factories import AT, make_actor
from tests.importers.running import clock, run, start

from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity, OpportunityLine, StageEntry
from tongxin.crm.relationships.models import Interaction, Promise
from tongxin.crm.relationships.selectors import visible_interactions
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.importers import actions
from tongxin.importers.mapping.tables import known_tables, names_of, recognise
from tongxin.importers.rules import ImportRefused
from tongxin.team.models import User
from tongxin.wording.imports import TABLE_KINDS

if TYPE_CHECKING:
    from tongxin.common.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.7")]

ACCOUNTS = "Id,Name,OwnerId\n1,Juniper Ltd,7\n2,Rowan Ltd,7\n"
USERS = "Id,Username,FirstName,LastName,Email,IsActive\n7,k.oz@x.example,Kim,Oz,k.oz@x.example,true\n"
PEOPLE = "Id,AccountId,FirstName,LastName,Title\n31,1,Kit,Fox,Buyer\n"
DEALS = "Id,AccountId,Name,StageName,Amount,CloseDate,OwnerId\n61,1,Lathe,Proposal/Price Quote,9000,2099-12-01,7\n"


@pytest.mark.parametrize(
    ("name", "header", "kind"),
    [
        ("Campaign", "Id,Name,Type,Status,StartDate,EndDate", "CAMPAIGN"),
        ("CampaignMember", "Id,CampaignId,ContactId,LeadId,Status,FirstName,LastName", "CAMPAIGN_MEMBER"),
        ("Lead", "Id,FirstName,LastName,Company,Status,Email,IsConverted", "LEAD"),
        ("Leads_2026-11", "Record Id,First Name,Last Name,Company,Email,Lead Status", "LEAD"),
        ("Quote", "Id,OpportunityId,Name,Status,QuoteNumber,TotalPrice,AccountId", "QUOTE"),
        ("Contract", "Id,AccountId,OwnerId,Status,ContractNumber,StartDate", "CONTRACT"),
        ("Asset", "Id,AccountId,ContactId,Name,SerialNumber,InstallDate,Status", "ASSET"),
        ("Sales_Orders", "Record Id,Subject,Account Name,Status,SO Number,Grand Total", "ORDER"),
        ("UserRole", "Id,Name,ParentRoleId,RollupDescription", "ROLE"),
        ("AccountShare", "Id,AccountId,UserOrGroupId,AccountAccessLevel,RowCause", "SHARE"),
        ("AccountFeed", "Id,ParentId,Type,Body,CreatedDate", "FEED"),
        ("ContactHistory", "Id,ContactId,CreatedDate,Field,OldValue,NewValue", "HISTORY"),
        (
            "accounts_audit",
            "parent_id,date_created,field_name,before_value_string,after_value_string",
            "HISTORY",
        ),
        ("Territory2", "Id,Name,Territory2TypeId", "TERRITORY"),
        ("PricebookEntry", "Id,Pricebook2Id,Product2Id,UnitPrice,IsActive", "PRICE_BOOK"),
        ("合同", "合同名称,客户名称,合同金额,开始日期", "CONTRACT"),
        ("线索", "线索名称,公司,手机,状态", "LEAD"),
        ("export", "Id,OpportunityId,CreatedDate,StageName,Amount,Probability", "STAGE_HISTORY"),
    ],
)
def test_side_tables_are_known_by_name_or_by_the_headers_that_only_they_have(
    name: str, header: str, kind: str
) -> None:
    found = recognise(name, header.split(","))
    assert (found.kind, found.is_side_table) == (kind, True)


def test_names_of_tables_are_read_without_dates_systems_and_words_like_export() -> None:
    assert "deal" in names_of("hubspot-crm-exports-all-deals-2026-11-01")
    assert "account" in names_of("salesforce_Account_header")
    assert "company" in names_of("All Companies (3)")
    assert recognise("crm.lead", ["id", "name"]).kind == "OPPORTUNITY"
    assert {table.kind for table in known_tables() if table.place is None} <= TABLE_KINDS.keys()


def test_histories_campaigns_and_assets_make_no_deals_and_are_named(administrator: Actor) -> None:
    batch = run(
        administrator,
        Account=ACCOUNTS,
        User=USERS,
        Opportunity=DEALS,
        Campaign="Id,Name,Type,Status,StartDate\n70,Spring fair,Trade Show,Planned,2026-04-01\n",
        Asset="Id,AccountId,Name,SerialNumber,Status\n80,1,Lathe L1,SN-1,Installed\n",
        Quote="Id,OpportunityId,Name,Status,QuoteNumber,TotalPrice\n90,61,Quote 1,Draft,12,9000\n",
        UserRole="Id,Name,ParentRoleId\n00E1,Sales North,\n",
        Lead="Id,FirstName,LastName,Company,Email,IsConverted\n00Q1,Kit,Fox,Juniper Ltd,kit@j.example,true\n",
    )
    assert list(Opportunity.objects.values_list("name", "amount")) == [("Lathe", Decimal(9000))]
    assert not Person.objects.exists()
    assert User.objects.filter(display_name="Sales North").count() == 0
    assert batch.findings["TABLE_LEFT_OUT"] == 5
    left_out = {table["table"]: table["kind"] for table in batch.findings["tables"] if not table["target"]}
    assert left_out == {
        "Campaign": "CAMPAIGN", "Asset": "ASSET", "Quote": "QUOTE", "UserRole": "ROLE", "Lead": "LEAD",
    }  # fmt: skip


def test_a_stage_history_becomes_the_steps_of_its_deal(administrator: Actor) -> None:
    files = {
        "Account": "Id,Name\n1,Dogwood Ltd\n",
        "Opportunity": "Id,AccountId,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon\n"
        "61,1,Press,Qualification,9000,2099-12-01,2026-01-05T02:00:00.000Z,false,false\n",
        "OpportunityHistory": "Id,OpportunityId,CreatedDate,StageName,Amount\n"
        "84,61,2026-03-10T02:00:00.000Z,Qualification,9000\n"
        "81,61,2026-01-05T02:00:00.000Z,Prospecting,8000\n"
        "82,61,2026-02-01T02:00:00.000Z,Qualification,8000\n"
        "83,61,2026-02-20T02:00:00.000Z,Proposal/Price Quote,9000\n",
    }
    batch = run(administrator, **files)
    deal = Opportunity.objects.get()
    entries = list(StageEntry.objects.order_by("entered_at", "pk"))
    assert [entry.kind for entry in entries] == ["STARTED", "FORWARD", "FORWARD", "REVERSAL"]
    assert entries[3].entered_at == datetime(2026, 3, 10, 2, tzinfo=UTC)
    assert (entries[3].days_lost, entries[3].cause.code if entries[3].cause else "") == (18, "IMPORT")
    assert (deal.reversals, deal.stage_since) == (1, entries[3].entered_at)
    assert batch.totals["STAGE_HISTORY"] == {"CREATED": 4}
    assert run(administrator, **files).totals["OPPORTUNITY"] == {"UNCHANGED": 1}
    files["OpportunityHistory"] += "85,61,2026-04-02T02:00:00.000Z,Negotiation/Review,9000\n"
    files["Opportunity"] = files["Opportunity"].replace("Press,Qualification", "Press,Negotiation/Review")
    run(administrator, **files)
    last = StageEntry.objects.order_by("entered_at", "pk").last()
    assert last is not None
    assert (last.kind, last.entered_at.date().isoformat()) == ("FORWARD", "2026-04-01")
    assert Opportunity.objects.count() == 1


def test_a_history_of_fields_tells_the_stages_and_nothing_else(administrator: Actor) -> None:
    batch = run(
        administrator,
        Account="Id,Name\n1,Dogwood Ltd\n",
        Opportunity="Id,AccountId,Name,StageName,CreatedDate\n61,1,Press,Proposal/Price Quote,2026-01-05\n",
        OpportunityFieldHistory="Id,OpportunityId,CreatedDate,Field,OldValue,NewValue\n"
        "1,61,2026-02-20T02:00:00.000Z,StageName,Qualification,Proposal/Price Quote\n"
        "2,61,2026-02-21T02:00:00.000Z,Amount,1,2\n3,99,2026-02-21,StageName,Qualification,Prospecting\n",
    )
    entries = StageEntry.objects.order_by("entered_at", "pk")
    assert [(entry.kind, entry.stage.label) for entry in entries] == [
        ("STARTED", "Qualification"), ("FORWARD", "Proposal/Price Quote"),
    ]  # fmt: skip
    assert batch.findings["HISTORY_WITHOUT_DEAL"] == 1
    assert batch.totals["STAGE_HISTORY"] == {"CREATED": 1, "FAILED": 1}


def test_line_items_are_products_of_their_deal(administrator: Actor) -> None:
    lines = (
        "Id,OpportunityId,Product2Id,Name,Quantity,UnitPrice,TotalPrice\n51,61,41,Lathe Motor,{},3000,9000\n"
    )
    files = {"Account": ACCOUNTS, "User": USERS, "Opportunity": DEALS}
    batch = run(administrator, **files, OpportunityLineItem=lines.format(3))
    line = OpportunityLine.objects.get()
    assert (line.product.name, line.quantity, line.unit_price) == ("Lathe Motor", 3, 3000)
    again = run(administrator, **files, OpportunityLineItem=lines.format(4))
    line.refresh_from_db()
    assert (line.quantity, again.totals["LINE_ITEM"]) == (4, {"UPDATED": 1})
    actions.run_undo(actor=administrator, batch=again, clock=clock)
    line.refresh_from_db()
    assert line.quantity == 3
    actions.run_undo(actor=administrator, batch=batch, clock=clock)
    assert not OpportunityLine.objects.filter(opportunity__outcome="OPEN").exists()


def test_a_second_account_of_a_person_is_a_second_post(administrator: Actor) -> None:
    relation = (
        "Id,AccountId,ContactId,Roles,IsDirect,IsActive,StartDate,EndDate\n"
        "71,1,31,,true,true,,\n72,2,31,Adviser,false,{},2025-01-01,\n"
    )
    files = {"Account": ACCOUNTS, "User": USERS, "Contact": PEOPLE}
    batch = run(administrator, **files, AccountContactRelation=relation.format("true"))
    posts = Tenure.objects.order_by("pk").values_list(
        "post__title", "post__account__name", "is_main", "is_current"
    )
    assert list(posts) == [("Buyer", "Juniper Ltd", True, True), ("Adviser", "Rowan Ltd", False, True)]
    assert batch.totals["POST"] == {"CREATED": 1, "UNCHANGED": 1}
    run(administrator, **files, AccountContactRelation=relation.format("false"))
    assert Tenure.objects.filter(is_current=True).count() == 1
    assert Person.objects.get().account == Account.objects.get(name="Juniper Ltd")


def test_an_open_task_is_a_promise_and_a_done_one_what_its_subject_says(administrator: Actor) -> None:
    tasks = (
        "Id,WhoId,WhatId,Subject,Description,ActivityDate,Status\n"
        "91,31,61,Send drawing,As agreed,2099-12-15,{}\n92,,61,Email: offer,Body,2026-03-15,Completed\n"
        "93,,1,Call,Rang the plant,2026-03-01,Completed\n94,,1,Lunch,Off,2026-03-01,Canceled\n"
    )
    files = {"Account": ACCOUNTS, "User": USERS, "Contact": PEOPLE, "Opportunity": DEALS}
    batch = run(administrator, **files, Task=tasks.format("Not Started"))
    promise = Promise.objects.get()
    assert (promise.text, promise.due_on.isoformat() if promise.due_on else "") == (
        "Send drawing: As agreed", "2099-12-15",
    )  # fmt: skip
    assert promise.opportunity == Opportunity.objects.get()
    visits = Interaction.objects.order_by("text").values_list("kind", "account__name")
    assert list(visits) == [("CALL", "Juniper Ltd"), ("MAIL", "Juniper Ltd")]
    assert {code: batch.findings[code] for code in ("TASK_BECAME_PROMISE", "TASK_CANCELLED")} == {
        "TASK_BECAME_PROMISE": 1, "TASK_CANCELLED": 1,
    }  # fmt: skip
    run(administrator, **files, Task=tasks.format("Completed"))
    promise.refresh_from_db()
    assert promise.state == "KEPT"
    assert Interaction.objects.filter(text__startswith="Send drawing").count() == 1


def test_private_entries_are_read_by_their_owner_alone_or_left_out(administrator: Actor) -> None:
    notes = "Id,ParentId,Title,IsPrivate,Body,OwnerId,CreatedDate\n21,1,Note,true,They cut the budget,{},2026-02-01\n"
    events = (
        "Id,AccountId,OwnerId,Subject,Description,ActivityDateTime,IsPrivate\n"
        "22,1,7,Dinner,Keep quiet,2026-03-10T10:00:00Z,true\n23,1,99,Dinner,Left out,2026-03-10T10:00:00Z,true\n"
    )
    batch = run(administrator, Account=ACCOUNTS, User=USERS, Note=notes.format(7), Event=events)
    kim = User.objects.get(username="k.oz@x.example")
    entries = Interaction.objects.order_by("occurred_at")
    assert [(entry.author, entry.kind) for entry in entries] == [(kim, "NOTE"), (kim, "MEETING")]
    assert "Keep quiet" in entries[1].private_note
    assert not {"quiet", "budget", "Dinner"} & set(" ".join(entry.text for entry in entries).split())
    seen = visible_interactions(make_actor(kim)).values_list("text", flat=True)
    assert len(seen) == 2
    assert batch.totals["ACTIVITY"] == {"CREATED": 2, "FAILED": 1}
    private = "Id,AccountId,Name,StageName,IsPrivate\n62,1,Secret,Prospecting,true\n"
    deals = run(administrator, Account=ACCOUNTS, User=USERS, Opportunity=private)
    assert not Opportunity.objects.exists()
    assert deals.findings["PRIVATE_LEFT_OUT"] == 1


def test_a_weak_guess_is_never_written_and_a_choice_is(administrator: Actor) -> None:
    batch = start(administrator, Account=ACCOUNTS, Foo="Id,Name,Status,StartDate\n1,Alpha,Open,2026-01-01\n")
    preview = actions.preview(actor=administrator, at=AT, batch=batch)
    assert preview.findings["TABLE_UNSURE"] == 1
    with pytest.raises(ImportRefused) as refused:
        actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert refused.value.params["guesses"] == [["Foo", "OPPORTUNITY"]]
    with pytest.raises(ImportRefused):
        actions.queue_import(actor=administrator, at=AT, batch=batch)
    assert not Account.objects.exists()


def test_an_unknown_table_leaves_accounts_by_name_alone(administrator: Actor) -> None:
    run(
        administrator,
        UserRole="Id,Name,ParentRoleId\n1,Sales,\n",
        contacts="First Name,Last Name,Company,Email\nAna,Sato,Elm Works Ltd.,ana@elm.example\n"
        "Bo,Tan,ELM WORKS LTD,bo@elm.example\nCy,Young,Elm  Works Ltd. ,cy@elm.example\nDi,Ek,,di@free.example\n",
    )
    assert list(Account.objects.values_list("name", flat=True)) == ["Elm Works Ltd."]
    assert Person.objects.filter(account__name="Elm Works Ltd.").count() == 3
