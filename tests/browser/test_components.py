"""The components on their own page: no barrier, no complaint, and every behaviour by keyboard and pointer."""

from functools import partial

import pytest
from playwright.sync_api import expect
from tests.browser.accessibility import axe_faults, width_faults
from tests.browser.conftest import Visit
from tests.browser.typing import compose


@pytest.fixture
def open_page(visit: Visit) -> Visit:
    """Open a page as an administrator, who may see the components."""
    return partial(visit, username="admin")


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_components(open_page: Visit, language: str, theme: str, width: int) -> None:
    page = open_page("/design/", language=language, theme=theme, width=width)
    assert axe_faults(page) == []


@pytest.mark.parametrize(
    "opener", ["Control+k", "Shift+Slash", "#me-open", "#open-sample-dialog", "#sample-menu-open"]
)
def test_axe_finds_nothing_while_something_lies_above_the_page(open_page: Visit, opener: str) -> None:
    page = open_page("/design/")
    if opener.startswith("#"):
        page.click(opener)
    else:
        page.keyboard.press(opener)
    page.wait_for_selector("dialog[open], [popover]:popover-open")
    assert axe_faults(page) == []


def test_the_page_never_scrolls_sideways(open_page: Visit) -> None:
    assert width_faults(open_page("/design/", language="en"), (320, 390, 640, 1024, 1440)) == []


def test_the_palette_opens_moves_and_goes_by_keys_alone(open_page: Visit) -> None:
    page = open_page("/design/")
    page.keyboard.press("Control+k")
    options = page.locator("#palette-found [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    wanted = options.first.get_attribute("data-href")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(str(wanted))


def test_enter_during_a_composition_opens_nothing(open_page: Visit) -> None:
    page = open_page("/design/")
    page.keyboard.press("Control+k")
    compose(page, "ㄩㄠˋ")
    assert page.url.endswith("/design/")
    expect(page.locator("#palette")).to_be_visible()


def test_escape_closes_a_dialog_and_the_focus_returns(open_page: Visit) -> None:
    page = open_page("/design/")
    page.focus("#open-sample-dialog")
    page.keyboard.press("Enter")
    expect(page.locator("#sample-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sample-dialog")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "open-sample-dialog"


def test_arrows_move_in_a_menu_and_escape_leaves_it(open_page: Visit) -> None:
    page = open_page("/design/")
    page.focus("#sample-menu-open")
    page.keyboard.press("Enter")
    expect(page.locator("#sample-menu")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.wait_for_function(
        "document.activeElement.matches('#sample-menu .item:nth-of-type(1), #sample-menu button')"
    )
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "sample-menu-open"


def test_x_selects_the_row_and_shift_arrow_extends(open_page: Visit) -> None:
    page = open_page("/design/", language="en")
    page.locator("#sample-list [data-bulk-clear]").click()
    page.focus("#sample-list tbody tr:nth-child(1) th a")
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#sample-list tr[aria-selected=true]")).to_have_count(2)
    expect(page.locator("#sample-list [data-bulk-count]")).to_have_text("2 selected")


def test_a_card_moves_by_its_menu_with_m(open_page: Visit) -> None:
    page = open_page("/design/")
    card = page.locator("#card-2-1")
    card.locator(".card-title a").focus()
    page.keyboard.press("m")
    with page.expect_response("**/design/") as answer:
        page.locator("[popover]:popover-open .item:not([aria-current])").first.click()
    assert answer.value.status == 204
    assert "to=" in str(answer.value.request.post_data)
    expect(page.locator("#toasts [data-toast]")).to_be_visible()


def test_a_card_moves_by_pointer(open_page: Visit) -> None:
    page = open_page("/design/")
    card, lane = page.locator("#card-2-1"), page.locator("[data-lane]").nth(3)
    card.scroll_into_view_if_needed()
    from_box, to_box = card.bounding_box(), lane.bounding_box()
    assert from_box is not None
    assert to_box is not None
    page.mouse.move(from_box["x"] + 60, from_box["y"] + 60)
    page.mouse.down()
    page.mouse.move(from_box["x"] + 90, from_box["y"] + 60, steps=3)
    page.mouse.move(to_box["x"] + 60, to_box["y"] + 120, steps=5)
    with page.expect_response("**/design/") as answer:
        page.mouse.up()
    assert answer.value.status == 204
    assert page.url.endswith("/design/")


def test_a_value_is_changed_where_it_stands(open_page: Visit) -> None:
    page = open_page("/design/")
    page.focus("#edit-legal")
    page.keyboard.press("Enter")
    field = page.locator("#property-legal input[name=value]")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#edit-legal")).to_be_focused()
    page.keyboard.press("Enter")
    field.fill("曜禾醫療社團法人")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-legal")).to_have_text("曜禾醫療社團法人")
    expect(page.locator("#edit-legal")).to_be_focused()


def test_what_was_typed_is_back_after_a_reload(open_page: Visit) -> None:
    page = open_page("/design/", language="en")
    page.fill("#sample-log-text", "游主任擔心資安")
    page.wait_for_timeout(500)
    page.reload()
    expect(page.locator("#sample-log-text")).to_have_value("游主任擔心資安")
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("#sample-log-text")).to_have_value("")


def test_a_toast_says_what_was_done_and_offers_the_way_back(open_page: Visit) -> None:
    page = open_page("/design/", language="en")
    page.get_by_role("button", name="Show a toast").click()
    toast = page.locator("#toasts [data-toast]")
    expect(toast).to_contain_text("Promise done")
    expect(page.locator("#status")).to_have_text("Promise done")
    expect(toast.locator("form")).to_have_attribute("action", "/design/")
    toast.get_by_role("button", name="Close").click()
    expect(toast).to_have_count(0)


def test_the_theme_switches_at_once(open_page: Visit) -> None:
    page = open_page("/design/", theme="light")
    with page.expect_request("**/settings/preferences/") as request:
        page.locator("[data-theme-form] button").click()
    assert request.value.post_data_json["theme"] == "dark"
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_rail_folds_and_stays_folded(open_page: Visit) -> None:
    page = open_page("/design/")
    page.locator("[data-fold-rail]").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-rail", "min")
