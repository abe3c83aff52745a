"""The API does everything the pages can do: each page has its operations, and a new page brings its own or its reason."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.meta.matrix import WRITING, methods_of_view

from tongxin.api.v1.build import api
from tongxin.config import access
from tongxin.web.edge.addresses import BrowserOnly


def operations() -> dict[str, str]:
    """Return operationId → method of every operation of the API."""
    return {api.get_openapi_operation_id(operation): operation.methods[0] for operation in api.operations()}


def pages() -> dict[str, Callable[..., Any]]:
    """Return name → view of every address of the pages."""
    return {name: pattern.callback for name, pattern in access.pages()}


def table() -> dict[str, tuple[str, ...] | BrowserOnly]:
    """Return name → what each page says the API has in its place."""
    said = {name: access.operations_of(pattern) for name, pattern in access.pages()}
    return {name: operations for name, operations in said.items() if operations is not None}


def faults(
    views: Mapping[str, Callable[..., Any]], told: Mapping[str, tuple[str, ...] | BrowserOnly]
) -> list[str]:
    """Return what is wrong with the table, a line each."""
    known = operations()
    found = [f"{name}: not in the table" for name in views.keys() - told.keys()]
    found += [f"{name}: no such page" for name in told.keys() - views.keys()]
    for name, said in told.items():
        if isinstance(said, BrowserOnly):
            found += [] if said.reason else [f"{name}: without a reason"]
            continue
        found += [f"{name}: no operation {each}" for each in said if each not in known]
        writes = name in views and bool(methods_of_view(views[name]) & WRITING)
        if writes and name not in READING and not any(known.get(each) in WRITING for each in said):
            found.append(f"{name}: writes, but none of its operations does")
        if not said:
            found.append(f"{name}: without operations")
    return sorted(found)


# A button starts it on the page, but it writes nothing.
READING = frozenset({"audit_verification"})


@pytest.mark.requirement("R9.5")
def test_the_api_does_what_each_page_does():
    assert faults(pages(), table()) == [], "see page(…, operations=…) in the urls.py of its area"


def test_every_operation_that_writes_stands_for_a_page_or_is_known_to_be_more_than_a_page():
    named = {each for said in table().values() if not isinstance(said, BrowserOnly) for each in said}
    beyond = {name for name, method in operations().items() if method in WRITING} - named
    assert beyond == {"make_cancellation"}


def test_a_planted_page_without_operations_is_found():
    views = pages()
    assert faults({**views, "gift": views["rates"]}, table()) == ["gift: not in the table"]


def test_a_planted_page_that_writes_where_the_api_only_reads_is_found():
    planted = {**table(), "rate_removal": ("exchange_rates",), "closure": ("close_the_deal",)}
    assert faults(pages(), planted) == [
        "closure: no operation close_the_deal",
        "closure: writes, but none of its operations does",
        "rate_removal: writes, but none of its operations does",
    ]


def test_methods_are_read_through_other_decorators():
    views = pages()
    assert methods_of_view(views["rate_removal"]) == {"POST"}
    assert methods_of_view(views["accounts"]) <= {"GET", "HEAD"}
    assert methods_of_view(views["preferences"]) >= WRITING
