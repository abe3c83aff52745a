"""The cards of the board, written in Python: a full board has a hundred and forty, each with a dozen parts.

Shapes and icons are drawn by the style sheet, the button that moves a card is put there by its script.
"""

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tongxin.common.money_text import Units, format_amount
from tongxin.web.lists import cells
from tongxin.web.lists.cells import CellContext
from tongxin.web.lists.html import join, write
from tongxin.web.opportunities.pages import CardView

CARD: Final = (
    '<article class="card" data-drag data-version="{}"><h3 class="card-title"><a href="{}" id="card-link-{}"{}>{}</a></h3>'
    '<p class="who">{}</p><p class="amt"><b>{}</b><span class="{}">{}</span></p>{}<p class="{}">{}</p></article>'
)


def cards_html(cards: Sequence[CardView], reader: CellContext) -> SafeString:
    """Write the cards of one lane."""
    without_step = _("No next step")
    return join(_card(card, reader, without_step) for card in cards)


def _card(card: CardView, reader: CellContext, without_step: str) -> SafeString:
    # The link covers the card: why a deal counts as stalled is said of it, where a pointer and a voice find it.
    return write(
        CARD,
        card.version,
        card.url,
        card.uid,
        write(' title="{}"', card.stalled) if card.stalled else "",
        card.name,
        card.account,
        _amount(card, reader),
        "stalled" if card.stalled else "meta",
        card.days,
        write('<p class="back">{}</p>', card.back) if card.back else "",
        f"next {card.next_kind}" if card.next_kind else "next",
        card.next_step or without_step,
    )


def _amount(card: CardView, reader: CellContext) -> str:
    if card.amount is None:
        return cells.NOTHING
    written = format_amount(card.amount, card.currency, language=reader.language, units=Units(reader.units))
    return write('<span class="cur">{}</span>{}{}', written.symbol, written.number, written.unit)
