"""Addresses of log entries."""

from tongxin.common.access import changing, seeing, signed_in
from tongxin.web.edge.addresses import page
from tongxin.web.visits import lists, timelines, views

urlpatterns = [
    page(
        "interactions/",
        lists.visits,
        name="visits",
        access=signed_in(),
        operations=("interactions", "make_interaction"),
    ),
    page(
        "interactions/new/",
        views.new_visit,
        name="visit_new",
        access=signed_in(),
        operations=("make_interaction",),
    ),
    page(
        "interactions/<str:uid>/",
        views.visit,
        name="visit",
        access=seeing(uid="INTERACTION"),
        operations=("interaction", "interaction_history"),
    ),
    page(
        "interactions/<str:uid>/form/",
        views.visit_form,
        name="visit_form",
        access=changing(uid="INTERACTION"),
        operations=("interaction", "change_interaction"),
    ),
    page(
        "interactions/<str:uid>/deletion/",
        views.visit_deletion,
        name="visit_deletion",
        access=seeing(uid="INTERACTION"),
        operations=("delete_interaction",),
    ),
    page(
        "interactions/<str:uid>/restoration/",
        views.visit_restoration,
        name="visit_restoration",
        access=seeing(uid="HIDDEN_INTERACTION"),
        operations=("make_interaction_restoration",),
    ),
    page(
        "accounts/<str:uid>/timeline/",
        timelines.account_timeline,
        name="account_timeline",
        access=seeing(uid="ACCOUNT"),
        operations=("account_timeline",),
    ),
    page(
        "people/<str:uid>/timeline/",
        timelines.person_timeline,
        name="person_timeline",
        access=seeing(uid="PERSON"),
        operations=("person_timeline",),
    ),
    page(
        "opportunities/<str:uid>/timeline/",
        timelines.opportunity_timeline,
        name="opportunity_timeline",
        access=seeing(uid="OPPORTUNITY"),
        operations=("opportunity_timeline",),
    ),
]
