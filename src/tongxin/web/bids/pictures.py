"""The price ladder and the curve of winning prices, as places of drawings with their figures."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.analytics.bids.prices import compared
from tongxin.analytics.bids.simulation import Simulation
from tongxin.crm.bids.selectors import BidSheet
from tongxin.web.bids.figures import amount_text
from tongxin.web.bids.pages import ChanceLine, ChancePicture, Ladder, LadderMark, LadderRow

LEFT, WIDTH = 110, 320
ROW = 40
TOP = 28
EDGE = Decimal("0.04")
CURVE_TOP, CURVE_HEIGHT = 20, 180


def ladder_of(sheet: BidSheet, found: Simulation, *, with_floor: bool) -> Ladder | None:
    """Return our price among the rivals' ranges, the budget and the price that still wins; `None` without prices."""
    played, bid = found.played, sheet.bid
    ranges = {played.own: _own(found), **{id_: _range(found, sheet, id_) for id_ in played.rivals}}
    amounts = [amount for three in ranges.values() for amount in three if amount is not None]
    lines = _lines(sheet, found, with_floor=with_floor)
    if not amounts:
        return None
    place = _scale([*amounts, *(amount for _name, amount in lines)])
    rows = []
    for number, (id_, (low, likely, high)) in enumerate(ranges.items()):
        start, end = place(low or likely), place(high or likely)
        rows.append(
            LadderRow(
                name=id_, y=TOP + ROW * number + ROW // 2, low_x=start, wide=max(end - start, 2),
                mid_x=place(likely or low), is_ours=id_ == played.own, low=low, likely=likely, high=high,
                kind=pgettext("price", "planned") if id_ == played.own else pgettext("price", "estimate"),
            )
        )  # fmt: skip
    height = TOP + ROW * len(rows) + 24
    # Names of neighbours stand above and below the drawing by turns, so that they do not overlap.
    marks = tuple(
        LadderMark(name=name, x=place(amount), y=12 if number % 2 == 0 else height - 4, amount=amount)
        for number, (name, amount) in enumerate(sorted(lines, key=lambda line: line[1]))
    )
    return Ladder(
        height=height,
        finding=_ladder_finding(found, bid.currency),
        rows=tuple(rows),
        marks=marks,
    )


def chances_of(found: Simulation, currency: str) -> ChancePicture | None:
    """Return which price wins how probably; `None` where rivals have no ranges."""
    price = found.price
    if price is None or not any(each.price is not None for each in price.chances):
        return None
    own = found.played.prices.get(found.played.own)
    amounts = [each.price for each in price.chances if each.price is not None]
    place = _scale([*amounts, *([own.amount] if own else [])])
    lines = tuple(
        ChanceLine(
            percent=int(each.probability * 100), price=each.price,
            x=place(each.price) if each.price is not None else LEFT,
            y=CURVE_TOP + int(CURVE_HEIGHT * (1 - each.probability)),
        )
        for each in price.chances
    )  # fmt: skip
    points = [f"{line.x} {line.y}" for line in lines if line.price is not None]
    half = next((each.price for each in price.chances if each.probability == Decimal("0.5")), None)
    finding = (
        _("An even chance reaches up to %(price)s") % {"price": amount_text(half, currency)}
        if half is not None
        else _("No price has an even chance")
    )
    return ChancePicture(
        finding=finding, lines=lines, path="M" + "L".join(points), own_x=place(own.amount) if own else None
    )


def _own(found: Simulation) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    price = found.played.prices.get(found.played.own)
    return (None, price.amount if price else None, None)


def _range(
    found: Simulation, sheet: BidSheet, id_: str
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    rival = found.played.rivals[id_]
    likely = found.played.prices.get(id_)
    low, high = (
        compared(each, rival.currency, rival.vat_basis, bid=sheet.bid, name=rival.name, on=found.on).amount
        if each is not None
        else None
        for each in (rival.price_low, rival.price_high)
    )
    return (low, likely.amount if likely else None, high)


def _lines(sheet: BidSheet, found: Simulation, *, with_floor: bool) -> list[tuple[str, Decimal]]:
    told = [
        (pgettext("ladder", "budget"), sheet.bid.budget),
        (pgettext("ladder", "our floor"), sheet.bid.own_floor if with_floor else None),
        (pgettext("ladder", "wins up to"), found.price.wins_up_to if found.price else None),
    ]
    return [(name, amount) for name, amount in told if amount is not None]


def _scale(amounts: Iterable[Decimal]) -> "_Place":
    listed = list(amounts)
    low, high = min(listed), max(listed)
    span = (high - low) or max(high, Decimal(1))
    return _Place(low - span * EDGE, high + span * EDGE)


class _Place:
    """Where an amount stands in the drawing."""

    def __init__(self, low: Decimal, high: Decimal) -> None:
        self.low, self.high = low, high

    def __call__(self, amount: Decimal | None) -> int:
        if amount is None:
            return LEFT
        return LEFT + int((amount - self.low) / (self.high - self.low) * WIDTH)


def _ladder_finding(found: Simulation, currency: str) -> str:
    price = found.price
    if price is None or price.equal_price is None:
        return _("Where the prices stand")
    if price.too_dear_by is None:
        return _("We win up to %(price)s") % {"price": amount_text(price.wins_up_to, currency)}
    if price.too_dear_by > 0:
        return _("We are %(amount)s too dear to win") % {"amount": amount_text(price.too_dear_by, currency)}
    return _("We have %(amount)s of room before we lose") % {
        "amount": amount_text(-price.too_dear_by, currency)
    }
