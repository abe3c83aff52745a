"""The relationship ladder: what records and people show, what is missing, what expires, and who may know of it."""

from datetime import date, timedelta

import pytest
import time_machine
from tests.deals import make_opportunity, make_person
from tests.factories import make_account, make_actor, make_member, make_user, with_every_right

from tongxin.analytics.ladder.facts import gather
from tongxin.analytics.ladder.standing import standing_of, standings_of
from tongxin.common.clock import now, today
from tongxin.common.errors import Denied, Missing, Refusal
from tongxin.crm.committees.records import COMMITTEE, SEAT, SPONSORSHIP
from tongxin.crm.competition.records import PLACEMENT, SHARE
from tongxin.crm.ladder.criteria import criteria_of, rank_of
from tongxin.crm.ladder.records import CLAIM, CRITERION, PROOF, TARGET
from tongxin.crm.ladder.selectors import house_criteria
from tongxin.crm.opportunities.actions import close_won
from tongxin.crm.projects.links import accept_proposal, propose, share_plan
from tongxin.crm.projects.records import JOINT_PLAN, PROJECT, PULSE
from tongxin.crm.relationships.actions import NewPromise, add_promise, log_interaction, settle_promise
from tongxin.crm.stakeholders.models import Post, Tenure
from tongxin.records import reading
from tongxin.records.writing import create_record, delete_record, restore_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R5.3")]
DAY = date(2027, 1, 20)
# What shows every criterion of a level up to strategic alliance, by hand.
OF_LEVEL = {
    "VENDOR": ("CONTACTS", "CONTACTS", "ORDERS"),
    "PREFERRED": ("PROMISES", "SERVICE", "RING_PREFERRED", "ORDERS"),
    "PARTNER": ("SENIORS", "SENIORS", "SPONSOR", "REFERENCE", "JOINT_PLAN", "SHARE"),
    "ALLIANCE": ("TOP_REVIEW", "TOP_REVIEW", "RING_CORE", "SYSTEMS", "AGREEMENT", "DEVELOPMENT"),
}


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2027-01-20T01:00:00Z", tick=False):
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
def show(actor, account):
    """Return a function that enters evidence by hand, so many days old."""

    def make(*facts, days=10, **more):
        values = {"account": account, "shown": "Minutes", "source": "Ms Lin"}
        return [
            create_record(
                PROOF,
                actor=actor,
                at=now(),
                values={**values, "fact": fact, "observed_on": DAY - timedelta(days), **more},
            )
            for fact in facts
        ]

    return make


@pytest.fixture
def stands(actor, account):
    return lambda: standing_of(actor, account, as_of=today())


@pytest.fixture
def declare(actor, account):
    def make(level, days=30):
        values = {"account": account, "level": level, "declared_on": DAY - timedelta(days)}
        return create_record(
            CLAIM, actor=actor, at=now(), values={**values, "agreed_with": "Ms Lin", "reason": "Signed"}
        )

    return make


def states(standing):
    return {each.asked.key: each.state.value for level in standing.levels for each in level.criteria}


def test_each_level_needs_its_evidence_and_all_below_it(show, stands):
    assert (stands().proven, stands().following) == (None, "VENDOR")
    reached = []
    for facts in OF_LEVEL.values():
        show(*facts)
        reached.append(stands().proven)
    assert reached == list(OF_LEVEL)
    top = stands()
    assert (top.following, top.missing, top.falls_to) == (None, (), "PREFERRED")


def test_what_is_missing_is_told_with_the_least_effort_first(show, stands):
    show(*OF_LEVEL["VENDOR"], "ORDERS")
    found = stands()
    missing = [(each.asked.fact, each.asked.effort, each.state.value) for each in found.missing]
    assert missing == [
        ("PROMISES", 2, "UNKNOWN"),
        ("SERVICE", 2, "UNKNOWN"),
        ("RING_PREFERRED", 3, "UNKNOWN"),
    ]


def test_unknown_is_told_apart_from_unmet_and_from_the_opposite(account, show, stands):
    make_person(account, "Somebody nobody met")
    show("SERVICE", speaks_against=True)
    found = states(stands())
    assert found["VENDOR:CONTACTS"] == "SHORT"
    assert found["VENDOR:ORDERS"] == "UNKNOWN"
    assert found["PREFERRED:SERVICE"] == "REFUTED"


def test_evidence_warns_before_and_after_it_expires(show, stands, declare):
    show(*OF_LEVEL["VENDOR"], *OF_LEVEL["PREFERRED"])
    show("SERVICE", days=20, valid_until=DAY + timedelta(20))
    declare("PREFERRED")
    service = show("SERVICE", days=1, speaks_against=True)[0]
    delete_record(PROOF, actor=with_every_right(service.account.owner), at=now(), record=service)
    assert (stands().decaying, stands().is_slipping) == ((), False)
    with time_machine.travel("2027-06-10T01:00:00Z", tick=False):
        soon = stands()
        assert [(each.asked.key, each.state.value) for each in soon.decaying] == [
            ("VENDOR:CONTACTS", "SOON"),
            ("PREFERRED:PROMISES", "SOON"),
        ]
        assert (soon.proven, soon.is_slipping, soon.falls_on) == ("PREFERRED", True, date(2027, 7, 9))
    with time_machine.travel("2027-07-20T01:00:00Z", tick=False):
        late = stands()
        assert (late.proven, late.declared, late.is_slipping) == (None, "PREFERRED", True)
        assert [(each.state.value, each.expires_on) for each in late.decaying] == [
            ("EXPIRED", date(2027, 7, 9)),
            ("EXPIRED", date(2027, 7, 9)),
        ]


def test_evidence_ends_on_its_own_day_where_that_comes_first(show, stands):
    show(*OF_LEVEL["VENDOR"][:2])
    show("ORDERS", valid_until=DAY + timedelta(5))
    found = stands()
    assert (found.proven, found.falls_on, found.falls_to) == ("VENDOR", DAY + timedelta(5), None)
    assert [each.asked.key for each in found.decaying] == ["VENDOR:ORDERS"]


def test_what_is_declared_is_kept_apart_from_what_is_shown(show, stands, declare):
    show(*OF_LEVEL["VENDOR"])
    assert stands().is_ready is False
    declare("VENDOR", days=90)
    declare("PARTNER")
    found = stands()
    assert (found.proven, found.declared, found.is_slipping) == ("VENDOR", "PARTNER", True)
    assert [claim.level for claim in found.claims] == ["PARTNER", "VENDOR"]
    declare("VENDOR", days=2)
    show(*OF_LEVEL["PREFERRED"])
    assert (stands().is_ready, stands().is_slipping) == (True, False)


def test_a_level_never_moves_without_a_reason(actor, account, declare):
    values = {"account": account, "level": "PARTNER", "declared_on": DAY, "agreed_with": "Ms Lin"}
    for reason in ("", "  "):
        with pytest.raises(Refusal) as refused:
            create_record(CLAIM, actor=actor, at=now(), values={**values, "reason": reason})
        assert refused.value.field == "reason"


def test_the_target_set_last_counts_and_the_others_stay(actor, account, user, stands):
    assert stands().target is None
    for level, at in (("PREFERRED", "2027-01-01T01:00:00Z"), ("PARTNER", "2027-01-10T01:00:00Z")):
        with time_machine.travel(at, tick=False):
            values = {"account": account, "level": level, "plan": "Together", "owner": user, "due_on": DAY}
            create_record(TARGET, actor=actor, at=now(), values=values)
    assert stands().target.level == "PARTNER"
    assert [each.level for each in stands().targets] == ["PARTNER", "PREFERRED"]


def test_the_records_show_people_orders_shares_and_rings(actor, account, user, stands):
    seniors = [make_person(account, f"Director {place}") for place in range(2)]
    late = make_person(account, "Nobody met")
    for person in (*seniors, late):
        post = Post.objects.create(
            account=account, title=person.full_name, level="EXECUTIVE", created_at=now(), updated_at=now()
        )
        Tenure.objects.create(person=person, post=post, created_at=now(), updated_at=now())
    for person in seniors:
        log_interaction(
            actor=actor, at=now(), text="Met", account=account, people=[person],
            occurred_at=now() - timedelta(days=3),
        )  # fmt: skip
    sponsored = {"account": account, "purpose": "Trust", "sponsor": user, "every_days": 90}
    for person in (seniors[0], late):
        create_record(SPONSORSHIP, actor=actor, at=now(), values={**sponsored, "person": person})
    won = make_opportunity(actor, account=account, at=now() - timedelta(days=9))
    close_won(actor=actor, at=now(), opportunity=won, closed_on=DAY)
    make_opportunity(actor, account=account)
    for year, percent in ((2025, 10), (2026, 30), (2028, 90)):
        values = {"account": account, "year": year, "percent": percent, "source": "Their purchasing"}
        create_record(SHARE, actor=actor, at=now(), values=values)
    evidence = {"evidence": "Their list", "evidence_source": "Ms Lin", "evidence_on": DAY}
    for on, ring, more in ((date(2026, 1, 1), "CORE", evidence), (date(2026, 9, 1), "PREFERRED", evidence)):
        create_record(
            PLACEMENT, actor=actor, at=now(),
            values={"account": account, "ring": ring, "placed_on": on, "segment": "Metrology", **more},
        )  # fmt: skip
    found = states(stands())
    met = {key for key, state in found.items() if state == "MET"}
    assert met == {
        "VENDOR:CONTACTS", "VENDOR:ORDERS", "PREFERRED:RING_PREFERRED", "PARTNER:SENIORS", "PARTNER:SPONSOR",
        "PARTNER:SHARE",
    }  # fmt: skip
    assert (found["ALLIANCE:RING_CORE"], found["PREFERRED:ORDERS"]) == ("REFUTED", "SHORT")


def test_a_ring_without_evidence_shows_nothing(actor, account, stands):
    values = {"account": account, "ring": "CORE", "placed_on": date(2026, 1, 1), "segment": "Metrology"}
    create_record(PLACEMENT, actor=actor, at=now(), values=values)
    assert states(stands())["PREFERRED:RING_PREFERRED"] == "UNKNOWN"


def test_promises_count_as_kept_when_kept_in_time(actor, account, user, stands):
    def promise(days, kept_after=None):
        made_at = now() - timedelta(days=days + 5)
        kept = add_promise(
            actor=actor, at=made_at, account=account,
            promise=NewPromise(text="Send it", due_on=DAY - timedelta(days), owner=user),
        )  # fmt: skip
        if kept_after is not None:
            at = made_at + timedelta(days=kept_after)
            settle_promise(actor=actor, at=at, promise=kept, state="KEPT")

    promise(40, 1)
    promise(30, 2)
    assert states(stands())["PREFERRED:PROMISES"] == "SHORT"
    promise(20, 3)
    assert states(stands())["PREFERRED:PROMISES"] == "MET"
    promise(10, 9)
    assert states(stands())["PREFERRED:PROMISES"] == "REFUTED"
    promise(5)
    found = gather(actor, [account.pk], as_of=DAY)[account.pk].findings
    assert [each.percent for each in found if each.fact == "PROMISES"] == [60]


@pytest.fixture
def house(user):
    boss = with_every_right(user)

    def make(level, fact, **more):
        values = {"name": f"House {fact}", "level": level, "fact": fact, "needed": 1, "least": 0, "effort": 3}
        return create_record(CRITERION, actor=boss, at=now(), values={"is_used": True, **values, **more})

    return make


def test_pulses_and_committee_seats_are_measured_where_the_house_asks(actor, account, stands, house):
    house("PARTNER", "PULSE", least=70)
    house("PARTNER", "COVERAGE", least=60, valid_days=None)
    people = [make_person(account, f"Seat {place}") for place in range(3)]
    project = create_record(
        PROJECT, actor=actor, at=now(), values={"account": account, "name": "Line 4", "owner": actor.user}
    )
    board = create_record(
        COMMITTEE, actor=actor, at=now(),
        values={"account": account, "name": "Board", "kind": "PURCHASING", "rule": "MAJORITY"},
    )  # fmt: skip

    def answer(score, days):
        values = {"project": project, "person": people[0], "step": "Delivery", "kind": "DELIVERY"}
        on = DAY - timedelta(days)
        told = {"happened_on": on, "answered_on": on, "consent": "GIVEN", "score": score}
        create_record(PULSE, actor=actor, at=now(), values=values | told)

    for place, person in enumerate(people):
        create_record(
            SEAT, actor=actor, at=now(),
            values={"committee": board, "name": f"Seat {place}", "person": person, "since": DAY},
        )  # fmt: skip
        answer(4, 30 - place)
        if place < 2:
            assert states(stands())["PARTNER:PULSE"] == "SHORT"
            log_interaction(actor=actor, at=now(), text="Met", account=account, people=[person])
    found = states(stands())
    assert (found["PARTNER:PULSE"], found["PARTNER:COVERAGE"]) == ("MET", "MET")
    answer(2, 1)
    assert states(stands())["PARTNER:PULSE"] == "REFUTED"


def test_a_change_agreed_in_a_joint_plan_shows_it(actor, account, stands):
    project = create_record(
        PROJECT, actor=actor, at=now(), values={"account": account, "name": "Line 4", "owner": actor.user}
    )
    values = {"project": project, "name": "Together", "starts_on": DAY, "direction": "FORWARD"}
    plan = create_record(
        JOINT_PLAN, actor=actor, at=now(), values={**values, "calendar": "WEEK", "zone": "Asia/Taipei"}
    )
    assert states(stands())["PARTNER:JOINT_PLAN"] == "SHORT"
    link = share_plan(actor=actor, at=now(), plan=plan, label="For them", days=30, may_propose=True)
    proposed = propose(link=link, at=now(), row=None, said_by="Ms Lin", name="Their test", first_on=DAY)
    accept_proposal(actor=actor, at=now(), proposal=proposed)
    assert states(stands())["PARTNER:JOINT_PLAN"] == "MET"


def test_the_house_asks_for_more_less_or_something_else(stands, show, house):
    house("VENDOR", "ORDERS", is_used=False)
    own = house("VENDOR", "OWN_1", name="Confidentiality signed")
    show("CONTACTS", "CONTACTS")
    assert [each.asked.label for each in stands().missing] == ["Confidentiality signed"]
    show("OWN_1")
    assert stands().proven == "VENDOR"
    boss = with_every_right(make_user())
    delete_record(CRITERION, actor=boss, at=now(), record=own)
    assert [each.key for each in criteria_of(house_criteria()) if each.level == "VENDOR"] == [
        "VENDOR:CONTACTS"
    ]
    again = house("VENDOR", "OWN_1", name="Confidentiality agreement")
    with pytest.raises(Refusal) as refused:
        restore_record(CRITERION, actor=boss, at=now(), record=own)
    assert (refused.value.code, refused.value.params["name"]) == ("CRITERION_TWICE", again.name)
    delete_record(CRITERION, actor=boss, at=now(), record=again)
    restore_record(CRITERION, actor=boss, at=now(), record=own)
    assert [each.name for each in house_criteria()] == ["House ORDERS", own.name]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"fact": "SHARE", "least": 0}, "THRESHOLD_MISSING", "least"),
        ({"fact": "ORDERS", "least": 5}, "THRESHOLD_NEEDLESS", "least"),
        ({"fact": "DREAM"}, "CHOICE_UNKNOWN", "fact"),
        ({"fact": "ORDERS", "needed": 0}, "VALUE_OUTSIDE", "needed"),
        ({"fact": "ORDERS", "least": None}, "VALUE_MISSING", "least"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_its_field(house, given, code, field):
    with pytest.raises(Refusal) as refused:
        house("PARTNER", **given)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_one_rule_speaks_of_a_fact_at_a_level(house):
    house("PARTNER", "ORDERS")
    house("ALLIANCE", "ORDERS")
    with pytest.raises(Refusal, match="CRITERION_TWICE"):
        house("PARTNER", "ORDERS")


def test_evidence_does_not_expire_before_it_is_observed(show):
    with pytest.raises(Refusal) as refused:
        show("SERVICE", valid_until=DAY - timedelta(11))
    assert (refused.value.code, refused.value.field) == ("PROOF_DAYS_REVERSED", "valid_until")


def test_who_may_not_read_judgements_learns_nothing_and_declares_nothing(user, account, show, declare):
    mate = make_user((Role.TEAM_MEMBER,), username="mate")
    make_member(account, mate)
    actor = make_actor(mate, as_of=DAY)
    claim, proof = declare("VENDOR"), show("SERVICE")[0]
    assert standing_of(actor, account, as_of=DAY) is None
    for definition, record in ((CLAIM, claim), (PROOF, proof)):
        with pytest.raises(Missing):
            reading.get_for(definition, actor, record.uid)
    values = {"account": account, "level": "PARTNER", "declared_on": DAY, "agreed_with": "x", "reason": "x"}
    with pytest.raises(Denied):
        create_record(CLAIM, actor=actor, at=now(), values=values)


def test_many_accounts_cost_as_many_questions_as_one(user, actor, account, django_assert_max_num_queries):
    others = [make_account(user) for _ in range(4)]
    with django_assert_max_num_queries(22):
        found = standings_of(actor, [account, *others], as_of=DAY)
    assert [each.account for each in found] == [account, *others]
    assert standings_of(actor, [], as_of=DAY) == []
    assert gather(actor, [], as_of=DAY) == {}
    assert [rank_of(level) for level in (None, "VENDOR", "ALLIANCE")] == [0, 1, 4]
