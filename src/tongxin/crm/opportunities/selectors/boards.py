"""The board: one lane a stage, with sums and the largest deals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from tongxin.common.actor import Actor
from tongxin.common.listing import ListQuery, Page, SortKey
from tongxin.common.naming import named_along
from tongxin.crm.opportunities.choices import EntryKind, Outcome
from tongxin.crm.opportunities.models import Opportunity, Process, Stage, StageEntry
from tongxin.crm.opportunities.processes import stages_of
from tongxin.crm.opportunities.selectors.lists import OPPORTUNITY_LIST, narrowed_opportunities

CARDS_A_LANE = 20
LARGEST_FIRST = (SortKey(key="amount_reporting", descending=True),)
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSum:
    """How many running deals stand in a stage, their sum in the reporting currency, and how many are not in it."""

    count: int
    amount: Decimal
    unpriced: int


NONE_THERE = StageSum(count=0, amount=NOTHING, unpriced=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneFigures:
    """What the running deals of one stage come to, in the reporting currency.

    Attributes:
        count: how many there are.
        amount: their sum.
        weighted: the sum times the stage's prior chance of winning.
        unpriced: how many are not in the sum, for want of an amount or of an exchange rate.

    """

    stage: Stage
    count: int
    amount: Decimal
    weighted: Decimal
    unpriced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One stage's figures and its first cards; `next` is the cursor of those after them."""

    figures: LaneFigures
    cards: Sequence[Opportunity]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The lanes of one process in its order; none before there is a process."""

    process: Process | None
    lanes: tuple[Lane, ...]


def stage_sums(actor: Actor, query: ListQuery) -> dict[int, StageSum]:
    """Return what the visible running deals that meet a query come to, by the number of their stage; one query.

    The index `opp_board` holds all it asks for: no deal is read.
    """
    rows = (
        narrowed_opportunities(actor, query)
        .filter(outcome=Outcome.OPEN)
        .order_by()
        .values("stage_id")
        .annotate(how_many=Count("*"), priced=Count("amount_reporting"), total=Sum("amount_reporting"))
    )
    return {
        row["stage_id"]: StageSum(
            count=row["how_many"], amount=row["total"] or NOTHING, unpriced=row["how_many"] - row["priced"]
        )
        for row in rows
    }


def board(
    actor: Actor,
    query: ListQuery,
    process: Process | None,
    *,
    sums: Mapping[int, StageSum] | None = None,
    cards: int = CARDS_A_LANE,
) -> Board:
    """Return the board of a process; one query for each stage that has deals, one for all sums unless they are given."""
    figures = board_figures(actor, query, process, sums=sums)
    lanes = tuple(_lane(actor, query, item, cards) for item in figures)
    return Board(process=process, lanes=lanes)


def board_figures(
    actor: Actor, query: ListQuery, process: Process | None, *, sums: Mapping[int, StageSum] | None = None
) -> tuple[LaneFigures, ...]:
    """Return count, sum and weighted sum of the running deals of each stage of a process."""
    if process is None:
        return ()
    found = stage_sums(actor, query) if sums is None else sums
    return tuple(
        _figures(stage, found.get(stage.pk, NONE_THERE))
        for stage in stages_of(process)
        if stage.is_active or stage.pk in found
    )


def lane_cards(
    actor: Actor, query: ListQuery, stage: Stage, *, after: str = "", cards: int = CARDS_A_LANE
) -> Page[Opportunity]:
    """Return one page of a lane's deals, largest first.

    Raises:
        ListRefused: the cursor is damaged or belongs to another order.
    """
    asked = replace(query, sort=LARGEST_FIRST, limit=cards, after=after)
    rows = named_along(_running(actor, asked).filter(stage=stage), "account", "owner", "stage")
    return OPPORTUNITY_LIST.page(rows, asked, actor=actor)


def last_reversals(opportunities: Iterable[Opportunity]) -> dict[int, StageEntry]:
    """Return the newest reversal of each deal that has one, keyed by the deal's primary key; one query."""
    keys = [opportunity.pk for opportunity in opportunities if opportunity.reversals]
    entries = (
        StageEntry.objects.filter(opportunity_id__in=keys, kind=EntryKind.REVERSAL)
        .select_related("stage", "from_stage", "cause")
        .order_by("entered_at", "pk")
    )
    return {entry.opportunity_id: entry for entry in entries}


def _running(actor: Actor, query: ListQuery) -> QuerySet[Opportunity]:
    return narrowed_opportunities(actor, query).filter(outcome=Outcome.OPEN)


def _figures(stage: Stage, found: StageSum) -> LaneFigures:
    return LaneFigures(
        stage=stage,
        count=found.count,
        amount=found.amount,
        weighted=found.amount * stage.probability / 100,
        unpriced=found.unpriced,
    )


def _lane(actor: Actor, query: ListQuery, figures: LaneFigures, cards: int) -> Lane:
    if not figures.count:
        return Lane(figures=figures, cards=(), next="")
    page = lane_cards(actor, query, figures.stage, cards=cards)
    return Lane(figures=figures, cards=page.items, next=page.next)
