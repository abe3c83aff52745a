"""Addresses of competition."""

from tongxin.common.access import seeing, signed_in
from tongxin.web.competition import views
from tongxin.web.edge.addresses import page

urlpatterns = [
    page(
        "competition/",
        views.competition,
        name="competition",
        access=signed_in(),
        operations=("supplier_rings", "competition_changes"),
    ),
    page(
        "accounts/<str:uid>/competition/",
        views.account_competition,
        name="account_competition",
        access=seeing(uid="ACCOUNT"),
        operations=("account_rings", "account_positions"),
    ),
]
