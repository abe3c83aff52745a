"""Addresses of the pages that say who sees a record."""

from tongxin.common.access import seeing
from tongxin.web.edge.addresses import page
from tongxin.web.viewers import views

urlpatterns = [
    page(
        "accounts/<str:uid>/viewers/",
        views.account_viewers,
        name="account_viewers",
        access=seeing(uid="ACCOUNT"),
        operations=("account_viewers",),
    ),
    page(
        "opportunities/<str:uid>/viewers/",
        views.opportunity_viewers,
        name="opportunity_viewers",
        access=seeing(uid="OPPORTUNITY"),
        operations=("opportunity_viewers",),
    ),
    page(
        "people/<str:uid>/viewers/",
        views.person_viewers,
        name="person_viewers",
        access=seeing(uid="PERSON"),
        operations=("person_viewers",),
    ),
]
