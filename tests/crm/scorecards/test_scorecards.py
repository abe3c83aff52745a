"""The customer's scorecard: what is kept of it, what it comes to, and what closes the gap."""

from datetime import date
from decimal import Decimal

import pytest
from tests.deals import make_competitor
from tests.factories import make_account, make_actor, make_member, make_user, with_every_right
from tests.scorecards import STATED, give, make_card

from tongxin.analytics.scorecards.standing import standings_of
from tongxin.common.clock import now
from tongxin.common.errors import Denied, Missing, Refusal, StaleVersion
from tongxin.crm.relationships.actions import NewPromise, add_promise, settle_promise
from tongxin.crm.scorecards.periods import first_day, last_day, last_ended
from tongxin.crm.scorecards.records import ACTION, CARD, CRITERION, GRADE, SHEET
from tongxin.crm.scorecards.scoring import enter_sheet, make_edition, plan_improvement, set_scores
from tongxin.crm.scorecards.selectors import criteria_of, grades_of, scores_of
from tongxin.records import reading
from tongxin.records.writing import change_record, create_record, delete_record, restore_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R2.4")]
Q2, Q3, Q4 = date(2026, 5, 31), date(2026, 7, 1), date(2026, 12, 31)
DAY = date(2027, 1, 20)


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def actor(user):
    return with_every_right(user)


@pytest.fixture
def account(user):
    return make_account(user, name="Northwind")


@pytest.fixture
def card(account, actor):
    return make_card(account, actor)


@pytest.fixture
def stands(actor, account):
    return lambda as_of=DAY: standings_of(actor, [account], as_of=as_of)[0]


def refused(code, field, action, *args, **values):
    with pytest.raises(Refusal) as found:
        action(*args, **values)
    assert (found.value.code, found.value.field) == (code, field)


def test_total_and_grade_of_each_period_are_computed_for_us_and_rivals(card, stands):
    rival = make_competitor("Contoso")
    give(card, Q4, 80, 60, 90)
    give(card, Q3, 90, 80, 90)
    give(card, Q4, 95, 90, 80, competitor=rival)
    found = stands()
    assert [(each.start, each.total, each.grade.name) for each in found.ours] == [
        (date(2026, 7, 1), 87, "A"),
        (date(2026, 10, 1), 76, "B"),
    ]
    assert [(each.sheet.competitor, each.grade.name) for each in found.rivals] == [(rival, "A")]
    assert found.has_fallen
    gaps = {each.criterion.name: (each.ours, each.change, each.behind) for each in found.gaps}
    assert gaps == {"Quality": (80, -10, 15), "On-time delivery": (60, -20, 30), "Price": (90, 0, -10)}
    assert {each.best_of.competitor for each in found.gaps} == {rival}


def test_the_way_to_the_next_grade_costs_least_and_leaves_out_what_we_cannot_change(card, stands):
    give(card, Q4, 80, 60, 90)
    found = stands()
    assert found.next_grade.name == "A"
    assert [(criterion.name, way.from_, way.to) for criterion, way in found.improvements] == [
        ("On-time delivery", 60, 90)
    ]


def test_what_threatens_the_grade_is_told_by_how_little_may_be_lost(card, stands):
    give(card, Q4, 66, 80, 90)
    found = stands()
    assert found.latest.total == 75
    assert [(each.criterion.name, each.room, each.is_gate) for each in found.threats] == [
        ("Quality", 6, True),
        ("On-time delivery", Decimal("16.67"), False),
        ("Price", 25, False),
    ]


def test_a_missed_minimum_holds_the_grade_at_the_lowest(card, stands):
    give(card, Q4, 50, 100, 100)
    found = stands()
    assert (found.latest.total, found.latest.grade.name, found.threats) == (75, "C", ())


def test_unknown_is_not_nought(card, stands):
    give(card, Q3, 0, 0, 0)
    give(card, Q4, 80, None, None)
    found = stands()
    assert (found.previous.total, found.latest.total) == (0, 80)
    assert [each.ours for each in found.gaps] == [80, None, None]
    give(card, date(2027, 1, 1), None, 90, None)
    assert (stands().latest.total, stands().threats, stands().improvements) == (None, (), ())
    assert not stands().has_fallen


def test_what_the_customer_printed_stands_beside_what_is_computed(card, stands):
    give(card, Q4, 80, 60, 90, printed_total=Decimal("75.5"), printed_grade="B")
    assert stands().latest.differs == Decimal("-0.5")
    give(card, Q3, 80, 60, 90, printed_total=Decimal(76))
    assert stands().previous.differs is None


def test_the_total_is_rounded_as_the_customer_rounds(account, actor, stands):
    card = make_card(account, actor, total_places=0, rounding="DOWN")
    give(card, Q4, 85, 84, 87)
    assert stands().latest.total == 85
    make_card(account, actor, name="No scores")
    assert [each.latest is None for each in standings_of(actor, [account], as_of=DAY)] == [True, False]


def test_weights_that_make_no_whole_let_no_score_in(account, actor, stands):
    card = make_card(account, actor, criteria=(("Quality", "QUALITY", 50, None, 3),))
    refused("WEIGHTS_NOT_WHOLE", "scores", give, card, Q4, 80)
    assert not stands().edition.is_whole
    create_record(SHEET, actor=actor, at=now(), values={
        "card": card, "period_day": Q4, "source": "x", "said_by": "y", "stated_on": STATED,
    })  # fmt: skip
    assert (stands().latest.total, stands().latest.grade) == (None, None)


def test_an_edition_stays_as_it_was_scored_by_and_the_next_one_differs(card, actor, stands):
    give(card, Q3, 80, 60, 90)
    quality, grade = criteria_of(card)[0], grades_of(card)[0]
    told = {"actor": actor, "at": now()}
    for definition, record, values in (
        (CRITERION, quality, {"weight": Decimal(40)}),
        (GRADE, grade, {"from_total": Decimal(90)}),
        (CARD, card, {"period": "YEAR"}),
    ):
        refused("EDITION_SCORED", "name", change_record, definition, record=record, values=values, **told)
    refused("EDITION_SCORED", "name", delete_record, CRITERION, record=quality, **told)
    change_record(CRITERION, record=quality, values={"effort": 2}, **told)
    change_record(CARD, record=card, values={"source": "Manual, page 4"}, **told)
    new = make_edition(card=card, **told)
    assert (new.edition, make_edition(card=card, **told).edition) == (2, 3)
    names = {each.name: each for each in criteria_of(new)}
    change_record(CRITERION, record=names["Quality"], values={"weight": Decimal(30)}, **told)
    change_record(CRITERION, record=names["Price"], values={"weight": Decimal(40)}, **told)
    give(new, Q4, 60, 90, 80)
    found = stands()
    assert [(each.edition.card.edition, each.total) for each in found.ours] == [(1, 76), (2, 75)]
    assert {each.criterion.name: each.change for each in found.gaps}["Quality"] == 10
    assert (found.edition.card.edition, found.has_fallen) == (3, False)


def test_grades_of_two_editions_are_compared_by_what_they_mean(card, actor, stands):
    give(card, Q3, 90, 90, 90)
    new = make_edition(actor=actor, at=now(), card=card)
    for grade in grades_of(new)[:2]:
        change_record(
            GRADE, actor=actor, at=now(), record=grade, values={"from_total": grade.from_total + 10}
        )
    give(new, Q4, 90, 90, 90)
    assert stands().has_fallen


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"weight": Decimal(0)}, "WEIGHT_NOUGHT", "weight"),
        ({"step": Decimal(0)}, "STEP_NOUGHT", "step"),
        ({"lowest": 5, "highest": Decimal(5)}, "SCALE_REVERSED", "highest"),
        ({"minimum": Decimal(101)}, "MINIMUM_OUTSIDE", "minimum"),
        ({"highest": None}, "VALUE_MISSING", "highest"),
        ({"card": None}, "VALUE_MISSING", "card"),
    ],
)
def test_a_criterion_that_cannot_be_is_refused_at_its_field(card, actor, given, code, field):
    values = {"card": card, "name": "Credit", "subject": "CREDIT", "weight": Decimal(10), **given}
    refused(code, field, create_record, CRITERION, actor=actor, at=now(), values=values)


def test_a_grade_begins_at_a_total_of_its_own(card, actor):
    told = {"actor": actor, "at": now()}
    values = {"card": card, "name": "A+", "from_total": Decimal(85), "meaning": "PREFERRED"}
    refused("GRADE_TWICE", "from_total", create_record, GRADE, values=values, **told)
    made = create_record(GRADE, values={**values, "from_total": Decimal(95)}, **told)
    refused(
        "GRADE_TWICE",
        "from_total",
        change_record,
        GRADE,
        record=made,
        values={"from_total": Decimal(85)},
        **told,
    )
    change_record(GRADE, record=made, values={"from_total": Decimal(95), "name": "A++"}, **told)
    delete_record(GRADE, record=made, **told)
    again = create_record(GRADE, values={**values, "from_total": Decimal(95)}, **told)
    refused("GRADE_TWICE", "from_total", restore_record, GRADE, record=made, **told)
    delete_record(GRADE, record=again, **told)
    restore_record(GRADE, record=made, **told)


def test_one_sheet_speaks_of_a_supplier_in_a_period(card, actor):
    told = {"actor": actor, "at": now()}
    first = give(card, Q4, 80)
    refused("SHEET_TWICE", "period_day", give, card, date(2026, 10, 1), 70)
    second = give(card, Q3, 70)
    refused(
        "SHEET_TWICE", "period_day", change_record, SHEET, record=second, values={"period_day": Q4}, **told
    )
    delete_record(SHEET, record=first, **told)
    third = give(card, Q4, 60)
    refused("SHEET_TWICE", "period_day", restore_record, SHEET, record=first, **told)
    delete_record(SHEET, record=third, **told)
    restore_record(SHEET, record=first, **told)


def test_scores_are_kept_whole_or_not_at_all(card, account, actor):
    refused("STATED_BEFORE_PERIOD", "stated_on", give, card, Q4, 80, stated_on=date(2026, 9, 30))
    refused("CARD_SCORE_OUTSIDE", "scores", give, card, Q4, 80, 101)
    other = criteria_of(make_card(account, actor, name="Other"))[0]
    sheet = give(card, Q4, 80, 60)
    told = {"actor": actor, "at": now(), "sheet": sheet}
    refused("SCORE_OF_ANOTHER_CARD", "scores", set_scores, scores={other.uid: Decimal(1)}, **told)
    version = sheet.version
    quality, delivery, _price = criteria_of(card)
    set_scores(scores={quality.uid: Decimal(80), delivery.uid: None}, **told)
    assert [(each.criterion, each.score) for each in scores_of(sheet)] == [(quality, 80)]
    assert sheet.version == version + 1
    set_scores(scores={quality.uid: Decimal(80)}, **told)
    assert sheet.version == version + 1
    with pytest.raises(StaleVersion):
        set_scores(scores={quality.uid: Decimal(70)}, expected_version=version, **told)
    enter_sheet(actor=actor, at=now(), card=card, sheet=sheet, values={"said_by": "Mr Wu"}, scores={})
    assert sheet.said_by == "Mr Wu"
    refused("VALUE_MISSING", "card", create_record, SHEET, actor=actor, at=now(), values={"source": "x"})


def test_a_gap_is_closed_by_a_promise_with_owner_and_day(card, actor, user, stands):
    give(card, Q4, 80, 60, 90)
    delivery = criteria_of(card)[1]
    told = NewPromise(text="Buffer stock in their plant", side="OURS", due_on=DAY, owner=user)
    made = plan_improvement(actor=actor, at=now(), criterion=delivery, promise=told)
    listed = {each.criterion.name: [action.promise for action in each.actions] for each in stands().gaps}
    assert listed == {"Quality": [], "On-time delivery": [made.promise], "Price": []}
    settle_promise(actor=actor, at=now(), promise=made.promise, state="KEPT")
    assert stands().gaps[1].actions[0].promise.state == "KEPT"
    give(make_edition(actor=actor, at=now(), card=card), date(2027, 1, 2), 80, 60, 90)
    assert [action.pk for action in stands().gaps[1].actions] == [made.pk]
    foreign = add_promise(actor=actor, at=now(), account=make_account(user), promise=NewPromise(text="Call"))
    values = {"criterion": delivery, "promise": foreign, "aim": "Call"}
    refused(
        "ACTION_OF_ANOTHER_ACCOUNT", "promise", create_record, ACTION, actor=actor, at=now(), values=values
    )


def test_a_period_that_ended_without_scores_is_told(card, stands):
    assert stands().overdue == date(2026, 10, 1)
    give(card, Q3, 80)
    assert stands().overdue == date(2026, 10, 1)
    give(card, Q4, 80)
    assert stands().overdue is None
    assert stands(date(2027, 4, 1)).overdue == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("period", "first", "last", "ended"),
    [
        ("MONTH", date(2026, 8, 1), date(2026, 8, 31), date(2026, 7, 1)),
        ("QUARTER", date(2026, 7, 1), date(2026, 9, 30), date(2026, 4, 1)),
        ("HALF", date(2026, 7, 1), date(2026, 12, 31), date(2026, 1, 1)),
        ("YEAR", date(2026, 1, 1), date(2026, 12, 31), date(2025, 1, 1)),
    ],
)
def test_periods_are_those_of_the_calendar(period, first, last, ended):
    day = date(2026, 8, 15)
    assert (first_day(period, day), last_day(period, day), last_ended(period, as_of=day)) == (
        first,
        last,
        ended,
    )


def test_who_may_only_read_enters_nothing_and_outsiders_see_nothing(card, account):
    sheet = give(card, Q4, 80)
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(account, reader)
    assert standings_of(make_actor(reader), [account], as_of=DAY)[0].latest.sheet == sheet
    with pytest.raises(Denied):
        give(card, Q3, 80, actor=make_actor(reader))
    outsider = make_actor(make_user(username="outsider"))
    assert standings_of(outsider, [account], as_of=DAY) == []
    for definition, record in ((CARD, card), (SHEET, sheet), (CRITERION, criteria_of(card)[0])):
        with pytest.raises(Missing):
            reading.get_for(definition, outsider, record.uid)


def test_any_number_of_cards_costs_six_questions(actor, user, django_assert_num_queries):
    accounts = [make_account(user) for _ in range(3)]
    for each in accounts:
        give(make_card(each, actor), Q4, 80, 60, 90)
    with django_assert_num_queries(6):
        assert len(standings_of(actor, accounts, as_of=DAY)) == 3
    bare = make_account(user)
    with django_assert_num_queries(1):
        assert standings_of(actor, [bare], as_of=DAY) == []
