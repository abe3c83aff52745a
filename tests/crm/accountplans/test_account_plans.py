"""Account plans: what can be kept, and what the records say of objectives."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from tests.deals import make_opportunity, make_person
from tests.factories import make_account, make_actor, make_member, make_user

from tongxin.analytics.accountplans.situation import situation_of
from tongxin.analytics.accountplans.standing import plan_standing, plan_standings
from tongxin.common.clock import now
from tongxin.common.errors import Missing, Refusal
from tongxin.crm.accountplans.records import ACCOUNT_PLAN, ACTION, OBJECTIVE, READING
from tongxin.crm.accountplans.rules import check_objective
from tongxin.crm.accountplans.selectors import current_plan, get_account_plan_for, plans_in_use
from tongxin.crm.competition.records import PLACEMENT, SHARE
from tongxin.crm.ladder.records import PROOF
from tongxin.crm.market.records import COMPETITOR
from tongxin.crm.opportunities.actions import close_won
from tongxin.crm.relationships.actions import NewPromise, add_promise, log_interaction, settle_promise
from tongxin.crm.stakeholders.models import Post, Tenure
from tongxin.records.writing import change_record, create_record, delete_record, restore_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R8.1")]
DAY = date(2027, 7, 2)
YEAR = {"first_on": date(2027, 1, 1), "last_on": date(2027, 12, 31)}


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2027-07-02T01:00:00Z", tick=False):
        yield


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def actor(user):
    return make_actor(user, as_of=DAY)


@pytest.fixture
def account(user):
    return make_account(user, name="Northwind")


@pytest.fixture
def write(actor, account, user):
    """Return a function that writes an account plan."""

    def make(**more):
        values = {"account": account, "title": "Plan 2027", "owner": user, **YEAR, **more}
        return create_record(ACCOUNT_PLAN, actor=actor, at=now(), values=values)

    return make


@pytest.fixture
def plan(write):
    return write()


@pytest.fixture
def want(actor, user, plan):
    """Return a function that sets an objective of the plan."""

    def make(measure, target, **more):
        values = {"plan": plan, "text": f"Reach {measure}", "measure": measure, "target": Decimal(target)}
        return create_record(
            OBJECTIVE,
            actor=actor,
            at=now(),
            values={**values, "due_on": date(2027, 12, 31), "owner": user, **more},
        )

    return make


@pytest.fixture
def values(actor, plan):
    def read(as_of=DAY, by=actor):
        found = plan_standing(by, plan, as_of=as_of).objectives
        return {each.objective.measure: each.measured.value for each in found}

    return read


def test_an_account_has_one_plan_for_a_period(write, plan, actor):
    with pytest.raises(Refusal) as refused:
        write(title="Once more")
    assert refused.value.code == "ACCOUNT_PLAN_TWICE"
    half = write(title="Half", last_on=date(2027, 6, 30))
    with pytest.raises(Refusal, match="ACCOUNT_PLAN_TWICE"):
        change_record(ACCOUNT_PLAN, actor=actor, at=now(), record=half, values={"last_on": YEAR["last_on"]})
    delete_record(ACCOUNT_PLAN, actor=actor, at=now(), record=plan)
    write(title="In its place")
    with pytest.raises(Refusal, match="ACCOUNT_PLAN_TWICE"):
        restore_record(ACCOUNT_PLAN, actor=actor, at=now(), record=plan)
    with pytest.raises(Refusal, match="ACCOUNT_PLAN_DAYS"):
        write(first_on=date(2028, 1, 2), last_on=date(2028, 1, 1))


def test_an_objective_can_be_reached_within_its_plan(want):
    for measure, target in (("LEVEL", 5), ("LEVEL", 0), ("LEVEL", "1.5")):
        with pytest.raises(Refusal, match="OBJECTIVE_LEVEL"):
            want(measure, target)
    with pytest.raises(Refusal, match="OBJECTIVE_PERCENT"):
        want("SHARE", 101)
    with pytest.raises(Refusal, match="OBJECTIVE_OUTSIDE_PERIOD"):
        want("WON", 1, due_on=date(2028, 1, 1))
    assert want("LEVEL", 4).text == "Reach LEVEL"
    # What a form says of an empty target is said elsewhere.
    check_objective({"measure": "LEVEL", "target": None})


def test_the_plan_for_today_is_the_one_that_runs(write, actor, account):
    assert current_plan(actor, account, as_of=DAY) is None
    past = write(title="2026", first_on=date(2026, 1, 1), last_on=date(2026, 12, 31), state="CLOSED")
    assert current_plan(actor, account, as_of=DAY) == past
    running = write()
    write(title="2028", first_on=date(2028, 1, 1), last_on=date(2028, 12, 31))
    assert current_plan(actor, account, as_of=DAY) == running
    assert plans_in_use(actor, running_on=DAY) == [running]


def meet_and_win(actor, account):
    """Tell of people met, one of them senior, and of deals won in the period, without an amount, and before it."""
    senior, other = make_person(account, "Ms Lin"), make_person(account, "Mr Wu")
    post = Post.objects.create(
        account=account, title="Vice president", level="EXECUTIVE", created_at=now(), updated_at=now()
    )
    Tenure.objects.create(post=post, person=senior, is_current=True, created_at=now(), updated_at=now())
    log_interaction(actor=actor, at=now(), text="Met", account=account, people=[senior, other])
    for amount, on in (
        (Decimal(300), date(2027, 2, 1)),
        (None, date(2027, 3, 1)),
        (Decimal(9), date(2026, 12, 1)),
    ):
        deal = make_opportunity(
            actor, account=account, amount=amount, currency="TWD", at=now() - timedelta(days=400)
        )
        close_won(actor=actor, at=now(), opportunity=deal, closed_on=on)


def show_and_keep(actor, account):
    """Tell of a share, of references of which one counts, and of promises kept in time."""
    create_record(
        SHARE, actor=actor, at=now(),
        values={"account": account, "year": 2026, "percent": 30, "source": "Their purchasing"},
    )  # fmt: skip
    proof = {
        "account": account,
        "fact": "REFERENCE",
        "shown": "Letter",
        "source": "Ms Lin",
        "observed_on": DAY,
    }
    create_record(PROOF, actor=actor, at=now(), values=proof)
    create_record(PROOF, actor=actor, at=now(), values={**proof, "speaks_against": True})
    yesterday = DAY - timedelta(days=1)
    create_record(
        PROOF, actor=actor, at=now(), values={**proof, "observed_on": yesterday, "valid_until": yesterday}
    )
    for _each in range(3):
        kept = add_promise(
            actor=actor, at=now() - timedelta(days=9), account=account,
            promise=NewPromise(text="Send it", due_on=DAY - timedelta(days=2), owner=actor.user),
        )  # fmt: skip
        settle_promise(actor=actor, at=now() - timedelta(days=5), promise=kept, state="KEPT")


def test_the_records_say_how_far_objectives_are(actor, account, want, values):
    for measure in ("WON", "ORDERS", "PEOPLE", "SENIORS", "SHARE", "LEVEL", "REFERENCES", "PROMISES"):
        want(measure, 4)
    nothing = Decimal(0)
    assert values() == {
        "WON": nothing, "ORDERS": nothing, "PEOPLE": nothing, "SENIORS": nothing, "SHARE": None,
        "LEVEL": nothing, "REFERENCES": nothing, "PROMISES": None,
    }  # fmt: skip
    meet_and_win(actor, account)
    show_and_keep(actor, account)
    assert values() == {
        "WON": 300, "ORDERS": 2, "PEOPLE": 2, "SENIORS": 1, "SHARE": 30, "LEVEL": 1, "REFERENCES": 1,
        "PROMISES": 100,
    }  # fmt: skip


def test_what_is_stated_by_hand_has_its_source_and_day(actor, want, values):
    objective = want("BY_HAND", 10, unit="days", baseline=Decimal(30))
    assert values() == {"BY_HAND": None}
    for value, on in ((24, date(2027, 3, 1)), (18, date(2027, 6, 1)), (1, date(2027, 8, 1))):
        told = {"objective": objective, "value": Decimal(value), "observed_on": on, "source": "Their report"}
        create_record(READING, actor=actor, at=now(), values=told)
    assert values() == {"BY_HAND": 18}
    assert values(as_of=date(2027, 4, 1)) == {"BY_HAND": 24}


def test_judgements_stay_with_who_may_read_them(account, user, plan, want, values):
    want("LEVEL", 3)
    want("WON", 100)
    mate, outsider = make_user((Role.TEAM_MEMBER,), username="mate"), make_user(username="outsider")
    make_member(account, mate)
    assert values(by=make_actor(mate)) == {"LEVEL": None, "WON": 0}
    assert situation_of(make_actor(mate), plan, as_of=DAY).level is None
    with pytest.raises(Missing):
        get_account_plan_for(make_actor(outsider), plan.uid)


def test_the_situation_is_drawn_from_the_records(actor, account, user, plan):
    rival = create_record(COMPETITOR, actor=actor, at=now(), values={"name": "Rival"})
    for supplier, ring in ((None, "APPROVED"), (rival, "CORE")):
        create_record(
            PLACEMENT, actor=actor, at=now(),
            values={
                "account": account, "competitor": supplier, "ring": ring, "placed_on": date(2027, 1, 1),
                "segment": "Metrology",
            },
        )  # fmt: skip
    make_opportunity(actor, account=account, amount=Decimal(500), currency="TWD")
    won = make_opportunity(actor, account=account, amount=Decimal(70), at=now() - timedelta(days=9))
    close_won(actor=actor, at=now(), opportunity=won, closed_on=DAY)
    for side in ("OURS", "THEIRS"):
        add_promise(
            actor=actor, at=now() - timedelta(days=9), account=account,
            promise=NewPromise(text="Send it", due_on=DAY - timedelta(days=2), owner=user, side=side),
        )  # fmt: skip
    found = situation_of(actor, plan, as_of=DAY)
    assert (found.open_count, found.open_amount, found.won_count, found.won_amount) == (1, 500, 1, 70)
    assert (found.ring, found.rivals) == ("APPROVED", ("Rival",))
    assert (found.seniors, found.seniors_met, found.ours_late, found.theirs_late) == (0, 0, 1, 1)
    assert found.level is not None


def test_many_plans_cost_as_many_questions_as_one(
    actor, user, write, want, plan, django_assert_max_num_queries
):
    for measure in ("WON", "LEVEL", "PEOPLE", "BY_HAND"):
        want(measure, 4)
    other = make_account(user, name="Southwind")
    second = write(account=other)
    create_record(
        OBJECTIVE, actor=actor, at=now(),
        values={
            "plan": second, "text": "More", "measure": "WON", "target": Decimal(9), "due_on": DAY,
            "owner": user,
        },
    )  # fmt: skip
    with django_assert_max_num_queries(45):
        found = plan_standings(actor, plans_in_use(actor), as_of=DAY)
    assert sorted(len(each.objectives) for each in found) == [1, 4]
    assert [each.percent for each in found if each.plan == second] == [0]


def test_an_action_is_a_promise_made_with_it_or_there_already(actor, account, user, want):
    objective = want("BY_HAND", 10)
    values = {"objective": objective, "text": "Call them"}
    own = create_record(ACTION, actor=actor, at=now(), values={**values, "due_on": DAY})
    assert (own.promise.text, own.promise.owner, own.promise.due_on) == ("Call them", user, DAY)
    new = NewPromise(text="Send it", owner=user)
    linked = create_record(
        ACTION, actor=actor, at=now(),
        values={**values, "promise": add_promise(actor=actor, at=now(), account=account, promise=new)},
    )  # fmt: skip
    assert linked.promise.text == "Send it"
    other = make_account(user, name="Southwind")
    elsewhere = add_promise(actor=actor, at=now(), account=other, promise=new)
    with pytest.raises(Refusal, match="ACTION_ELSEWHERE"):
        create_record(ACTION, actor=actor, at=now(), values={**values, "promise": elsewhere})
    with pytest.raises(Refusal):
        create_record(ACTION, actor=actor, at=now(), values={"objective": objective})
