"""Who may do what to a saved view, and what makes one acceptable."""

from collections.abc import Mapping
from typing import Any

from tongxin.common.actor import Actor
from tongxin.common.errors import Denied, Refusal
from tongxin.common.rights import Right
from tongxin.saved_views.choices import Area, Sharing
from tongxin.saved_views.models import SavedView

LONGEST_NAME = 60
LONGEST_QUERY = 2_000
# Of one list: more could not be told apart above it.
MOST_VIEWS = 40
# What everybody on the team may change of a view that is shared so; the rest is its owner's.
OF_THE_TEAM = frozenset({"name", "query"})


class ViewRefused(Refusal):
    """Say why a view cannot be saved so."""


def may_change(actor: Actor, view: SavedView) -> bool:
    """Say whether the actor may save another address under a view they see, or rename it."""
    if may_manage(actor, view):
        return True
    return view.sharing == Sharing.TEAM and actor.has(Right.EDIT)


def may_manage(actor: Actor, view: SavedView) -> bool:
    """Say whether the actor may delete a view they see, or share it otherwise."""
    return view.owner_id == actor.user.pk or actor.has(Right.ADMINISTER)


def check_may_change(actor: Actor, view: SavedView, values: Mapping[str, Any]) -> None:
    """Let those change a view who may.

    Raises:
        Denied: `VIEW_LOCKED`, with its owner.

    """
    allowed = may_change(actor, view) if values.keys() <= OF_THE_TEAM else may_manage(actor, view)
    if not allowed:
        raise Denied("VIEW_LOCKED", name=view.name, owner=view.owner.display_name)


def check_may_place(actor: Actor, view: SavedView) -> None:
    """Let everybody order their own views, and only those.

    Raises:
        Denied: `VIEW_OF_ANOTHER`, with its owner.

    """
    if view.owner_id != actor.user.pk:
        raise Denied("VIEW_OF_ANOTHER", name=view.name, owner=view.owner.display_name)


def check_sharing(actor: Actor, sharing: str) -> None:
    """Let only those share a view who edit, and only administrators with everybody.

    Raises:
        ViewRefused: `VIEW_SHARING_UNKNOWN`.
        Denied: `VIEW_FOR_EVERYBODY` or `RIGHT_MISSING`.

    """
    if sharing not in Sharing.values:
        raise ViewRefused("VIEW_SHARING_UNKNOWN", field="sharing", sharing=sharing)
    if sharing == Sharing.COMPANY and not actor.has(Right.ADMINISTER):
        raise Denied("VIEW_FOR_EVERYBODY")
    if sharing != Sharing.PERSONAL:
        actor.must_have(Right.EDIT)


def check_values(values: Mapping[str, Any]) -> None:
    """Accept a list that has views, a name and an address of reasonable length.

    Raises:
        ViewRefused: `VIEW_AREA_UNKNOWN`, `NAME_EMPTY`, `VIEW_NAME_LONG` or `VIEW_QUERY_LONG`.

    """
    if "area" in values and values["area"] not in Area.values:
        raise ViewRefused("VIEW_AREA_UNKNOWN", field="area", area=values["area"])
    if "name" in values and not values["name"].strip():
        raise ViewRefused("NAME_EMPTY", field="name")
    if len(values.get("name", "")) > LONGEST_NAME:
        raise ViewRefused("VIEW_NAME_LONG", field="name", most=LONGEST_NAME)
    if len(values.get("query", "")) > LONGEST_QUERY:
        raise ViewRefused("VIEW_QUERY_LONG", field="query", most=LONGEST_QUERY)
