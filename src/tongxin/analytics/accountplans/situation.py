"""What the records say of a customer today, beside the words of an account plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, Sum

from tongxin.analytics.accountplans.measuring import won_of
from tongxin.analytics.ladder.facts import SENIOR
from tongxin.analytics.ladder.standing import Standing, standing_of
from tongxin.common.actor import Actor
from tongxin.crm.competition.choices import Ring
from tongxin.crm.competition.selectors import placements_of
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.selectors import visible_opportunities
from tongxin.crm.relationships.choices import PromiseState, Side
from tongxin.crm.relationships.selectors import visible_promises
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Tenure
from tongxin.crm.stakeholders.selectors import visible_people

if TYPE_CHECKING:
    from tongxin.crm.accountplans.models import AccountPlan
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.competition.models import Placement

# Contact with a senior person counts so many days.
FRESH_DAYS = 180
CLOSE = (Ring.CORE, Ring.PREFERRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A customer on a day.

    Attributes:
        open_count: opportunities still running; `open_amount` in the reporting currency.
        won_count: opportunities won in the period of the plan, until that day.
        level: how close the relationship is; `None` to who may not read judgements.
        ring: where we stand, by the newest placement; `None` where nothing says it.
        rivals: who stands in the core or the preferred ring beside us.
        seniors: senior people known there; `seniors_met` of them within `FRESH_DAYS`.
        ours_late: promises of ours that are overdue; `theirs_late` those of the customer.
    """

    open_count: int
    open_amount: Decimal
    won_count: int
    won_amount: Decimal
    level: Standing | None
    ring: str | None
    rivals: tuple[str, ...]
    seniors: int
    seniors_met: int
    ours_late: int
    theirs_late: int


def situation_of(actor: Actor, plan: "AccountPlan", *, as_of: date) -> Situation:
    """Return what the records say of the customer of a plan."""
    account = plan.account
    running = visible_opportunities(actor).filter(account=account, outcome=Outcome.OPEN)
    open_ = running.aggregate(count=Count("pk"), amount=Sum("amount_reporting"))
    won = [
        amount or Decimal(0)
        for on, amount, _piece in won_of(actor, [account.pk], as_of=min(as_of, plan.last_on)).get(
            account.pk, ()
        )
        if on >= plan.first_on
    ]
    seniors, met = _seniors(actor, account, as_of)
    late = visible_promises(actor).filter(account=account, state=PromiseState.OPEN, due_on__lt=as_of)
    counted = late.aggregate(
        ours=Count("pk", filter=Q(side=Side.OURS)), theirs=Count("pk", filter=~Q(side=Side.OURS))
    )
    ring, rivals = _rings(placements_of(account), as_of)
    return Situation(
        open_count=open_["count"],
        open_amount=open_["amount"] or Decimal(0),
        won_count=len(won),
        won_amount=sum(won, Decimal(0)),
        level=standing_of(actor, account, as_of=as_of),
        ring=ring,
        rivals=rivals,
        seniors=seniors,
        seniors_met=met,
        ours_late=counted["ours"],
        theirs_late=counted["theirs"],
    )


def _seniors(actor: Actor, account: "Account", as_of: date) -> tuple[int, int]:
    high = Tenure.objects.filter(person=OuterRef("pk"), is_current=True, post__level__in=SENIOR)
    rows = visible_people(actor).filter(Exists(high), account=account, status=PersonStatus.ACTIVE)
    since = as_of - timedelta(days=FRESH_DAYS)
    found = rows.aggregate(count=Count("pk"), met=Count("pk", filter=Q(last_contact_at__date__gte=since)))
    return found["count"], found["met"]


def _rings(placements: "Iterable[Placement]", as_of: date) -> tuple[str | None, tuple[str, ...]]:
    # The oldest comes first: of each supplier the newest is the one that stays.
    newest = {each.competitor: each.ring for each in placements if each.placed_on <= as_of}
    close = tuple(each.name for each, ring in newest.items() if each is not None and ring in CLOSE)
    return newest.get(None), close
