"""Saved views of lists: one's own, one's team's, everybody's."""

from typing import TYPE_CHECKING

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.saved_views import SavedViewChange, SavedViewIn, SavedViewOut
from tongxin.api.v1.schemas.settings import PositionIn
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now
from tongxin.saved_views import actions
from tongxin.saved_views.areas import params_of
from tongxin.saved_views.selectors import SAVED_VIEW_LIST, get_view_for, list_views

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.saved_views.models import SavedView

router = ApiRouter(tags=["saved views"])


@router.page("/saved-views", of=SavedViewOut, listing=SAVED_VIEW_LIST, access=signed_in())
def saved_views(request: ApiRequest) -> "Page[SavedView]":
    """List the views I see."""
    return list_views(request.actor, request.query)


@router.make("/saved-views", of=SavedViewOut, access=signed_in())
def make_saved_view(request: ApiRequest, sent: SavedViewIn) -> "SavedView":
    """Save a view."""
    view = actions.add_view(
        actor=request.actor,
        at=now(),
        area=sent.area,
        name=sent.name,
        params=params_of(sent.query),
        sharing=sent.sharing,
    )
    return made(request, view, "saved_view")


@router.show("/saved-views/{uid}", of=SavedViewOut, listing=SAVED_VIEW_LIST, access=seeing(uid="SAVED_VIEW"))
def saved_view(request: ApiRequest, uid: str) -> "SavedView":
    """Show a view."""
    return tag(request, get_view_for(request.actor, uid))


@router.change("/saved-views/{uid}", of=SavedViewOut, access=seeing(uid="SAVED_VIEW"))
def change_saved_view(request: ApiRequest, uid: str, sent: SavedViewChange) -> "SavedView":
    """Change a view."""
    view = get_view_for(request.actor, uid)
    values = values_of(request, sent)
    if "query" in values:
        values["params"] = params_of(values.pop("query"))
    changed = actions.change_view(
        actor=request.actor,
        at=now(),
        view=view,
        values=values,
        expected_version=expected_version(request, view),
    )
    return tag(request, changed)


@router.make("/saved-views/{uid}/placement", of=SavedViewOut, access=seeing(uid="SAVED_VIEW"))
def make_saved_view_placement(request: ApiRequest, uid: str, sent: PositionIn) -> "SavedView":
    """Move a view among my own."""
    view = get_view_for(request.actor, uid)
    return tag(request, actions.place_view(actor=request.actor, at=now(), view=view, position=sent.position))


@router.remove("/saved-views/{uid}", access=seeing(uid="SAVED_VIEW"))
def delete_saved_view(request: ApiRequest, uid: str) -> None:
    """Delete a view; it can be restored."""
    view = get_view_for(request.actor, uid)
    actions.delete_view(
        actor=request.actor, at=now(), view=view, expected_version=expected_version(request, view)
    )


@router.make(
    "/deleted-saved-views/{uid}/restorations", of=SavedViewOut, access=seeing(uid="HIDDEN_SAVED_VIEW")
)
def make_saved_view_restoration(request: ApiRequest, uid: str) -> "SavedView":
    """Bring a deleted view back."""
    view = get_view_for(request.actor, uid, deleted=True)
    return made(request, actions.restore_view(actor=request.actor, at=now(), view=view), "saved_view")
