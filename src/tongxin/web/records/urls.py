"""Addresses of the standard pages, and who may come in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.common.access import changing, seeing, signed_in
from tongxin.crm.records import RECORDS
from tongxin.records.definition import Definition
from tongxin.web.edge.addresses import page
from tongxin.web.records import shows, views

View = Callable[..., HttpResponseBase]
both = require_http_methods(["GET", "HEAD", "POST"])


def pages_of(definition: Definition) -> list[URLPattern]:
    """Return the addresses of an object's standard pages: the list, a new one, one and what is done to it."""
    return [*_pages_of_many(definition), *_pages_of_one(definition)]


def bound(definition: Definition, view: View) -> View:
    """Return a standard view as the view of one object."""

    @wraps(view)
    def call(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(definition, request, *args, **kwargs)

    return call


def _pages_of_many(definition: Definition) -> list[URLPattern]:
    one, many, base = definition.one, definition.many, definition.path
    return [
        page(
            f"{base}/",
            require_safe(bound(definition, views.record_list)),
            name=many,
            access=signed_in(),
            operations=(many,),
        ),
        page(
            f"{base}/export.<str:form>",
            require_safe(bound(definition, views.record_export)),
            name=f"{many}_export",
            access=signed_in(),
            operations=(many,),
        ),
        page(
            f"{base}/new/",
            both(bound(definition, views.record_new)),
            name=f"{one}_new",
            access=signed_in(),
            operations=(f"make_{one}",),
        ),
    ]


def _pages_of_one(definition: Definition) -> list[URLPattern]:
    one, base, kind = definition.one, f"{definition.path}/<str:uid>", definition.kind.value
    reads = signed_in(uid=kind) if definition.shared else seeing(uid=kind)
    writes = signed_in(uid=kind) if definition.shared else changing(uid=kind)
    pages = [
        page(
            f"{base}/",
            require_safe(bound(definition, shows.record_page)),
            name=one,
            access=reads,
            operations=(one,),
        ),
        page(
            f"{base}/form/",
            both(bound(definition, views.record_form)),
            name=f"{one}_form",
            access=writes,
            operations=(one, f"change_{one}"),
        ),
        page(
            f"{base}/fields/<str:field>/",
            both(bound(definition, views.record_field)),
            name=f"{one}_field",
            access=writes,
            operations=(f"change_{one}",),
        ),
        page(
            f"{base}/history/",
            require_safe(bound(definition, shows.record_history)),
            name=f"{one}_history",
            access=reads,
            operations=(f"{one}_history",),
        ),
    ]
    return [*pages, *(_pages_of_deletion(definition) if definition.is_deletable else ())]


def _pages_of_deletion(definition: Definition) -> list[URLPattern]:
    one, base, kind = definition.one, f"{definition.path}/<str:uid>", definition.kind.value
    hidden = f"HIDDEN_{kind}"
    return [
        page(
            f"{base}/deletion/",
            require_POST(bound(definition, views.record_deletion)),
            name=f"{one}_deletion",
            access=signed_in(uid=kind) if definition.shared else seeing(uid=kind),
            operations=(f"delete_{one}",),
        ),
        page(
            f"{base}/restoration/",
            require_POST(bound(definition, views.record_restoration)),
            name=f"{one}_restoration",
            access=signed_in(uid=hidden) if definition.shared else seeing(uid=hidden),
            operations=(f"make_{one}_restoration",),
        ),
    ]


IN_PAGES = [definition for definition in RECORDS if definition.in_pages]
# Lists and new records come before every page of one record, also those by hand: nobody's uid is "new".
OF_MANY = [each for definition in IN_PAGES for each in _pages_of_many(definition)]
urlpatterns = [each for definition in IN_PAGES for each in _pages_of_one(definition)]
