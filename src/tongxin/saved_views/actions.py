"""Writes about saved views."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.saved_views.areas import kept
from tongxin.saved_views.choices import Sharing
from tongxin.saved_views.models import SavedView
from tongxin.saved_views.rules import (
    MOST_VIEWS,
    ViewRefused,
    check_may_change,
    check_may_place,
    check_sharing,
    check_values,
)
from tongxin.saved_views.selectors import own_views


@transaction.atomic
def add_view(
    *,
    actor: Actor,
    at: datetime,
    area: str,
    name: str,
    params: Mapping[str, Sequence[str]],
    sharing: str = Sharing.PERSONAL,
) -> SavedView:
    """Keep an address of a list under a name, after one's other views.

    Args:
        actor: whose view it becomes.
        at: when.
        area: the list.
        name: as one will call it.
        params: the address's parameters; what passes, such as a cursor, is left out.
        sharing: with whom.

    Raises:
        Denied: the actor may not share it so.
        ListRefused: the list has no such field or value.
        ViewRefused: `VIEWS_TOO_MANY`, `NAME_TAKEN`, or see `check_values`.

    """
    check_values({"area": area, "name": name})
    check_sharing(actor, sharing)
    query = kept(area, params, actor=actor)
    check_values({"query": query})
    own = list(own_views(actor, area))
    if len(own) >= MOST_VIEWS:
        raise ViewRefused("VIEWS_TOO_MANY", most=MOST_VIEWS)
    name = name.strip()
    _check_free(own, name)
    view = SavedView.objects.create(
        area=area,
        name=name,
        query=query,
        sharing=sharing,
        owner=actor.user,
        position=own[-1].position + 1 if own else 0,
        created_at=at,
        updated_at=at,
    )
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.SAVED_VIEW, target=view, sharing=sharing)
    return view


@transaction.atomic
def change_view(
    *,
    actor: Actor,
    at: datetime,
    view: SavedView,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> SavedView:
    """Change a view's name, what it holds, or with whom it is shared.

    Args:
        actor: who changes it.
        at: when.
        view: as the actor saw it.
        values: any of `name`, `params` (the new address) and `sharing`.
        expected_version: the version the actor saw.

    Raises:
        Denied: it is locked, or the actor may not share it so.
        ListRefused: the list has no such field or value.
        ViewRefused: `NAME_TAKEN`, or see `check_values`.
        StaleVersion: somebody else changed it meanwhile.

    """
    wanted = dict(values)
    if "params" in wanted:
        wanted["query"] = kept(view.area, wanted.pop("params"), actor=actor)
    if "name" in wanted:
        wanted["name"] = wanted["name"].strip()
    # A form sends everything; only what differs needs the right to it.
    wanted = {name: value for name, value in wanted.items() if getattr(view, name) != value}
    check_may_change(actor, view, wanted)
    check_values(wanted)
    if "sharing" in wanted:
        check_sharing(actor, wanted["sharing"])
    if "name" in wanted:
        others = SavedView.objects.filter(owner=view.owner_id, area=view.area, deleted_at=None)
        _check_free(list(others.exclude(pk=view.pk)), wanted["name"])
    changes = save_changes(view, wanted, at=at, expected_version=expected_version)
    if changes:
        record(actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.SAVED_VIEW, target=view, changes=changes)
    return view


@transaction.atomic
def place_view(*, actor: Actor, at: datetime, view: SavedView, position: int) -> SavedView:
    """Put one of one's own views at another position among them, counted from 0; too far is the end.

    Raises:
        Denied: `VIEW_OF_ANOTHER`, it is somebody else's.

    """
    check_may_place(actor, view)
    own = [each for each in own_views(actor, view.area) if each.pk != view.pk]
    own.insert(max(position, 0), view)
    for number, each in enumerate(own):
        save_changes(each, {"position": number}, at=at)
    return view


@transaction.atomic
def delete_view(
    *, actor: Actor, at: datetime, view: SavedView, expected_version: int | None = None
) -> SavedView:
    """Take a view away for everybody; it can be restored.

    Raises:
        Denied: `VIEW_LOCKED`, it is somebody else's.
        StaleVersion: somebody else changed it meanwhile.

    """
    check_may_change(actor, view, {"deleted_at": at})
    save_changes(view, {"deleted_at": at}, at=at, expected_version=expected_version)
    record(actor=actor, at=at, verb=Verb.DELETED, kind=Kind.SAVED_VIEW, target=view)
    return view


@transaction.atomic
def restore_view(*, actor: Actor, at: datetime, view: SavedView) -> SavedView:
    """Bring a deleted view back; one that is there stays as it is.

    Raises:
        Denied: `VIEW_LOCKED`, it is somebody else's.

    """
    check_may_change(actor, view, {"deleted_at": None})
    if view.deleted_at is not None:
        save_changes(view, {"deleted_at": None}, at=at)
        record(actor=actor, at=at, verb=Verb.RESTORED, kind=Kind.SAVED_VIEW, target=view)
    return view


def _check_free(others: Sequence[SavedView], name: str) -> None:
    if any(other.name.casefold() == name.casefold() for other in others):
        raise ViewRefused("NAME_TAKEN", field="name", name=name)
