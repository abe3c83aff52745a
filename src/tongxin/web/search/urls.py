"""Addresses of search."""

from django.urls import path

from tongxin.web.search import views

urlpatterns = [
    path("", views.results, name="search"),
    path("palette/", views.palette, name="search_palette"),
    path("mentions/", views.mentions, name="search_mentions"),
]
