"""The worklist holds what asks for attention, ranked, within what one may see, at a constant number of queries."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from kamkit.reasons import ReasonCode
from tongxin.analytics import weighing
from tongxin.analytics.norms import norms_of_stages
from tongxin.analytics.worklist import WorkRow, count_due, gather_worklist
from tongxin.crm.accounts.models import DictionaryEntry
from tongxin.crm.opportunities.actions import (
    close_won,
    create_opportunity,
    move_stage,
    take_back_entry,
)
from tongxin.crm.opportunities.processes import stages_of
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.opportunities.selectors import first_stage
from tongxin.crm.relationships.actions import NewPromise, add_promise, log_interaction, settle_promise
from tongxin.crm.stakeholders.actions import create_person
from tongxin.team.actions import add_absence

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def kam():
    ensure_reference_data(at=AT)
    return make_actor()


@pytest.fixture
def account(kam):
    return make_account(kam.user, name="曜禾醫療")


def promise(actor, account, text="寄出報告", **more):
    return add_promise(actor=actor, at=AT, account=account, promise=NewPromise(text=text, **more))


def deal(actor, account, name="汰換案", at=AT, **more):
    return create_opportunity(actor=actor, at=at, account=account, name=name, **more)


def codes(row: WorkRow):
    return [reason.code for reason in row.reasons]


@pytest.mark.requirement("R8.3")
def test_what_is_late_stands_first_and_what_is_far_is_a_deadline(kam, account):
    late = promise(kam, account, due_on=TODAY - 3 * DAY)
    due = promise(kam, account, due_on=TODAY)
    far = promise(kam, account, due_on=TODAY + 10 * DAY)
    promise(kam, account, due_on=TODAY + 90 * DAY)
    settle_promise(actor=kam, at=AT, promise=promise(kam, account, due_on=TODAY))
    work = gather_worklist(kam, as_of=TODAY)
    assert [row.promise for row in work.promises] == [late, due]
    assert work.first.promise == late
    assert work.first.first.code is ReasonCode.OUR_PROMISE_OVERDUE
    assert [item.promise for item in work.deadlines] == [far]
    assert count_due(kam, as_of=TODAY) == 2


def test_deadlines_are_complete_where_more_is_open_than_is_weighed(kam, account, monkeypatch):
    monkeypatch.setattr(weighing, "MOST_OF_A_KIND", 1)
    promise(kam, account, due_on=TODAY - DAY)
    near = promise(kam, account, due_on=TODAY + 2 * DAY)
    deal(kam, account, "久候案", at=AT - 9 * DAY)
    soon = deal(kam, account, "將成案", close_to=TODAY + 3 * DAY)
    work = gather_worklist(kam, as_of=TODAY)
    assert [(item.promise, item.opportunity) for item in work.deadlines] == [(near, None), (None, soon)]


def test_a_free_day_has_nothing_first(kam):
    work = gather_worklist(kam, as_of=TODAY)
    assert work.first is None
    assert (work.promises, work.alarms, work.visits, work.leads) == ((), (), (), False)


def test_next_steps_and_deals_without_one_are_told_apart(kam, account):
    step = deal(kam, account, next_step="打電話", next_step_on=TODAY)
    late = deal(kam, account, "擴充案", next_step="寄樣品", next_step_on=TODAY - DAY)
    none = deal(kam, account, "維護案", close_to=TODAY + 5 * DAY)
    work = gather_worklist(kam, as_of=TODAY)
    assert [row.opportunity for row in work.steps] == [late, step]
    alarm = next(row for row in work.alarms if row.opportunity == none)
    assert codes(alarm) == [ReasonCode.NO_NEXT_STEP]
    assert [item.opportunity for item in work.deadlines] == [none]


def test_a_stage_twice_as_old_as_usual_is_an_alarm(kam, account):
    for number in range(8):
        won = deal(kam, account, f"{number}", at=AT - 20 * DAY)
        close_won(actor=kam, at=AT, opportunity=won, closed_on=TODAY - 10 * DAY)
    stalled = deal(kam, account, "停滯案", at=AT - 60 * DAY, next_step="x", next_step_on=TODAY + 30 * DAY)
    deal(kam, account, "正常案", at=AT - 5 * DAY, next_step="x", next_step_on=TODAY + 30 * DAY)
    norm = norms_of_stages(as_of=TODAY)[str(first_stage().pk)]
    assert norm.median == 10
    work = gather_worklist(kam, as_of=TODAY)
    alarms = [row for row in work.alarms if row.opportunity is not None]
    assert [(row.opportunity, codes(row)) for row in alarms] == [
        (stalled, [ReasonCode.STAGE_OLDER_THAN_USUAL])
    ]


def test_a_step_taken_back_does_not_count_in_what_is_usual(kam, account):
    for number in range(8):
        won = deal(kam, account, f"{number}", at=AT - 20 * DAY)
        onward = stages_of(won.process)[1]
        step = move_stage(actor=kam, at=AT - 15 * DAY, opportunity=won, stage=onward)
        take_back_entry(actor=kam, at=AT - 15 * DAY, opportunity=won, entry=step)
        close_won(actor=kam, at=AT, opportunity=won, closed_on=TODAY - 10 * DAY)
    norms = norms_of_stages(as_of=TODAY)
    assert (set(norms), norms[str(first_stage().pk)].median) == ({str(first_stage().pk)}, 10)


def test_an_account_hanging_on_one_person_is_an_alarm(kam, account):
    create_person(actor=kam, at=AT, full_name="謝昀芝", account=account)
    deal(kam, account, next_step="x", next_step_on=TODAY + 30 * DAY)
    key = DictionaryEntry.objects.get(kind="TIER", code="KEY")
    empty = make_account(kam.user, name="明川健檢", tier=key)
    work = gather_worklist(kam, as_of=TODAY)
    assert {row.account.name: codes(row)[0] for row in work.alarms} == {
        account.name: ReasonCode.SINGLE_THREADED,
        empty.name: ReasonCode.SINGLE_THREADED,
    }
    assert ReasonCode.KEY_ACCOUNT in codes(next(row for row in work.alarms if row.account == empty))


def test_key_people_not_met_for_long_are_alarms(kam, account):
    boss = create_person(
        actor=kam, at=AT, full_name="裴慧君", account=account, title="財務長", level="EXECUTIVE"
    )
    new = create_person(actor=kam, at=AT, full_name="新任", account=account, title="院長", level="BOARD")
    create_person(actor=kam, at=AT, full_name="承辦", account=account, title="專員", level="SPECIALIST")
    log_interaction(actor=kam, at=AT, text="x", people=[boss], occurred_at=AT - 74 * DAY)
    work = gather_worklist(kam, as_of=TODAY)
    assert [(row.person, codes(row)) for row in work.alarms] == [
        (boss, [ReasonCode.PERSON_NOT_MET]),
        (new, [ReasonCode.PERSON_NEVER_MET]),
    ]


def test_only_planned_visits_are_meetings(kam, account):
    log_interaction(actor=kam, at=AT, text="剛才談過", account=account)
    later = log_interaction(
        actor=kam, at=AT - DAY, text="資安會談", account=account, occurred_at=AT + timedelta(hours=3)
    )
    sooner = log_interaction(
        actor=kam, at=AT - DAY, text="條款確認", account=account, occurred_at=AT + timedelta(hours=1)
    )
    log_interaction(actor=kam, at=AT - DAY, text="下週", account=account, occurred_at=AT + 7 * DAY)
    work = gather_worklist(kam, as_of=timezone.localdate(AT))
    assert [row.visit for row in work.visits] == [sooner, later]


def test_a_deputy_does_the_work_of_who_is_away(kam, account):
    deputy = make_user()
    add_absence(actor=kam, at=AT, user=kam.user, deputy=deputy, from_date=TODAY, to_date=TODAY)
    late = promise(kam, account, due_on=TODAY)
    assert [row.promise for row in gather_worklist(make_actor(deputy), as_of=TODAY).promises] == [late]


def test_a_director_sees_what_is_late_in_the_team_apart_from_the_own_work():
    ensure_reference_data(at=AT)
    director = make_user()
    kam = make_actor(make_user(manager=director))
    account = make_account(kam.user, members=[director])
    late = promise(kam, account, due_on=TODAY - DAY)
    promise(kam, account, due_on=TODAY)
    work = gather_worklist(make_actor(director), as_of=TODAY)
    assert work.leads
    assert [row.promise for row in work.exceptions] == [late]
    assert work.promises == ()


def test_foreign_work_is_never_listed(kam, account):
    promise(kam, account, due_on=TODAY)
    deal(kam, account)
    work = gather_worklist(make_actor(), as_of=TODAY)
    assert work.first is None


def test_more_work_costs_no_more_queries(kam, account, django_assert_max_num_queries):
    for number in range(15):
        promise(kam, account, f"{number}", due_on=TODAY)
        deal(kam, account, f"{number}", next_step_on=None)
        create_person(
            actor=kam, at=AT, full_name=f"{number}", account=account, title=f"{number}", level="BOARD"
        )
        make_account(kam.user)
    with django_assert_max_num_queries(16):
        gather_worklist(kam, as_of=TODAY)
