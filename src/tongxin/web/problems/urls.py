"""Addresses of problems: without a slash at the end, as the `type` of an answer has them."""

from django.urls import path

from tongxin.web.problems import views

urlpatterns = [
    path("", views.problems, name="problems"),
    path("<str:slug>", views.problem, name="problem"),
]
