"""Rules and verbs of committees, branch by branch where no scenario comes by."""

from datetime import date
from decimal import Decimal

import pytest
from tests.crm.committees.scenes import make_table, moment
from tests.deals import make_opportunity
from tests.factories import AT, make_account, make_actor, make_member, make_user, with_every_right

from tongxin.common.errors import Denied, Missing
from tongxin.crm.committees.actions import disagree, set_weights
from tongxin.crm.committees.models import Committee, Judgement, Seat, Stay
from tongxin.crm.committees.records import COMMITTEE, CRITERION, SEAT, TIE
from tongxin.crm.committees.rules import CommitteeRefused, check_committee, check_opinion, depth_of
from tongxin.crm.committees.seating import add_member, ensure_committee
from tongxin.crm.committees.selectors import get_committee_for, get_seat_for, stays_of
from tongxin.crm.stakeholders.actions import create_person
from tongxin.records.writing import change_record, create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.2")]


def test_a_committee_belongs_to_the_account_of_its_deal():
    table = make_table("Alder")
    elsewhere = make_account(table.actor.user, name="Elm")
    with pytest.raises(CommitteeRefused) as refused:
        create_record(
            COMMITTEE, actor=with_every_right(table.actor.user), at=AT,
            values={"account": elsewhere, "opportunity": table.deal, "name": "Board"},
        )  # fmt: skip
    assert refused.value.code == "COMMITTEE_ELSEWHERE"
    check_committee({"opportunity": None, "account": elsewhere})
    assert ensure_committee(actor=table.actor, at=AT, opportunity=table.deal).pk == table.committee.pk


@pytest.mark.parametrize(
    ("times", "depth"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (40, 4)]
)
def test_depth_is_counted_from_contacts(times, depth):
    assert depth_of(times) == depth


def test_a_view_has_bounds_and_a_reason():
    for leaning, why, code in ((3, "Sure", "OPINION_OUTSIDE"), (1, "  ", "OPINION_WITHOUT_WHY")):
        with pytest.raises(CommitteeRefused) as refused:
            check_opinion(leaning, why)
        assert refused.value.code == code


def test_who_may_not_judge_keeps_no_view():
    table = make_table()
    mate = make_user((Role.TEAM_MEMBER,))
    make_member(table.account, mate)
    with pytest.raises(Denied):
        disagree(actor=make_actor(mate), at=AT, committee=table.committee, leaning=1, why="I feel it")


def test_weights_name_every_criterion_and_unchanged_ones_are_not_written():
    table = make_table()
    one, two = (
        create_record(
            CRITERION, actor=table.actor, at=AT, values={"committee": table.committee, "name": name}
        )
        for name in ("Price", "Uptime")
    )
    with pytest.raises(CommitteeRefused) as refused:
        set_weights(actor=table.actor, at=AT, committee=table.committee, weights={one.uid: Decimal(100)})
    assert refused.value.code == "WEIGHT_MISSING"
    weights = {one.uid: Decimal(60), two.uid: Decimal(40)}
    for _again in range(2):
        criteria = set_weights(actor=table.actor, at=AT, committee=table.committee, weights=weights)
    assert [criterion.version for criterion in criteria] == [2, 2]


@pytest.mark.parametrize(("name", "code"), [("  ", "MEMBER_UNNAMED"), ("Wu", "MEMBER_SEATED")])
def test_a_member_needs_a_name_and_has_one_seat(name, code):
    table = make_table()
    table.seat("Wu")
    with pytest.raises(CommitteeRefused) as refused:
        table.seat(name)
    assert refused.value.code == code
    assert Seat.objects.count() == 1


def test_a_name_finds_who_is_elsewhere_in_the_group_and_an_outsider_belongs_to_no_account():
    user = make_user()
    every = with_every_right(user)
    group = make_account(user, name="Group")
    plant = make_account(user, name="Plant", parent=group)
    chief = create_person(actor=every, at=AT, full_name="溫紹衡", account=group, title="院長")
    deal = make_opportunity(every, account=plant, at=AT)
    committee = ensure_committee(actor=every, at=AT, opportunity=deal)
    assert add_member(actor=every, at=AT, committee=committee, name="溫紹衡").person == chief
    outside = add_member(actor=every, at=AT, committee=committee, name="莊景棠", role="EXTERNAL")
    assert outside.person is not None
    assert outside.person.account is None


def test_a_seat_may_be_empty_and_who_may_not_judge_lets_nobody_inherit():
    table = make_table()
    empty = create_record(
        SEAT, actor=table.actor, at=AT, values={"committee": table.committee, "name": "Chair"}
    )
    assert not Stay.objects.exists()
    assert not Judgement.objects.exists()
    assert table.states("2026-11-25")["Chair"].is_vacant
    mate = make_user((Role.TEAM_MEMBER,))
    make_member(table.account, mate)
    one, two = (
        create_person(actor=table.actor, at=AT, full_name=name, account=table.account)
        for name in ("Wu", "Chao")
    )
    values = {"person": one, "attitude": "SUPPORTER", "power": 5}
    change_record(SEAT, actor=table.actor, at=AT, record=empty, values=values)
    seat = Seat.objects.get(pk=empty.pk)
    later = moment("2026-11-10")
    change_record(
        SEAT,
        actor=make_actor(mate),
        at=later,
        record=seat,
        values={"person": two, "since": date(2026, 11, 10)},
    )
    seat = Seat.objects.get(pk=empty.pk)
    assert (seat.person, seat.attitude) == (two, "UNKNOWN")
    assert [str(stay.person) for stay in stays_of(seat)] == ["Chao", "Wu"]
    change_record(
        SEAT, actor=table.actor, at=later, record=seat, values={"person": None, "since": date(2026, 11, 20)}
    )
    assert table.states("2026-11-25")["Chair"].is_vacant
    change_record(
        SEAT, actor=table.actor, at=later, record=Seat.objects.get(pk=seat.pk), values={"name": "Board"}
    )
    assert Seat.objects.get(pk=seat.pk).name == "Board"
    assert Stay.objects.filter(until=None).count() == 0


def test_what_is_missing_in_a_tie_is_told_by_its_field():
    table = make_table()
    with pytest.raises(Exception, match="VALUE_MISSING"):
        create_record(
            TIE, actor=table.actor, at=AT, values={"committee": table.committee, "evidence": "seen"}
        )


def test_a_strangers_committee_and_seat_do_not_exist():
    table = make_table()
    seat = table.seat("Wu")
    stranger = make_actor()
    with pytest.raises(Missing):
        get_committee_for(stranger, table.committee.uid)
    with pytest.raises(Missing):
        get_seat_for(stranger, seat.uid)
    assert (
        str(disagree(actor=table.actor, at=AT, committee=table.committee, leaning=0, why="Too early"))
        == "Too early"
    )
    assert Committee.objects.count() == 1
