"""A moment is read as people write it, and never guessed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation
from tests.factories import AT

from tongxin.web.shell.moment_field import MomentField

TAIPEI = ZoneInfo("Asia/Taipei")


@pytest.mark.parametrize(
    ("typed", "day", "hour"),
    [
        ("2026-12-11T17:00", 11, 17),
        ("2026-12-11 17:00:00", 11, 17),
        ("115/12/11 17:00", 11, 17),
        ("12/11 下午5:00", 11, 17),
        ("１２／１１　１７：００", 11, 17),
        ("12/11 5:00 pm", 11, 17),
        ("12/11 上午12:00", 11, 0),
        ("12月11日17:00", 11, 17),
        ("12/11 下午 12:30", 11, 12),
    ],
)
def test_takes_what_people_write(typed: str, day: int, hour: int) -> None:
    with time_machine.travel(AT, tick=False), translation.override("zh-hant"):
        found = MomentField().clean(typed)
    minute = 30 if ":30" in typed else 0
    assert found == datetime(2026, 12, day, hour, minute, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    "typed", ["12/11", "17:00", "12/11 25:00", "12/11 17:61", "12/11 下午13:00", "2/30 17:00", " T17:00"]
)
def test_what_is_not_said_is_asked_for(typed: str) -> None:
    with time_machine.travel(AT, tick=False), pytest.raises(ValidationError):
        MomentField().clean(typed)


def test_nothing_is_nothing() -> None:
    assert MomentField(required=False).clean(" ") is None
    assert MomentField(required=False).clean(None) is None
