"""Who may come through which door: every address of the product, collected from where it is made.

Endpoints of the API say it where they are made, and the gate enforces it there. Pages say it in the `urls.py` of their
area; `tests/meta/test_access.py` visits every address as five people and fails for one that does not say it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tongxin.api.routes import route_of
from tongxin.api.v1.build import api
from tongxin.common.access import Access, anyone
from tongxin.web.edge.addresses import BrowserOnly, PagePattern

# Pages that the API's own library adds, and the answer to addresses that are not there.
OF_THE_API: Mapping[str, Access] = {
    "api:openapi-json": anyone(),
    "api:openapi-view": anyone(),
    "api:api-root": anyone(),
    "api_nothing": anyone(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of the product.

    Attributes:
        name: its name with namespaces, `web:accounts`.
        route: its path, parameters as Django writes them.
        parameters: names of the path's parameters.
        method: the only method of an API operation; empty for pages, which decide for themselves.
        access: who may come in; `None` when nobody said.
        module: where what answers there is written.

    """

    name: str
    route: str
    parameters: tuple[str, ...]
    method: str
    access: Access | None
    module: str


def addresses() -> Iterator[Address]:
    """Yield every address that Django can resolve."""
    operations = _operations()
    for name, route, parameters, pattern in _walk(get_resolver().url_patterns, "", "", ()):
        said = pattern.access if isinstance(pattern, PagePattern) else OF_THE_API.get(name)
        method, access, module = operations.get(name, ("", said, pattern.callback.__module__))
        yield Address(
            name=name, route=route, parameters=parameters, method=method, access=access, module=module
        )


def pages(namespace: str = "web:") -> Iterator[tuple[str, URLPattern]]:
    """Yield the name, without the namespace, and the pattern of every address in a namespace; of all for ""."""
    for name, _, _, pattern in _walk(get_resolver().url_patterns, "", "", ()):
        if name.startswith(namespace):
            yield name.removeprefix(namespace), pattern


def operations_of(pattern: URLPattern) -> tuple[str, ...] | BrowserOnly | None:
    """Return what the API has in the place of a page; `None` when nobody said."""
    return pattern.operations if isinstance(pattern, PagePattern) else None


def _operations() -> dict[str, tuple[str, Access, str]]:
    return {
        f"api:{api.get_openapi_operation_id(operation)}": (
            operation.methods[0],
            route_of(operation).access,
            operation.view_func.__module__,
        )
        for operation in api.operations()
    }


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str, prefix: str, parameters: tuple[str, ...]
) -> Iterator[tuple[str, str, tuple[str, ...], URLPattern]]:
    for item in patterns:
        route = prefix + str(item.pattern)
        found = parameters
        if isinstance(item.pattern, RoutePattern):
            found = (*parameters, *item.pattern.converters)
        if isinstance(item, URLResolver):
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from _walk(item.url_patterns, inner, route, found)
        else:
            yield f"{namespace}{item.name}" if item.name else route, route, found, item
