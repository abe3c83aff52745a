"""A deal with a committee at depth, for the stage: people, roles, judgements, lines, visits, criteria, a sponsor."""

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.factories import make_account, with_every_right

from tongxin.common.clock import now
from tongxin.crm.committees.choices import Attitude, SeatRole, TieKind
from tongxin.crm.committees.pairing import pair_sponsor
from tongxin.crm.committees.records import CRITERION
from tongxin.crm.committees.seating import add_member, assign_counterpart, draw_tie, ensure_committee, judge
from tongxin.crm.opportunities.actions import create_opportunity
from tongxin.crm.opportunities.processes import default_process, stages_of
from tongxin.crm.relationships.actions import log_interaction
from tongxin.records.writing import create_record
from tongxin.team.models import User

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.crm.committees.models import Committee, Seat

NAMES = ("溫紹衡", "裴慧君", "簡伯鈞", "游宗翰", "Kang Wei-lin", "鄧思妤", "羅啟文", "傅雅琴")


def make_board(people: int) -> dict[str, str]:
    """Seat so many people in the committee of a new deal of the owner; return uids of deal, committee and somebody."""
    owner = User.objects.get(username="owner")
    actor = with_every_right(owner)
    account = make_account(owner, name=f"委員會 {people}")
    stage = stages_of(default_process())[1]
    deal = create_opportunity(
        actor=actor, at=now(), account=account, name="影像中心汰換", owner=owner, stage=stage
    )
    committee = ensure_committee(actor=actor, at=now(), opportunity=deal)
    seats = [_seat(actor, committee, place) for place in range(people)]
    for place, seat in enumerate(seats[1:], start=1):
        draw_tie(actor=actor, at=now(), ends=(seat, seats[(place - 1) // 3]), kind=TieKind.REPORTS_TO)
    for place, kind in enumerate(TieKind.values):
        if kind != TieKind.REPORTS_TO:
            draw_tie(actor=actor, at=now(), ends=(seats[-1 - place % 3], seats[place % 3]), kind=kind)
    for days, seat in ((3, seats[1]), (40, seats[1]), (120, seats[2])):
        day = now() - timedelta(days=days)
        log_interaction(
            actor=actor, at=day, account=account, people=[seat.person], text="Met", occurred_at=day
        )
    pair_sponsor(actor=actor, at=now(), person=seats[0].person, sponsor=owner)
    values = {"committee": committee, "name": "影像品質與掃描時間", "kind": "FORMAL", "our_fit": 3}
    create_record(CRITERION, actor=actor, at=now(), values=values)
    return {"deal": deal.uid, "committee": committee.uid, "person": seats[-1].person.uid}


def _seat(actor: "Actor", committee: "Committee", place: int) -> "Seat":
    name = NAMES[place] if place < len(NAMES) else f"委員 {place}"
    roles, attitudes = SeatRole.values, Attitude.values
    seat = add_member(
        actor=actor, at=now(), committee=committee, name=name, role=roles[place % len(roles)], title="部主任"
    )
    values = {"attitude": attitudes[place % len(attitudes)], "power": place % 6}
    judge(actor=actor, at=now(), seat=seat, values=values)
    if place % 2:
        assign_counterpart(actor=actor, at=now(), seat=seat, user=actor.user)
    return seat
