"""Addresses of the relationship ladder."""

from tongxin.common.access import holding, seeing, signed_in
from tongxin.common.rights import Right
from tongxin.web.edge.addresses import page
from tongxin.web.ladder import portfolio, settings, views

urlpatterns = [
    page(
        "settings/relationship-levels/",
        settings.ladder_settings,
        name="ladder_settings",
        access=holding(Right.ADMINISTER),
        operations=("relationship_criteria", "make_ladder_criterion"),
    ),
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
