"""Won and lost against rivals, and battle cards, as pages show them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.analytics.competition.results import RivalResult, Span
from tongxin.web.competition.pages import CardLine, ResultLine
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url

if TYPE_CHECKING:
    from tongxin.crm.competition.models import RivalFact

FRESH = timedelta(days=180)


def result_lines(results: Iterable[RivalResult]) -> tuple[ResultLine, ...]:
    """Return a line for each rival."""
    return tuple(
        ResultLine(
            name=each.rival.name,
            url=record_url("web:competitor", each.rival.uid),
            running=each.running,
            now=_decided(each.now),
            before=_decided(each.before),
            move=_move(each.moved),
            elsewhere=each.ever.elsewhere,
            reasons=_reasons(each.ever),
            reasons_now=_reasons(each.now),
        )
        for each in results
    )


def card_lines(cards: "Iterable[RivalFact]", *, as_of: date, reader: CellContext) -> tuple[CardLine, ...]:
    """Return a line for each battle card, with the day it was last verified and whether that is too long ago."""
    return tuple(_card(card, as_of, reader) for card in cards)


def _card(card: "RivalFact", as_of: date, reader: CellContext) -> CardLine:
    verified = card.verified_on
    return CardLine(
        name=card.competitor.name,
        account=card.account.display_name,
        url=record_url("web:rival_fact", card.uid),
        products=card.products,
        answer=card.our_answer,
        price=str(card.get_price_behaviour_display()),
        at_any_cost=card.at_any_cost,
        verified=days.whole_day(verified, calendar=reader.calendar) if verified else "",
        is_stale=verified is None or verified < as_of - FRESH,
    )


def _decided(span: Span) -> str:
    """Say how many we won of those decided between us."""
    if not span.decided:
        return "—"
    return _("%(won)s of %(decided)s") % {"won": span.won, "decided": span.decided}


def _move(moved: int | None) -> str:
    if moved is None:
        return "—"
    if moved == 0:
        return pgettext("win rate", "As before")
    return f"{'↑' if moved > 0 else '↓'} {abs(moved)}"


def _reasons(span: Span) -> str:
    return pgettext("between names", ", ").join(f"{label} {count}" for label, count in span.reasons)
