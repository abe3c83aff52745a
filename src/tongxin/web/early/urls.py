"""Address of the page of being early."""

from tongxin.common.access import signed_in
from tongxin.web.early import views
from tongxin.web.edge.addresses import page

urlpatterns = [
    page(
        "projects/early/",
        views.early,
        name="early",
        access=signed_in(),
        operations=("early_engagement_rates",),
    ),
]
