"""The register on its pages and over the API: found, read, registered by hand, matched."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from tests.factories import AT, make_account, make_actor, make_token, make_user

from tongxin.crm.accounts.models import Account
from tongxin.crm.tenders.models import MatchProposal, Organisation, Tender
from tongxin.crm.tenders.records import WATCH_LIST
from tongxin.importers.notices.importing import import_notices
from tongxin.records.writing import create_record
from tongxin.team.choices import Role, Scope

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R1.3")]

CASES = Path(__file__).parents[2] / "data" / "tender_cases"
FORM = {
    "buyer": "臺中市政府",
    "title": "內視鏡設備採購",
    "deadline_at": "2026-12-01T17:00",
    "currency": "TWD",
}


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def kam(client):
    user = make_user([Role.KAM], language="en")
    client.force_login(user)
    return user


@pytest.fixture
def headers(kam):
    _, key = make_token(kam, (Scope.READ, Scope.WRITE), at=AT)
    return {"Authorization": f"Bearer {key}"}


def bring_in(case: str) -> None:
    import_notices(actor=None, at=AT, paths=[next((CASES / case / "in").glob("[!a]*"))])


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_a_list_is_filtered_by_a_day_as_people_type_it_and_says_it_as_they_read_it(client, kam):
    client.post("/tenders/new/", FORM)
    kam.language, kam.calendar = "zh-hant", "ROC"
    kam.save()
    found = text(client.get("/tenders/?deadline_at.gte=115/12/1"))
    assert "內視鏡設備採購" in found
    assert "民國115年12月1日" in found
    assert 'value="2026-12-01"' in found
    assert "內視鏡設備採購" not in text(client.get("/tenders/?deadline_at.gte=12/2"))
    assert client.get("/tenders/?deadline_at.gte=someday").status_code == 400


def test_what_a_watch_list_found_says_until_when_as_the_reader_writes_days(client, kam):
    create_record(WATCH_LIST, actor=make_actor(kam), at=AT, values={"name": "Mine", "words": "內視鏡"})
    client.post("/tenders/new/", FORM)
    Tender.objects.update(deadline_offset=480)
    for page in ("/", "/tenders/found/"):
        assert "until 1 Dec 17:00" in text(client.get(page)), page
    kam.language = "zh-hant"
    kam.save()
    assert "12/01 17:00截止" in text(client.get("/"))


def test_tenders_are_found_by_words_of_two_characters(client, kam):
    bring_in("20-tw-case-number-two-agencies")
    page = text(client.get("/tenders/?q=耐震"))
    assert "橋梁耐震補強" in page
    assert "公務車租賃" not in page
    assert "公務車租賃" in text(client.get("/tenders/?q=车租 乙水"))
    assert "Nothing meets these filters" in text(client.get("/tenders/?q=耐震 乙水"))
    assert "/tenders/" in text(client.get("/search/?q=耐震"))


def test_a_tender_shows_bids_awards_and_what_a_correction_changed(client, kam, headers):
    bring_in("19-tw-winners-losers-corrections")
    tender = Tender.objects.get(ocid="3.99.1/W113-07")
    page = text(client.get(f"/tenders/{tender.uid}/"))
    for part in (
        "吉岳工程股份有限公司",
        "泰原工程股份有限公司",
        "3,960,000",
        "4,000,000",
        "<del>3690000</del> <ins>3960000</ins>",
    ):
        assert part in page, part
    facts = client.get(f"/api/v1/tenders/{tender.uid}/facts", headers=headers).json()
    assert facts["price"] == {"TWD": "3960000"}
    assert len(client.get(f"/api/v1/tenders/{tender.uid}/releases", headers=headers).json()) == 2


def test_unknown_winners_joint_winners_and_suspect_amounts_are_marked(client, kam):
    bring_in("26-amount-is-the-supplier-number")
    bring_in("12-consortium-one-award")
    bring_in("17-placeholder-supplier-ids")
    shown = {t.ocid: text(client.get(f"/tenders/{t.uid}/")) for t in Tender.objects.all()}
    assert "equals the supplier's number" in shown["ocds-q7t026-B"].replace("&#x27;", "'")
    assert "equals the supplier" not in shown["ocds-q7t026-A"]
    assert "joint" in shown["ocds-q7t012-A"]
    assert "not known" in shown["ocds-q7t017-A"]


def test_an_organisation_shows_what_it_won_and_whom_it_meets(client, kam, headers):
    bring_in("12-consortium-one-award")
    winner, loser = (
        Organisation.objects.get(name="Sandvoort Rail"),
        Organisation.objects.get(name="Westdijk Bouw"),
    )
    page = text(client.get(f"/tenders/organisations/{winner.uid}/"))
    assert "900,000" in page
    assert "Westdijk Bouw" in page
    sent = client.get(f"/api/v1/notice-organisations/{loser.uid}", headers=headers).json()
    assert (sent["bids"], sent["wins"], sent["volume"]) == (1, 0, {})
    buyer = Tender.objects.get().buyer
    assert buyer is not None
    assert "Who bids and wins here" in text(client.get(f"/tenders/organisations/{buyer.uid}/"))


def test_a_tender_is_registered_by_hand_in_five_fields(client, kam, headers):
    assert "Buyer and title are enough." in text(client.get("/tenders/new/"))
    done = client.post("/tenders/new/", {**FORM, "estimate": "12345678.90", "url": "https://example.org/n"})
    tender = Tender.objects.get()
    assert done.headers["Location"] == f"/tenders/{tender.uid}/"
    assert (tender.estimate, tender.buyer.name) == (Decimal("12345678.90"), "臺中市政府")
    deadlines = text(client.get("/tenders/deadlines/"))
    assert "1 Dec 2026 17:00" in deadlines
    assert "115" in deadlines
    # The hour is the buyer's, in both calendars, on the list and on the tender's own page.
    Tender.objects.update(deadline_offset=480)
    local = "1 Dec 2026 17:00 UTC+0800 · ROC 115/12/1"
    assert local in text(client.get(f"/tenders/{tender.uid}/"))
    assert "17:00" in text(client.get("/tenders/deadlines/"))
    sent = {"buyer": "X", "title": "Y", "estimate": 5, "currency": "USD"}
    made = client.post("/api/v1/tenders", sent, content_type="application/json", headers=headers)
    assert (made.status_code, made.json()["estimate_currency"]) == (201, "USD")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "entered by hand"), ("zh-hant", "手動建檔"), ("zh-hans", "手工登记")]
)
def test_a_tender_entered_by_hand_shows_no_number_of_ours(client, kam, language, said):
    type(kam).objects.filter(pk=kam.pk).update(language=language)
    client.post("/tenders/new/", {**FORM, "url": ""})
    tender = Tender.objects.get()
    account = make_account(kam, name="臺中市政府")
    bid = client.post(f"/tenders/{tender.uid}/bid/", {"account": account.uid}).headers["Location"]
    pages = [client.get(page).content.decode() for page in ("/tenders/", f"/tenders/{tender.uid}/", bid)]
    assert [page for page in pages if tender.ocid in page] == []
    assert said in pages[-1]


@pytest.mark.parametrize(
    ("field", "value"),
    [("buyer", " "), ("title", " "), ("estimate", "-1"), ("url", "ftp://x"), ("currency", "")],
)
def test_what_cannot_be_registered_is_said_at_its_field(client, kam, headers, field, value):
    sent = {"buyer": "X", "title": "Y", "estimate": "5", "currency": "USD", "url": "", field: value}
    assert client.post("/tenders/new/", sent).status_code == 422
    refused = client.post("/api/v1/tenders", sent, content_type="application/json", headers=headers)
    assert refused.status_code == 422
    assert not Tender.objects.exists()


def test_a_match_is_decided_on_its_page_and_over_the_api(client, kam, headers):
    account = make_account(kam, name="社團法人青穗表演協會")
    Account.objects.filter(pk=account.pk).update(tax_id="52410736")
    import_notices(actor=None, at=AT, paths=[CASES / "21-tw-wrong-tax-id" / "in" / "list.csv"])
    assert "Matches to decide: 1" in text(client.get("/tenders/"))
    assert "52410136" in text(client.get("/tenders/matches/"))
    (match,) = client.get("/api/v1/notice-matches", headers=headers).json()
    url = f"/api/v1/notice-matches/{match['uid']}/decision"
    done = client.post(url, {"is_same": False}, content_type="application/json", headers=headers)
    assert (done.status_code, done.json()["state"]) == (201, "DECLINED")
    again = client.post(f"/tenders/matches/{match['uid']}/decision/", {"is_same": "yes"})
    assert again.status_code == 409
    assert MatchProposal.objects.get().state == "DECLINED"
    assert "Nothing to decide" in text(client.get("/tenders/matches/"))


def test_a_match_is_confirmed_on_its_page(client, kam):
    account = make_account(kam, name="社團法人青穗表演協會")
    Account.objects.filter(pk=account.pk).update(tax_id="52410736")
    import_notices(actor=None, at=AT, paths=[CASES / "21-tw-wrong-tax-id" / "in" / "list.csv"])
    match = MatchProposal.objects.get()
    assert client.post(f"/tenders/matches/{match.uid}/decision/", {"is_same": "yes"}).status_code == 302
    assert Organisation.objects.get(number="52410136", name=account.name).account == account


@pytest.mark.parametrize(
    "question", ["buyers", "firms", "categories", "regions", "years", "meetings", "concentration"]
)
def test_the_market_answers_each_question_as_a_picture_with_its_table(
    client, kam, headers, settings, tmp_path, question
):
    settings.HOME = tmp_path
    assert "Nothing to tell yet" in text(client.get(f"/tenders/market/{question}/"))
    bring_in("12-consortium-one-award")
    bring_in("14-award-and-amended-contract")
    page = text(client.get(f"/tenders/market/{question}/"))
    assert "<svg" in page
    assert "<table" in page
    rows = client.get(f"/api/v1/tender-market/{question}?limit=2", headers=headers).json()
    assert 1 <= len(rows) <= 2


def test_a_question_that_nobody_knows_is_no_page(client, kam):
    assert client.get("/tenders/market/weather/").status_code == 404


def test_from_a_buyer_one_press_leads_to_who_wins_there_at_what_discount(
    client, kam, settings, tmp_path, headers
):
    settings.HOME = tmp_path
    bring_in("19-tw-winners-losers-corrections")
    buyer = Organisation.objects.filter(bought__isnull=False).order_by("pk").first()
    shown = text(client.get(f"/tenders/organisations/{buyer.uid}/"))
    url = re.search(r'href="(/tenders/market/firms/[^"]*)"', shown).group(1).replace("&amp;", "&")
    page = text(client.get(url))
    assert buyer.name in page
    winners = {
        part.organisation.name for tender in buyer.bought.all() for part in tender.parts.filter(role="WINNER")
    }
    assert winners
    assert all(name in page for name in winners)
    key = parse_qs(urlsplit(url).query)["buyer"][0]
    told = client.get("/api/v1/tender-market/firms", {"buyer": key}, headers=headers).json()
    assert {row["firm"] for row in told if row["wins"]} == winners
    history = text(client.get("/tenders/market/prices/", {"buyer": key}))
    assert "Each dot is a price as a share of its estimate" in history
    assert 'class="ours"' in history


def test_red_flags_stand_with_their_reasons_on_the_tender_and_in_the_list(
    client, kam, settings, tmp_path, headers
):
    settings.HOME = tmp_path
    path = tmp_path / "release.json"
    bid = {"id": "1", "status": "valid", "tenderers": [{"id": "F", "name": "Firm"}]}
    release = {
        "ocid": "x-1", "id": "1", "date": "2026-10-30T00:00:00Z", "tag": ["tender"], "initiationType": "tender",
        "buyer": {"id": "B", "name": "Port"}, "tender": {"id": "t", "title": "Cranes", "procurementMethod": "open"},
        "bids": {"details": [bid]}, "awards": [{"id": "a", "status": "active"}],
    }  # fmt: skip
    path.write_text(json.dumps({"version": "1.1", "releases": [release]}))
    import_notices(actor=None, at=AT, paths=[path])
    tender = Tender.objects.get(ocid="x-1")
    reason = "only one bid in a procedure open to competition"
    assert reason in text(client.get(f"/tenders/{tender.uid}/"))
    page = text(client.get("/tenders/flags/?indicator=R018"))
    assert reason in page
    assert f"/tenders/{tender.uid}/" in page
    (flag,) = client.get("/api/v1/tender-flags?indicator=R018", headers=headers).json()
    assert (flag["id"], flag["name"], flag["buyer"], flag["reason"]) == ("x-1", "Cranes", "Port", reason)
    assert client.get("/api/v1/tender-flags?indicator=R003", headers=headers).json() == []
