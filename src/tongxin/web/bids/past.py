"""What rivals asked before: on the simulator, and as a page of each rival."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from tongxin.analytics.bids.history import (
    PastOffer,
    counterfactual_of,
    guesses_for,
    of_rival,
    past_offers,
    win_curve_for,
)
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.bids.actions import take_past_prices
from tongxin.crm.bids.selectors import get_bid_for
from tongxin.crm.market.records import COMPETITOR
from tongxin.records import reading
from tongxin.web.bids.figures import amount_text, points_text, signed
from tongxin.web.bids.past_pages import CurveRow, PastPart, PastRow, RivalPage
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamkit.bids.win_curve import WinCurve, WinPoint
    from tongxin.crm.bids.models import Bid, BidRival

MOST_ROWS = 40
EACH = 5
HUNDRED = 100
WIDTH, HEIGHT, TOP, LEFT = 380, 150, 15, 40


def past_part(request: PageRequest, bid: "Bid", rivals: "Sequence[BidRival]", *, may_edit: bool) -> PastPart:
    """Return what past openings say of a bid; only for who may see prices."""
    offers = past_offers(request.actor, besides=bid)
    of_ours = [each for rival in rivals for each in of_rival(offers, rival)]
    curve = win_curve_for(bid, rivals, offers)
    with_margin = request.actor.has(Right.MARGIN) and bid.own_cost is not None
    rates = counterfactual_of(offers)
    open_ones = [
        each for each in rivals if (each.price_likely, each.price_low, each.price_high) == (None,) * 3
    ]
    has_guess = any(of_rival(offers, each) for each in open_ones) and bid.budget is not None
    rows = _curve_rows(curve, with_margin=with_margin)
    return PastPart(
        rows=tuple(map(past_row, of_ours[:MOST_ROWS])),
        curve=rows,
        path=" ".join(f"{'L' if at else 'M'}{row.x} {row.y}" for at, row in enumerate(rows)),
        finding=_finding(curve, bid, with_margin=with_margin),
        with_margin=with_margin,
        reasons=tuple(map(reason_text, curve.reasons)) if curve is not None else (),
        changes=tuple(
            (
                f"{signed(each.rho * HUNDRED)}%",
                f"{points_text(each.rate * HUNDRED)}%",
            )
            for each in rates.rates
            if each.rate is not None
        ),
        change_note=_("From %(bids)s bids of %(auctions)s openings; the lowest price is taken to win.")
        % {"bids": rates.bids, "auctions": rates.auctions},
        take_url=record_url("web:bid_past_prices", bid.uid) if may_edit and has_guess else "",
    )


def past_row(each: PastOffer) -> PastRow:
    """Return a past offer as a line of a table."""
    competitor = each.opening.competitor
    return PastRow(
        on=each.on,
        tender=each.bid.name,
        url=record_url("web:bid", each.bid.uid),
        rival=each.opening.name,
        rival_url=record_url("web:rival_prices", competitor.uid) if competitor is not None else "",
        amount=each.amount,
        currency=each.bid.currency,
        percent=f"{points_text(each.ratio * HUNDRED)}%" if each.ratio is not None else "",
        rank=str(each.opening.rank or ""),
        has_won=each.opening.has_won,
    )


def _curve_rows(curve: "WinCurve | None", *, with_margin: bool) -> tuple[CurveRow, ...]:
    if curve is None or not curve.points:
        return ()
    points = curve.points[::EACH]
    low, high = points[0].price, points[-1].price
    wide = (high - low) or 1.0
    return tuple(
        CurveRow(
            price=Decimal(round(each.price)),
            chance=f"{each.probability:.0%}",
            span=_span(each),
            margin=Decimal(round(each.expected_margin)) if with_margin else None,
            x=LEFT + round((each.price - low) / wide * WIDTH),
            y=TOP + round((1 - each.probability) * HEIGHT),
        )
        for each in points
    )


def _span(each: "WinPoint") -> str:
    return "" if each.low is None or each.high is None else f"{each.low:.0%}–{each.high:.0%}"


def _finding(curve: "WinCurve | None", bid: "Bid", *, with_margin: bool) -> str:
    if curve is None or not curve.points:
        return _("Past openings say too little about these rivals yet.")
    best = curve.best
    if best is None or not with_margin:
        return ngettext(
            "By %(count)s past price of these rivals.",
            "By %(count)s past prices of these rivals.",
            curve.histories,
        ) % {"count": curve.histories}
    return _("By past prices, %(price)s earns most on average: it wins in %(chance)s of cases.") % {
        "price": amount_text(Decimal(round(best.price)), bid.currency),
        "chance": f"{best.probability:.0%}",
    }


@require_POST
def past_prices(request: PageRequest, uid: str) -> HttpResponse:
    """Write what rivals asked before as what they may ask now, where nobody has judged it."""
    bid = get_bid_for(request.actor, uid)
    taken = take_past_prices(actor=request.actor, at=now(), bid=bid, guesses=guesses_for(request.actor, bid))
    said = ngettext(
        "%(count)s rival has a price from history.", "%(count)s rivals have prices from history.", len(taken)
    )
    say_next(request, said % {"count": len(taken)})
    return redirect(record_url("web:bid_simulator", uid))


@require_safe
def rival_prices(request: PageRequest, uid: str) -> HttpResponse:
    """Show what a rival asked at the openings of tenders the reader may see."""
    rival = reading.get_for(COMPETITOR, request.actor, uid)
    offers = [each for each in past_offers(request.actor) if each.opening.competitor_id == rival.pk]
    page = RivalPage(
        name=str(rival),
        url=record_url("web:competitor", uid),
        rows=tuple(map(past_row, offers)),
        finding=_rival_finding(offers),
    )
    return render(request, "bids/rival.html", {"page": page})


def _rival_finding(offers: "Sequence[PastOffer]") -> str:
    ratios = [each.ratio for each in offers if each.ratio is not None]
    if not ratios:
        return _("No price of this rival was read out yet.")
    mean = sum(ratios, Decimal(0)) / len(ratios) * HUNDRED
    won = sum(each.opening.has_won for each in offers)
    return _("On average %(percent)s%% of the budget, in %(count)s openings; %(won)s won.") % {
        "percent": points_text(mean),
        "count": len(offers),
        "won": won or pgettext("none won", "none"),
    }
