"""Addresses of the relationship ladder."""

from tongxin.common.access import seeing
from tongxin.web.edge.addresses import page
from tongxin.web.ladder import views

urlpatterns = [
    page(
        "accounts/<str:uid>/ladder/",
        views.account_ladder,
        name="account_ladder",
        access=seeing(uid="ACCOUNT"),
        operations=("account_ladder",),
    ),
]
