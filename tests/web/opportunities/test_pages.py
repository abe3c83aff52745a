"""The pages of opportunities: list, one deal, forms, steps, parts; with and without htmx."""

import csv
import io
import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.deals import (
    make_competitor,
    make_entry,
    make_opportunity,
    make_person,
    make_process,
    make_product,
    stage_of,
)
from tests.factories import make_account, make_actor, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now, today
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.opportunities.actions import (
    change_opportunity,
    close_won,
    delete_opportunity,
    move_stage,
    set_competitor,
    set_contact,
    set_line,
    set_member,
)
from tongxin.crm.opportunities.models import (
    Opportunity,
    OpportunityCompetitor,
    OpportunityContact,
    OpportunityLine,
    OpportunityMember,
    Stage,
)
from tongxin.crm.opportunities.selectors import entries_of
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
DAY = timedelta(days=1)


@pytest.fixture
def kam(client):
    user = make_user([Role.KAM], display_name="Kam", language="en")
    client.force_login(user)
    return make_actor(user)


@pytest.fixture
def process(kam):
    return make_process()


@pytest.fixture
def account(kam):
    return make_account(kam.user, name="曜禾醫療體系")


@pytest.fixture
def deal(kam, process, account):
    return make_opportunity(
        kam, name="總院影像中心", account=account, stage=stage_of(process, "CHARTER"),
        amount=Decimal(186_000_000), at=now() - 41 * DAY, started_on=today() - 41 * DAY,
    )  # fmt: skip


def text(response):
    return response.content.decode()


def fresh(deal):
    return Opportunity.objects.get(pk=deal.pk)


def test_the_list_offers_to_make_the_first_deal(client, kam):
    page = client.get("/opportunities/")
    assert page.status_code == 200
    assert "No opportunity is visible to you yet" in text(page)


def test_the_list_shows_filters_and_chooses_columns_by_its_address(client, kam, deal):
    page = text(client.get("/opportunities/?stage=CHARTER&sort=-amount_reporting&cols=stage,reversals"))
    assert "總院影像中心" in page
    assert "41 days" in page
    assert 'aria-sort="descending"' not in page
    assert "Nothing meets these filters" in text(client.get("/opportunities/?outcome=WON"))
    assert client.get("/opportunities/?nonsense=1").status_code == 400


def test_the_list_says_what_runs_and_what_waits(client, kam, deal):
    make_opportunity(kam, account=deal.account, next_step="Call", next_step_on=today() - 2 * DAY)
    page = text(client.get("/opportunities/"))
    assert "2 running" in page
    assert "1 without a next step; 1 overdue" in page
    assert "2 days late: Call" in page


def test_further_rows_come_alone_to_htmx(client, kam, account, process):
    for _ in range(3):
        make_opportunity(kam, account=account)
    first = text(client.get("/opportunities/?limit=2"))
    further = re.search(r'id="more-link" href="([^"]+)"', first)[1].replace("&amp;", "&")
    rows = client.get(further, **HTMX)
    assert "<html" not in text(rows)
    assert text(rows).count("<tr data-uid") == 1
    assert "<html" in text(client.get(further))


def test_a_list_page_asks_as_often_for_many_deals_as_for_few(
    client, kam, account, process, django_assert_max_num_queries
):
    for path in ("/opportunities/", "/opportunities/?layout=board"):
        for _ in range(12):
            make_opportunity(kam, account=account, amount=Decimal(5))
        with django_assert_max_num_queries(15):
            client.get(path)


def test_restricted_columns_are_shown_and_exported_with_their_right_only(client, kam, deal, account):
    change_opportunity(actor=kam, at=now(), opportunity=deal, values={"price_floor": Decimal(98_765_432_109)})
    export = client.get("/opportunities/export.csv?cols=price_floor")
    assert "98765432109" in b"".join(export.streaming_content).decode()
    member = make_user([Role.TEAM_MEMBER])
    set_member(actor=kam, at=now(), opportunity=deal, user=member, function="BID")
    client.force_login(member)
    assert client.get("/opportunities/export.csv?cols=price_floor").status_code == 400
    for path in ("", "history/", "form/"):
        assert not re.search("98,?765,?432,?109", text(client.get(f"/opportunities/{deal.uid}/{path}"))), path
    assert client.get(f"/opportunities/{deal.uid}/fields/price_floor/").status_code == 404


def test_the_export_is_the_list_as_shown_and_in_the_audit_log(client, kam, deal):
    change_opportunity(actor=kam, at=now(), opportunity=deal, values={"name": "=1+1"})
    response = client.get("/opportunities/export.csv?cols=stage")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows == [["Opportunity", "Stage"], ["'=1+1", "Charter"]]
    assert AuditEvent.objects.latest("pk").verb == "EXPORTED"
    assert client.get("/opportunities/export.xlsx").status_code == 200
    assert client.get("/opportunities/export.pdf").status_code == 404


@pytest.mark.requirement("R4.1", "R3.2")
def test_a_deals_page_draws_its_path_with_times_and_reversals_and_a_table(client, kam, deal, process):
    cause = make_entry()
    move_stage(
        actor=kam, at=now(), opportunity=deal, stage=stage_of(process, "RESEARCH"), cause=cause, reason="Cut"
    )
    page = text(client.get(f"/opportunities/{deal.uid}/"))
    assert "In “Research” for 0 days, after 1 reversal" in page
    assert 'data-picture="stage-path"' in page
    assert "Budget: Cut" in page
    assert "Reversals cost 41 days." in page
    assert "Take it back" in page


def test_a_deals_page_needs_few_queries(client, kam, deal, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        client.get(f"/opportunities/{deal.uid}/")


def test_a_closed_deals_page_says_how_it_ended_and_offers_to_reopen_it(client, kam, deal):
    close_won(actor=kam, at=now() - DAY, opportunity=deal)
    page = text(client.get(f"/opportunities/{deal.uid}/"))
    assert "Won in “Charter” after 40 days" in page
    assert f'action="/opportunities/{deal.uid}/reopening/"' in page
    assert client.post(f"/opportunities/{deal.uid}/reopening/").status_code == 302
    assert fresh(deal).is_open


def test_a_deal_is_created_from_name_and_account(client, kam, account, process):
    page = client.get(f"/opportunities/new/?account={account.uid}")
    assert 'value="曜禾醫療體系"' in text(page)
    response = client.post(
        "/opportunities/new/", {"name": "New", "account": "曜禾醫療體系", "amount": "186萬"}
    )
    deal = Opportunity.objects.get()
    assert response.url == f"/opportunities/{deal.uid}/"
    assert (deal.amount, deal.stage.code, deal.owner) == (Decimal(1_860_000), "RESEARCH", kam.user)
    assert "New was created" in text(client.get(response.url))


def test_the_form_above_the_page_is_a_fragment_and_sends_the_page_on(client, kam, account, process):
    assert "<html" not in text(client.get("/opportunities/new/", **HTMX))
    response = client.post("/opportunities/new/", {"name": "New", "account": "曜禾"}, **HTMX)
    assert response["HX-Redirect"] == f"/opportunities/{Opportunity.objects.get().uid}/"


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(client, kam, account, process):
    make_account(kam.user, name="曜禾牙醫")
    for name, told in (("Nobody", "Create it first"), ("曜禾", "Several accounts match")):
        page = client.post("/opportunities/new/", {"name": "New", "account": name, "amount": "much"})
        assert page.status_code == 422
        assert told in text(page)
        assert "Write an amount such as" in text(page)
        assert 'value="much"' in text(page)
    page = client.post(
        "/opportunities/new/",
        {"name": "New", "account": account.name, "close_from": "2027-02-01", "close_to": "2027-01-01"},
    )
    assert "ends before it begins" in text(page)
    assert not Opportunity.objects.exists()


def test_everything_about_a_deal_is_changed_in_one_form(client, kam, deal):
    make_entry(DictionaryKind.SOURCE, "FAIR")
    page = text(client.get(f"/opportunities/{deal.uid}/form/"))
    assert 'value="186000000"' in page
    sent = {
        "name": "Renamed",
        "source": "FAIR",
        "owner": kam.user.uid,
        "currency": "usd",
        "version": deal.version,
    }
    assert client.post(f"/opportunities/{deal.uid}/form/", sent).status_code == 302
    assert (fresh(deal).name, fresh(deal).source.code, fresh(deal).currency) == ("Renamed", "FAIR", "USD")
    assert (
        client.post(f"/opportunities/{deal.uid}/form/", {**sent, "version": 2, "name": ""}).status_code == 422
    )


def test_nobodys_edit_is_lost(client, kam, deal):
    page = text(client.get(f"/opportunities/{deal.uid}/form/"))
    base = re.search(r'name="base" value="([^"]+)"', page)[1].replace("&quot;", '"')
    change_opportunity(actor=kam, at=now(), opportunity=deal, values={"next_step": "Theirs"})
    sent = {name: values[0] for name, values in json.loads(base).items() if values}
    answer = client.post(
        f"/opportunities/{deal.uid}/form/", {**sent, "name": "Mine", "version": 1, "base": base}
    )
    assert answer.status_code == 409
    assert "Theirs" in text(answer)
    field = client.post(f"/opportunities/{deal.uid}/fields/next_step/", {"next_step": "Late", "version": 1})
    assert field.status_code == 409
    assert fresh(deal).next_step == "Theirs"


def test_one_property_is_changed_in_place(client, kam, deal):
    url = f"/opportunities/{deal.uid}/fields/close/"
    assert "<html" in text(client.get(url))
    form = client.get(url, **HTMX)
    assert 'hx-target="#property-close"' in text(form)
    sent = {"close_from": "2027-01-01", "close_to": "2027-03-31", "version": deal.version}
    assert "1 Jan to 31 Mar" in text(client.post(url, sent, **HTMX))
    assert client.post(url, {**sent, "close_to": "2026-01-01", "version": 2}, **HTMX).status_code == 422
    assert client.post(url, {**sent, "version": 2}).status_code == 302
    assert client.get(f"/opportunities/{deal.uid}/fields/nothing/").status_code == 404
    for key in ("amount", "owner", "source", "started_on", "margin_percent", "description", "next_step"):
        assert client.get(f"/opportunities/{deal.uid}/fields/{key}/", **HTMX).status_code == 200


def test_a_card_dropped_further_on_moves_at_once_and_can_be_taken_back(client, kam, deal):
    url = f"/opportunities/{deal.uid}/stage-entries/"
    response = client.post(url, {"to": "TENDER", "version": deal.version}, **HTMX)
    assert response.status_code == 204
    toast = json.loads(response["HX-Trigger"])["toast"]
    assert fresh(deal).stage.code == "TENDER"
    assert (
        client.post(toast["undo"], {"next": "/opportunities/?layout=board"}).url
        == "/opportunities/?layout=board"
    )
    assert fresh(deal).stage.code == "CHARTER"
    assert [entry.kind for entry in entries_of(deal)] == ["STARTED", "FORWARD", "CORRECTED"]
    assert "taken back" in text(client.get(f"/opportunities/{deal.uid}/"))


def test_a_card_dropped_by_a_plain_form_goes_back_to_the_page_it_came_from(client, kam, deal):
    response = client.post(
        f"/opportunities/{deal.uid}/stage-entries/",
        {"to": "TENDER"},
        headers={"referer": "http://testserver/opportunities/?layout=board"},
    )
    assert response.url == "/opportunities/?layout=board"


def test_a_stale_card_is_not_moved(client, kam, deal):
    change_opportunity(actor=kam, at=now(), opportunity=deal, values={"name": "Other"})
    answer = client.post(
        f"/opportunities/{deal.uid}/stage-entries/", {"to": "TENDER", "version": "1"}, **HTMX
    )
    assert answer.status_code == 409


@pytest.mark.requirement("R4.1")
def test_a_card_dropped_back_asks_for_the_cause_and_records_a_reversal(client, kam, deal):
    make_entry()
    url = f"/opportunities/{deal.uid}/stage-entries/"
    asked = client.post(url, {"to": "ANALYSIS", "version": deal.version}, **HTMX)
    assert asked.status_code == 200
    assert "<html" not in text(asked)
    assert "Record the reversal" in text(asked)
    assert '<option value="ANALYSIS" selected>' in text(asked)
    sent = {"asked": "1", "to": "ANALYSIS", "entered_on": today().isoformat(), "version": deal.version}
    refused = client.post(url, sent, **HTMX)
    assert refused.status_code == 422
    response = client.post(
        url, {**sent, "cause": "BUDGET", "reason": "Cut", "next": "/opportunities/?layout=board"}, **HTMX
    )
    assert response["HX-Redirect"] == "/opportunities/?layout=board"
    assert (fresh(deal).stage.code, fresh(deal).reversals) == ("ANALYSIS", 1)


def test_a_step_by_the_form_refuses_days_out_of_order(client, kam, deal):
    url = f"/opportunities/{deal.uid}/stage-entries/"
    assert '<option value="TENDER" selected>' in text(client.get(f"{url}?to=TENDER"))
    early = (today() - 60 * DAY).isoformat()
    page = client.post(url, {"asked": "1", "to": "TENDER", "entered_on": early})
    assert page.status_code == 422
    assert "History goes forward" in text(page)


@pytest.mark.parametrize(
    ("outcome", "more"), [("WON", {}), ("LOST", {"loss_reason": "PRICE"}), ("DROPPED", {})]
)
def test_a_deal_is_closed_by_a_few_questions(client, kam, deal, outcome, more):
    make_entry(DictionaryKind.LOSS_REASON, "PRICE")
    rival = set_competitor(actor=kam, at=now(), opportunity=deal, competitor=make_competitor("Kaiser"))
    url = f"/opportunities/{deal.uid}/closure/"
    assert "Kaiser" in text(client.get(url))
    sent = {"outcome": outcome, "closed_on": today().isoformat(), "reason": "Because", **more}
    if outcome == "LOST":
        assert client.post(url, {**sent, "loss_reason": ""}).status_code == 422
        sent["winner"] = rival.uid
    assert client.post(url, sent).url == f"/opportunities/{deal.uid}/"
    assert fresh(deal).outcome == outcome
    page = text(client.get(f"/opportunities/{deal.uid}/"))
    assert f"is closed: {outcome.title()}" in page
    assert "Closed on" in page
    assert OpportunityCompetitor.objects.get().won is (outcome == "LOST")


def test_a_deal_is_deleted_and_brought_back(client, kam, deal):
    assert client.post(f"/opportunities/{deal.uid}/deletion/").url == "/opportunities/"
    assert client.get(f"/opportunities/{deal.uid}/").status_code == 404
    assert client.post(f"/opportunities/{deal.uid}/restoration/").url == f"/opportunities/{deal.uid}/"
    assert client.get(f"/opportunities/{deal.uid}/").status_code == 200


def test_the_history_is_read_in_pages(client, kam, deal):
    for number in range(60):
        change_opportunity(actor=kam, at=now(), opportunity=deal, values={"next_step": f"Step {number}"})
    page = text(client.get(f"/opportunities/{deal.uid}/history/"))
    older = re.search(r'href="([^"]*\?before=\d+)"', page)[1]
    assert "Step 3" in text(client.get(older))


def test_the_history_tells_who_did_what_in_sentences(client, kam, deal, process):
    move_stage(actor=kam, at=now(), opportunity=deal, stage=stage_of(process, "TENDER"))
    told = re.findall(r"<b>(Kam [^<]+)</b>", text(client.get(f"/opportunities/{deal.uid}/history/")))
    assert told[0] == "Kam changed the stage"
    assert told[-1] == "Kam created it"


@pytest.mark.requirement("R1.1")
def test_rivals_are_kept_by_deal_and_new_ones_join_the_competitors(client, kam, deal):
    url = f"/opportunities/{deal.uid}/competition/"
    assert "No rival is known" in text(client.get(url))
    assert (
        client.post(url, {"competitor": "Kaiser", "is_incumbent": "on", "remark": "Cheap"}).status_code == 302
    )
    page = text(client.get(url))
    assert "Incumbent" in page
    assert client.post(url, {"competitor": ""}).status_code == 422
    rival = OpportunityCompetitor.objects.get()
    assert client.post(f"{url}{rival.uid}/removal/").status_code == 302
    assert not OpportunityCompetitor.objects.exists()


@pytest.mark.requirement("R3.2")
def test_people_get_parts_in_the_decision_and_strangers_are_marked(client, kam, deal):
    elsewhere = make_person(make_account(kam.user, name="顧問公司"), "外聘專家")
    make_person(deal.account, "陳立群")
    url = f"/opportunities/{deal.uid}/contacts/"
    assert (
        client.post(url, {"person": "陳立群", "role": "DECISION_MAKER", "is_primary": "on"}).status_code
        == 302
    )
    set_contact(actor=kam, at=now(), opportunity=deal, person=elsewhere, role="EXTERNAL_EXPERT")
    page = text(client.get(f"/opportunities/{deal.uid}/people/"))
    assert "of another account: 顧問公司" in page
    assert "First contact" in page
    refused = client.post(url, {"person": "Nobody", "role": "USER"})
    assert refused.status_code == 422
    assert "Add the person first" in text(refused)
    contact = OpportunityContact.objects.first()
    assert client.post(f"{url}{contact.uid}/removal/").status_code == 302


def test_colleagues_join_and_leave_the_deals_team(client, kam, deal):
    mate = make_user(display_name="Mate")
    url = f"/opportunities/{deal.uid}/members/"
    assert client.post(url, {"user": mate.uid, "function": "BID"}).status_code == 302
    assert client.post(url, {"user": "", "function": "BID"}).status_code == 422
    member = OpportunityMember.objects.get(user=mate)
    assert client.post(f"{url}{member.uid}/removal/").status_code == 302
    assert not OpportunityMember.objects.filter(user=mate).exists()


def test_products_are_listed_with_their_sum(client, kam, deal):
    product = make_product("CT-9")
    url = f"/opportunities/{deal.uid}/products/"
    assert client.post(url, {"product": "CT-9", "quantity": "2", "unit_price": "100萬"}).status_code == 302
    assert OpportunityLine.objects.get().unit_price == 1_000_000
    set_line(actor=kam, at=now(), opportunity=deal, product=make_product("Free"), quantity=Decimal(1))
    page = text(client.get(url))
    assert "CT-9" in page
    assert client.post(url, {"product": "Nothing", "quantity": "1"}).status_code == 422
    assert client.post(url, {"product": "CT-9", "quantity": "0"}).status_code == 422
    line = OpportunityLine.objects.get(product=product)
    assert client.post(f"{url}{line.uid}/removal/").status_code == 302


def test_an_accounts_page_shows_its_deals(client, kam, deal):
    won = make_opportunity(kam, account=deal.account, amount=Decimal(5))
    close_won(actor=kam, at=now(), opportunity=won)
    page = text(client.get(f"/accounts/{deal.account.uid}/opportunities/"))
    assert "1 running" in page
    assert "1 won" in page
    empty = make_account(kam.user)
    assert "No opportunity at this account yet" in text(client.get(f"/accounts/{empty.uid}/opportunities/"))


def test_who_may_only_read_gets_no_buttons_and_is_refused(client, kam, deal):
    reader = make_user([Role.READ_ONLY])
    set_member(actor=kam, at=now(), opportunity=deal, user=reader, function="OTHER")
    client.force_login(reader)
    page = text(client.get(f"/opportunities/{deal.uid}/"))
    assert "Edit all fields" not in page
    assert "edit-open" not in page
    for path in ("form/", "fields/amount/", "stage-entries/", "closure/"):
        assert client.get(f"/opportunities/{deal.uid}/{path}").status_code == 403
    assert client.get("/opportunities/new/").status_code == 403


def test_a_deal_in_a_stage_out_of_use_still_shows_it(client, kam, deal):
    Stage.objects.filter(code__in=["CHARTER", "TENDER"]).update(is_active=False)
    page = text(client.get(f"/opportunities/{deal.uid}/"))
    assert "Charter" in page
    assert ">Tender<" not in page


def test_a_foreign_or_deleted_deal_is_a_missing_one(client, kam, deal):
    foreign = make_opportunity()
    delete_opportunity(actor=kam, at=now(), opportunity=deal)
    for uid in (foreign.uid, deal.uid, "nothing"):
        assert client.get(f"/opportunities/{uid}/").status_code == 404
