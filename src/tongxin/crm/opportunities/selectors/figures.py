"""What the deals come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, QuerySet, Sum, Value
from django.db.models.functions import TruncQuarter

from tongxin.common.actor import Actor
from tongxin.common.listing import ListQuery
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import accounts_of_branch
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.opportunities.selectors.boards import StageSum
from tongxin.crm.opportunities.selectors.lists import narrowed_opportunities
from tongxin.crm.opportunities.selectors.visible import visible_opportunities

NOTHING = Decimal(0)
MOST_ACCOUNTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFigures:
    """How many deals stand so, and their sum in the reporting currency."""

    outcome: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterFigures:
    """What was won in one calendar quarter, given by its first day."""

    starts_on: date
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFigures:
    """What was won at one account."""

    uid: str
    name: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums over a set of deals.

    Attributes:
        win_rate: won ÷ (won + lost), dropped deals left out; `None` before the first is decided.
        days_to_win: mean days from start to close of won deals that have both; `None` without any.
        won_by_quarter: by the quarter of closing, oldest first.
        top_accounts: where most was won, largest first.

    """

    by_outcome: tuple[OutcomeFigures, ...]
    win_rate: Decimal | None
    days_to_win: Decimal | None
    won_by_quarter: tuple[QuarterFigures, ...]
    top_accounts: tuple[AccountFigures, ...]

    def of(self, outcome: str) -> OutcomeFigures:
        """Return the figures of one outcome, zero when there are none."""
        for figures in self.by_outcome:
            if figures.outcome == outcome:
                return figures
        return OutcomeFigures(outcome=outcome, count=0, amount=NOTHING)


def outcome_figures(actor: Actor, query: ListQuery) -> tuple[OutcomeFigures, ...]:
    """Return count and sum of the visible deals that meet a query, by outcome; one query."""
    return _by_outcome(narrowed_opportunities(actor, query))


def branch_figures(actor: Actor, account: Account) -> tuple[OutcomeFigures, ...]:
    """Return count and sum of the visible deals of an account and of those below it, by outcome; one query."""
    branch = accounts_of_branch(account)
    return _by_outcome(visible_opportunities(actor).filter(account_id__in=branch))


def _by_outcome(deals: QuerySet[Opportunity]) -> tuple[OutcomeFigures, ...]:
    rows = deals.order_by().values("outcome").annotate(how_many=Count("pk"), total=Sum("amount_reporting"))
    return tuple(
        OutcomeFigures(outcome=row["outcome"], count=row["how_many"], amount=row["total"] or NOTHING)
        for row in sorted(rows, key=lambda row: Outcome.values.index(row["outcome"]))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningFigures:
    """What the running deals of a list come to, and which of them wait for something.

    Attributes:
        without_step: how many have no next step.
        late: of how many the next step should have been done.

    """

    count: int
    amount: Decimal
    without_step: int
    late: int


def running_figures(
    actor: Actor, query: ListQuery, *, as_of: date, sums: Mapping[int, StageSum]
) -> RunningFigures:
    """Return what the visible running deals that meet a query come to; one query beside the sums of their stages."""
    running = narrowed_opportunities(actor, query).filter(outcome=Outcome.OPEN)
    # Two counts side by side, each from its own index; one pass for both would read every deal.
    found = _counted(running.filter(next_step=""), "idle").union(
        _counted(running.filter(next_step_on__lt=as_of), "late"), all=True
    )
    counts = dict(found)
    return RunningFigures(
        count=sum(item.count for item in sums.values()),
        amount=sum((item.amount for item in sums.values()), NOTHING),
        without_step=counts.get("idle", 0),
        late=counts.get("late", 0),
    )


def _counted(rows: QuerySet[Opportunity], name: str) -> QuerySet[Any, tuple[str, int]]:
    return rows.order_by().annotate(what=Value(name)).values_list("what").annotate(how_many=Count("*"))


def totals(actor: Actor, query: ListQuery) -> Totals:
    """Return what the visible deals that meet a query come to; four queries."""
    won = narrowed_opportunities(actor, query).filter(outcome=Outcome.WON).order_by()
    by_outcome = outcome_figures(actor, query)
    counts = {figures.outcome: figures.count for figures in by_outcome}
    took = ExpressionWrapper(F("closed_on") - F("started_on"), output_field=DurationField())
    mean: timedelta | None = won.aggregate(mean=Avg(took))["mean"]
    quarters = (
        won.exclude(closed_on=None)
        .annotate(quarter=TruncQuarter("closed_on"))
        .values("quarter")
        .annotate(how_many=Count("pk"), total=Sum("amount_reporting"))
        .order_by("quarter")
    )
    accounts = (
        won.values("account__uid", "account__name")
        .annotate(how_many=Count("pk"), total=Sum("amount_reporting"))
        .order_by(F("total").desc(nulls_last=True), "account__name")[:MOST_ACCOUNTS]
    )
    return Totals(
        by_outcome=by_outcome,
        win_rate=_share(counts.get(Outcome.WON, 0), counts.get(Outcome.LOST, 0)),
        days_to_win=None if mean is None else Decimal(int(mean.total_seconds())) / 86_400,
        won_by_quarter=tuple(
            QuarterFigures(starts_on=row["quarter"], count=row["how_many"], amount=row["total"] or NOTHING)
            for row in quarters
        ),
        top_accounts=tuple(
            AccountFigures(
                uid=row["account__uid"],
                name=row["account__name"],
                count=row["how_many"],
                amount=row["total"] or NOTHING,
            )
            for row in accounts
        ),
    )


def _share(won: int, lost: int) -> Decimal | None:
    return Decimal(won) / (won + lost) if won + lost else None
