"""What happens to committees in the field, seen and done through pages, the API and imported people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.crm.committees.scenes import make_table
from tests.factories import make_member, make_user, with_every_right

from tongxin.common.clock import now, today
from tongxin.crm.committees.choices import TieKind
from tongxin.crm.committees.models import Seat, Tie
from tongxin.crm.committees.seating import add_member, draw_tie
from tongxin.crm.stakeholders.actions import create_person, create_post, end_tenure, start_tenure
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.2")]


@pytest.fixture
def table(client):
    table = make_table("Fir", at=now() - timedelta(days=30))
    client.force_login(table.actor.user)
    return table


def send(client, url, body, *, method="post", status=201):
    version = {"If-Match": client.get(f"/api/v1/{url}")["ETag"]} if method in {"patch", "delete"} else {}
    answer = getattr(client, method)(f"/api/v1/{url}", body, content_type="application/json", headers=version)
    assert answer.status_code == status, answer.content.decode()
    return answer.json() if answer.content else {}


def deal_page(client, table):
    return client.get(reverse("web:opportunity_committee", args=[table.deal.uid])).content.decode()


def test_one_person_in_two_committees_over_the_api_and_on_both_pages(client):
    user = make_user()
    client.force_login(user)
    first, second = make_table("Clinic A", owner=user), make_table("Clinic B", owner=user)
    every = with_every_right(user)
    doctor = create_person(
        actor=every, at=now(), full_name="Dr. Hsu", account=first.account, title="Director"
    )
    board = create_post(actor=every, at=now(), account=second.account, title="Board member")
    start_tenure(actor=every, at=now(), person=doctor, post=board, is_main=False)
    seats = {}
    for table, attitude in ((first, "SUPPORTER"), (second, "OPPONENT")):
        body = {"committee": table.committee.uid, "name": "Seat", "person": doctor.uid, "attitude": attitude}
        seats[table.deal.uid] = send(client, "seats", body)["uid"]
    judged = reverse("web:seat_judgement", args=[seats[second.deal.uid]])
    assert client.post(judged, {"attitude": "NEUTRAL"}).status_code == 302
    post = Tenure.objects.get(post__title="Director").post
    send(client, f"posts/{post.uid}", {"title": "Chief"}, method="patch", status=200)
    told = {}
    for table in (first, second):
        (state,) = client.get(f"/api/v1/committees/{table.committee.uid}/map").json()["seats"]
        told[table.account.name] = (state["name"], state["title"], state["attitude"])
        shown = deal_page(client, table)
        assert state["title"] in shown
    assert told == {
        "Clinic A": ("Dr. Hsu", "Chief", "SUPPORTER"),
        "Clinic B": ("Dr. Hsu", "Board member", "NEUTRAL"),
    }
    assert [hit["kind"] for hit in client.get("/api/v1/search?q=Hsu").json()["results"]] == ["PERSON"]
    listed = client.get(reverse("web:account_people", args=[second.account.uid])).content.decode()
    assert "Dr. Hsu" in listed
    assert "Board member" in listed


def test_a_leaver_is_vacant_on_the_page_and_over_the_api_on_either_side_of_the_day(client, table):
    every, day = with_every_right(table.actor.user), today() - timedelta(days=9)
    seat = table.seat("Wu", now() - timedelta(days=30), role="DECISION_MAKER", title="COO")
    table.seat("Lin", now() - timedelta(days=30))
    send(client, f"seats/{seat.uid}", {"attitude": "SUPPORTER", "power": 5}, method="patch", status=200)
    end_tenure(actor=every, at=now(), tenure=Tenure.objects.get(person=seat.person), reason="LEFT", until=day)
    url = f"/api/v1/committees/{table.committee.uid}/map"
    after = client.get(url).json()
    before = client.get(f"{url}?on={day - timedelta(days=1)}").json()
    assert [state["person"] for state in before["seats"] if state["uid"] == seat.uid] == [seat.person.uid]
    (state,) = [state for state in after["seats"] if state["uid"] == seat.uid]
    assert (state["is_vacant"], state["vacant_since"], state["person"]) == (True, day.isoformat(), None)
    assert state["attitude"] == "UNKNOWN"
    assert (after["next"][0]["seat"], after["next"][0]["move"]) == (seat.uid, "FIND_SUCCESSOR")
    assert Person.objects.get(full_name="Wu").account is None
    shown = deal_page(client, table)
    assert f"Vacant since {day.day} {day:%b %Y}" in shown
    assert "No decision maker in place" in shown or "no decision maker" in shown.lower()
    assert "No decision maker" in client.get(reverse("web:today")).content.decode()
    successor = send(client, "people", {"name": "Chao", "account": table.account.uid, "title": "COO"})
    body = {"person": successor["uid"], "since": today().isoformat()}
    changed = send(client, f"seats/{seat.uid}", body, method="patch", status=200)
    assert changed["attitude"] == "UNKNOWN"
    now_there = client.get(url).json()["seats"]
    assert [state["name"] for state in now_there if state["uid"] == seat.uid] == ["Chao"]


@pytest.fixture
def chart(table):
    """Two heads under Diego, three people under Ian, an assistant, an outside consultant; two dotted lines."""
    roles = {"Assistant": "GATEKEEPER", "Consultant": "EXTERNAL"}
    names = ("Diego", "Ian", "Sophie", "Ava", "Emily", "Megan", "Assistant", "Consultant")
    seats = {name: table.seat(name, role=roles.get(name, "EVALUATOR")) for name in names}
    for kind, below, boss in (
        ("REPORTS_TO", "Ian", "Diego"), ("REPORTS_TO", "Sophie", "Diego"), ("REPORTS_TO", "Ava", "Ian"),
        ("REPORTS_TO", "Emily", "Ian"), ("REPORTS_TO", "Megan", "Ian"), ("REPORTS_TO", "Assistant", "Diego"),
        ("DOTTED_LINE", "Ava", "Sophie"), ("DOTTED_LINE", "Consultant", "Sophie"),
    ):  # fmt: skip
        draw_tie(actor=table.actor, at=now(), ends=(seats[below], seats[boss]), kind=kind)
    return table, seats


def test_the_chart_is_drawn_with_its_lines_and_no_others(client, chart):
    table, _seats = chart
    shown = deal_page(client, table)
    assert shown.count('class="tie tie-reports-to"') == 6
    assert shown.count('class="tie tie-dotted-line"') == 2
    assert shown.count('class="tie ') == 8


@pytest.mark.parametrize(
    ("kind", "below", "boss", "code", "words"),
    [
        ("REPORTS_TO", "Diego", "Ava", "BOSS_CIRCLE", "Diego → Ava → Ian → Diego"),
        ("REPORTS_TO", "Ava", "Sophie", "BOSS_TWICE", "Ian"),
        ("REPORTS_TO", "Ian", "Ian", "TIE_SELF", "Ian"),
        ("DOTTED_LINE", "Diego", "Ava", "", ""),
    ],
)
def test_page_and_api_draw_or_refuse_alike(client, chart, kind, below, boss, code, words):
    table, seats = chart
    ends = {"from_seat": seats[below].uid, "to_seat": seats[boss].uid, "kind": kind}
    page = client.post(reverse("web:committee_lines", args=[table.committee.uid]), {**ends, "strength": "2"})
    body = {"committee": table.committee.uid, "evidence": "Seen", **ends}
    if code:
        assert page.status_code == 422
        assert words in page.content.decode()
        assert send(client, "ties", body, status=422)["code"] == code
        assert Tie.objects.count() == 8
    else:
        assert page.status_code == 302
        assert deal_page(client, table).count('class="tie tie-dotted-line"') == 3


def test_assistant_and_outsider_have_no_vote_until_one_is_given(client, chart):
    table, seats = chart
    url = f"/api/v1/committees/{table.committee.uid}/map"
    send(client, f"seats/{seats['Ian'].uid}", {"attitude": "CHAMPION"}, method="patch", status=200)
    for name in ("Assistant", "Consultant"):
        send(client, f"seats/{seats[name].uid}", {"attitude": "OPPONENT"}, method="patch", status=200)
    for name in ("Diego", "Sophie", "Ava", "Emily", "Megan"):
        send(client, f"seats/{seats[name].uid}", {"attitude": "SUPPORTER"}, method="patch", status=200)
    Tie.objects.all().delete()
    table.committee.rule = "WEIGHTED_SCORE"
    table.committee.save()
    without = client.get(url).json()
    send(client, f"seats/{seats['Consultant'].uid}", {"vote": "YES"}, method="patch", status=200)
    given = client.get(url).json()
    assert without["leaning"] > given["leaning"]


def test_an_ended_line_comes_back_only_where_nobody_leads_meanwhile(client, chart):
    table, seats = chart
    first = Tie.objects.get(from_seat=seats["Ava"], kind=TieKind.REPORTS_TO)
    ended = {"ended_on": today().isoformat()}
    send(client, f"ties/{first.uid}", ended, method="patch", status=200)
    draw_tie(actor=table.actor, at=now(), ends=(seats["Ava"], seats["Sophie"]), kind="REPORTS_TO")
    again = send(client, f"ties/{first.uid}", {"ended_on": None}, method="patch", status=422)
    assert again["code"] == "BOSS_TWICE"
    first.refresh_from_db()
    assert first.ended_on == today()
    # One that has ended may be noted for the record, whoever leads today.
    past = {"from_seat": seats["Ava"].uid, "to_seat": seats["Diego"].uid, "kind": "REPORTS_TO"}
    send(client, "ties", {"committee": table.committee.uid, "evidence": "Old chart", **past, **ended})
    Tie.objects.filter(from_seat=seats["Ava"], to_seat=seats["Sophie"], kind="REPORTS_TO").delete()
    send(client, f"ties/{first.uid}", {"ended_on": None}, method="patch", status=200)


def test_a_boss_whose_seat_is_gone_is_in_nobodys_way_and_comes_back_only_without_a_clash(client, chart):
    table, seats = chart
    send(client, f"seats/{seats['Ian'].uid}", {}, method="delete", status=204)
    draw_tie(actor=table.actor, at=now(), ends=(seats["Ava"], seats["Sophie"]), kind="REPORTS_TO")
    refused = client.post(f"/api/v1/seats/{seats['Ian'].uid}/restoration")
    assert (refused.status_code, refused.json()["code"]) == (422, "BOSS_TWICE")
    assert Seat.objects.get(pk=seats["Ian"].pk).deleted_at is not None
    Tie.objects.get(from_seat=seats["Ava"], to_seat=seats["Sophie"], kind="REPORTS_TO").delete()
    assert client.post(f"/api/v1/seats/{seats['Ian'].uid}/restoration").status_code == 201
    line = Tie.objects.get(from_seat=seats["Ava"], to_seat=seats["Ian"])
    send(client, f"ties/{line.uid}", {}, method="delete", status=204)
    draw_tie(actor=table.actor, at=now(), ends=(seats["Ava"], seats["Sophie"]), kind="REPORTS_TO")
    assert client.post(f"/api/v1/ties/{line.uid}/restoration").json()["code"] == "BOSS_TWICE"


def test_who_is_seated_brings_the_lines_of_the_posts_of_the_account(table):
    every = with_every_right(table.actor.user)
    posts = {}
    for name, boss in (("Diego", ""), ("Ian", "Diego"), ("Ava", "Ian")):
        create_person(actor=every, at=now(), full_name=name, account=table.account, title=f"Post of {name}")
        posts[name] = Tenure.objects.get(person__full_name=name).post
        posts[name].reports_to = posts.get(boss)
        posts[name].save()
    # The one in the middle comes last: both lines are drawn then.
    for name in ("Diego", "Ava"):
        add_member(actor=table.actor, at=now(), committee=table.committee, name=name)
    assert Tie.objects.count() == 0
    add_member(actor=table.actor, at=now(), committee=table.committee, name="Ian")
    lines = Tie.objects.values_list("from_seat__person__full_name", "to_seat__person__full_name", "kind")
    assert set(lines) == {("Ian", "Diego", "REPORTS_TO"), ("Ava", "Ian", "REPORTS_TO")}


def test_two_posts_that_lead_each_other_give_one_line(table):
    every = with_every_right(table.actor.user)
    for name in ("Ian", "Ava"):
        create_person(actor=every, at=now(), full_name=name, account=table.account, title=f"Post of {name}")
    ian, ava = (Tenure.objects.get(person__full_name=name) for name in ("Ian", "Ava"))
    ava.post.reports_to = ian.post
    ava.post.save()
    board = create_post(actor=every, at=now(), account=table.account, title="Chair", reports_to=None)
    start_tenure(actor=every, at=now(), person=ava.person, post=board, is_main=False)
    ian.post.reports_to = board
    ian.post.save()
    for name in ("Ian", "Ava"):
        add_member(actor=table.actor, at=now(), committee=table.committee, name=name)
    assert Tie.objects.count() == 1


def test_a_boss_who_is_named_goes_before_the_posts(table):
    every = with_every_right(table.actor.user)
    boss = table.seat("Sophie")
    head = table.seat("Diego", title="Head")
    person = create_person(actor=every, at=now(), full_name="Ava", account=table.account, title="Buyer")
    post = Tenure.objects.get(person=person).post
    post.reports_to = Tenure.objects.get(person=head.person).post
    post.save()
    add_member(actor=table.actor, at=now(), committee=table.committee, name="Ava", reports_to=boss)
    assert Tie.objects.get().to_seat == boss


def test_somebody_moves_under_another_boss_and_the_line_before_is_kept(client, chart):
    table, seats = chart
    url = reverse("web:committee_bosses", args=[table.committee.uid])
    assert client.post(url, {"seat": seats["Ava"].uid, "boss": seats["Sophie"].uid}).status_code == 302
    lines = Tie.objects.filter(from_seat=seats["Ava"], kind=TieKind.REPORTS_TO).order_by("pk")
    assert [(line.to_seat.name, line.ended_on) for line in lines] == [("Ian", today()), ("Sophie", None)]
    # Once more says nothing new.
    client.post(url, {"seat": seats["Ava"].uid, "boss": seats["Sophie"].uid})
    assert lines.count() == 2
    refused = client.post(url, {"seat": seats["Diego"].uid, "boss": seats["Megan"].uid})
    assert refused.status_code == 422
    assert "Diego → Megan → Ian → Diego" in refused.content.decode()
    client.post(url, {"seat": seats["Ava"].uid, "boss": ""})
    assert not lines.filter(ended_on=None).exists()
    assert client.post(url, {"seat": "nobody", "boss": ""}).status_code == 422
    reader = make_user((Role.READ_ONLY,))
    make_member(table.account, reader)
    client.force_login(reader)
    assert client.post(url, {"seat": seats["Ian"].uid, "boss": ""}).status_code == 403


def test_the_boss_of_somebody_is_added_over_them(client, table):
    seat = table.seat("Ian")
    page = reverse("web:opportunity_committee", args=[table.deal.uid])
    assert "Ian will report to whom you add" in client.get(f"{page}?leads={seat.uid}").content.decode()
    client.post(page, {"name": "Diego", "leads": seat.uid})
    line = Tie.objects.get()
    assert (line.from_seat, line.to_seat.person.full_name) == (seat, "Diego")
    # Beside somebody is under the same boss; over somebody with a boss there is no place.
    shown = client.get(page).content.decode()
    assert shown.count(f"?boss={line.to_seat.uid}") == 3
    assert f"?leads={seat.uid}" not in shown
    assert f"?leads={line.to_seat.uid}" in shown
