"""Addresses of promises."""

from django.urls import path

from tongxin.web.promises import lists, views

urlpatterns = [
    path("", lists.promises, name="promises"),
    path("new/", views.new_promise, name="promise_new"),
    path("<str:uid>/", views.promise, name="promise"),
    path("<str:uid>/settlement/", views.promise_settlement, name="promise_settlement"),
    path("<str:uid>/reopening/", views.promise_reopening, name="promise_reopening"),
    path("<str:uid>/postponement/", views.promise_postponement, name="promise_postponement"),
    path("<str:uid>/due-date/", views.promise_due_date, name="promise_due_date"),
]
