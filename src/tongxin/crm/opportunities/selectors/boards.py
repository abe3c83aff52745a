"""The board: one lane a stage, with sums and the largest deals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from tongxin.common.actor import Actor
from tongxin.common.listing import Condition, ListQuery, Page, SortKey
from tongxin.common.naming import named_along
from tongxin.crm.opportunities.choices import EntryKind, Outcome
from tongxin.crm.opportunities.models import Opportunity, Process, Stage, StageEntry
from tongxin.crm.opportunities.selectors.lists import OPPORTUNITY_LIST, narrowed_opportunities

CARDS_A_LANE = 20
LARGEST_FIRST = (SortKey(key="amount_reporting", descending=True),)
NOTHING = Decimal(0)
# Long texts and what a card does not say are not read for it.
OFF_THE_CARD = (
    "description", "price_floor", "margin_percent", "rate_date", "last_contact_at", "created_at", "updated_at",
    "close_from", "started_on", "source", "loss_reason", "owner", "process",
)  # fmt: skip


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
class ProcessChoice:
    """Which process a board shows.

    Attributes:
        shown: the process, `None` before there is one.
        stages: its stages in their order.
        counts: the processes that running deals stand in and the shown one, each with how many.
        sums: of the shown process's stages.
    """

    shown: Process | None
    stages: tuple[Stage, ...]
    counts: tuple[tuple[Process, int], ...]
    sums: dict[int, StageSum]


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


def of_process(query: ListQuery, process: Process | None) -> ListQuery:
    """Return the query for the deals of one process, whichever processes it asked for before."""
    others = tuple(item for item in query.conditions if item.key != "process")
    if process is None:
        return replace(query, conditions=others)
    this = Condition(key="process", operator="eq", values=(process.code,))
    return replace(query, conditions=(*others, this))


def choose_process(query: ListQuery, sums: Mapping[int, StageSum]) -> ProcessChoice:
    """Return which process a board shows, and which others it could; one query.

    Args:
        query: names processes or not; the first one in use that it names is shown, else the default one.
        sums: of the stages of all processes.
    """
    asked = {code for item in query.conditions if item.key == "process" for code in item.values}
    stages: dict[Process, list[Stage]] = {}
    rows = Stage.objects.select_related("process")
    for stage in rows.order_by("-process__is_default", "-process__is_active", "process_id", "position", "pk"):
        stages.setdefault(stage.process, []).append(stage)
    offered = [process for process in stages if process.is_active]
    named = [process for process in stages if process.code in asked]
    shown = next(iter([*named, *(process for process in offered if process.is_default)]), None)
    counts = {
        process: sum(sums[stage.pk].count for stage in own if stage.pk in sums)
        for process, own in stages.items()
    }
    own = tuple(stages.get(shown, ())) if shown is not None else ()
    return ProcessChoice(
        shown=shown,
        stages=own,
        counts=tuple((process, count) for process, count in counts.items() if count or process == shown),
        sums={stage.pk: sums[stage.pk] for stage in own if stage.pk in sums},
    )


def board(actor: Actor, query: ListQuery, choice: ProcessChoice, *, cards: int = CARDS_A_LANE) -> Board:
    """Return the board of a process; two queries for the cards of all its lanes."""
    figures = figures_of(choice)
    found = _first_cards(actor, query, [item.stage for item in figures if item.count], cards)
    asked = replace(query, sort=LARGEST_FIRST, limit=cards, after="")
    lanes = tuple(_lane(actor, asked, item, found.get(item.stage.pk, [])) for item in figures)
    return Board(process=choice.shown, lanes=lanes)


def figures_of(choice: ProcessChoice) -> tuple[LaneFigures, ...]:
    """Return count, sum and weighted sum of the running deals of each stage of a process."""
    return tuple(
        _figures(stage, choice.sums.get(stage.pk, NONE_THERE))
        for stage in choice.stages
        if stage.is_active or stage.pk in choice.sums
    )


def lane_cards(
    actor: Actor, query: ListQuery, stage: Stage, *, after: str = "", cards: int = CARDS_A_LANE
) -> Page[Opportunity]:
    """Return one page of a lane's deals, largest first.

    Raises:
        ListRefused: the cursor is damaged or belongs to another order.
    """
    asked = replace(query, sort=LARGEST_FIRST, limit=cards, after=after)
    rows = _as_cards(_running(actor, asked).filter(stage=stage))
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


def _first_cards(
    actor: Actor, query: ListQuery, stages: Sequence[Stage], cards: int
) -> dict[int, list[Opportunity]]:
    """Return the largest deals of each stage, one more than a lane shows, by the stage's primary key."""
    if not stages:
        return {}
    place = Window(
        RowNumber(),
        partition_by=F("stage_id"),
        order_by=(F("amount_reporting").desc(nulls_last=True), F("pk").asc()),
    )
    # The places are counted in the index `opp_board` alone; only the deals that are shown are read.
    stood = _running(actor, query).filter(stage__in=stages).order_by()
    numbers = list(stood.annotate(place=place).filter(place__lte=cards + 1).values_list("pk", flat=True))
    order = (F("amount_reporting").desc(nulls_last=True), "pk")
    lanes: dict[int, list[Opportunity]] = {}
    for deal in _as_cards(Opportunity.objects.filter(pk__in=numbers)).order_by(*order):
        lanes.setdefault(deal.stage_id, []).append(deal)
    return lanes


def _as_cards(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    return named_along(rows, "account").defer(*OFF_THE_CARD)


def _figures(stage: Stage, found: StageSum) -> LaneFigures:
    return LaneFigures(
        stage=stage,
        count=found.count,
        amount=found.amount,
        weighted=found.amount * stage.probability / 100,
        unpriced=found.unpriced,
    )


def _lane(actor: Actor, asked: ListQuery, figures: LaneFigures, found: list[Opportunity]) -> Lane:
    cards = found[: asked.limit]
    has_more = len(found) > asked.limit
    following = OPPORTUNITY_LIST.cursor_after(cards[-1], asked, actor=actor) if has_more else ""
    return Lane(figures=figures, cards=cards, next=following)
