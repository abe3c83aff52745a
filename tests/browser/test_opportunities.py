"""Opportunities in a real Chromium: the board by pointer, menu and key; reversals; editing in place; nothing in the way."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.accessibility import axe_faults, picture_faults, width_faults
from tests.browser.conftest import Visit
from tests.browser.site import Site

BOARD = "/opportunities/?layout=board"


def card(page: Page, name: str):
    return page.locator("article.card").filter(has_text=name)


def lane_of(page: Page, name: str) -> str:
    return card(page, name).evaluate("card => card.closest('[data-lane]').dataset.lane")


def drag(page: Page, name: str, lane: str) -> None:
    start = card(page, name).locator(".who").bounding_box()
    goal = page.locator(f"[data-lane={lane}]").bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 20, steps=3)
    page.mouse.move(goal["x"] + 20, goal["y"] + 160, steps=6)
    page.mouse.up()


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
@pytest.mark.parametrize(
    "path", [BOARD, "/opportunities/?layout=calendar&by=next_step", "/opportunities/?reversals.gte=1"]
)
def test_axe_finds_nothing_on_any_layout(visit: Visit, language: str, path: str) -> None:
    page = visit(path, language=language)
    assert axe_faults(page) + picture_faults(page) == []
    assert width_faults(page, (320, 390, 1024)) == []


def test_a_card_is_dragged_on_and_the_toast_takes_the_step_back(visit: Visit) -> None:
    page = visit(BOARD, language="en")
    name = "二廠檢測線"
    before = lane_of(page, name)
    goal = {"CHARTER": "SELECTION", "SELECTION": "TENDER"}[before]
    drag(page, name, goal)
    expect(page.locator("[data-toast]")).to_contain_text("moved to")
    expect(page.locator(f"[data-lane={goal}] article:has-text('{name}')")).to_be_visible()
    with page.expect_navigation():
        page.locator("[data-toast] [data-undo] button").click()
    expect(page.locator(f"[data-lane={before}] article:has-text('{name}')")).to_be_visible()


def test_a_card_dragged_back_asks_for_the_cause_and_shows_the_reversal(visit: Visit) -> None:
    page = visit(BOARD, language="en")
    name = "影像中心汰換案"
    drag(page, name, "CHARTER")
    expect(page.locator("#sheet")).to_be_visible()
    assert axe_faults(page) == []
    expect(card(page, name)).to_be_visible()
    page.locator("#sheet-body [name=cause]").select_option(index=1)
    page.locator("#sheet-body [name=reason]").fill("預算重審")
    with page.expect_navigation():
        page.locator("#sheet-body button[type=submit]").click()
    expect(page.locator(f"[data-lane=CHARTER] article:has-text('{name}') .back")).to_be_visible()
    expect(page.locator("[data-toast]")).to_contain_text("moved to")
    with page.expect_navigation():
        page.locator("[data-toast] form button").click()
    assert lane_of(page, name) == "SELECTION"


@pytest.mark.parametrize("way", ["menu", "key"])
def test_menu_and_key_do_what_dragging_does(visit: Visit, way: str) -> None:
    page = visit(BOARD, language="en")
    name = "新倉自動化第一期"
    before = lane_of(page, name)
    if way == "menu":
        card(page, name).locator("[data-move-open]").click()
    else:
        card(page, name).locator("a").focus()
        page.keyboard.press("m")
    page.locator("[data-menu]:popover-open button", has_text="Tender").click()
    expect(page.locator(f"[data-lane=TENDER] article:has-text('{name}')")).to_be_visible()
    with page.expect_navigation():
        page.locator("[data-toast] [data-undo] button").click()
    assert lane_of(page, name) == before


def test_a_deals_page_is_edited_in_place_and_moved_and_closed_above_it(visit: Visit, site: Site) -> None:
    page = visit(f"/opportunities/{site.scene['deals']['備品三年合約']}/", language="en")
    assert axe_faults(page) + picture_faults(page) == []
    page.click("#edit-amount")
    amount = page.locator("#property-amount [name=amount]")
    expect(amount).to_be_focused()
    amount.fill("990萬")
    page.keyboard.press("Enter")
    expect(page.locator("#property-amount")).to_contain_text("9.9M")
    page.click("#close-deal")
    expect(page.locator("#sheet-body [name=closed_on]")).to_be_visible()
    for outcome, asked in (("LOST", True), ("WON", False)):
        page.check(f"#sheet-body [name=outcome][value={outcome}]", force=True)
        expect(page.locator("#sheet-body [name=loss_reason]").first).to_be_visible(visible=asked)
    assert axe_faults(page) == []
    page.keyboard.press("Escape")
    page.locator(".path .stages a").first.click()
    expect(page.locator("#sheet-body [name=cause]")).to_be_visible()


def test_a_deal_is_created_from_anywhere_by_one_key(visit: Visit) -> None:
    page = visit("/accounts/", language="en")
    page.keyboard.press("c")
    name = page.locator("#sheet-body [name=name]")
    expect(name).to_be_focused()
    assert axe_faults(page) == []
    page.keyboard.type("Spare parts")
    page.locator("#sheet-body [name=account]").fill("東岚")
    page.locator("#sheet-body [name=account]").fill("Northlight")
    expect(page.locator("#sheet-body [role=option]").first).to_contain_text("Northlight")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-body [role=option]")).to_have_count(0)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Spare parts")
