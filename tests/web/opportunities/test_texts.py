"""Short texts about a deal, at their edges."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from tongxin.web.lists.cells import CellContext
from tongxin.web.opportunities.texts import day_text, money_text, next_step_text, window_text

READER = CellContext(language="en", calendar="AD", units="AUTO", as_of=date(2026, 11, 23))
DECEMBER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_a_window_over_two_years_says_both_years():
    text = window_text(date(2026, 12, 25), date(2027, 1, 23), READER)
    assert text.count("2026") == text.count("2027") == 1


def test_a_window_may_be_open_at_either_end_or_one_day():
    assert window_text(None, None, READER) == ""
    assert window_text(DECEMBER, None, READER) == f"from {day_text(DECEMBER, READER)}"
    assert window_text(None, DECEMBER, READER) == f"by {day_text(DECEMBER, READER)}"
    assert window_text(DECEMBER, DECEMBER, READER) == day_text(DECEMBER, READER)


def test_a_next_step_may_have_no_day_and_no_amount_is_no_text():
    deal = SimpleNamespace(next_step="Call", next_step_on=None, is_open=True)
    assert next_step_text(deal, READER) == "Call"
    deal.next_step_on = DECEMBER
    assert next_step_text(deal, READER) == f"{day_text(DECEMBER, READER)} Call"
    assert money_text(None, "TWD", READER) == ""
