"""Job 3 in the browser: who decides is mapped by keys that are counted, and the pictures of it keep their contract."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.contract import contract_faults
from tests.browser.typing import Keys
from tests.browser.watch import focus_fault

pytestmark = pytest.mark.requirement("R3.2")

PICTURES = ("committee-heat", "committee-map", "committee-weeks")


def test_somebody_is_added_under_a_boss_and_joined_by_a_line_within_the_keys_of_the_goal(visit, site) -> None:
    page = visit(f"/opportunities/{site.ask('deal', name='委員會對圖', stage=1)}/committee/")
    keys = Keys(page)
    page.locator("main [data-key=M]").wait_for()
    keys.press("m")
    expect(page.locator("input[name=name]")).to_be_focused()
    keys.write("裴慧君")
    keys.press("Enter")
    page.wait_for_url("**?add=1")
    assert (keys.pressed, focus_fault(page)) == (2, "")
    # The plus on the card of the boss is the one click.
    plus = page.locator("svg.people-map a.plus")
    expect(plus).to_have_count(1)
    plus.click()
    page.wait_for_url(re.compile(r"\?boss="))
    expect(page.locator("input[name=name]")).to_be_focused()
    added = Keys(page)
    added.write("簡伯鈞")
    added.press("Enter")
    page.wait_for_url("**?add=1")
    assert added.pressed <= 18
    expect(page.locator("svg.people-map .tie-reports-to")).to_have_count(1)
    row = page.locator("[data-seat]", has_text="裴慧君").first
    row.locator("a").first.focus()
    line = Keys(page)
    line.press("l")
    expect(page.locator("#id_to_seat")).to_be_focused()
    # To the other one, who may stand first, then back to the kind of tie: asks for advice.
    if page.locator("#id_to_seat").input_value() == page.locator("#id_from_seat").input_value():
        line.press("ArrowDown")
    line.press("Shift+Tab", "ArrowDown", "ArrowDown", "Control+Enter")
    expect(page.locator("svg.people-map .tie")).to_have_count(2)
    assert line.pressed <= 8
    assert [fault for name in PICTURES for fault in contract_faults(page, name)] == []
