"""Addresses of saved views."""

from tongxin.common.access import seeing, signed_in
from tongxin.web.edge.addresses import page
from tongxin.web.saved_views import views

urlpatterns = [
    page("", views.saved_view_list, name="saved_views", access=signed_in(), operations=("saved_views",)),
    page(
        "new/",
        views.saved_view_new,
        name="saved_view_new",
        access=signed_in(),
        operations=("make_saved_view",),
    ),
    page(
        "<str:uid>/",
        views.saved_view,
        name="saved_view",
        access=seeing(uid="SAVED_VIEW"),
        operations=("saved_view", "change_saved_view"),
    ),
    page(
        "<str:uid>/contents/",
        views.saved_view_contents,
        name="saved_view_contents",
        access=seeing(uid="SAVED_VIEW"),
        operations=("change_saved_view",),
    ),
    page(
        "<str:uid>/place/",
        views.saved_view_place,
        name="saved_view_place",
        access=seeing(uid="SAVED_VIEW"),
        operations=("make_saved_view_placement",),
    ),
    page(
        "<str:uid>/deletion/",
        views.saved_view_deletion,
        name="saved_view_deletion",
        access=seeing(uid="SAVED_VIEW"),
        operations=("delete_saved_view",),
    ),
    page(
        "<str:uid>/restoration/",
        views.saved_view_restoration,
        name="saved_view_restoration",
        access=seeing(uid="HIDDEN_SAVED_VIEW"),
        operations=("make_saved_view_restoration",),
    ),
]
