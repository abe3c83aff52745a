"""The market in the register: buyers, firms, categories, regions, years, who meets whom, concentration, prices, red flags."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from tongxin.analytics.market.flags import count_flags, read_flags
from tongxin.analytics.market.questions import NARROWED_BY, QUESTION_NAMES
from tongxin.analytics.market.register import ask_market, ensure_market, has_market
from tongxin.common.clock import now
from tongxin.crm.tenders.selectors import uids_of
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link
from tongxin.web.tenders.pages import Bar, Dot, FlagLine, FlagsPage, MarketCell, MarketPage
from tongxin.wording.reasons import reason_text

MOST = 100
OF_PROCESS = "OCID"
BARS = 10
BAR_HEIGHT, WIDEST_BAR, LONGEST_LABEL = 22, 240, 24
TITLES: dict[str, str | LazyText] = {
    "buyers": pgettext_lazy("market", "Buyers"),
    "firms": pgettext_lazy("market", "Firms"),
    "categories": pgettext_lazy("market", "Categories"),
    "regions": pgettext_lazy("market", "Regions"),
    "years": pgettext_lazy("market", "Years"),
    "meetings": pgettext_lazy("market", "Who meets whom"),
    "concentration": pgettext_lazy("market", "Concentration"),
    "prices": pgettext_lazy("market", "Price history"),
}
NARROWED: dict[str, str | LazyText] = {
    "buyer": pgettext_lazy("tender", "Buyer"),
    "firm": pgettext_lazy("market", "Firm"),
    "category": pgettext_lazy("tender", "Category"),
    "region": pgettext_lazy("tender", "Region"),
    "year": pgettext_lazy("market", "Year"),
}
# Column → where a press on it leads: the question asked next, what it narrows, and the column that tells to what.
LEADS: dict[str, tuple[str, str, str]] = {
    "buyer": ("firms", "buyer", "buyer_key"),
    "firm": ("buyers", "firm", "key"),
    "other": ("buyers", "firm", "other_key"),
    "category": ("firms", "category", "category"),
    "region": ("firms", "region", "region"),
    "year": ("buyers", "year", "year"),
}


def _share(value: object) -> str:
    return f"{value:.1%}" if isinstance(value, float) else ""


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | Decimal) else ""


def _decimal(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else ""


def _text(value: object) -> str:
    return "—" if value in {None, ""} else str(value)


# Column of an answer → its head, how it is written, whether it is a number; keys of organisations are not shown.
COLUMNS: dict[str, tuple[str | LazyText, Callable[[object], str], bool]] = {
    "day": (pgettext_lazy("column", "Day"), _text, False),
    "title": (pgettext_lazy("tender", "Title"), _text, False),
    "buyer": (pgettext_lazy("tender", "Buyer"), _text, False),
    "winner": (pgettext_lazy("market", "Winner"), _text, False),
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
    "price": (pgettext_lazy("tender", "Price"), _number, True),
    "estimate": (pgettext_lazy("tender", "Estimate"), _number, True),
    "discount": (pgettext_lazy("market", "Below the estimate"), _share, True),
    "gap": (pgettext_lazy("market", "Gap to the second"), _share, True),
    "currency": (_("Currency"), _text, False),
    "won": (pgettext_lazy("market", "Won alone"), _number, True),
    "firms": (pgettext_lazy("market", "Firms"), _number, True),
    "index": (pgettext_lazy("market", "Concentration"), _share, True),
}


# The number of bidders of one tender is no average.
NOT_SHOWN = frozenset({("prices", "bidders")})


@require_GET
def market(request: PageRequest, question: str) -> HttpResponse:
    """Show the answer to one question, of the whole register or the part that the address names, as a picture and as its table."""
    if question not in QUESTION_NAMES:
        raise Http404
    narrowing = narrowing_in(request)
    folder = market_folder()
    is_fresh = ensure_market(folder, at=now())
    rows = ask_market(folder, question, limit=MOST, narrowing=narrowing) if has_market(folder) else []
    shown = [name for name in COLUMNS if rows and name in rows[0] and (question, name) not in NOT_SHOWN]
    links = uids_of([row["ocid"] for row in rows]) if question == "prices" else {}
    page = MarketPage(
        title=str(TITLES[question]),
        tabs=market_tabs(question, narrowing),
        parts=_parts(folder, question, narrowing),
        heads=tuple((str(COLUMNS[name][0]), COLUMNS[name][2]) for name in shown),
        rows=tuple(tuple(_cell(name, row, narrowing, links) for name in shown) for row in rows),
        bars=() if question == "prices" else bars_of(_measure(question), rows[:BARS]),
        dots=dots_of(rows) if question == "prices" else (),
        first_day=_text(min(_days(rows), default="")),
        last_day=_text(max(_days(rows), default="")),
        height=len(rows[:BARS]) * BAR_HEIGHT,
        is_fresh=is_fresh,
    )
    return render(request, "tenders/market.html", {"page": page})


def market_folder() -> Path:
    """Return where the files of the market are."""
    return Path(settings.HOME) / "market"


def narrowing_in(request: PageRequest) -> dict[str, str]:
    """Return of which part of the market the address asks."""
    return {name: request.GET[name][:300] for name in NARROWED_BY if request.GET.get(name)}


def market_tabs(current: str, narrowing: Mapping[str, str]) -> tuple[Link, ...]:
    """Return the questions and the red flags, each of the same part of the market."""
    tabs = [
        Link(label=str(TITLES[name]), url=_url(name, narrowing), current=name == current)
        for name in QUESTION_NAMES
    ]
    flags = reverse("web:tender_flags")
    flags_of = f"{flags}?{urlencode({'buyer': narrowing['buyer']})}" if "buyer" in narrowing else flags
    return (*tabs, Link(label=str(_("Red flags")), url=flags_of, current=current == "flags"))


def _url(question: str, narrowing: Mapping[str, str]) -> str:
    url = reverse("web:tender_market", args=[question])
    return f"{url}?{urlencode(narrowing)}" if narrowing else url


def _parts(folder: Path, question: str, narrowing: Mapping[str, str]) -> tuple[Link, ...]:
    """Return what narrows the market, in words, each with the way to take it away."""
    return tuple(
        Link(
            label=f"{NARROWED[name]}: {_name_of(folder, name, value)}",
            url=_url(question, {other: kept for other, kept in narrowing.items() if other != name}),
        )
        for name, value in narrowing.items()
    )


def _name_of(folder: Path, name: str, value: str) -> str:
    """Return the name under a key; the value itself where it is none."""
    question, column, key = {"buyer": ("buyers", "buyer", "buyer_key"), "firm": ("firms", "firm", "key")}.get(
        name, ("", "", "")
    )
    rows = ask_market(folder, question, narrowing={name: value}) if question and has_market(folder) else []
    return next((str(row[column]) for row in rows if row[key] == value), value)


def _cell(
    name: str, row: Mapping[str, Any], narrowing: Mapping[str, str], links: Mapping[str, str]
) -> MarketCell:
    _head, written, numeric = COLUMNS[name]
    text, url = written(row[name]), ""
    if name in LEADS:
        question, narrows, column = LEADS[name]
        if row.get(column):
            url = _url(question, {**narrowing, narrows: str(row[column])})
    elif name == "title":
        text = text or row["ocid"]
        url = record_url("web:tender", links[row["ocid"]]) if row["ocid"] in links else ""
    elif name == "winner" and (row["winners"] or 0) > 1:
        text = f"{text} +{row['winners'] - 1}"
    return MarketCell(text=text, numeric=numeric, url=url, nowrap=name == "day")


def _measure(question: str) -> str:
    return "index" if question == "concentration" else "tenders"


def bars_of(measure: str, top: Sequence[Mapping[str, Any]]) -> tuple[Bar, ...]:
    """Return a bar for each row, the longest for the most."""
    most = max((float(row[measure]) for row in top), default=0) or 1
    return tuple(
        Bar(
            place=place * BAR_HEIGHT,
            width=max(round(WIDEST_BAR * float(row[measure]) / most), 1),
            label=_label(row),
            value=COLUMNS[measure][1](row[measure]),
        )
        for place, row in enumerate(top)
    )


def _label(row: Mapping[str, Any]) -> str:
    """Return what a row is about, short enough to stand before its bar: Chinese letters are twice as wide."""
    names = [
        str(row[name]) for name in ("firm", "other", "buyer", "category", "region", "year") if row.get(name)
    ]
    label, room = " – ".join(names[:2]) if "other" in row else (names or ["—"])[0], LONGEST_LABEL
    for place, character in enumerate(label):
        room -= 2 if character > "\u2e80" else 1
        if room < 0:
            return f"{label[:place]}…"
    return label


def _days(rows: Sequence[Mapping[str, Any]]) -> list[date]:
    return [row["day"] for row in rows if row.get("day") is not None and row.get("discount") is not None]


def dots_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Dot, ...]:
    """Return a dot for each price with an estimate: its day across, its share of the estimate upwards, 0 to 150 per cent."""
    told = [row for row in rows if row["day"] is not None and row["discount"] is not None]
    if not told:
        return ()
    first, last = min(_days(told)), max(_days(told))
    span = max((last - first).days, 1)
    return tuple(
        Dot(
            x=round(65 + 400 * (row["day"] - first).days / span),
            y=round(110 - 100 * min(max(1 - row["discount"], 0), 1.5) / 1.5),
        )
        for row in told
    )


@require_GET
def flags(request: PageRequest) -> HttpResponse:
    """Show red flags among the latest tenders: questions to ask, with their reasons in numbers."""
    folder = market_folder()
    ensure_market(folder, at=now())
    counts = count_flags(folder)
    chosen, buyer = request.GET.get("indicator", ""), request.GET.get("buyer", "")[:300]
    found = read_flags(folder, indicator=chosen if chosen in counts else "", buyer=buyer, limit=MOST)
    links = uids_of([flag.id for flag in found if flag.group == OF_PROCESS])
    narrowing = {"buyer": buyer} if buyer else {}
    page = FlagsPage(
        tabs=market_tabs("flags", narrowing),
        counts=tuple(_count(code, count, narrowing, chosen=chosen) for code, count in counts.items()),
        lines=tuple(
            FlagLine(
                indicator=flag.indicator,
                name=flag.name,
                url=record_url("web:tender", links[flag.id]) if flag.id in links else "",
                buyer=flag.buyer,
                reason=reason_text(flag.reason),
            )
            for flag in found
        ),
    )
    return render(request, "tenders/flags.html", {"page": page})


def _count(code: str, count: int, narrowing: Mapping[str, str], *, chosen: str) -> Link:
    url = reverse("web:tender_flags")
    return Link(
        label=f"{code} ({count})",
        url=f"{url}?{urlencode({**narrowing, 'indicator': code})}",
        current=code == chosen,
    )
