"""Today says what to do first, and lets one do it there."""

import re
from datetime import timedelta

import pytest
import time_machine
from tests.factories import AT, TODAY, make_account, make_actor, make_member, make_user

from tongxin.crm.opportunities.actions import create_opportunity
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships.actions import NewPromise, add_promise, log_interaction
from tongxin.crm.relationships.models import Interaction, Promise
from tongxin.crm.stakeholders.actions import create_person
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
DAY = timedelta(days=1)


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


def promise(actor, account, text="Send the report", **more):
    return add_promise(actor=actor, at=AT, account=account, promise=NewPromise(text=text, **more))


def text(response):
    return response.content.decode()


def test_a_free_day_says_so(client, kam):
    page = text(client.get("/"))
    assert "Nothing is due today" in page
    assert "No promise is due by tomorrow" in page
    assert 'action="/interactions/"' in page


@pytest.mark.requirement("R8.3")
def test_the_day_begins_with_what_is_late(client, kam, account):
    promise(kam, account, due_on=TODAY - 3 * DAY)
    promise(kam, account, "Call back", due_on=TODAY)
    page = text(client.get("/"))
    assert "Start with our late promise: Send the report." in page
    assert "1 more promise is due by tomorrow." in page
    assert "3 days late" in page


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda k, a: promise(k, a, side="THEIRS", due_on=TODAY), "Ask first for what they promised"),
        (
            lambda k, a: create_opportunity(
                actor=k, at=AT, account=a, name="Deal", next_step="Phone them", next_step_on=TODAY
            ),
            "Take the next step first: Phone them.",
        ),
        (
            lambda k, a: create_opportunity(actor=k, at=AT, account=a, name="Deal"),
            "Nothing is due; look at Deal first.",
        ),
        (
            lambda k, a: create_person(
                actor=k, at=AT, full_name="Chief", account=a, title="CEO", level="BOARD"
            ),
            "Nothing is due; make an appointment with Chief.",
        ),
    ],
)
def test_the_sentence_fits_what_weighs_most(client, kam, account, make, sentence):
    make(kam, account)
    assert sentence in text(client.get("/"))


def test_an_account_with_nobody_known_is_named(client, kam):
    from tongxin.crm.accounts.models import DictionaryEntry

    make_account(kam.user, name="Lonely", tier=DictionaryEntry.objects.get(kind="TIER", code="KEY"))
    page = text(client.get("/"))
    assert "Nothing is due; get to know somebody else at Lonely." in page
    assert "/people/new/?account=" in page


def test_meetings_stand_beside_with_people_and_promises(client, kam, account):
    person = create_person(actor=kam, at=AT, full_name="鄧書豪", account=account, title="主任")
    promise(kam, account, "Deliver the interface")
    for hours, title in ((1, "Security talk\nmore"), (5, "Terms"), (-1, "Past")):
        log_interaction(
            actor=kam, at=AT - DAY, text=title, people=[person], occurred_at=AT + timedelta(hours=hours)
        )
    log_interaction(actor=kam, at=AT - DAY, text="Apart", occurred_at=AT + timedelta(minutes=20))
    page = text(client.get("/"))
    assert "Prepare the meeting at" in page
    assert re.search(r"There are meetings at [\d:, ]+ and \d\d:\d\d\.", page)
    for expected in ("Security talk", "in 1 hour", "in 20 minutes", "鄧書豪 主任", "Deliver the interface"):
        assert expected in page


def test_a_director_sees_the_teams_exceptions_with_whose_they_are(client):
    ensure_reference_data(at=AT)
    director = make_user([Role.SALES_DIRECTOR], language="en")
    kam = make_actor(make_user(manager=director, display_name="Late Kam"))
    account = make_account(kam.user, members=[director])
    client.force_login(director)
    assert "Nothing of your team is late or stalled" in text(client.get("/"))
    promise(kam, account, due_on=TODAY - DAY)
    page = text(client.get("/"))
    assert "Late Kam" in page
    assert 'id="team-promise-' in page
    for number in range(12):
        promise(kam, account, f"p{number}", due_on=TODAY - DAY)
    assert "1 lesser matter is not shown." in text(client.get("/"))


def test_a_late_step_of_the_team_is_called_by_its_own_name_and_its_lateness_once(client):
    ensure_reference_data(at=AT)
    director = make_user([Role.SALES_DIRECTOR], language="en")
    kam = make_actor(make_user(manager=director))
    account = make_account(kam.user, members=[director])
    create_opportunity(
        actor=kam, at=AT, account=account, name="CT", next_step="Pay the bond", next_step_on=TODAY - DAY
    )
    client.force_login(director)
    page = text(client.get("/"))
    assert "<b>Pay the bond</b>" in page
    assert page.count("1 day late") == 1


def test_a_promise_is_ticked_off_in_place_and_can_be_taken_back(client, kam, account):
    kept = promise(kam, account, due_on=TODAY)
    answer = client.post(f"/promises/{kept.uid}/settlement/", {"next": "/"}, **HTMX)
    assert answer.status_code == 200
    assert 'class="done"' in text(answer)
    assert "data-focus" in text(answer)
    assert f"/promises/{kept.uid}/reopening/" in answer["HX-Trigger"]
    assert Promise.objects.get().state == "KEPT"
    answer = client.post(f"/promises/{kept.uid}/reopening/", {"next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Promise.objects.get().state == "OPEN"


def test_a_promise_is_put_off_by_a_week_in_place_and_the_old_day_comes_back(client, kam, account):
    kept = promise(kam, account, due_on=TODAY - DAY)
    answer = client.post(f"/promises/{kept.uid}/postponement/", {"days": "7"}, **HTMX)
    assert Promise.objects.get().due_on == TODAY + 7 * DAY
    assert f"due_on={TODAY - DAY}" in answer["HX-Trigger"]
    client.post(f"/promises/{kept.uid}/due-date/?due_on={TODAY - DAY}")
    assert Promise.objects.get().due_on == TODAY - DAY
    client.post(f"/promises/{kept.uid}/due-date/?due_on=")
    assert Promise.objects.get().due_on is None
    assert client.post(f"/promises/{kept.uid}/postponement/", {"days": "x"}).status_code == 422


def test_logging_on_today_needs_nothing_but_the_text(client, kam):
    answer = client.post("/interactions/", {"text": "Met the new CFO", "next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Interaction.objects.get().text == "Met the new CFO"
    assert "Logged at no account" in text(client.get("/"))


def test_whoever_only_reads_logs_nothing_and_finishes_only_their_own(client, account, kam):
    promise(kam, account, due_on=TODAY)
    reader = make_user([Role.READ_ONLY], language="en")
    make_member(account, reader)
    Promise.objects.update(owner=reader)
    client.force_login(reader)
    page = text(client.get("/"))
    assert "Send the report" in page
    assert page.count("/settlement/") == 2  # one form, for browsers with and without scripts
    assert 'data-sheet id="promise-' not in page
    assert 'id="quick-log"' not in page
    assert "No meeting is planned for today." in page
    assert "A log entry with" not in page
    Promise.objects.all().delete()
    assert "Nothing is due for you today." in text(client.get("/"))


def test_more_to_do_costs_no_more_queries(client, kam, account, django_assert_max_num_queries):
    for number in range(10):
        promise(kam, account, f"p{number}", due_on=TODAY)
        create_opportunity(actor=kam, at=AT, account=account, name=f"d{number}")
        person = create_person(
            actor=kam, at=AT, full_name=f"n{number}", account=account, title="x", level="BOARD"
        )
        log_interaction(
            actor=kam, at=AT - DAY, text="t", people=[person], occurred_at=AT + timedelta(hours=2)
        )
    client.get("/")
    with django_assert_max_num_queries(30):
        client.get("/")


def test_a_long_name_in_the_lead_is_cut_between_words_and_ends_the_sentence(client, kam, account):
    promise(kam, account, "Send the second report to the section chiefs", due_on=TODAY - DAY)
    page = text(client.get("/"))
    assert "Start with our late promise: Send the second report to the section…<" in page.replace("\n", "")


def test_the_lead_names_the_first_meeting_once(client, kam, account):
    for hours in (1, 4):
        log_interaction(
            actor=kam,
            at=AT - DAY,
            text=f"Meeting {hours}",
            account=account,
            occurred_at=AT + timedelta(hours=hours),
        )
    page = text(client.get("/"))
    lead = page[page.index('class="lead"') :][:300]
    assert "Prepare the meeting at" in lead
    assert "There is a meeting at" in lead


def test_everybody_ticks_their_own_promises_whatever_else_they_may(client, kam, account):
    boss = make_user([Role.EXECUTIVE], language="en")
    own = promise(kam, account, text="Call the minister", owner=boss, due_on=TODAY - DAY)
    promise(kam, account, text="Send the report", due_on=TODAY - DAY)
    client.force_login(boss)
    page = text(client.get("/"))
    assert page.count('class="tick"') == 1
    assert "1 day late" in page
    assert 'data-sheet id="promise-' not in page
    client.post(f"/promises/{own.uid}/settlement/")
    own.refresh_from_db()
    assert own.state == "KEPT"
    client.post(f"/promises/{own.uid}/reopening/")
    own.refresh_from_db()
    assert own.state == "OPEN"


def test_a_next_step_that_is_promised_stands_once(client, kam, account):
    deal = create_opportunity(
        actor=kam, at=AT, account=account, name="Imaging", next_step="Answer the board", next_step_on=TODAY
    )
    promise(kam, account, text="Answer the board", opportunity=deal, due_on=TODAY)
    assert text(client.get("/")).count("<b>Answer the board</b>") == 1
