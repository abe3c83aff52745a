"""Figures of the bid desk as text."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tongxin.common.money_text import format_amount

PLACES = Decimal("0.01")
FINE = Decimal("0.0000001")
FINEST = Decimal("0.0000000001")
NOTHING = "—"


def points_text(value: Decimal | None, places: Decimal = PLACES) -> str:
    """Return points with two decimals at the most, a dash for none."""
    if value is None:
        return NOTHING
    short = value.quantize(places)
    return f"{short.normalize():,f}" if short else "0"


def places_telling_apart(values: Iterable[Decimal | None]) -> Decimal:
    """Return to which step figures are shown so that none that differ look equal; two decimals where those do."""
    known = {each for each in values if each is not None}
    step = PLACES
    while step > FINEST and len({each.quantize(step) for each in known}) < len(known):
        step /= 10
    return step


def cents(value: Decimal | None) -> Decimal | None:
    """Return a computed amount as it is shown; what is reckoned with stays exact."""
    return None if value is None else value.quantize(PLACES, ROUND_HALF_UP)


def signed(value: Decimal) -> str:
    """Return a difference with its sign."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{points_text(abs(value))}"


def amount_text(value: Decimal | None, currency: str) -> str:
    """Return an amount as pages write it, a dash for none."""
    if value is None:
        return NOTHING
    written = format_amount(value, currency, language=get_language() or "en")
    return f"{written.symbol}{written.number}{written.unit}"


def exact_amount_text(value: Decimal, currency: str) -> str:
    """Return an amount with every digit."""
    return format_amount(value, currency, language=get_language() or "en", exact=True).exact_text


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


def rank_text(rank: int | None, *, is_out: bool = True) -> str:
    """Return a place in the order; bids that are out have none, nor has anybody while there is no order yet."""
    if rank is not None:
        return str(rank)
    return pgettext("rank", "out") if is_out else NOTHING
