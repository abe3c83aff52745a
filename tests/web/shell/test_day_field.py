"""A field for a day takes what people type, and says what it did not understand."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation
from tests.factories import AT

from tongxin.web.shell.day_field import DayField


@pytest.fixture(autouse=True)
def _twenty_third_of_november():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("115/12/1", date(2026, 12, 1)),
        ("12/1", date(2026, 12, 1)),
        ("+7", AT.date().replace(day=AT.date().day + 7)),
        ("", None),
        (date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
def test_it_reads_a_day_as_people_write_it(typed, day):
    with translation.override("zh-hant"):
        assert DayField(required=False).clean(typed) == day


def test_it_reads_a_day_of_next_week():
    with translation.override("zh-hant"):
        day = DayField().clean("下週三")
    assert day.isoweekday() == 3
    assert 0 < (day - AT.date()).days <= 13


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("3/4/2026", "can mean 2026/03/04, 2026/04/03"),
        ("2026-02-30", "There is no such day. Is it 2026/02/28, 2026/03/01?"),
        ("someday", "Write a day such as"),
    ],
)
def test_it_says_what_it_did_not_understand(typed, told):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        DayField().clean(typed)
    assert told in refused.value.messages[0]
