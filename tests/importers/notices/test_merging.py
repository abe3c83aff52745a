"""A process with one release is compiled by copying; the copy is what the library for merging makes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.importers.notices import merging
from tongxin.importers.notices.merging import Dated, compiled_alone, merge

pytestmark = [pytest.mark.requirement("R1.3")]

AT = datetime(2026, 11, 1, tzinfo=UTC)
SCALARS = st.none() | st.booleans() | st.integers(0, 9) | st.text(max_size=2)
NUMBERED = st.dictionaries(st.sampled_from(["id", "title", "value"]), SCALARS, max_size=3)
NODES = st.recursive(
    SCALARS | st.lists(NUMBERED, max_size=3) | st.lists(st.text(max_size=2), max_size=2),
    lambda inner: (
        st.dictionaries(st.sampled_from(["a", "b", "items"]), inner, max_size=3) | st.lists(inner, max_size=2)
    ),
    max_leaves=8,
)
RELEASES = st.dictionaries(st.sampled_from(["tender", "awards", "buyer", "bids", "x_own"]), NODES, max_size=4)


def whole(values: dict[str, Any]) -> dict[str, Any]:
    return {"ocid": "o", "id": "1", "date": "2026-11-01T00:00:00Z", "tag": ["award"], **values}


@given(RELEASES)
def test_a_copy_is_what_the_library_makes(values):
    release = whole(values)
    alone = compiled_alone(release)
    if alone is not None:
        merged = merging._state("1.1")
        merging._append(merged, release)
        assert alone == merged.asdict()


@pytest.mark.parametrize(
    "values",
    [
        {"awards": [{"id": 1}, {"id": "1"}]},
        {"awards": [{"id": 1}, {}]},
        {"awards": [{"title": "a"}, {"title": "a"}]},
        {"awards": [None]},
        {"awards": [[1]]},
        {"tender": {"items": [{"id": 1, "parts": [{}]}]}},
        {"tender": {"title": None}},
    ],
)
def test_what_only_rules_can_merge_is_left_to_them(values):
    assert compiled_alone(whole(values)) is None
    assert merge([Dated(data=whole(values), moment=AT)]).compiled["ocid"] == "o"


def test_numbers_keep_their_digits_and_nothing_is_shared_with_the_release():
    release = whole({"awards": [{"id": "a", "value": {"amount": 1, "currency": None}}], "tender": {}})
    compiled = merge([Dated(data=release, moment=AT)]).compiled
    assert compiled["awards"] == [{"id": "a", "value": {"amount": 1}}]
    assert "tender" not in compiled
    compiled["awards"][0]["value"]["amount"] = 2
    assert release["awards"][0]["value"]["amount"] == 1
