"""Addresses of the pages that say who sees a record."""

from tongxin.common.access import seeing
from tongxin.web.edge.addresses import page
from tongxin.web.seers import views

urlpatterns = [
    page(
        "accounts/<str:uid>/seers/",
        views.account_seers,
        name="account_seers",
        access=seeing(uid="ACCOUNT"),
        operations=("account_seers",),
    ),
    page(
        "opportunities/<str:uid>/seers/",
        views.opportunity_seers,
        name="opportunity_seers",
        access=seeing(uid="OPPORTUNITY"),
        operations=("opportunity_seers",),
    ),
    page(
        "people/<str:uid>/seers/",
        views.person_seers,
        name="person_seers",
        access=seeing(uid="PERSON"),
        operations=("person_seers",),
    ),
]
