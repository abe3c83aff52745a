"""How a page says where it is, who may come in, and what the API has in its place: all in one line of its `urls.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import URLPattern
from django.urls.resolvers import RoutePattern

from tongxin.common.access import Access
from tongxin.web.pictures.taking import with_pictures_to_take


@dataclass(frozen=True, slots=True)
class BrowserOnly:
    """Say that a page is for browsers alone, and why a program needs nothing in its place."""

    reason: str


class PagePattern(URLPattern):
    """The address of a page.

    Attributes:
        access: who may come in; the tests visit the page as five people and hold it to this.
        operations: names of the API's operations that do what the page does; a page that writes names at least one
            that writes.

    """

    access: Access
    operations: tuple[str, ...] | BrowserOnly


def page(
    route: str,
    view: Callable[..., HttpResponseBase],
    *,
    name: str,
    access: Access,
    operations: tuple[str, ...] | BrowserOnly,
) -> PagePattern:
    """Return the address of a page, for the `urlpatterns` of its area.

    Args:
        route: where it is, as `django.urls.path` takes it.
        view: what answers there.
        name: its name without namespace, for links.
        access: who may come in.
        operations: what the API has in its place, or why it needs nothing.

    """
    found = RoutePattern(route, name=name, is_endpoint=True)
    pattern = PagePattern(found, with_pictures_to_take(view), None, name)
    pattern.access, pattern.operations = access, operations
    return pattern
