"""A deal with a committee, for the tests of this folder."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from tests.deals import make_opportunity
from tests.factories import AT, make_account, make_actor, make_user, with_every_right

from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.committees.models import Committee, Seat
from tongxin.crm.committees.seating import add_member, ensure_committee
from tongxin.crm.committees.selectors import SeatState, committee_map
from tongxin.crm.opportunities.models import Opportunity
from tongxin.team.choices import Role


def moment(day: str) -> datetime:
    """Return nine o'clock in Taipei of a day."""
    return datetime.combine(date.fromisoformat(day), time(1), tzinfo=UTC)


@dataclass
class Table:
    """A deal, its account, its committee and a key-account manager who answers for it."""

    actor: Actor
    account: Account
    deal: Opportunity
    committee: Committee

    def seat(self, name: str, at: datetime = AT, **more: Any) -> Seat:
        return add_member(actor=self.actor, at=at, committee=self.committee, name=name, **more)

    def states(self, day: str, actor: Actor | None = None) -> dict[str, SeatState]:
        found = committee_map(actor or self.actor, self.committee, as_of=date.fromisoformat(day))
        return {state.seat.name: state for state in found.seats}


def make_table(name: str = "Alder", *, at: datetime = AT, owner: Any = None, **more: Any) -> Table:
    user = owner or make_user((Role.KAM,))
    account = make_account(user, name=name, at=at, **more)
    every = with_every_right(user)
    deal = make_opportunity(every, account=account, at=at, name=f"Deal of {name}")
    committee = ensure_committee(actor=every, at=at, opportunity=deal)
    return Table(actor=make_actor(user), account=account, deal=deal, committee=committee)
