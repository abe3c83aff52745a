"""People: the list, the page, entering, changing, moving, leaving; an account's organisation."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from tests.factories import AT, make_account, make_actor, make_member, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now
from tongxin.crm.opportunities.actions import create_opportunity, set_contact
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.stakeholders.actions import create_person, create_post, start_tenure
from tongxin.crm.stakeholders.models import Person, Post, Tenure
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
    return create_person(
        actor=kam, at=AT, full_name="游靖堯", account=account, title="主任", judgement="canary",
        email="yu@example.com", names=[("Jing Yu", "LATIN")],
    )  # fmt: skip


def text(response):
    return response.content.decode()


def test_the_list_shows_people_across_accounts(client, kam, person):
    create_person(actor=kam, at=AT, full_name="無名")
    page = text(
        client.get("/people/?cols=account,title,email,phone,mobile,owner,status,last_contact_at,updated_at")
    )
    for expected in ("游靖堯", "曜禾醫療", "yu@example.com", "無名", "You can see 2 people."):
        assert expected in page
    assert "canary" not in page
    assert "無名" not in text(client.get("/people/?title.contains=主任"))
    assert "Nothing meets these filters" in text(client.get("/people/?status=LEFT"))
    first = text(client.get("/people/?limit=1"))
    more = first.split('id="more-link" href="')[1].split('"')[0].replace("&amp;", "&")
    assert text(client.get(more, **HTMX)).startswith("<tr")


def test_an_empty_list_says_how_to_begin(client, kam):
    assert "Nobody is visible to you yet" in text(client.get("/people/"))


def test_the_export_holds_no_judgement_and_is_noted(client, person):
    answer = client.get("/people/export.csv?cols=account,email")
    exported = b"".join(answer.streaming_content).decode()
    assert "yu@example.com" in exported
    assert "canary" not in exported
    assert client.get("/people/export.pdf").status_code == 404
    assert AuditEvent.objects.filter(verb="EXPORTED").count() == 1


def test_the_page_shows_the_person_and_notes_the_view_once(client, kam, account, person):
    deal = create_opportunity(actor=kam, at=AT, account=account, name="汰換案")
    set_contact(actor=kam, at=AT, opportunity=deal, person=person, role="APPROVER")
    log_interaction(actor=kam, at=AT, text="談資安", people=[person])
    page = text(client.get(f"/people/{person.uid}/"))
    for expected in ("游靖堯", "主任", "yu@example.com", "Jing Yu", "汰換案", "談資安", "canary", "Kam"):
        assert expected in page
    assert AuditEvent.objects.filter(verb="VIEWED", object_uid=person.uid).count() == 1
    assert "canary" in text(client.get(f"/people/{person.uid}/history/"))


def test_without_the_right_the_judgement_is_withheld_everywhere(client, account, person):
    member = make_user([Role.TEAM_MEMBER], language="en")
    make_member(account, member)
    client.force_login(member)
    for path in ("", "history/", "form/"):
        assert "canary" not in text(client.get(f"/people/{person.uid}/{path}"))
    assert client.get(f"/people/{person.uid}/fields/judgement/").status_code == 404
    posted = {"full_name": "游靖堯", "judgement": "forged", "version": person.version, "base": "{}"}
    client.post(f"/people/{person.uid}/form/", posted)
    person.refresh_from_db()
    assert person.judgement == "canary"


def test_somebody_without_account_is_seen_by_their_owner(client, kam):
    alone = create_person(actor=kam, at=AT, full_name="獨行")
    page = text(client.get(f"/people/{alone.uid}/"))
    assert "No post is recorded" in page
    client.force_login(make_user(language="en"))
    assert client.get(f"/people/{alone.uid}/").status_code == 404


def test_a_person_needs_only_a_name(client, kam, account):
    assert client.get(f"/people/new/?account={account.uid}").status_code == 200
    answer = client.post("/people/new/", {"full_name": "駱冠廷"})
    made = Person.objects.get()
    assert answer["Location"] == f"/people/{made.uid}/"
    assert client.post("/people/new/", {"full_name": ""}).status_code == 422
    wrong = client.post("/people/new/", {"full_name": "x", "email": "nonsense"})
    assert "is not an e-mail address" in text(wrong)


def test_a_person_takes_a_vacant_post_or_reports_to_one(client, kam, account):
    post = create_post(actor=kam, at=AT, account=account, title="財務長", level="EXECUTIVE")
    page = text(client.get(f"/people/new/?account={account.uid}&post={post.uid}"))
    assert 'value="財務長"' in page
    client.post(
        f"/people/new/?account={account.uid}&reports_to={post.uid}",
        {"full_name": "甲", "account": account.uid, "title": "會計"},
    )
    assert Post.objects.get(title="會計").reports_to == post


def test_who_looks_the_same_is_shown_before(client, kam, account, person):
    posted = {"full_name": "游靖堯主任", "account": account.uid}
    answer = client.post("/people/new/", posted)
    assert answer.status_code == 200
    assert f"/people/{person.uid}/" in text(answer)
    assert Person.objects.count() == 1
    assert client.post("/people/new/", {**posted, "is_new": "on"}).status_code == 302
    found = text(client.get("/people/lookalikes/?email=yu@example.com"))
    assert "same e-mail address" in found


@pytest.mark.parametrize("typed", ["游靖堯", "靖堯", "youjing", "you jing yao"])
def test_whom_we_know_is_shown_by_a_part_and_by_sound_while_no_account_is_chosen(
    client, kam, account, person, typed
):
    create_person(actor=kam, at=AT, full_name="陳大文", account=account)
    found = text(client.get("/people/lookalikes/", {"full_name": typed}))
    assert found.count(f"/people/{person.uid}/") == 1
    assert "陳大文" not in found
    assert client.get("/people/lookalikes/", {"full_name": typed[:1]}).content.strip() == b""


def test_everything_about_a_person_can_be_changed_and_a_stale_form_merges(client, person):
    url = f"/people/{person.uid}/form/"
    assert "Jing Yu" in text(client.get(url))
    posted = {
        "full_name": "游靖堯", "email": "new@example.com", "other_names": "Yu\n游主任", "judgement": "canary",
        "version": str(person.version), "base": "{}",
    }  # fmt: skip
    assert client.post(url, posted).status_code == 302
    person.refresh_from_db()
    assert person.email == "new@example.com"
    assert {name.name for name in person.names.all()} == {"Yu", "游主任"}
    assert client.post(url, {**posted, "email": "third@example.com"}).status_code == 409
    assert client.post(url, {**posted, "full_name": ""}).status_code == 422


def test_a_property_is_changed_in_place(client, kam, person):
    url = f"/people/{person.uid}/fields/mobile/"
    assert "<html" not in text(client.get(url, **HTMX))
    assert "<html" in text(client.get(url))
    posted = {"mobile": "0912", "version": str(person.version), "base": "{}"}
    assert "0912" in text(client.post(url, posted, **HTMX))
    assert client.post(url, {**posted, "mobile": "0913"}, **HTMX).status_code == 409
    person.refresh_from_db()
    fresh = {"mobile": "0914", "version": str(person.version), "base": "{}"}
    assert client.post(url, fresh).status_code == 302
    wrong = client.post(f"/people/{person.uid}/fields/email/", {"email": "x", "base": "{}"}, **HTMX)
    assert wrong.status_code == 422
    assert client.get(f"/people/{person.uid}/fields/status/").status_code == 404
    owner = client.post(f"/people/{person.uid}/fields/owner/", {"owner": kam.user.uid, "base": "{}"}, **HTMX)
    assert "Kam" in text(owner)


def test_a_deleted_person_comes_back(client, person):
    url = f"/people/{person.uid}/"
    assert client.post(f"{url}deletion/", {"next": url})["Location"] == "/people/"
    assert client.get(url).status_code == 404
    assert client.post(f"{url}restoration/")["Location"] == url
    assert client.get(url).status_code == 200


def test_moving_keeps_the_post_left_behind(client, kam, account, person):
    elsewhere = make_account(kam.user, name="明川健檢")
    url = f"/people/{person.uid}/move/"
    assert client.get(url).status_code == 200
    posted = {"account": elsewhere.uid, "title": "院長", "on": "2026-11-01"}
    assert client.post(url, posted).status_code == 302
    person.refresh_from_db()
    assert (person.account, person.title) == (elsewhere, "院長")
    page = text(client.get(f"/people/{person.uid}/"))
    assert "since 1 Nov 2026" in page
    assert "until 1 Nov 2026" in page
    tab = text(client.get(f"/accounts/{account.uid}/people/"))
    assert "vacant" in tab
    assert "Were here before" in tab
    client.post(url, {"account": elsewhere.uid, "title": "委員", "keeps": "on"})
    assert Tenure.objects.filter(person=person, is_current=True).count() == 2
    assert client.post(url, {"account": elsewhere.uid}).status_code == 422


def test_leaving_a_post_asks_why(client, kam, account, person):
    tenure = Tenure.objects.get()
    url = f"/people/{person.uid}/tenures/{tenure.uid}/ending/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "BORED"}).status_code == 422
    assert client.post(url, {"reason": "LEFT", "until": "2026-11-01"}).status_code == 302
    page = text(client.get(f"/people/{person.uid}/"))
    assert "Left the customer" in page
    assert client.post(url, {"reason": "LEFT"}).status_code == 422
    other = create_person(actor=kam, at=AT, full_name="乙", account=account)
    assert client.get(f"/people/{other.uid}/tenures/{tenure.uid}/ending/").status_code == 404


def test_a_period_with_both_ends_is_written_out(client, kam, account):
    alone = create_person(actor=kam, at=AT, full_name="丙")
    post = create_post(actor=kam, at=AT, account=account, title="顧問")
    tenure = start_tenure(actor=kam, at=AT, person=alone, post=post, since=AT.date())
    assert "since 2 Nov 2026" in text(client.get(f"/people/{alone.uid}/"))
    client.post(
        f"/people/{alone.uid}/tenures/{tenure.uid}/ending/", {"reason": "RETIRED", "until": "2026-12-01"}
    )
    assert "2 Nov 2026 to 1 Dec 2026" in text(client.get(f"/people/{alone.uid}/"))


@pytest.mark.requirement("R3.4")
def test_the_organisation_tells_posts_from_people(client, kam, account, person):
    url = f"/accounts/{account.uid}/people/"
    assert "No post is known yet" in text(client.get(f"/accounts/{make_account(kam.user).uid}/people/"))
    create_person(actor=kam, at=AT, full_name="散人", account=account)
    top = create_post(actor=kam, at=AT, account=account, title="院長", level="BOARD")
    page = text(client.get(url))
    for expected in (
        "We know 2 people here. 1 post stands vacant.",
        "院長",
        "Board and owner",
        "散人",
    ):
        assert expected in page
    assert "not met for long" not in page
    Person.objects.update(created_at=now() - timedelta(days=400))
    assert "not met for long" in text(client.get(url))
    posted = {"title": "採購長", "level": "MANAGER", "reports_to": top.uid}
    assert client.post(f"/accounts/{account.uid}/posts/", posted).status_code == 302
    assert Post.objects.get(title="採購長").reports_to == top
    assert client.post(f"/accounts/{account.uid}/posts/", {"title": ""}).status_code == 422


def test_a_post_is_changed_and_closed(client, kam, account):
    post = create_post(actor=kam, at=AT, account=account, title="院長")
    url = f"/posts/{post.uid}/form/"
    assert client.get(url).status_code == 200
    posted = {"title": "總院長", "level": "BOARD", "version": "1", "base": "{}"}
    assert client.post(url, posted).status_code == 302
    assert client.post(url, {**posted, "title": "x"}).status_code == 409
    assert client.post(url, {**posted, "title": ""}).status_code == 422
    assert client.post(f"/posts/{post.uid}/closure/").status_code == 302
    assert not Post.objects.get().is_active


def test_coverage_gaps_stand_together(client, kam, account):
    assert "No gap among senior posts" in text(client.get("/people/coverage/"))
    create_post(actor=kam, at=AT, account=account, title="董事長", level="BOARD")
    boss = create_person(
        actor=kam, at=AT, full_name="裴慧君", account=account, title="財務長", level="EXECUTIVE"
    )
    page = text(client.get("/people/coverage/"))
    for expected in ("董事長", "nobody known", "裴慧君", "never met"):
        assert expected in page
    log_interaction(actor=kam, at=AT, text="x", people=[boss])
    assert "裴慧君" not in text(client.get("/people/coverage/"))


def test_more_people_cost_no_more_queries(client, kam, account, django_assert_max_num_queries):
    for number in range(20):
        made = create_person(actor=kam, at=AT, full_name=f"n{number}", account=account, title=f"t{number}")
        log_interaction(actor=kam, at=AT, text="x", people=[made])
    for url, most in (
        ("/people/", 12),
        (f"/accounts/{account.uid}/people/", 12),
        (f"/accounts/{account.uid}/timeline/", 20),
        # Who saw the page is logged: PostgreSQL takes one statement more, the lock at the end of the chain.
        (f"/people/{made.uid}/", 25 + (connection.vendor == "postgresql")),
    ):
        client.get(url)
        with django_assert_max_num_queries(most):
            client.get(url)
