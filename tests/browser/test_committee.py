"""Job 3 in the browser: who decides is mapped by keys that are counted, and the pictures of it keep their contract."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.contract import contract_faults
from tests.browser.typing import Keys
from tests.browser.watch import focus_fault

pytestmark = pytest.mark.requirement("R3.2")

ON_PAGE = ("committee-heat", "committee-map", "committee-weeks")
# Where it is drawn, how many people sit there, and its name; above twenty people the map is a matrix.
PICTURES = (
    *(("/opportunities/{deal}/committee/", 12, name) for name in ON_PAGE),
    ("/opportunities/{deal}/committee/", 24, "committee-map"),
    ("/opportunities/{deal}/committee/?variant=share", 12, "committee-map"),
    ("/people/senior/", 12, "sponsor-matrix"),
    ("/people/{person}/introductions/", 12, "introductions"),
)


@pytest.fixture(scope="module")
def boards(site):
    """Return a deal with a committee of twelve, and one of twenty-four."""
    return {people: site.ask("make_board", people=people) for people in (12, 24)}


@pytest.mark.requirement("R3.4")
@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
def test_every_picture_of_committees_keeps_its_contract(visit, boards, language) -> None:
    page = visit(language=language)
    faults = []
    for path, people, name in PICTURES:
        page.goto(path.format(**boards[people]))
        faults += [f"{path} {people} {name} {fault}" for fault in contract_faults(page, name)]
    assert faults == []


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
    plus = page.locator("svg.people-map a.plus:not(.plus-side)")
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
    # The other end is somebody else already; then back to the kind of tie: asks for advice.
    assert page.locator("#id_to_seat").input_value() != page.locator("#id_from_seat").input_value()
    line.press("Shift+Tab", "ArrowDown", "ArrowDown", "Control+Enter")
    expect(page.locator("svg.people-map .tie")).to_have_count(2)
    assert line.pressed <= 8
    assert [fault for name in ON_PAGE for fault in contract_faults(page, name)] == []


def test_a_card_is_dragged_onto_a_boss_or_moved_by_keys_to_the_same_end(visit, site) -> None:
    told = []
    for is_dragged in (True, False):
        uid = site.ask("make_board", people=8)["deal"]
        page = visit(f"/opportunities/{uid}/committee/", language="en", width=1900)
        cards = {name: page.locator("[data-node]", has_text=name) for name in ("傅雅琴", "游宗翰")}
        page.locator("#map").scroll_into_view_if_needed()
        if is_dragged:
            here, there = (card.locator("rect").first.bounding_box() for card in cards.values())
            page.mouse.move(here["x"] + 40, here["y"] + 20)
            page.mouse.down()
            page.mouse.move(there["x"] + 40, there["y"] + 20, steps=6)
            page.mouse.up()
        else:
            cards["傅雅琴"].locator("a").first.focus()
            keys = Keys(page)
            keys.press("b")
            expect(page.locator("#id_moved_boss")).to_be_focused()
            page.locator("#id_moved_boss").select_option(label="游宗翰")
            keys.press("Control+Enter")
        page.wait_for_url("**#map")
        rows = page.locator("[data-picture=committee-map] .twin tbody tr")
        told.append(sorted(" ".join(row.split()[:5]) for row in rows.all_text_contents()))
        assert "傅雅琴 Reports to 游宗翰 Medium" in told[-1]
    assert told[0] == told[1]
