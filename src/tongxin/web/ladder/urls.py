"""Addresses of the relationship ladder."""

from tongxin.common.access import seeing, signed_in
from tongxin.web.edge.addresses import page
from tongxin.web.ladder import portfolio, views

urlpatterns = [
    page(
        "relationship-levels/",
        portfolio.relationship_levels,
        name="relationship_levels",
        access=signed_in(),
        operations=("relationship_levels",),
    ),
    page(
        "relationship-levels/export.<str:form>",
        portfolio.relationship_levels_export,
        name="relationship_levels_export",
        access=signed_in(),
        operations=("relationship_levels",),
    ),
    page(
        "accounts/<str:uid>/ladder/",
        views.account_ladder,
        name="account_ladder",
        access=seeing(uid="ACCOUNT"),
        operations=("account_ladder",),
    ),
]
