"""The standard endpoints of declared objects: list, make, show, change, delete, restore, history."""

from collections.abc import Callable
from typing import Any

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.records.schemas import change_schema, new_schema, shown_schema
from tongxin.api.records.values import resolved, shown, shown_to
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.histories import Before, Few, history_answer
from tongxin.api.v1.schemas.records import HistoryOut
from tongxin.common.access import Access, seeing, signed_in
from tongxin.common.clock import now
from tongxin.common.listing import Page
from tongxin.records import reading, writing
from tongxin.records.definition import Definition


def add_endpoints(router: ApiRouter, definition: Definition) -> None:
    """Give an object its standard endpoints."""
    for add in (_add_list, _add_make, _add_show, _add_change, _add_history):
        add(router, definition)
    if definition.is_deletable:
        _add_deletion(router, definition)
        _add_restoration(router, definition)


def access_to(definition: Definition, *, deleted: bool = False) -> Access:
    """Return who may come to one record."""
    kind = f"HIDDEN_{definition.kind.value}" if deleted else definition.kind.value
    return signed_in(uid=kind) if definition.shared else seeing(uid=kind)


def _add_list(router: ApiRouter, definition: Definition) -> None:
    def listed(request: ApiRequest) -> Any:
        page = reading.list_for(definition, request.actor, request.query)
        return Page(items=[shown(definition, row) for row in page.items], next=page.next, query=page.query)

    endpoint = _named(listed, definition.many, f"List {_many(definition)}.")
    router.page(
        f"/{_slug(definition)}",
        of=shown_schema(definition),
        listing=definition.listing,
        access=signed_in(),
        tags=[definition.tag],
    )(endpoint)


def _add_make(router: ApiRouter, definition: Definition) -> None:
    def make(request: ApiRequest, sent: Any) -> Any:
        values = {
            name: value for name, value in sent.dict().items() if name in sent.model_fields_set or value
        }
        record = writing.create_record(
            definition, actor=request.actor, at=now(), values=resolved(definition, request.actor, values)
        )
        made(request, record, definition.one)
        return shown_to(request.actor, definition, record)

    endpoint = _named(
        make, f"make_{definition.one}", f"Add a {_one(definition)}.", sent=new_schema(definition)
    )
    router.make(
        f"/{_slug(definition)}", of=shown_schema(definition), access=signed_in(), tags=[definition.tag]
    )(endpoint)


def _add_show(router: ApiRouter, definition: Definition) -> None:
    def show(request: ApiRequest, uid: str) -> Any:
        return shown(definition, tag(request, reading.get_for(definition, request.actor, uid)))

    router.show(
        f"/{_slug(definition)}/{{uid}}",
        of=shown_schema(definition),
        listing=definition.listing,
        access=access_to(definition),
        tags=[definition.tag],
    )(_named(show, definition.one, f"Show a {_one(definition)}."))


def _add_change(router: ApiRouter, definition: Definition) -> None:
    def change(request: ApiRequest, uid: str, sent: Any) -> Any:
        record = reading.get_for(definition, request.actor, uid)
        values = values_of(request, sent, restricted=definition.restricted)
        writing.change_record(
            definition,
            actor=request.actor,
            at=now(),
            record=record,
            values=resolved(definition, request.actor, values),
            expected_version=expected_version(request, record),
        )
        tag(request, record)
        return shown_to(request.actor, definition, record)

    told = f"Change a {_one(definition)}."
    endpoint = _named(change, f"change_{definition.one}", told, sent=change_schema(definition))
    router.change(
        f"/{_slug(definition)}/{{uid}}",
        of=shown_schema(definition),
        access=access_to(definition),
        tags=[definition.tag],
    )(endpoint)


def _add_history(router: ApiRouter, definition: Definition) -> None:
    def history(request: ApiRequest, uid: str, before: Before | None = None, limit: Few = 50) -> Any:
        reading.get_for(definition, request.actor, uid)
        return history_answer(request, definition.kind, uid, definition.restricted_history, before, limit)

    told = f"Show who did what to a {_one(definition)}, newest first."
    router.show(
        f"/{_slug(definition)}/{{uid}}/history", of=HistoryOut, access=access_to(definition), tags=["audit"]
    )(_named(history, f"{definition.one}_history", told))


def _add_deletion(router: ApiRouter, definition: Definition) -> None:
    def delete(request: ApiRequest, uid: str) -> None:
        record = reading.get_for(definition, request.actor, uid)
        writing.delete_record(
            definition,
            actor=request.actor,
            at=now(),
            record=record,
            expected_version=expected_version(request, record),
        )

    told = f"Delete a {_one(definition)}; it can be restored."
    router.remove(f"/{_slug(definition)}/{{uid}}", access=access_to(definition), tags=[definition.tag])(
        _named(delete, f"delete_{definition.one}", told)
    )


def _add_restoration(router: ApiRouter, definition: Definition) -> None:
    def restore(request: ApiRequest, uid: str) -> Any:
        record = reading.get_deleted_for(definition, request.actor, uid)
        writing.restore_record(definition, actor=request.actor, at=now(), record=record)
        made(request, record, definition.one)
        return shown_to(request.actor, definition, record)

    told = f"Bring a deleted {_one(definition)} back."
    router.make(
        f"/{_slug(definition)}/{{uid}}/restoration",
        of=shown_schema(definition),
        access=access_to(definition, deleted=True),
        tags=[definition.tag],
    )(_named(restore, f"make_{definition.one}_restoration", told))


def _named(endpoint: Callable[..., Any], name: str, told: str, **types: Any) -> Callable[..., Any]:
    """Give an endpoint its operation's name, its summary, and the types that only the definition knows."""
    endpoint.__name__ = endpoint.__qualname__ = name
    endpoint.__doc__ = told
    endpoint.__annotations__ |= types
    return endpoint


def _slug(definition: Definition) -> str:
    return definition.many.replace("_", "-")


def _one(definition: Definition) -> str:
    return definition.one.replace("_", " ")


def _many(definition: Definition) -> str:
    return definition.many.replace("_", " ")
