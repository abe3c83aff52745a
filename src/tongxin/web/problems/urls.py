"""Addresses of problems: without a slash at the end, as the `type` of an answer has them."""

from tongxin.common.access import anyone
from tongxin.web.edge.addresses import BrowserOnly, page
from tongxin.web.problems import views

urlpatterns = [
    page(
        "",
        views.problems,
        name="problems",
        access=anyone(),
        operations=BrowserOnly("explains the codes of answers, which programs read from the answers"),
    ),
    page(
        "<str:slug>",
        views.problem,
        name="problem",
        access=anyone(),
        operations=BrowserOnly("is what the type of a problem leads people to"),
    ),
]
