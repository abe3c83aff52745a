"""What is dangerous about a committee, and whose touches are due."""

from datetime import date, timedelta

import pytest
from tests.crm.committees.scenes import make_table, moment
from tests.factories import make_actor, make_member, make_user, with_every_right

from tongxin.crm.committees.records import SPONSORSHIP
from tongxin.crm.committees.watch import watch
from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.stakeholders.actions import end_tenure
from tongxin.crm.stakeholders.models import Tenure
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.2")]
TODAY = date(2026, 11, 25)


@pytest.fixture
def table():
    """Three seats: Wu decides, Lin and Ho use; nobody was met yet."""
    table = make_table("Alder", at=moment("2026-03-01"))
    for name, role in (("Wu", "DECISION_MAKER"), ("Lin", "USER"), ("Ho", "USER")):
        table.seat(name, moment("2026-03-01"), role=role, title="COO" if name == "Wu" else "")
    return table


def met(table, name, day, author=None):
    seat = table.committee.seats.get(person__full_name=name)
    log_interaction(
        actor=with_every_right(table.actor.user), at=moment(day), account=table.account, people=[seat.person],
        text="Met", occurred_at=moment(day), colleagues=[author] if author else [],
    )  # fmt: skip


def codes(table, day=TODAY, actor=None):
    return {each.code: each for each in watch(actor or table.actor, as_of=day).warnings}


def test_nothing_is_said_of_a_committee_that_several_of_us_meet(table):
    mate = make_user()
    make_member(table.account, mate)
    for name in ("Wu", "Lin"):
        met(table, name, "2026-11-01", author=mate)
    assert codes(table) == {}
    assert codes(table, actor=make_actor(mate)) == {}


def test_one_of_us_one_of_them_and_access_that_was_lost_are_told_by_name(table):
    met(table, "Wu", "2026-08-01")
    found = codes(table)
    assert set(found) == {"ONE_OF_US", "ONE_OF_THEM", "ACCESS_LOST"}
    assert found["ONE_OF_US"].names == (table.actor.user.display_name,)
    assert found["ONE_OF_THEM"].names == ("Wu",)
    assert (found["ACCESS_LOST"].names, found["ACCESS_LOST"].days) == (("Wu",), 116)


def test_a_decision_maker_who_left_is_told_first_and_counts_as_nobodys_contact(table):
    met(table, "Wu", "2026-11-01")
    tenure = Tenure.objects.get(person__full_name="Wu")
    end_tenure(
        actor=table.actor, at=moment("2026-11-20"), tenure=tenure, reason="LEFT", until=date(2026, 11, 20)
    )
    found = watch(table.actor, as_of=TODAY).warnings
    assert [each.code for each in found] == ["NO_DECISION_MAKER"]
    assert "NO_DECISION_MAKER" not in codes(table, date(2026, 11, 19))


def test_many_committees_cost_no_more_queries(table, django_assert_max_num_queries):
    met(table, "Wu", "2026-08-01")
    for number in range(4):
        other = make_table(f"Elm {number}", at=moment("2026-03-01"), owner=table.actor.user)
        other.seat("Yu", moment("2026-03-01"))
        met(other, "Yu", "2026-08-01")
    with django_assert_max_num_queries(9):
        found = watch(table.actor, as_of=TODAY)
    assert len({each.committee.pk for each in found.warnings}) == 5


@pytest.mark.requirement("R3.4")
def test_a_touch_is_told_to_its_sponsor_ahead_and_to_the_owner_of_the_account_once_late(table):
    sponsor = make_user((Role.KAM,))
    make_member(table.account, sponsor)
    person = table.committee.seats.get(person__full_name="Wu").person
    create_record(
        SPONSORSHIP, actor=table.actor, at=moment("2026-10-01"),
        values={
            "account": table.account, "purpose": "Trust", "person": person, "sponsor": sponsor, "every_days": 60,
        },
    )  # fmt: skip
    due = date(2026, 11, 30)

    def told(user, day):
        return [touch.due_on for touch in watch(make_actor(user), as_of=day).touches]

    assert told(sponsor, due - timedelta(days=15)) == []
    assert told(sponsor, due - timedelta(days=14)) == [due]
    assert told(table.actor.user, due) == []
    assert told(table.actor.user, due + timedelta(days=1)) == [due]
