"""Address of Today."""

from tongxin.common.access import signed_in
from tongxin.web.edge.addresses import page
from tongxin.web.today import views

urlpatterns = [
    page(
        "",
        views.today,
        name="today",
        access=signed_in(),
        operations=(
            "worklist",
            "waiting_checkpoints_of_mine",
            "waiting_plan_proposals",
            "committee_watch",
            "paper_renewals",
        ),
    )
]
