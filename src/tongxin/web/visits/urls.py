"""Addresses of log entries."""

from django.urls import path

from tongxin.web.visits import lists, timelines, views

urlpatterns = [
    path("interactions/", lists.visits, name="visits"),
    path("interactions/new/", views.new_visit, name="visit_new"),
    path("interactions/<str:uid>/", views.visit, name="visit"),
    path("interactions/<str:uid>/form/", views.visit_form, name="visit_form"),
    path("interactions/<str:uid>/deletion/", views.visit_deletion, name="visit_deletion"),
    path("interactions/<str:uid>/restoration/", views.visit_restoration, name="visit_restoration"),
    path("accounts/<str:uid>/timeline/", timelines.account_timeline, name="account_timeline"),
    path("people/<str:uid>/timeline/", timelines.person_timeline, name="person_timeline"),
    path("opportunities/<str:uid>/timeline/", timelines.opportunity_timeline, name="opportunity_timeline"),
]
