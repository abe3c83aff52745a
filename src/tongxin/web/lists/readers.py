"""Who reads a table."""

from django.utils.translation import get_language

from tongxin.common.clock import today
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.cells import CellContext


def reader_of(request: PageRequest) -> CellContext:
    """Return the signed-in user's language, calendar and units, and the day it is for them."""
    user = request.actor.user
    return CellContext(
        language=get_language() or "en", calendar=user.calendar, units=user.units, as_of=today()
    )


def params_of(request: PageRequest) -> dict[str, list[str]]:
    """Return the address's parameters with all their values."""
    return {name: [str(value) for value in values] for name, values in request.GET.lists()}
