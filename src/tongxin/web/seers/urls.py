"""Addresses of the pages that say who sees a record."""

from django.urls import path

from tongxin.web.seers import views

urlpatterns = [
    path("accounts/<str:uid>/seers/", views.account_seers, name="account_seers"),
    path("opportunities/<str:uid>/seers/", views.opportunity_seers, name="opportunity_seers"),
    path("people/<str:uid>/seers/", views.person_seers, name="person_seers"),
]
