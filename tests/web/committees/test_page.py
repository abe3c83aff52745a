"""The page of a committee: names become seats, keys and clicks become judgements, gaps stand on top."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.crm.committees.scenes import make_table
from tests.deals import make_opportunity
from tests.factories import make_account, make_member, make_user, with_every_right

from tongxin.common.clock import now, today
from tongxin.crm.committees.choices import TieKind
from tongxin.crm.committees.models import Committee, Criterion, Opinion, Seat, Tie
from tongxin.crm.committees.records import CRITERION
from tongxin.crm.committees.seating import assign_counterpart, draw_tie, judge
from tongxin.crm.relationships.actions import log_interaction
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.2")]


@pytest.fixture
def table(client):
    table = make_table("Alder")
    client.force_login(table.actor.user)
    return table


def page_of(table) -> str:
    return reverse("web:opportunity_committee", args=[table.deal.uid])


def test_a_first_name_makes_committee_person_and_seat(client):
    user = make_user()
    client.force_login(user)
    deal = make_opportunity(with_every_right(user), account=make_account(user))
    url = reverse("web:opportunity_committee", args=[deal.uid])
    assert client.get(url).status_code == 200
    assert not Committee.objects.exists()
    answer = client.post(url, {"name": "裴慧君"})
    assert answer.status_code == 302
    seat = Seat.objects.get()
    assert (seat.person.full_name, seat.person.account_id, seat.attitude) == (
        "裴慧君",
        deal.account_id,
        "UNKNOWN",
    )
    assert "裴慧君" in client.get(url).content.decode()
    assert "裴慧君" in client.post(url, {"name": "裴慧君"}).content.decode()
    assert Seat.objects.count() == 1


def test_a_name_under_a_boss_draws_the_reporting_line(client, table):
    boss = table.seat("溫紹衡")
    client.post(page_of(table), {"name": "簡伯鈞", "role": "DECISION_MAKER", "boss": boss.uid})
    tie = Tie.objects.get()
    assert (tie.from_seat.person.full_name, tie.to_seat_id, tie.kind) == ("簡伯鈞", boss.pk, "REPORTS_TO")
    shown = client.get(f"{page_of(table)}?boss={boss.uid}").content.decode()
    assert "autofocus" in shown
    assert 'data-picture="committee-map"' in shown


def test_attitude_power_counterpart_and_view_are_kept(client, table):
    seat = table.seat("Wu", role="DECISION_MAKER")
    judgement = reverse("web:seat_judgement", args=[seat.uid])
    client.post(judgement, {"attitude": "CHAMPION"})
    client.post(judgement, {"power": "5"})
    client.post(reverse("web:seat_counterpart", args=[seat.uid]), {"user": table.actor.user.uid})
    client.post(
        reverse("web:committee_opinions", args=[table.committee.uid]),
        {"leaning": "-1", "why": "The board waits"},
    )
    seat = Seat.objects.get()
    assert (seat.attitude, seat.power, seat.counterpart_id) == ("CHAMPION", 5, table.actor.user.pk)
    assert Opinion.objects.get().why == "The board waits"
    shown = client.get(page_of(table)).content.decode()
    assert "The board waits" in shown
    assert "not met" in shown


def test_a_line_is_drawn_or_refused_in_words(client, table):
    one, two = table.seat("Ian"), table.seat("Ava")
    url = reverse("web:committee_lines", args=[table.committee.uid])
    sent = {"from_seat": one.uid, "to_seat": two.uid, "kind": "CONFLICT", "strength": "3"}
    assert client.post(url, sent).status_code == 302
    refused = client.post(url, {**sent, "to_seat": one.uid})
    assert refused.status_code == 422
    assert "A tie needs two people" in refused.content.decode()
    assert Tie.objects.count() == 1


def test_the_gap_stands_on_top_and_whom_to_meet_next_is_named(client, table):
    known, far = table.seat("Near", role="USER"), table.seat("Far", role="DECISION_MAKER")
    for seat, power in ((known, 1), (far, 5)):
        judge(actor=table.actor, at=now(), seat=seat, values={"power": power, "attitude": "SUPPORTER"})
    for days in (3, 2):
        day = now() - timedelta(days=days)
        log_interaction(
            actor=table.actor,
            at=day,
            account=table.account,
            people=[known.person],
            text="Met",
            occurred_at=day,
        )
    shown = client.get(page_of(table)).content.decode()
    heat = shown[shown.index('class="heat"') :]
    assert heat.index("Far") < heat.index("Near")
    assert "1 of 2 seats is not covered" in shown
    aside = shown[shown.index('id="next"') :]
    assert "Get to know them" in aside


def test_who_may_not_judge_sees_seats_and_roles_alone(client, table):
    seat, other = table.seat("Kao", role="APPROVER"), table.seat("Lin")
    judge(
        actor=table.actor,
        at=now(),
        seat=seat,
        values={"attitude": "OPPONENT", "power": 4, "priorities": "his brother"},
    )
    draw_tie(actor=table.actor, at=now(), ends=(seat, other), kind=TieKind.CONFLICT, evidence="quarrel")
    mate = make_user((Role.TEAM_MEMBER,))
    make_member(table.account, mate)
    client.force_login(mate)
    seen = client.get(page_of(table)).content.decode()
    assert "Kao" in seen
    assert "Approver" in seen
    assert not any(
        word in seen for word in ("Does not support", "his brother", "quarrel", "At odds", "at odds with")
    )
    assert (
        client.post(reverse("web:seat_judgement", args=[seat.uid]), {"attitude": "CHAMPION"}).status_code
        == 403
    )
    assert client.get("/seats/?attitude=OPPONENT").status_code == client.get("/seats/?invented=1").status_code
    history = client.get(reverse("web:seat_history", args=[seat.uid])).content.decode()
    assert "support" not in history
    answer = client.get(f"/api/v1/committees/{table.committee.uid}/map").json()
    assert {state["attitude"] for state in answer["seats"]} == {None}
    assert {state["power"] for state in answer["seats"]} == {None}
    assert answer["verdict"] is None


@pytest.mark.requirement("R3.2")
def test_sixty_seats_with_four_hundred_ties_take_few_queries(client, table):
    seats = [table.seat(f"Person {number}") for number in range(60)]
    ties = [
        Tie(
            committee=table.committee,
            from_seat=seats[number % 60],
            to_seat=seats[(number * 7 + 1 + number // 60) % 60],
            kind="INFLUENCE",
            evidence="seen",
            created_at=now(),
            updated_at=now(),
        )
        for number in range(420)
    ]
    Tie.objects.bulk_create([tie for tie in ties if tie.from_seat_id != tie.to_seat_id][:400])
    assign_counterpart(actor=table.actor, at=now(), seat=seats[0], user=table.actor.user)
    client.get(page_of(table))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown = client.get(page_of(table)).content.decode()
    assert "matrix" in shown
    assert len(asked) <= 25, len(asked)


def test_weights_that_do_not_sum_are_refused_and_what_was_entered_is_told(client, table):
    criteria = [
        create_record(
            CRITERION, actor=table.actor, at=now(), values={"committee": table.committee, "name": name}
        )
        for name in ("Price", "Uptime")
    ]
    url = reverse("web:committee_weights", args=[table.committee.uid])

    def sent(*weights):
        return {f"weight-{one.uid}": weight for one, weight in zip(criteria, weights, strict=True)}

    refused = client.post(url, sent("60", "30"))
    assert refused.status_code == 422
    assert "sum to 90%" in refused.content.decode()
    assert client.post(url, sent("60", "a lot")).status_code == 422
    assert client.post(url, sent("60", "40%")).status_code == 302
    assert [str(one.weight) for one in Criterion.objects.order_by("pk")] == ["60.00", "40.00"]


def test_what_changed_since_a_day_and_the_map_of_a_day(client, table):
    seat = table.seat("Wu", now() - timedelta(days=30))
    other = table.seat("Lin", now() - timedelta(days=5))
    judge(actor=table.actor, at=now(), seat=seat, values={"attitude": "CHAMPION", "power": 4})
    draw_tie(actor=table.actor, at=now(), ends=(other, seat), kind=TieKind.INFLUENCE)
    since = (now() - timedelta(days=20)).date().isoformat()
    shown = client.get(f"{page_of(table)}?since={since}").content.decode()
    told = shown[shown.index('id="since"') :]
    for change in (
        "New seat: Lin",
        "Wu: attitude Unknown → Champion",
        "Wu: power – → 4",
        "New line: Lin – Influences – Wu",
    ):
        assert change in told, change
    before = client.get(f"{page_of(table)}?on={since}").content.decode()
    assert "As of" in before
    assert "Lin" not in before[before.index('class="heat"') : before.index('id="add"')]
    assert "Nothing changed" in client.get(f"{page_of(table)}?since={today().isoformat()}").content.decode()


def test_seats_and_ties_leave_as_a_workbook_and_the_map_as_a_drawing(client, table):
    seat, other = table.seat("Wu"), table.seat("Lin")
    judge(actor=table.actor, at=now(), seat=seat, values={"attitude": "CHAMPION"})
    draw_tie(actor=table.actor, at=now(), ends=(other, seat), kind=TieKind.INFLUENCE, evidence="said so")

    def file(part, form):
        return client.get(reverse("web:committee_file", args=[table.committee.uid, part, form]))

    drawing = file("map", "svg").content.decode()
    assert 'class="tie tie-influence"' in drawing
    assert "<title>Wu" in drawing
    seats = b"".join(file("seats", "csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Champion" in seats
    assert "said so" in b"".join(file("ties", "csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert file("seats", "xlsx").content[:2] == b"PK"
    assert file("map", "xlsx").status_code == 404
    mate = make_user((Role.TEAM_MEMBER,))
    make_member(table.account, mate)
    client.force_login(mate)
    assert "Champion" not in b"".join(file("seats", "csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "tie-influence" not in file("map", "svg").content.decode().split("</style>")[1]


def test_a_criterion_is_added_from_the_page_and_leads_back_to_it(client, table):
    form = f"{reverse('web:criterion_new')}?committee={table.committee.uid}&next={page_of(table)}"
    assert form.replace("&", "&amp;") in client.get(page_of(table)).content.decode()
    shown = client.get(form).content.decode()
    assert "Deal of Alder" in shown
    sent = {"committee": table.committee.uid, "name": "Uptime", "kind": "FORMAL", "next": page_of(table)}
    assert client.post(form, sent).url == page_of(table)
    assert Criterion.objects.get().name == "Uptime"


def test_the_record_of_a_committee_leads_to_its_picture(client, table):
    table.seat("Wu")
    record = client.get(reverse("web:committee", args=[table.committee.uid])).content.decode()
    assert f'href="{page_of(table)}?committee={table.committee.uid}"' in record
    Committee.objects.update(opportunity=None)
    record = client.get(reverse("web:committee", args=[table.committee.uid])).content.decode()
    assert f'href="{reverse("web:committee_map", args=[table.committee.uid])}"' in record


def test_the_mirror_tells_whether_we_reach_more_people_than_twelve_weeks_ago(client, table):
    table.actor.user.language = "en"
    table.actor.user.save()
    first, second, _third = (table.seat(name) for name in ("Wu", "Shao", "Okafor"))

    def met(seat: Seat, days: int) -> None:
        at = now() - timedelta(days=days)
        log_interaction(actor=table.actor, at=now(), text="Met", occurred_at=at, people=[seat.person])

    client.force_login(table.actor.user)
    assert (
        "met 0 of 3 people within four weeks; 12 weeks ago it was 0."
        in client.get(page_of(table)).content.decode()
    )
    met(first, 12 * 7)
    met(first, 1)
    met(second, 20)
    page = client.get(page_of(table)).content.decode()
    assert "met 2 of 3 people within four weeks; 12 weeks ago it was 1." in page
    assert page.index("</tbody>") < page.index('<td class="c">2</td>')
