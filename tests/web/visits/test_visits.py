"""Visits are logged in one box, corrected, deleted and read; lines of time show them."""

import pytest
import time_machine
from tests.factories import AT, make_account, make_actor, make_member, make_user

from tongxin.crm.opportunities.actions import create_opportunity
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships.actions import change_interaction, log_interaction
from tongxin.crm.relationships.models import Interaction, Promise
from tongxin.crm.stakeholders.actions import create_person
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def kam(client):
    ensure_reference_data(at=AT)
    user = make_user([Role.KAM], display_name="Kam", language="en")
    client.force_login(user)
    return make_actor(user)


@pytest.fixture
def account(kam):
    return make_account(kam.user, name="曜禾醫療")


@pytest.fixture
def person(kam, account):
    return create_person(actor=kam, at=AT, full_name="游靖堯", account=account, title="主任")


@pytest.fixture
def deal(kam, account):
    return create_opportunity(actor=kam, at=AT, account=account, name="汰換案")


def text(response):
    return response.content.decode()


def log(actor, words="談資安", **more):
    return log_interaction(actor=actor, at=AT, text=words, **more)


def test_the_form_starts_from_what_the_page_is_about(client, kam, account, person, deal):
    page = text(client.get(f"/interactions/new/?person={person.uid}&opportunity={deal.uid}"))
    assert f'value="{person.uid}" ' in page
    assert f'name="account-chosen" value="{account.uid}:{account.name}"' in page
    assert "汰換案" in page
    assert client.get("/interactions/new/?account=nothing").status_code == 404


def test_people_and_deals_picked_or_named_in_the_text_are_linked(client, kam, account, person, deal):
    other = create_person(actor=kam, at=AT, full_name="駱冠廷", account=account)
    answer = client.post("/interactions/", {"text": "@駱冠廷說好 #汰換案 可行", "person": [person.uid]})
    visit = Interaction.objects.get()
    assert answer["Location"] == f"/interactions/{visit.uid}/"
    assert {link.person for link in visit.people.all()} == {person, other}
    assert visit.opportunities.get().opportunity == deal
    assert visit.account == account


def test_a_name_that_two_people_have_links_nobody(client, kam, account):
    for _ in range(2):
        create_person(actor=kam, at=AT, full_name="王明", account=account)
    asked = client.post("/interactions/", {"text": "@王明 來電 #zyyx"})
    assert asked.status_code == 422
    assert "@王明, #zyyx" in text(asked)
    assert not Interaction.objects.exists()
    client.post("/interactions/", {"text": "@王明 來電 #zyyx", "marks_seen": "@王明 來電 #zyyx"})
    assert not Interaction.objects.get().people.exists()


def test_a_colleague_is_named_in_the_text_like_a_customer(client, kam, person):
    mate = make_user(display_name="羅宇")
    for typed in ("羅", "luoyu"):
        found = client.get("/search/mentions/", {"kind": "person", "q": typed}).json()["results"]
        assert [(each["uid"], each["part"]) for each in found] == [(mate.uid, "colleague")]
    found = client.get("/search/mentions/", {"kind": "colleague", "q": "luo"}).json()["results"]
    assert [(each["uid"], each["label"]) for each in found] == [(mate.uid, "羅宇")]
    client.post("/interactions/", {"text": "@羅宇 跟 @游靖堯 談了保固"})
    visit = Interaction.objects.get()
    assert visit.text == "羅宇跟游靖堯談了保固"
    assert visit.colleagues.get().user == mate


def test_logging_looks_up_what_was_sent_and_nothing_else(
    client, kam, account, person, django_assert_max_num_queries
):
    for _ in range(5):
        make_user()
        create_person(actor=kam, at=AT, full_name="林", account=account)
    with django_assert_max_num_queries(27) as asked:
        client.post("/interactions/", {"text": "談價格", "account": account.uid, "person": [person.uid]})
    assert Interaction.objects.exists()
    lists = [
        each
        for each in asked.captured_queries
        if "team_user" in each["sql"] and 'display_name" ASC' in each["sql"]
    ]
    assert lists == []


def test_the_long_form_keeps_everything_and_a_promise(client, kam, account, person):
    client.post(
        "/interactions/",
        {
            "text": "談價格", "kind": "CALL", "occurred_on": "2026-11-01", "occurred_time": "",
            "account": account.uid, "sentiment": "4", "private_note": "mine", "promise_text": "寄報價",
            "promise_side": "THEIRS", "promise_due": "2026-11-09",
        },
    )  # fmt: skip
    visit, promise = Interaction.objects.get(), Promise.objects.get()
    assert (visit.kind, visit.sentiment, visit.private_note) == ("CALL", 4, "mine")
    assert (promise.text, promise.side, promise.account) == ("寄報價", "THEIRS", account)


def test_a_wrong_form_comes_back_with_what_was_typed(client, kam):
    for posted in ({"text": " "}, {"text": "kept words", "kind": "DANCE"}):
        answer = client.post("/interactions/", {"next": "/", **posted})
        assert answer.status_code == 422
    assert "kept words" in text(answer)
    far = client.post("/interactions/", {"text": "x", "occurred_on": "2036-01-01"})
    assert "Check the year" in text(far)
    assert not Interaction.objects.exists()


def test_colleagues_who_were_there_are_chosen_and_changed(client, kam, account):
    mate, other = make_user(display_name="Mate"), make_user(display_name="Other")
    make_member(account, other)
    page = text(client.get(f"/interactions/new/?account={account.uid}"))
    assert "Other" in page
    assert "Mate" not in page
    assert f'value="{kam.user.uid}" ' not in page
    client.post("/interactions/", {"text": "x", "account": account.uid, "colleague": [mate.uid]})
    visit = Interaction.objects.get()
    assert [link.user for link in visit.colleagues.all()] == [mate]
    url = f"/interactions/{visit.uid}/form/"
    assert f'value="{mate.uid}" id="id_colleague_0" checked' in text(client.get(url)).replace("  ", " ")
    answer = client.post(
        url,
        {
            "text": "x",
            "kind": "VISIT",
            "occurred_on": "2026-11-20",
            "account": account.uid,
            "colleague": [other.uid],
            "version": str(visit.version),
        },
    )
    assert answer.status_code == 302
    assert [link.user for link in visit.colleagues.all()] == [other]


def test_a_foreign_account_or_person_cannot_be_named(client, kam):
    other = make_actor()
    foreign = make_account(other.user)
    stranger = create_person(actor=other, at=AT, full_name="外人", account=foreign)
    assert client.post("/interactions/", {"text": "x", "account": foreign.uid}).status_code == 422
    assert client.post("/interactions/", {"text": "x", "person": [stranger.uid]}).status_code == 422
    assert not Interaction.objects.exists()


def test_the_page_shows_all_and_withholds_private_notes_from_others(client, kam, account, person, deal):
    visit = log(
        kam,
        people=[person],
        opportunities=[deal],
        sentiment=5,
        private_note="canary",
        colleagues=[make_user()],
    )
    page = text(client.get(f"/interactions/{visit.uid}/"))
    for expected in ("談資安", "游靖堯", "汰換案", "Very good", "canary", "Nothing was promised."):
        assert expected in page
    change_interaction(actor=kam, at=AT, interaction=visit, values={"private_note": "canary two"})
    mate = make_user([Role.TEAM_MEMBER], language="en")
    make_member(account, mate)
    client.force_login(mate)
    page = text(client.get(f"/interactions/{visit.uid}/"))
    assert "canary" not in page
    assert "you may not see the value" in page


def test_an_entry_is_corrected_and_a_stale_form_merges(client, kam, person):
    visit = log(kam, people=[person])
    page = text(client.get(f"/interactions/{visit.uid}/form/"))
    assert "談資安" in page
    assert "promise_text" not in page
    posted = {
        "text": "談了資安", "kind": "VISIT", "occurred_on": "2026-11-02", "version": "1", "base": "{}",
        "sentiment": "", "private_note": "",
    }  # fmt: skip
    answer = client.post(f"/interactions/{visit.uid}/form/", posted)
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert visit.text == "談了資安"
    assert not visit.people.exists()
    stale = client.post(f"/interactions/{visit.uid}/form/", {**posted, "text": "我的版本"})
    assert stale.status_code == 409
    assert "我的版本" in text(stale)
    assert "談了資安" in text(stale)
    assert client.post(f"/interactions/{visit.uid}/form/", {**posted, "text": ""}).status_code == 422


def test_an_overseer_corrects_without_seeing_the_private_note(client, kam):
    visit = log(kam, private_note="canary")
    client.force_login(make_user([Role.KAM], granted_rights=["SEE_ALL"], language="en"))
    assert "canary" not in text(client.get(f"/interactions/{visit.uid}/form/"))
    posted = {"text": "y", "kind": "VISIT", "occurred_on": "2026-11-02", "version": "1", "base": "{}"}
    assert client.post(f"/interactions/{visit.uid}/form/", posted).status_code == 302
    visit.refresh_from_db()
    assert (visit.text, visit.private_note) == ("y", "canary")


def test_deleting_offers_the_way_back(client, kam):
    visit = log(kam)
    page = f"/interactions/{visit.uid}/"
    answer = client.post(f"{page}deletion/", {"next": page})
    assert answer["Location"] == "/interactions/"
    assert f"{page}restoration/" in text(client.get("/interactions/"))
    assert client.get(page).status_code == 404
    assert client.post(f"{page}restoration/")["Location"] == page
    assert client.get(page).status_code == 200


def test_the_list_filters_and_pages(client, kam, account):
    assert "Nothing is logged yet" in text(client.get("/interactions/"))
    log(kam, "長" * 100, account=account, sentiment=3)
    log(kam, "短", kind="CALL")
    page = text(client.get("/interactions/?cols=occurred_at,sentiment,account,kind,author"))
    assert "長" * 80 + "…" in page
    assert "Neutral" in page
    assert "短" not in text(client.get("/interactions/?kind=VISIT"))
    assert "Nothing meets these filters" in text(client.get("/interactions/?kind=MAIL"))
    first = client.get("/interactions/?limit=1").content.decode()
    more = first.split('id="more-link" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = text(client.get(more, **HTMX))
    assert rest.startswith("<tr")
    assert "短" in rest


@pytest.mark.requirement("R3.4")
def test_the_time_line_of_an_account_a_person_and_a_deal(client, kam, account, person, deal):
    for number in range(35):
        log(kam, f"visit {number}", people=[person], opportunities=[deal])
    for url in (
        f"/accounts/{account.uid}/timeline/",
        f"/people/{person.uid}/timeline/",
        f"/opportunities/{deal.uid}/timeline/",
    ):
        page = text(client.get(url))
        assert "visit 3" in page
        assert 'id="timeline-more"' in page
        more = page.split('id="timeline-older" href="')[1].split('"')[0].replace("&amp;", "&")
        rest = client.get(more, **HTMX)
        assert "<html" not in text(rest)
        assert "visit 0" in text(rest)
        assert "visit 0" in text(client.get(more))
        assert "Nothing of this kind" in text(client.get(f"{url}?kind=FILE"))
        assert client.get(f"{url}?kind=NONSENSE").status_code in {400, 422}
    assert "Started: " in text(client.get(f"/opportunities/{deal.uid}/timeline/?kind=STAGE"))
    other = make_account(kam.user)
    assert "Nothing has happened yet" in text(client.get(f"/accounts/{other.uid}/timeline/"))
