"""Routers whose endpoints say who may come in, and what the frame needs to know about each."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ninja import Router
from ninja.operation import Operation

from tongxin.api.representations import Paged, Representation
from tongxin.common.access import Access
from tongxin.common.listing import ListSchema

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
BODY_SOURCES = frozenset({"body", "form", "file"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What the frame knows about an endpoint beside its path.

    Attributes:
        access: who may come in.
        listing: the fields that can be filtered, sorted and chosen.
        is_list: whether it answers with a page of many.
        shape: the representation that `fields` chooses from.
        secrets: fields of the answer that are shown once and never kept.
        versioned: whether it changes a record that has a version, so that If-Match is needed.
        takes_body: whether it reads a body.
        takes_files: whether that body is multipart.
        takes_query: whether it reads parameters of its own from the address.
        most_bytes: the largest body, where it is another than the settings say.
        is_alone: whether its one action is a transaction by itself, since files are read in a child process beside it;
            done twice it must be as if done once.
        ahead: reads what was sent before a transaction is open, for an endpoint that finds it in `request.ahead`.

    """

    access: Access
    listing: ListSchema | None = None
    is_list: bool = False
    shape: type[Representation] | None = None
    secrets: frozenset[str] = frozenset()
    versioned: bool = False
    takes_body: bool = False
    takes_files: bool = False
    takes_query: bool = False
    most_bytes: int | None = None
    is_alone: bool = False
    ahead: Callable[[Any], object] | None = None


def route_of(operation: Operation) -> Route:
    """Return what was declared for an operation.

    Raises:
        LookupError: its endpoint was not made by `ApiRouter`, so nobody said who may come in.

    """
    declared: Mapping[str, Any] | None = getattr(operation.view_func, "declared", None)
    if declared is None:
        msg = f"{operation.view_func.__module__}.{operation.view_func.__name__} declares no access"
        raise LookupError(msg)
    sources = {model.__ninja_param_source__ for model in operation.models}
    return Route(
        **declared,
        takes_body=bool(sources & BODY_SOURCES),
        takes_files=bool(sources & {"form", "file"}),
        takes_query="query" in sources,
    )


class ApiRouter(Router):
    """Collect the endpoints of one area."""

    def show(
        self, path: str, *, of: Any, access: Access, listing: ListSchema | None = None, **more: Any
    ) -> Callable[[Endpoint], Endpoint]:
        """Answer GET with one record, or with any other single representation.

        Args:
            path: with parameters in braces.
            of: the representation.
            access: who may come in.
            listing: lets the caller choose `fields`.
            more: passed on to django-ninja.

        """
        shape = of if isinstance(of, type) and issubclass(of, Representation) else None
        return self._add("GET", path, {200: of}, access, more, listing=listing, shape=shape)

    def page(
        self, path: str, *, of: type[Representation], listing: ListSchema, access: Access, **more: Any
    ) -> Callable[[Endpoint], Endpoint]:
        """Answer GET with one page of many; the endpoint finds the checked query in `request.query`."""
        named = type(f"{of.__name__.removesuffix('Out')}Page", (Paged[of],), {"__doc__": Paged.__doc__})  # type: ignore[valid-type]
        return self._add("GET", path, {200: named}, access, more, listing=listing, is_list=True, shape=of)

    def make(
        self,
        path: str,
        *,
        of: Any,
        access: Access,
        secrets: frozenset[str] = frozenset(),
        most_bytes: int | None = None,
        is_alone: bool = False,
        ahead: Callable[[Any], object] | None = None,
        **more: Any,
    ) -> Callable[[Endpoint], Endpoint]:
        """Answer POST with 201 and what was made; a repetition under the same Idempotency-Key makes nothing."""
        declared = {"secrets": secrets, "most_bytes": most_bytes, "is_alone": is_alone, "ahead": ahead}
        return self._add("POST", path, {201: of}, access, more, **declared)

    def change(
        self,
        path: str,
        *,
        of: Any,
        access: Access,
        versioned: bool = True,
        is_alone: bool = False,
        **more: Any,
    ) -> Callable[[Endpoint], Endpoint]:
        """Answer PATCH with the record as it is afterwards."""
        return self._add("PATCH", path, {200: of}, access, more, versioned=versioned, is_alone=is_alone)

    def remove(
        self, path: str, *, access: Access, versioned: bool = True, **more: Any
    ) -> Callable[[Endpoint], Endpoint]:
        """Answer DELETE with 204."""
        return self._add("DELETE", path, {204: None}, access, more, versioned=versioned)

    def _add(
        self, method: str, path: str, response: Any, access: Access, more: dict[str, Any], **declared: Any
    ) -> Callable[[Endpoint], Endpoint]:
        def declare(endpoint: Endpoint) -> Endpoint:
            summary, _, rest = (inspect.getdoc(endpoint) or "").partition("\n")
            endpoint.declared = {"access": access, **declared}  # type: ignore[attr-defined]
            register = self.api_operation(
                [method],
                path,
                response=response,
                summary=summary.rstrip("."),
                description=rest.strip(),
                **more,
            )
            return register(endpoint)

        return declare
