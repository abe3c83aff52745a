"""The price sheet summed up, beside our price."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongxin.crm.bids.declared.sheets import PRICE_LINE
from tongxin.crm.bids.sheet_selectors import sheet_problems, sums_of_bid
from tongxin.web.bids.figures import amount_text, points_text
from tongxin.web.bids.past_pages import SumRow, SumsPart
from tongxin.web.records.below import new_url

if TYPE_CHECKING:
    from tongxin.crm.bids.models import Bid


def sums_part(bid: "Bid", *, may_edit: bool) -> SumsPart:
    """Return the sums of a bid's price sheet and what does not fit; only for who may see prices."""
    found = sums_of_bid(bid)
    problems = [_words(code, values, bid.currency) for code, values in sheet_problems(bid, found)]
    return SumsPart(
        rows=tuple(
            SumRow(rate=f"{points_text(each.rate)}%", net=each.net, vat=each.vat, gross=each.gross)
            for each in found.rates
        ),
        net=found.net,
        vat=found.vat,
        gross=found.gross,
        rounding=found.rounding or None,
        currency=bid.currency,
        problems=tuple(problems),
        good=_("Lines, sums and our price agree.") if found.lines and not problems else "",
        new_url=new_url(PRICE_LINE, bid) if may_edit else "",
        has_lines=bool(found.lines or found.unfinished),
    )


def _words(code: str, values: dict[str, object], currency: str) -> str:
    told = {
        name: amount_text(value, currency) if name in {"amount", "written", "total", "price"} else value  # type: ignore[arg-type]
        for name, value in values.items()
    }
    sentences = {
        "LINE_UNFINISHED": _("“%(name)s” lacks a quantity, a unit price or a VAT rate."),
        "LINE_DIFFERS": _("“%(name)s” is %(amount)s by quantity and unit price, but %(written)s is written."),
        "SUM_DIFFERS": _("The price sheet adds up to %(total)s, but our price is %(price)s."),
    }
    return sentences[code] % told
