"""How far objectives are is computed above the domain; a review asks whoever computes it, and keeps the answer."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from tongxin.common.actor import Actor

if TYPE_CHECKING:
    from tongxin.crm.accountplans.models import AccountPlan

Figures = dict[str, dict[str, Any]]
Freezer = Callable[[Actor, "AccountPlan", date], Figures]
_freezers: list[Freezer] = []


def register_freezer(freezer: Freezer) -> None:
    """Let reviews keep what this returns: uid of the objective → its figures."""
    _freezers[:] = [freezer]


def figures_on(actor: Actor, plan: "AccountPlan", on: date) -> Figures:
    """Return the figures of a plan's objectives on a day."""
    found: Figures = {}
    for freezer in _freezers:
        found |= freezer(actor, plan, on)
    return found
