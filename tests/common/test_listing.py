"""The grammar of lists: what is understood, what is refused, and that pages neither lose nor repeat a row."""

import base64
import json
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.deals import make_entry
from tests.factories import AT, make_account, make_actor, make_user

from tongxin.common.listing import (
    Kind,
    ListField,
    ListRefused,
    ListSchema,
    SortKey,
    _may_be_empty,
    count_up_to,
)
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.team.choices import Role

SCHEMA = ListSchema(
    fields=(
        ListField(key="name", path="name", sort="sort_key"),
        ListField(key="kind", path="kind", kind=Kind.CODE),
        ListField(key="employees", path="employees", kind=Kind.NUMBER, sort="employees"),
        ListField(key="changed", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
        ListField(key="founded", path="founded_year", kind=Kind.NUMBER, sort="founded_year"),
        ListField(key="tier", path="tier__code", kind=Kind.CODE, sort="tier__position"),
        ListField(key="open", path="is_open", kind=Kind.FLAG),
        ListField(key="joined", path="created_at__date", kind=Kind.DAY),
        ListField(key="hidden", path="situation", filterable=False),
        ListField(
            key="secret", path="annual_revenue", kind=Kind.NUMBER, sort="annual_revenue", right="MARGIN"
        ),
    ),
    default_sort=(SortKey(key="name", descending=False),),
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor(make_user([Role.SERVICE]))


@pytest.fixture
def trusted():
    return make_actor(make_user([Role.KAM]))


def parse(actor, **params):
    return SCHEMA.parse({name: [value] for name, value in params.items()}, actor=actor)


def names(page):
    return [row.name for row in page.items]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"colour": "red"}, "LIST_FIELD_UNKNOWN"),
        ({"hidden": "x"}, "LIST_FIELD_UNKNOWN"),
        ({"secret.gte": "1"}, "LIST_FIELD_UNKNOWN"),
        ({"kind.gte": "A"}, "LIST_OPERATOR_UNKNOWN"),
        ({"employees": "many"}, "LIST_VALUE_WRONG"),
        ({"employees.gte": "1e999"}, "LIST_VALUE_WRONG"),
        ({"employees": "NaN"}, "LIST_VALUE_WRONG"),
        ({"joined": "2026-02-30"}, "LIST_VALUE_WRONG"),
        ({"changed.gte": "2026-02-03T10:00:00"}, "LIST_VALUE_WRONG"),
        ({"open": "maybe"}, "LIST_VALUE_WRONG"),
        ({"name.empty": "maybe"}, "LIST_VALUE_WRONG"),
        ({"name.contains": "a\0b"}, "LIST_VALUE_WRONG"),
        ({"name": "x" * 6000}, "LIST_VALUE_LONG"),
        ({"kind": ",".join("ab" for _ in range(200))}, "LIST_VALUE_LONG"),
        ({"sort": "kind"}, "LIST_SORT_UNKNOWN"),
        ({"sort": "secret"}, "LIST_SORT_UNKNOWN"),
        ({"sort": "name,-name,employees,changed"}, "LIST_SORT_MANY"),
        ({"fields": "name,secret"}, "LIST_FIELD_UNKNOWN"),
        ({"limit": "0"}, "LIST_LIMIT"),
        ({"limit": "201"}, "LIST_LIMIT"),
        ({"limit": "٣"}, "LIST_LIMIT"),
    ],
)
def test_a_wrong_address_is_refused_with_its_reason(actor, params, code):
    with pytest.raises(ListRefused) as refused:
        parse(actor, **params)
    assert refused.value.code == code
    assert "secret" not in refused.value.params.get("allowed", [])


def test_a_restricted_field_is_known_only_with_its_right(actor, trusted):
    assert "secret" not in SCHEMA.visible_to(actor)
    assert parse(trusted, **{"secret.gte": "5", "sort": "-secret", "fields": "secret"}).fields == ("secret",)


def test_reserved_and_ignored_parameters_are_no_filters(actor):
    query = SCHEMA.parse(
        {"view": ["3"], "tab": ["x"], "q": ["abc"], "kind": [""]}, actor=actor, ignore=["tab"]
    )
    assert query.conditions == ()
    assert query.text == "abc"


def test_columns_come_once_or_several_times(actor):
    query = SCHEMA.parse({"cols": ["name", "kind,employees"]}, actor=actor)
    assert query.fields == ("name", "kind", "employees")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"name": "Beta"}, ["Beta"]),
        ({"name.contains": "ET"}, ["Beta"]),
        ({"kind": "GROUP,SITE"}, ["Alpha"]),
        ({"kind.not": "GROUP"}, ["Beta", "Gamma"]),
        ({"employees.gte": "10"}, ["Alpha"]),
        ({"employees.lte": "10"}, ["Alpha", "Beta"]),
        ({"employees.empty": "true"}, ["Gamma"]),
        ({"employees.empty": "false"}, ["Alpha", "Beta"]),
        ({"joined": "2026-11-02"}, ["Alpha", "Beta", "Gamma"]),
        ({"changed.gte": "2026-11-02T00:00:00Z"}, ["Alpha", "Beta", "Gamma"]),
        ({"name.empty": "true"}, []),
        ({"name": "self"}, ["Alpha"]),
    ],
)
def test_conditions_narrow_the_list(trusted, params, expected):
    make_account(name="Alpha", kind="GROUP", employees=10)
    make_account(name="Beta", employees=5)
    make_account(name="Gamma")
    query = parse(trusted, **params)
    rows = SCHEMA.narrow(Account.objects.all(), query, actor=trusted, aliases={"self": "Alpha"})
    assert names(SCHEMA.page(rows, query, actor=trusted)) == expected


@pytest.mark.parametrize(
    "sort",
    [
        "employees",
        "-employees",
        "-employees,name",
        "founded,-employees",
        "changed",
        "-changed",
        "-name",
        "-tier",
    ],
)
def test_pages_cover_every_row_once_in_order_with_empty_values_last(trusted, sort):
    for number in range(11):
        make_account(
            name=f"N{number:02}",
            tier=make_entry(DictionaryKind.TIER, "KEY") if number % 2 else None,
            employees=None if number % 3 == 0 else number // 4,
            founded_year=None if number % 4 == 0 else 1990 + number % 2,
            at=AT + timedelta(seconds=number % 5),
        )
    whole = [
        row.pk for row in SCHEMA.ordered(Account.objects.all(), parse(trusted, sort=sort), actor=trusted)
    ]
    read, cursor = [], ""
    while True:
        query = parse(trusted, sort=sort, limit="3", after=cursor)
        page = SCHEMA.page(Account.objects.all(), query, actor=trusted)
        read += [row.pk for row in page.items]
        cursor = page.next
        if not page.has_more:
            break
    assert read == whole
    assert len(set(read)) == 11


@pytest.mark.parametrize(
    ("sort", "says_where_empty_values_stand"),
    [("-changed", False), ("-name", False), ("-employees", True), ("-tier", True)],
)
def test_only_an_order_by_what_may_be_empty_says_where_empty_values_stand(
    trusted, sort, says_where_empty_values_stand
):
    first = SCHEMA.page(Account.objects.all(), parse(trusted, sort=sort), actor=trusted)
    assert first.items == []
    with CaptureQueriesContext(connection) as asked:
        SCHEMA.page(Account.objects.all(), parse(trusted, sort=sort), actor=trusted)
    assert ("NULLS LAST" in asked[0]["sql"]) is says_where_empty_values_stand


def test_what_is_no_path_of_fields_may_be_empty():
    empty = {
        path: _may_be_empty(Account, path)
        for path in ("pk", "sort_key", "owner__uid", "updated_at__date", "x")
    }
    assert empty == {"pk": False, "sort_key": False, "owner__uid": True, "updated_at__date": True, "x": True}
    assert _may_be_empty(AccountMember, "account__name") is False


def test_a_sort_by_amounts_pages_to_the_cent(trusted):
    for cents in (1, 2, 2, 3):
        make_account(annual_revenue=Decimal(cents) / 100)
    first = SCHEMA.page(Account.objects.all(), parse(trusted, sort="secret", limit="2"), actor=trusted)
    query = parse(trusted, sort="secret", limit="2", after=first.next)
    second = SCHEMA.page(Account.objects.all(), query, actor=trusted)
    assert [row.annual_revenue for row in (*first.items, *second.items)] == [
        Decimal("0.01"), Decimal("0.02"), Decimal("0.02"), Decimal("0.03"),
    ]  # fmt: skip


def cursor_of(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "!!!", "YWJj", cursor_of([1, 2]), cursor_of(["-x", [], 1]), cursor_of(["sort_key", ["a"], "1"]),
        cursor_of(["sort_key", "a", 1]), cursor_of(["sort_key", [], 1]), cursor_of(["sort_key", [{"a": 1}], 1]),
        "9" * 5000,
    ],
)  # fmt: skip
def test_a_damaged_or_foreign_cursor_is_refused(actor, cursor):
    with pytest.raises(ListRefused, match="LIST_CURSOR"):
        SCHEMA.page(Account.objects.all(), parse(actor, after=cursor), actor=actor)


def test_counting_stops_at_the_cap():
    for _ in range(4):
        make_account()
    assert count_up_to(Account.objects.all(), 3) == (3, False)
    assert count_up_to(Account.objects.order_by("name"), 4) == (4, True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.text(max_size=30), value=st.text(max_size=40))
def test_no_address_whatever_makes_more_than_a_refusal(actor, name, value):
    with suppress(ListRefused):
        query = SCHEMA.parse({name: [value]}, actor=actor)
        rows = SCHEMA.narrow(Account.objects.all(), query, actor=actor)
        assert SCHEMA.page(rows, query, actor=actor).query == query
