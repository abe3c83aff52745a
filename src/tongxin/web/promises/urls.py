"""Addresses of promises."""

from tongxin.common.access import seeing, signed_in
from tongxin.web.edge.addresses import page
from tongxin.web.promises import lists, views

urlpatterns = [
    page("", lists.promises, name="promises", access=signed_in(), operations=("promises",)),
    page("new/", views.new_promise, name="promise_new", access=signed_in(), operations=("make_promise",)),
    page(
        "<str:uid>/",
        views.promise,
        name="promise",
        access=seeing(uid="PROMISE"),
        operations=("promise", "change_promise"),
    ),
    page(
        "<str:uid>/settlement/",
        views.promise_settlement,
        name="promise_settlement",
        access=seeing(uid="PROMISE"),
        operations=("make_settlement",),
    ),
    page(
        "<str:uid>/reopening/",
        views.promise_reopening,
        name="promise_reopening",
        access=seeing(uid="PROMISE"),
        operations=("make_promise_reopening",),
    ),
    page(
        "<str:uid>/postponement/",
        views.promise_postponement,
        name="promise_postponement",
        access=seeing(uid="PROMISE"),
        operations=("make_postponement",),
    ),
    page(
        "<str:uid>/due-date/",
        views.promise_due_date,
        name="promise_due_date",
        access=seeing(uid="PROMISE"),
        operations=("change_promise",),
    ),
]
