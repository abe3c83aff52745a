"""Every declared object's history speaks in words, in three languages: no codes, days of machines, or bare numbers."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation
from tests.factories import AT, with_every_right
from tests.meta.records import World, make_world
from tests.records.samples import sample_values

from tongxin.audit.selectors import history_of
from tongxin.common.errors import Refusal
from tongxin.common.money_text import format_amount
from tongxin.crm.records import RECORDS
from tongxin.records.definition import Definition
from tongxin.records.fields import (
    Amount,
    Choice,
    Currency,
    Day,
    Entry,
    Field,
    Flag,
    Moment,
    Paragraphs,
    Percent,
    Ref,
    Refs,
    Text,
    Whole,
)
from tongxin.records.writing import change_record, create_record
from tongxin.web.records.cells import currency_of
from tongxin.web.records.heads import told

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
LANGUAGES = ("en", "zh-hant", "zh-hans")
# What people never write: a day or a moment of a machine, a number without separators, noughts after the point.
UNREADABLE = re.compile(
    r"\d{4}-\d{2}-\d{2}|(?<![\d,.])\d{5,}|\d\.\d*0(?!\d)|[A-Z]{2,}_[A-Z_]+|\b[a-z]+_[a-z_]+"
)


def other_value(item: Field, value: Any) -> Any:
    """Return another value than a record has; the same where there is none."""
    return OTHERS[type(item)](item, value)


def another_choice(item: Choice, value: Any) -> Any:
    return next((each for each in reversed(item.of.values) if each not in (value, "")), value)


def a_day_later(_item: Field, value: Any) -> Any:
    return value + timedelta(days=1) if value else value


def one_more(item: Amount | Percent | Whole, value: Any) -> Any:
    return (value or 0) + 1 if value != getattr(item, "most", None) else value - 1


OTHERS: Mapping[type[Field], Callable[[Any, Any], Any]] = {
    Text: lambda _item, _value: "swallow",
    Paragraphs: lambda _item, _value: "swallow",
    Choice: another_choice,
    Flag: lambda _item, value: not value,
    Amount: one_more,
    Percent: one_more,
    Whole: one_more,
    Day: a_day_later,
    Moment: a_day_later,
    Currency: lambda _item, value: value,
    Refs: lambda _item, _value: [],
    Ref: lambda _item, value: value,
    Entry: lambda _item, value: value,
}


def changed_fields(definition: Definition, world: World, record: Any) -> Iterator[Field]:
    """Change each field that can be changed alone, and return those that a rule of the object did not refuse."""
    boss = with_every_right(world.owner)
    for item in definition.written_by(boss, new=False):
        value = getattr(record, item.name)
        try:
            change_record(
                definition, actor=boss, at=AT, record=record, values={item.name: other_value(item, value)}
            )
        except Refusal:
            continue
        yield item


@pytest.mark.parametrize("definition", RECORDS, ids=lambda each: each.one)
def test_a_history_is_told_in_words(definition):
    world = make_world()
    boss = with_every_right(world.owner)
    values = sample_values(definition, world.record)
    # The sample's texts are names of fields, which are what no history may say.
    values |= {
        item.name: "heron"
        for item in definition.fields
        if isinstance(item, Text | Paragraphs) and item.name in values
    }
    made = create_record(definition, actor=boss, at=AT, values=values)
    changed = list(changed_fields(definition, world, made))
    assert changed
    lines = history_of(boss, definition.kind, made.uid, restricted=definition.restricted_history, limit=200)
    for language in LANGUAGES:
        with translation.override(language):
            entries = told(definition, SimpleNamespace(actor=boss), made, lines)
            labels = {str(item.label): item for item in definition.told.values()}
            said = [line for entry in entries for line in f"{entry.body}\n{entry.folded}".split("\n") if line]
            assert [entry.title for entry in entries if not (entry.body or entry.folded)] == []
            assert [line for line in said if UNREADABLE.search(line)] == []
            assert [line for line in said if is_bare(line, labels, made, language)] == []


def is_bare(line: str, labels: dict[str, Field], record: Any, language: str) -> bool:
    """Say whether a line names no field, shows a code, or an amount without its currency."""
    label = next((each for each in sorted(labels, key=len, reverse=True) if line.startswith(each)), "")
    if not label:
        return True
    item, value = labels[label], line.removeprefix(label).lstrip(":： ")
    if isinstance(item, Choice):
        return bool(codes_in(item) & set(re.split(" → |[，、,] ?", value)))
    if isinstance(item, Amount) and (currency := currency_of(item, record)):
        return format_amount(Decimal(0), currency, language=language).symbol not in value
    return isinstance(item, Percent) and "%" not in value


def codes_in(item: Choice) -> set[str]:
    return {str(code) for code, label in item.of.choices if str(label) != str(code) and str(code).isupper()}
