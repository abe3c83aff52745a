"""Joint plans: rows in order, circles and days before the start refused in words, returns, whose days they are."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.factories import AT, make_account, make_actor, make_user

from tongxin.common.errors import Missing, Refusal
from tongxin.crm.projects.plan_selectors import get_plan_for, get_row_for, planned
from tongxin.crm.projects.records import JOINT_PLAN, PLAN_DAY, PLAN_RETURN, PLAN_ROW, PROJECT
from tongxin.records.reading import visible
from tongxin.records.writing import change_record, create_record, delete_record
from tongxin.wording.sentences import sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor(make_user(username="kam"))


@pytest.fixture
def project(actor):
    account = make_account(actor.user, name="Fuxing General Hospital")
    return create_record(PROJECT, actor=actor, at=AT, values={"account": account, "name": "Stroke centre"})


@pytest.fixture
def make_plan(actor, project):
    def make(**more):
        values = {"project": project, "name": "To going live", "starts_on": date(2027, 1, 4)}
        values |= {"goes_live_on": date(2027, 2, 19), **more}
        return create_record(JOINT_PLAN, actor=actor, at=AT, values=values)

    return make


@pytest.fixture
def plan(make_plan):
    return make_plan()


@pytest.fixture
def make_row(actor, plan):
    def make(name, *after, in_plan=None, **more):
        values = {"plan": in_plan or plan, "name": name, "after": list(after), **more}
        return create_record(PLAN_ROW, actor=actor, at=AT, values=values)

    return make


@pytest.fixture
def make_day(actor):
    def make(plan, first, last=None, kind="CLOSED"):
        values = {"plan": plan, "name": "Shutdown", "kind": kind, "first_on": first, "last_on": last}
        return create_record(PLAN_DAY, actor=actor, at=AT, values=values)

    return make


def refused(call) -> tuple[str, str | None, str]:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code, caught.value.field, sentence(caught.value)


def days(plan) -> list[tuple[str, str, str]]:
    return [
        (each.row.name, each.placed.first.isoformat(), each.placed.last.isoformat())
        for each in planned(plan, as_of=None).rows
    ]


@pytest.mark.requirement("R3.1")
def test_rows_lie_on_working_days_back_from_going_live_around_the_new_year(plan, make_row):
    trial = make_row("Trial", length=10)
    report = make_row("Report", trial, length=3)
    make_row("Live", report, length=0)
    # Taiwan is closed from 4 to 10 February 2027.
    assert days(plan) == [
        ("Trial", "2027-01-27", "2027-02-16"),
        ("Report", "2027-02-17", "2027-02-19"),
        ("Live", "2027-02-19", "2027-02-19"),
    ]
    assert [each.row.number for each in planned(plan, as_of=None).rows] == [10, 20, 30]


@pytest.mark.requirement("R3.1")
def test_calendars_and_days_of_the_plan_decide(actor, make_plan, make_day, make_row):
    # 10 October 2026 is a holiday in Taiwan and a day to make up in China.
    ends = {}
    for calendar in ("TW", "CN", "BOTH", "WEEK"):
        plan = make_plan(calendar=calendar, starts_on=date(2026, 10, 8), goes_live_on=None)
        make_day(plan, date(2026, 10, 14), date(2026, 10, 15))
        make_row("Work", in_plan=plan, length=4)
        ends[calendar] = days(plan)[0][2]
    assert ends == {"TW": "2026-10-16", "CN": "2026-10-12", "BOTH": "2026-10-16", "WEEK": "2026-10-13"}
    worked = make_plan(starts_on=date(2026, 11, 27), goes_live_on=None)
    make_day(worked, date(2026, 11, 28), kind="WORKED")
    delete_record(PLAN_DAY, actor=actor, at=AT, record=make_day(worked, date(2026, 11, 27)))
    make_row("Move", in_plan=worked, length=2)
    assert days(worked)[0][2] == "2026-11-28"


@pytest.mark.requirement("R3.1")
def test_a_circle_is_refused_with_its_names_and_nothing_is_changed(actor, plan, make_row):
    trial = make_row("Trial")
    report = make_row("Report", trial)
    order = make_row("Order", report)
    values = {"after": [order]}
    code, field, said = refused(
        lambda: change_record(PLAN_ROW, actor=actor, at=AT, record=trial, values=values)
    )
    assert (code, field) == ("PLAN_CIRCLE", "after")
    assert "Trial → Order → Report → Trial" in said
    assert not trial.after.exists()
    change_record(PLAN_ROW, actor=actor, at=AT, record=order, values={"after": [trial], "name": "Order it"})
    assert list(order.after.all()) == [trial]


@pytest.mark.requirement("R3.1")
@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"first_on": date(2027, 1, 3)}, "PLAN_ROW_BEFORE_START", "first_on"),
        ({"first_on": date(2027, 2, 3), "last_on": date(2027, 2, 2)}, "PLAN_ROW_DAYS", "last_on"),
        ({"done_on": date(1911, 10, 10)}, "PLAN_YEARS", "done_on"),
        ({"due_at": datetime(2027, 1, 3, 9, tzinfo=UTC)}, "PLAN_ROW_DAYS", "due_at"),
        (
            {"due_at": datetime(2027, 2, 3, 9, tzinfo=UTC), "last_on": date(2027, 2, 4)},
            "PLAN_TWO_ENDS",
            "due_at",
        ),
    ],
)
def test_a_row_is_refused_in_words(make_row, values, code, field):
    found = refused(lambda: make_row("Trial", **values))
    assert found[:2] == (code, field)
    assert found[2]


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"goes_live_on": date(2027, 1, 1)}, "PLAN_LIVE_BEFORE_START", "goes_live_on"),
        ({"starts_on": date(2101, 1, 1), "goes_live_on": None}, "PLAN_YEARS", "starts_on"),
    ],
)
def test_a_plan_is_refused_in_words(make_plan, values, code, field):
    assert refused(lambda: make_plan(**values))[:2] == (code, field)


def test_a_plan_cannot_start_after_what_is_fixed_in_it(actor, plan, make_row):
    row = make_row("Trial", first_on=date(2027, 1, 11))
    values = {"starts_on": date(2027, 1, 12)}
    code = refused(lambda: change_record(JOINT_PLAN, actor=actor, at=AT, record=plan, values=values))[0]
    assert code == "PLAN_START_AFTER_ROW"
    change_record(JOINT_PLAN, actor=actor, at=AT, record=plan, values={"starts_on": date(2027, 1, 11)})
    change_record(JOINT_PLAN, actor=actor, at=AT, record=plan, values={"name": "Renamed"})
    delete_record(PLAN_ROW, actor=actor, at=AT, record=row)
    change_record(JOINT_PLAN, actor=actor, at=AT, record=plan, values=values)


@pytest.mark.requirement("R3.1")
def test_what_comes_back_is_kept_and_moves_the_rest(actor, plan, make_row):
    trial = make_row("Trial", length=5, first_on=date(2027, 1, 4))
    report = make_row("Report", trial, length=2)
    values = {"row": trial, "returned_on": date(2027, 1, 11), "why": "Noise above 45 dB", "length": 3}
    create_record(PLAN_RETURN, actor=actor, at=AT, values=values)
    change_record(JOINT_PLAN, actor=actor, at=AT, record=plan, values={"direction": "FORWARD"})
    assert days(plan) == [("Trial", "2027-01-04", "2027-01-14"), ("Report", "2027-01-15", "2027-01-18")]
    first = planned(plan, as_of=None).rows[0]
    assert [stretch.returned_on for stretch in first.placed.stretches] == [date(2027, 1, 11), None]
    assert [each.why for each in first.returns] == ["Noise above 45 dB"]
    early = {**values, "returned_on": date(2027, 1, 3)}
    assert (
        refused(lambda: create_record(PLAN_RETURN, actor=actor, at=AT, values=early))[0]
        == "PLAN_ROW_BEFORE_START"
    )
    change_record(PLAN_ROW, actor=actor, at=AT, record=report, values={"done_on": date(2027, 1, 15)})
    assert days(plan)[1][2] == "2027-01-15"


def test_rows_wait_for_and_go_back_to_rows_of_their_plan_alone(actor, plan, make_plan, make_row):
    other = make_row("Elsewhere", in_plan=make_plan(name="Another"))
    assert refused(lambda: make_row("Trial", other))[:2] == ("PLAN_ROW_ELSEWHERE", "after")
    values = {"row": make_row("Trial"), "returned_on": date(2027, 1, 5), "why": "x", "back_to": other}
    assert refused(lambda: create_record(PLAN_RETURN, actor=actor, at=AT, values=values))[:2] == (
        "PLAN_ROW_ELSEWHERE",
        "back_to",
    )


def test_a_deleted_row_is_no_longer_waited_for(actor, plan, make_row):
    trial = make_row("Trial", length=10)
    make_row("Report", trial, length=3)
    delete_record(PLAN_ROW, actor=actor, at=AT, record=trial)
    assert days(plan) == [("Report", "2027-02-17", "2027-02-19")]


def test_outsiders_and_deleted_projects_have_no_plan(actor, project, plan, make_row):
    row = make_row("Trial")
    outsider = make_actor(make_user(username="outsider"))
    for missing in (
        lambda: get_plan_for(outsider, plan.uid),
        lambda: get_row_for(outsider, row.uid),
        lambda: get_plan_for(actor, "zzzzzzzzzzzzzz"),
    ):
        with pytest.raises(Missing):
            missing()
    assert (get_plan_for(actor, plan.uid), get_row_for(actor, row.uid)) == (plan, row)
    delete_record(PROJECT, actor=actor, at=AT, record=project)
    assert not visible(PLAN_ROW, actor).exists()
    with pytest.raises(Missing):
        get_plan_for(actor, plan.uid)


@pytest.mark.parametrize(
    ("last", "code"), [(date(2027, 1, 31), "PLAN_ROW_DAYS"), (date(2028, 2, 3), "PLAN_DAYS_TOO_MANY")]
)
def test_special_days_are_refused_in_words(plan, make_day, last, code):
    assert refused(lambda: make_day(plan, date(2027, 2, 1), last))[:2] == (code, "last_on")


@pytest.mark.requirement("R3.1")
def test_a_day_is_the_same_everywhere_and_an_hour_moves_with_the_reader(make_plan, make_row):
    plan = make_plan(starts_on=date(2026, 11, 2), goes_live_on=None)
    due = datetime.fromisoformat("2026-12-01T17:00:00+08:00")
    row = make_row("Bids close", in_plan=plan, length=0, due_at=due)
    milestone = make_row("Milestone", in_plan=plan, length=0, last_on=date(2026, 12, 1))
    milestone.refresh_from_db()
    row.refresh_from_db()
    assert milestone.last_on == date(2026, 12, 1)
    assert [each[2] for each in days(plan)] == ["2026-12-01", "2026-12-01"]
    there = row.due_at.astimezone(ZoneInfo("America/Los_Angeles"))
    assert there.isoformat() == "2026-12-01T01:00:00-08:00"
    late = datetime.fromisoformat("2026-12-01T16:30:00+00:00")
    make_row("After midnight in Taipei", in_plan=plan, length=0, due_at=late)
    assert days(plan)[-1][2] == "2026-12-02"
