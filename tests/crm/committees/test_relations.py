"""Relationships across accounts: whom we know where, who moved where, and who can introduce us."""

from datetime import date, timedelta

import pytest
from tests.crm.committees.scenes import make_table, moment
from tests.factories import make_account, make_actor, make_member, make_user, with_every_right

from tongxin.analytics.introductions import introduction_paths
from tongxin.crm.committees.choices import TieKind
from tongxin.crm.committees.relations import account_cover, moves
from tongxin.crm.committees.seating import draw_tie
from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.stakeholders.actions import create_person, create_post, end_tenure, start_tenure
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.2")]
TODAY = date(2026, 11, 25)


@pytest.fixture
def table():
    return make_table("Alder", at=moment("2026-03-01"))


def met(table, person, day, author=None):
    user = author or table.actor.user
    log_interaction(
        actor=with_every_right(user), at=moment(day), account=table.account, people=[person], text="Met",
        occurred_at=moment(day),
    )  # fmt: skip


def ways(actor, person):
    return [
        [(step.kind.value, step.name) for step in way.steps]
        for way in introduction_paths(actor, person, as_of=TODAY)
    ]


def moved(table, name, *, to="Cedar"):
    """Somebody worked at Alder until October and works at another account now."""
    person = table.seat(name, moment("2026-03-01"), title="COO").person
    tenure = Tenure.objects.get(person=person)
    end_tenure(
        actor=table.actor, at=moment("2026-10-01"), tenure=tenure, reason="LEFT", until=date(2026, 10, 1)
    )
    other = make_account(table.actor.user, name=to)
    post = create_post(
        actor=with_every_right(table.actor.user), at=moment("2026-10-12"), account=other, title="CEO"
    )
    person = Person.objects.get(pk=person.pk)
    start_tenure(
        actor=with_every_right(table.actor.user), at=moment("2026-10-12"), person=person, post=post,
        since=date(2026, 10, 12),
    )  # fmt: skip
    return Person.objects.get(pk=person.pk)


def test_accounts_that_hang_on_one_of_us_or_on_nobody_stand_first(table):
    wen = table.seat("Wen", moment("2026-03-01")).person
    table.seat("Lin", moment("2026-03-01"))
    mate = make_user()
    make_member(table.account, mate)
    other = make_account(table.actor.user, name="Birch")
    create_person(actor=table.actor, at=moment("2026-03-01"), full_name="Yu", account=other)
    for author in (table.actor.user, mate):
        met(table, wen, "2026-11-20", author)
    first, second = account_cover(table.actor, as_of=TODAY)
    assert (first.account.name, first.known, first.ours) == ("Birch", 1, ())
    assert (second.known, second.met, len(second.ours)) == (2, 1, 2)
    assert not (second.is_single)
    assert not (second.is_lost)
    later = account_cover(table.actor, as_of=TODAY + timedelta(days=200))
    assert [cover.is_lost for cover in later if cover.account == table.account] == [True]
    assert account_cover(make_actor(make_user()), as_of=TODAY) == []


def test_who_moved_where_is_told_to_who_may_see_both_places(table):
    person = moved(table, "Wu")
    found = moves(table.actor)
    assert [(move.person, move.left.post.title, move.taken.post.title, move.day) for move in found] == [
        (person, "COO", "CEO", date(2026, 10, 12))
    ]
    mate = make_user()
    make_member(table.account, mate)
    assert moves(make_actor(mate)) == []


def test_who_once_worked_with_somebody_introduces_us_across_accounts(table):
    lin = table.seat("Lin", moment("2026-03-01"), title="CFO").person
    target = moved(table, "Wu")
    mate = make_user((Role.KAM,))
    make_member(table.account, mate)
    met(table, lin, "2026-11-20", mate)
    name = mate.display_name
    assert ways(table.actor, target) == [[("COLLEAGUE", name), ("MET", "Lin"), ("ONCE_TOGETHER", "Wu")]]
    met(table, target, "2026-04-01")
    assert ways(table.actor, target)[0] == [("MET", "Wu")]


def test_ties_lead_on_but_who_is_at_odds_introduces_nobody(table):
    seats = {name: table.seat(name, moment("2026-03-01"), role="EXTERNAL") for name in ("Ava", "Ian", "Kao")}
    met(table, seats["Ava"].person, "2026-11-20")
    at = moment("2026-05-01")
    draw_tie(actor=table.actor, at=at, ends=(seats["Kao"], seats["Ava"]), kind=TieKind.CONFLICT)
    assert ways(table.actor, seats["Kao"].person) == []
    draw_tie(actor=table.actor, at=at, ends=(seats["Ava"], seats["Ian"]), kind=TieKind.FRIENDSHIP)
    draw_tie(actor=table.actor, at=at, ends=(seats["Kao"], seats["Ian"]), kind=TieKind.ADVICE)
    assert ways(table.actor, seats["Kao"].person) == [[("MET", "Ava"), ("TIE", "Ian"), ("TIE", "Kao")]]


def test_who_work_together_still_are_nearer_than_who_once_did(table):
    lin = table.seat("Lin", moment("2026-03-01"), title="CFO").person
    wu = table.seat("Wu", moment("2026-03-01"), title="COO").person
    met(table, lin, "2026-01-20")
    (way,) = introduction_paths(table.actor, wu, as_of=TODAY)
    assert [step.kind.value for step in way.steps] == ["MET", "TOGETHER"]
    assert way.cost == 5.0
