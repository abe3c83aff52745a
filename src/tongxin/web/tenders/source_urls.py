"""Addresses of sources of notices that stand in the place of derived ones."""

from tongxin.common.access import holding, signed_in
from tongxin.common.rights import Right
from tongxin.web.edge.addresses import page
from tongxin.web.tenders import sources

urlpatterns = [
    page(
        "tenders/sources/<str:uid>/",
        sources.source,
        name="tender_source_page",
        access=signed_in(uid="TENDER_SOURCE"),
        operations=("tender_source",),
    ),
    page(
        "tenders/sources/<str:uid>/fetching/",
        sources.fetching,
        name="tender_source_fetching",
        access=holding(Right.ADMINISTER, uid="TENDER_SOURCE"),
        operations=("make_tender_source_fetching",),
    ),
]
