"""Addresses of saved views."""

from django.urls import path

from tongxin.web.saved_views import views

urlpatterns = [
    path("", views.saved_view_list, name="saved_views"),
    path("new/", views.saved_view_new, name="saved_view_new"),
    path("<str:uid>/", views.saved_view, name="saved_view"),
    path("<str:uid>/contents/", views.saved_view_contents, name="saved_view_contents"),
    path("<str:uid>/place/", views.saved_view_place, name="saved_view_place"),
    path("<str:uid>/deletion/", views.saved_view_deletion, name="saved_view_deletion"),
    path("<str:uid>/restoration/", views.saved_view_restoration, name="saved_view_restoration"),
]
