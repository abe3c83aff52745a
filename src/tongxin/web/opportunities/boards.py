"""The board: lanes of the default process with their cards."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kamkit.pipeline.norms import StageNorm, TooFew
from kamkit.pipeline.stall import OpenDeal, judge_stall
from tongxin.analytics.norms import norms_of_stages
from tongxin.common.listing import ListQuery
from tongxin.common.money_text import Units, format_amount
from tongxin.crm.market.conversion import reporting_currency
from tongxin.crm.opportunities.processes import get_stage
from tongxin.crm.opportunities.selectors import (
    OPPORTUNITY_LIST,
    Board,
    Lane,
    ProcessChoice,
    board,
    lane_cards,
    last_reversals,
)
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.lists.cells import CellContext
from tongxin.web.lists.pages import address
from tongxin.web.lists.readers import params_of, query_of, reader_of
from tongxin.web.opportunities.cards import cards_html
from tongxin.web.opportunities.columns import columns_for
from tongxin.web.opportunities.pages import BoardView, CardView, CountedLink, LaneView
from tongxin.web.opportunities.path import reversal_cause
from tongxin.web.opportunities.texts import day_text, days_in_stage, days_text, is_late, next_step_text
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity, StageEntry

Params = Mapping[str, Sequence[str]]
Norms = Mapping[str, StageNorm | TooFew]


@require_GET
def lane(request: PageRequest, stage_uid: str) -> HttpResponse:
    """Give further cards of one lane; without htmx the list of the stage's deals follows."""
    params = params_of(request, OPPORTUNITY_LIST)
    query = query_of(OPPORTUNITY_LIST, params, actor=request.actor, columns=columns_for(request.actor))
    stage = get_stage(stage_uid)
    if not wants_fragment(request):
        return redirect(f"{reverse('web:opportunities')}?stage={stage.code}&outcome=OPEN")
    page, reader = lane_cards(request.actor, query, stage, after=query.after), reader_of(request)
    cards = _cards(page.items, reader, norms_of_stages(as_of=reader.as_of))
    context = {
        "cards": cards_html(cards, reader),
        "more_url": _more_url(stage.uid, params, page.next),
        "lane_code": stage.code,
    }
    return render(request, "opportunities/_cards.html", context)


def board_view(request: PageRequest, query: ListQuery, choice: ProcessChoice) -> BoardView:
    """Return the board of a process with the list's filters."""
    found = board(request.actor, query, choice)
    reader, params = reader_of(request), params_of(request, OPPORTUNITY_LIST)
    backs = last_reversals(card for lane in found.lanes for card in lane.cards)
    norms = norms_of_stages(as_of=reader.as_of)
    return BoardView(
        lanes=tuple(
            _lane(lane, params, reader, _cards(lane.cards, reader, norms, backs), _is_folded(found))
            for lane in found.lanes
        ),
        processes=_processes(choice, params),
        takes_new=choice.shown is not None and choice.shown.is_default,
    )


def _processes(choice: ProcessChoice, params: Params) -> tuple[CountedLink, ...]:
    if len(choice.counts) < 2:
        return ()
    url, kept = reverse("web:opportunities"), {**params, "layout": ["board"], "after": []}
    return tuple(
        CountedLink(
            label=process.label,
            url=address(url, {**kept, "process": [process.code]}),
            count=f"{count:,}",
            current=process == choice.shown,
        )
        for process, count in choice.counts
    )


def _is_folded(found: Board) -> bool:
    # A board without any deal shows its lanes open, so that one sees what it is.
    return any(lane.figures.count for lane in found.lanes)


def _lane(
    lane: Lane,
    params: Params,
    reader: CellContext,
    cards: tuple[CardView, ...],
    folds: bool,  # noqa: FBT001 - whether empty lanes are folded
) -> LaneView:
    figures = lane.figures
    currency, units = reporting_currency(), Units(reader.units)
    amount = format_amount(figures.amount, currency, language=reader.language, units=units)
    weighted = format_amount(
        figures.weighted.quantize(Decimal(1)), currency, language=reader.language, units=units
    )
    table = {name: values for name, values in params.items() if name not in {"layout", "after", "stage"}}
    return LaneView(
        code=figures.stage.code,
        label=figures.stage.label,
        our_label=figures.stage.our_label,
        count=figures.count,
        amount_text=amount.text,
        amount_title=amount.exact_text,
        weighted_text=weighted.text,
        weighted_title=weighted.exact_text,
        unpriced=figures.unpriced,
        cards=cards_html(cards, reader),
        shown=len(cards),
        more_url=_more_url(figures.stage.uid, params, lane.next),
        table_url=address(
            reverse("web:opportunities"), {**table, "stage": [figures.stage.code], "outcome": ["OPEN"]}
        ),
        is_shut=folds and not figures.count,
    )


def _more_url(stage_uid: str, params: Params, after: str) -> str:
    if not after:
        return ""
    kept = {name: values for name, values in params.items() if name not in {"layout", "sort", "cols"}}
    return address(record_url("web:lane", stage_uid), {**kept, "after": [after]})


def _cards(
    deals: "Sequence[Opportunity]",
    reader: CellContext,
    norms: Norms,
    backs: "Mapping[int, StageEntry] | None" = None,
) -> tuple[CardView, ...]:
    backs = last_reversals(deals) if backs is None else backs
    return tuple(_card(deal, reader, norms, backs.get(deal.pk)) for deal in deals)


def _card(deal: "Opportunity", reader: CellContext, norms: Norms, back: "StageEntry | None") -> CardView:
    late, since = is_late(deal, reader), days_in_stage(deal, reader)
    return CardView(
        uid=deal.uid,
        url=record_url("web:opportunity", deal.uid),
        name=deal.name,
        account=deal.account.display_name,
        amount=deal.amount,
        currency=deal.currency,
        days=days_text(since),
        stalled=_stalled(deal, since, reader, norms),
        back=_back(back, reader) if back is not None else "",
        next_step=next_step_text(deal, reader),
        next_kind="late" if late else "" if deal.next_step else "none",
        version=deal.version,
    )


def _stalled(deal: "Opportunity", since: int, reader: CellContext, norms: Norms) -> str:
    verdict = judge_stall(
        OpenDeal(
            days_in_stage=since,
            has_next_step=bool(deal.next_step),
            next_step_on=deal.next_step_on,
            close_to=deal.close_to,
        ),
        norms.get(str(deal.stage_id)),
        as_of=reader.as_of,
    )
    return reason_text(verdict.reasons[0]) if verdict.is_stalled else ""


def _back(entry: "StageEntry", reader: CellContext) -> str:
    return _("%(day)s back from “%(from)s” to “%(to)s”: %(cause)s") % {
        "day": day_text(days.local_day(entry.entered_at), reader),
        "from": entry.from_stage.label if entry.from_stage else "",
        "to": entry.stage.label,
        "cause": reversal_cause(entry),
    }
