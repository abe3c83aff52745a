"""Figures of the bid desk as text."""

from decimal import Decimal

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tongxin.common.money_text import format_amount

PLACES = Decimal("0.01")
FINE = Decimal("0.0000001")
NOTHING = "—"


def points_text(value: Decimal | None, places: Decimal = PLACES) -> str:
    """Return points with two decimals at the most, a dash for none."""
    if value is None:
        return NOTHING
    short = value.quantize(places)
    return f"{short.normalize():,f}" if short else "0"


def signed(value: Decimal) -> str:
    """Return a difference with its sign."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{points_text(abs(value))}"


def amount_text(value: Decimal | None, currency: str) -> str:
    """Return an amount as pages write it, a dash for none."""
    if value is None:
        return NOTHING
    written = format_amount(value, currency, language=get_language() or "en")
    return f"{written.symbol}{written.number}{written.unit}"


def chance_text(chance: tuple[Decimal, Decimal] | None) -> str:
    """Return between which probabilities a price wins."""
    if chance is None:
        return NOTHING
    low, high = (int(each * 100) for each in chance)
    if high == 100:
        return _("at least %(low)s%%") % {"low": low}
    if low == 0:
        return _("less than %(high)s%%") % {"high": high}
    return _("%(low)s–%(high)s%%") % {"low": low, "high": high}


def rank_text(rank: int | None) -> str:
    """Return a place in the order; bids that are out have none."""
    return str(rank) if rank is not None else pgettext("rank", "out")
