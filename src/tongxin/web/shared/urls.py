"""Addresses behind signed links."""

from tongxin.common.access import anyone
from tongxin.web.edge.addresses import BrowserOnly, page
from tongxin.web.shared import pulses, views

urlpatterns = [
    page(
        "plan/<str:token>/",
        views.shared_plan,
        name="shared_plan",
        access=anyone(),
        operations=BrowserOnly(
            "for a customer without a token; what they propose is decided with make_proposal_decision"
        ),
    ),
    page(
        "pulse/<str:token>/",
        pulses.shared_pulse,
        name="shared_pulse",
        access=anyone(),
        operations=BrowserOnly("for a customer without a token; the answer is read with pulses"),
    ),
]
