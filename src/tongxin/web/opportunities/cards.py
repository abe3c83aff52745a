"""The cards of the board, written in Python: a full board has a hundred and forty, each with a dozen parts."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tongxin.web.lists import cells
from tongxin.web.lists.cells import CellContext
from tongxin.web.opportunities.pages import CardView
from tongxin.web.templatetags.tongxin import icon, sign

CARD = (
    '<article class="card" data-drag data-move-url="{move_url}" data-version="{version}" id="card-{uid}">'
    '<h3 class="card-title"><a href="{url}" id="card-link-{uid}">{name}</a></h3><p class="who">{account}</p>'
    '<div class="amt"><b>{amount}</b>{days}</div>{back}<p class="next {kind}">{mark}<span>{step}</span></p>{move}'
    "</article>"
)
MOVE = '<button class="grab js-only" type="button" data-move-open title="{}" aria-label="{}">{}</button>'


def cards_html(cards: Sequence[CardView], reader: CellContext) -> SafeString:
    """Write the cards of one lane."""
    move = format_html(MOVE, _("Move to… (M)"), _("Move to…"), icon("more"))
    return format_html_join("", "{}", ((_card(card, move, reader),) for card in cards))


def _card(card: CardView, move: SafeString, reader: CellContext) -> SafeString:
    return format_html(
        CARD,
        uid=card.uid,
        url=card.url,
        move_url=card.move_url,
        version=card.version,
        name=card.name,
        account=card.account,
        amount=cells.money(card.amount, card.currency, reader),
        days=_days(card),
        back=_back(card),
        kind=card.next_kind,
        mark=icon("warn" if card.next_kind else "calendar", "icon-s"),
        step=card.next_step or _("No next step"),
        move=move,
    )


def _days(card: CardView) -> SafeString:
    if not card.stalled:
        return format_html('<span class="meta">{}</span>', card.days)
    return format_html(
        '<span class="stalled" title="{}">{}{}</span>', card.stalled, sign("watch", card.stalled), card.days
    )


def _back(card: CardView) -> str:
    if not card.back:
        return ""
    return format_html('<p class="back">{}<span>{}</span></p>', icon("back", "icon-s"), card.back)
