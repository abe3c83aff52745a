"""What happens to committees in the field: two employers, a leaver in mid-deal, matrix lines and circles."""

from datetime import date

import pytest
from tests.crm.committees.scenes import make_table, moment
from tests.factories import AT, make_account, make_user, with_every_right

from tongxin.analytics.committees import insight
from tongxin.crm.committees.choices import TieKind
from tongxin.crm.committees.models import Seat, Tie
from tongxin.crm.committees.records import SEAT
from tongxin.crm.committees.rules import CommitteeRefused
from tongxin.crm.committees.seating import add_member, draw_tie, judge
from tongxin.crm.committees.selectors import committee_map
from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.search import search
from tongxin.crm.stakeholders.actions import change_post, create_person, create_post, end_tenure, start_tenure
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.records.writing import change_record

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.2")]


def test_one_person_in_two_committees_has_two_seats_titles_and_attitudes():
    user = make_user()
    clinic_a, clinic_b = make_table("Clinic A", owner=user), make_table("Clinic B", owner=user)
    every = with_every_right(user)
    doctor = create_person(
        actor=every, at=AT, full_name="Dr. Hsu", account=clinic_a.account, title="Director"
    )
    board = create_post(actor=every, at=AT, account=clinic_b.account, title="Board member")
    start_tenure(actor=every, at=AT, person=doctor, post=board, is_main=False)
    for table, role, attitude in ((clinic_a, "APPROVER", "SUPPORTER"), (clinic_b, "EVALUATOR", "OPPONENT")):
        values = {"committee": table.committee, "name": "Hsu", "role": role, "person": doctor}
        seat = SEAT.create(actor=every, at=AT, values={**values, "attitude": attitude})  # type: ignore[misc]
        if table is clinic_b:
            judge(actor=table.actor, at=AT, seat=seat, values={"attitude": "NEUTRAL"})
    change_post(
        actor=every, at=AT, post=Tenure.objects.get(post__title="Director").post, values={"title": "Chief"}
    )

    first, second = clinic_a.states("2026-11-25")["Hsu"], clinic_b.states("2026-11-25")["Hsu"]

    assert (first.title, second.title) == ("Chief", "Board member")
    assert (first.attitude, second.attitude) == ("SUPPORTER", "NEUTRAL")
    assert Person.objects.filter(full_name="Dr. Hsu").count() == 1
    assert len(search(every, "Hsu", kinds=("PERSON",))) == 1


@pytest.fixture
def left():
    """The decision maker, met twice and in favour, left Alder on 1 October for Cedar."""
    table = make_table("Alder", at=moment("2026-03-01"))
    every = with_every_right(table.actor.user)
    seat = table.seat("Wu", moment("2026-03-01"), role="DECISION_MAKER", title="COO")
    judge(actor=table.actor, at=moment("2026-04-10"), seat=seat, values={"attitude": "SUPPORTER", "power": 5})
    for day in ("2026-04-10", "2026-08-20"):
        log_interaction(
            actor=every,
            at=moment(day),
            account=table.account,
            people=[seat.person],
            text="Met",
            occurred_at=moment(day),
        )
    tenure = Tenure.objects.get(person=seat.person)
    end_tenure(actor=every, at=moment("2026-10-01"), tenure=tenure, reason="LEFT", until=date(2026, 10, 1))
    cedar = create_post(
        actor=every,
        at=moment("2026-10-12"),
        account=make_account(table.actor.user, name="Cedar"),
        title="CEO",
    )
    wu = Person.objects.get(full_name="Wu")
    start_tenure(actor=every, at=moment("2026-10-12"), person=wu, post=cedar, since=date(2026, 10, 12))
    return table, seat


def test_a_leavers_seat_is_vacant_from_that_day_and_was_theirs_before(left):
    table, seat = left
    before, after = table.states("2026-09-15")[seat.name], table.states("2026-11-25")[seat.name]
    assert (before.name, before.attitude, before.power) == ("Wu", "SUPPORTER", 5)
    assert after.is_vacant
    assert after.vacant_since == date(2026, 10, 1)
    assert after.attitude == "UNKNOWN"


def test_a_leaver_counts_nowhere_and_the_vacant_seat_comes_first(left):
    table, seat = left
    other = table.seat("Lin", moment("2026-04-01"), role="USER")
    judge(actor=table.actor, at=moment("2026-04-10"), seat=other, values={"attitude": "OPPONENT"})
    table.committee.rule = "DECISION_MAKER"
    said = insight(committee_map(table.actor, table.committee, as_of=date(2026, 11, 25)))
    assert said.outlook is not None
    assert said.next is not None
    assert "NO_DECISION_MAKER" in {reason.code for reason in said.outlook.reasons}
    assert said.next.contacts[0].id == seat.uid
    assert said.next.contacts[0].move == "FIND_SUCCESSOR"


def test_a_successor_starts_as_unknown_and_the_ties_of_the_leaver_end(left):
    table, seat = left
    other = table.seat("Lin", moment("2026-04-01"))
    draw_tie(actor=table.actor, at=moment("2026-05-01"), ends=(other, seat), kind=TieKind.INFLUENCE)
    draw_tie(actor=table.actor, at=moment("2026-05-01"), ends=(other, seat), kind=TieKind.REPORTS_TO)
    successor = create_person(
        actor=table.actor, at=moment("2026-11-02"), full_name="Chao", account=table.account, title="COO"
    )
    seat = Seat.objects.get(pk=seat.pk)
    change_record(
        SEAT, actor=table.actor, at=moment("2026-11-02"), record=seat,
        values={"person": successor, "since": date(2026, 11, 2)},
    )  # fmt: skip
    now = table.states("2026-11-25")[seat.name]
    assert (now.name, now.attitude, now.is_vacant) == ("Chao", "UNKNOWN", False)
    assert table.states("2026-09-15")[seat.name].name == "Wu"
    assert set(Tie.objects.filter(ended_on=None).values_list("kind", flat=True)) == {"REPORTS_TO"}


def test_a_seat_is_not_held_by_two_at_once(left):
    table, seat = left
    seat = Seat.objects.get(pk=seat.pk)
    other = create_person(actor=table.actor, at=AT, full_name="Chao", account=table.account)
    with pytest.raises(CommitteeRefused) as refused:
        change_record(
            SEAT, actor=table.actor, at=AT, record=seat, values={"person": other, "since": date(2026, 2, 1)}
        )
    assert refused.value.code == "SEAT_HELD_TWICE"
    assert Seat.objects.get(pk=seat.pk).person.full_name == "Wu"


@pytest.fixture
def chart():
    """Two heads under Diego, three people under Ian, an assistant, an outside consultant; two dotted lines."""
    table = make_table("Fir")
    names = ("Diego", "Ian", "Sophie", "Ava", "Emily", "Megan", "Assistant")
    seats = {name: table.seat(name) for name in names}
    seats["Consultant"] = table.seat("Consultant", role="EXTERNAL")
    for below, boss in (
        ("Ian", "Diego"), ("Sophie", "Diego"), ("Ava", "Ian"), ("Emily", "Ian"), ("Megan", "Ian"),
        ("Assistant", "Diego"),
    ):  # fmt: skip
        draw_tie(actor=table.actor, at=AT, ends=(seats[below], seats[boss]), kind=TieKind.REPORTS_TO)
    for below, boss in (("Ava", "Sophie"), ("Consultant", "Sophie")):
        draw_tie(actor=table.actor, at=AT, ends=(seats[below], seats[boss]), kind=TieKind.DOTTED_LINE)
    return table, seats


@pytest.mark.parametrize(
    ("kind", "below", "boss", "code"),
    [
        ("REPORTS_TO", "Diego", "Ava", "BOSS_CIRCLE"),
        ("REPORTS_TO", "Ava", "Sophie", "BOSS_TWICE"),
        ("REPORTS_TO", "Ian", "Ian", "TIE_SELF"),
        ("DOTTED_LINE", "Ian", "Ian", "TIE_SELF"),
    ],
)
def test_lines_that_cannot_be_are_refused_and_nothing_is_saved(chart, kind, below, boss, code):
    table, seats = chart
    with pytest.raises(CommitteeRefused) as refused:
        draw_tie(actor=table.actor, at=AT, ends=(seats[below], seats[boss]), kind=kind)
    assert refused.value.code == code
    assert Tie.objects.count() == 8
    if code == "BOSS_CIRCLE":
        assert refused.value.params["chain"] == "Diego → Ava → Ian → Diego"


def test_dotted_lines_may_close_a_circle_and_the_map_still_ends(chart):
    table, seats = chart
    draw_tie(actor=table.actor, at=AT, ends=(seats["Diego"], seats["Ava"]), kind=TieKind.DOTTED_LINE)
    said = insight(committee_map(table.actor, table.committee, as_of=date(2026, 11, 25)))
    assert said.ranking is not None
    assert said.ranking.ranking[0].id == seats["Ian"].uid or said.ranking.ranking[0].id == seats["Diego"].uid


def test_a_tie_stays_within_its_committee(chart):
    table, seats = chart
    other = make_table("Elm")
    stranger = add_member(actor=other.actor, at=AT, committee=other.committee, name="Yu")
    with pytest.raises(CommitteeRefused) as refused:
        draw_tie(
            actor=with_every_right(table.actor.user), at=AT, ends=(seats["Ian"], stranger), kind="DOTTED_LINE"
        )
    assert refused.value.code == "TIE_ELSEWHERE"
