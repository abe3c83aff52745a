"""Addresses of search."""

from tongxin.common.access import signed_in
from tongxin.web.edge.addresses import page
from tongxin.web.search import views

urlpatterns = [
    page("", views.results, name="search", access=signed_in(), operations=("search",)),
    page("palette/", views.palette, name="search_palette", access=signed_in(), operations=("search",)),
    page("mentions/", views.mentions, name="search_mentions", access=signed_in(), operations=("search",)),
]
