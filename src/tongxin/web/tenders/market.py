"""The market in the register: buyers, firms, categories, regions, years, who meets whom, concentration."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from tongxin.analytics.market.questions import QUESTION_NAMES
from tongxin.analytics.market.register import ask_market, refresh_market
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.parts import Link
from tongxin.web.tenders.pages import Bar, MarketPage

MOST = 100
BARS = 10
TITLES: dict[str, str | LazyText] = {
    "buyers": pgettext_lazy("market", "Buyers"),
    "firms": pgettext_lazy("market", "Firms"),
    "categories": pgettext_lazy("market", "Categories"),
    "regions": pgettext_lazy("market", "Regions"),
    "years": pgettext_lazy("market", "Years"),
    "meetings": pgettext_lazy("market", "Who meets whom"),
    "concentration": pgettext_lazy("market", "Concentration"),
}


def _share(value: object) -> str:
    return f"{value:.1%}" if isinstance(value, float) else ""


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | Decimal) else ""


def _decimal(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else ""


def _text(value: object) -> str:
    return "" if value is None else str(value)


# Column of an answer → its head, how it is written, whether it is a number; keys of organisations are not shown.
COLUMNS: dict[str, tuple[str | LazyText, Callable[[object], str], bool]] = {
    "buyer": (pgettext_lazy("tender", "Buyer"), _text, False),
    "firm": (pgettext_lazy("market", "Firm"), _text, False),
    "other": (pgettext_lazy("market", "Rival"), _text, False),
    "category": (pgettext_lazy("tender", "Category"), _text, False),
    "region": (pgettext_lazy("tender", "Region"), _text, False),
    "year": (pgettext_lazy("market", "Year"), _text, False),
    "tenders": (_("Tenders"), _number, True),
    "decided": (pgettext_lazy("market", "Decided"), _number, True),
    "wins": (pgettext_lazy("column", "Wins"), _number, True),
    "other_wins": (pgettext_lazy("market", "The rival's wins"), _number, True),
    "win_rate": (pgettext_lazy("market", "Wins per tender"), _share, True),
    "bidders": (pgettext_lazy("market", "Bidders on average"), _decimal, True),
    "single": (pgettext_lazy("market", "With one bidder"), _number, True),
    "known": (pgettext_lazy("market", "Of so many with known bidders"), _number, True),
    "discount": (pgettext_lazy("market", "Below the estimate"), _share, True),
    "gap": (pgettext_lazy("market", "Gap to the second"), _share, True),
    "currency": (_("Currency"), _text, False),
    "won": (pgettext_lazy("market", "Won alone"), _number, True),
    "firms": (pgettext_lazy("market", "Firms"), _number, True),
    "index": (pgettext_lazy("market", "Concentration"), _share, True),
}


@require_GET
def market(request: PageRequest, question: str) -> HttpResponse:
    """Show the answer to one question, the largest first, as a picture and as its table."""
    if question not in QUESTION_NAMES:
        raise Http404
    folder = Path(settings.HOME) / "market"
    refresh_market(folder)
    rows = ask_market(folder, question, limit=MOST)
    shown = [name for name in COLUMNS if rows and name in rows[0]]
    measure = "index" if question == "concentration" else "tenders"
    top = rows[:BARS]
    most = max((float(row[measure]) for row in top), default=0) or 1
    page = MarketPage(
        title=str(TITLES[question]),
        tabs=tuple(
            Link(
                label=str(TITLES[name]),
                url=reverse("web:tender_market", args=[name]),
                current=name == question,
            )
            for name in QUESTION_NAMES
        ),
        heads=tuple((str(COLUMNS[name][0]), COLUMNS[name][2]) for name in shown),
        rows=tuple(tuple((COLUMNS[name][1](row[name]), COLUMNS[name][2]) for name in shown) for row in rows),
        bars=tuple(
            Bar(place=place * 10 + 1, width=round(100 * float(row[measure]) / most))
            for place, row in enumerate(top)
        ),
        height=len(top) * 10,
    )
    return render(request, "tenders/market.html", {"page": page})
