"""A record's history speaks as a person would: no codes, days of machines, doors, or numbers taken for amounts."""

from types import SimpleNamespace

import pytest
from django.utils import translation
from tests.factories import AT

from tongxin.audit.choices import Verb
from tongxin.audit.selectors import FieldChange, HistoryLine
from tongxin.common.rights import Channel
from tongxin.web.history import history_entries, in_currencies


def told(*, calendar="AD", language="en", channel=Channel.COMMAND, **changes):
    event = SimpleNamespace(at=AT, user_name="Lin", verb=Verb.CHANGED, channel=channel)
    lines = [SimpleNamespace(field=f, old=old, new=new, withheld=False) for f, (old, new) in changes.items()]
    with translation.override(language):
        (entry,) = history_entries(
            [SimpleNamespace(event=event, changes=lines)], lambda name: name, calendar=calendar
        )
    return entry


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((None, "2026-12-04"), "it: 4 Dec 2026"),
        (("2026-12-04", "2027-01-05T17:30:00+08:00"), "it: 4 Dec 2026 → 5 Jan 2027 17:30"),
        (("186000000.00", None), "it: taken away, was 186,000,000"),
        ((None, ["CT", "MRI"]), "it: CT, MRI"),
        ((False, True), "it: No → Yes"),
        ((None, "2026-99-99"), "it: 2026-99-99"),
    ],
)
def test_values_are_written_as_people_write_them(change, said):
    assert told(it=change).body == said


def test_days_are_in_the_calendar_of_the_reader():
    assert told(it=(None, "2026-12-04"), calendar="ROC", language="zh-hant").body == "it：民國115年12月4日"


def test_a_number_that_names_something_is_no_amount():
    assert told(tax_id=(None, "00000384")).body == "tax_id: 00000384"


def test_only_doors_worth_knowing_are_named():
    assert (told().note, told(channel=Channel.API).note) == ("", "API")


def test_an_amount_is_told_in_the_currency_of_its_time():
    lines = [
        line(amount=("250", "300")),
        line(currency=("TWD", "USD"), amount=("186000000", "250.50")),
        line(amount=(None, "186000000")),
    ]
    told = [
        {each.field: (each.old, each.new) for each in entry.changes}
        for entry in in_currencies(lines, {"amount": "USD"})
    ]
    assert told == [
        {"amount": ("US$250.00", "US$300.00")},
        {"currency": ("TWD", "USD"), "amount": ("NT$186,000,000", "US$250.50")},
        {"amount": (None, "NT$186,000,000")},
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Lin changed something that belongs to it"),
        ("zh-hant", "Lin更動了附屬的資料"),
        ("zh-hans", "Lin更改了附属的资料"),
    ],
)
def test_a_change_that_names_no_field_says_what_it_can(language, said):
    assert told(language=language).title == said


def line(**changes):
    return HistoryLine(
        event=SimpleNamespace(at=AT, user_name="Lin", verb=Verb.CHANGED, channel=Channel.WEB),
        changes=tuple(FieldChange(field=f, old=old, new=new) for f, (old, new) in changes.items()),
    )
