"""The address of the page of components."""

from tongxin.common.access import holding
from tongxin.common.rights import Right
from tongxin.web.design.views import design_page, design_value
from tongxin.web.edge.addresses import BrowserOnly, page

urlpatterns = [
    page(
        "design/",
        design_page,
        name="design",
        access=holding(Right.ADMINISTER),
        operations=BrowserOnly("shows the parts that pages are made of"),
    ),
    page(
        "design/value/",
        design_value,
        name="design_value",
        access=holding(Right.ADMINISTER),
        operations=BrowserOnly("lets those parts be tried; nothing is kept"),
    ),
]
