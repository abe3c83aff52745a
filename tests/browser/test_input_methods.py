"""Typing 注音 or 拼音: the Enter that ends a composition sends nothing; the next one does."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.typing import IN_COMPOSITION, commit, compose, send_enter

AFTER_COMPOSITION = """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
  { key: "Enter", code: "Enter", keyCode: 229, which: 229, bubbles: true, cancelable: true }))"""


def requests_of(page: Page) -> list[str]:
    """Collect what the page asks the server for from now on, without what it searches while one types."""
    asked: list[str] = []
    page.on(
        "request",
        lambda request: (
            asked.append(f"{request.method} {request.url}")
            if request.resource_type in {"document", "xhr", "fetch"}
            and "/search/" not in request.url
            and "lookalikes" not in request.url
            else None
        ),
    )
    return asked


def compose_enter_commit(page: Page, reading: str, text: str) -> list[str]:
    """Compose, press the Enter of the input method, commit, press 229 once more; return what was asked for."""
    asked = requests_of(page)
    session = compose(page, reading)
    commit(session, text)
    send_enter(session, IN_COMPOSITION)
    page.evaluate(AFTER_COMPOSITION)
    page.wait_for_timeout(150)
    return asked


def test_the_palette_waits_for_the_end_of_the_composition(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-ask")).to_be_focused()
    assert compose_enter_commit(page, "ㄧㄠˋㄏㄜˊ", "曜禾") == []
    expect(page.locator("#palette")).to_be_visible()
    expect(page.locator("#palette-found [role=option]", has_text="曜禾").first).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_quick_log_waits_for_the_end_of_the_composition(visit: Visit) -> None:
    page = visit("/")
    page.locator("#quick-log-text").focus()
    page.keyboard.type("@")
    expect(page.locator(".complete [role=option]").first).to_be_visible()
    assert compose_enter_commit(page, "ㄧㄡˊ", "尤") == []
    expect(page.locator("#quick-log-text")).to_have_value("@尤")
    expect(page.locator(".complete [role=option]").first).to_contain_text("尤")
    page.keyboard.press("Enter")
    expect(page.locator("#quick-log [data-log-parts] input[name=person]")).to_have_count(1)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def test_a_value_edited_in_place_waits_for_the_end_of_the_composition(visit: Visit, site: Site) -> None:
    page = visit(f"/accounts/{site.scene['accounts']['海潤物流']}/")
    page.locator("#edit-short_name").focus()
    page.keyboard.press("Enter")
    field = page.locator("[data-editing] input[type=text]")
    expect(field).to_be_focused()
    assert compose_enter_commit(page, "ㄏㄞˇㄖㄨㄣˋ", "海潤") == []
    expect(field).to_have_value("海潤")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-short_name")).to_have_text("海潤")


@pytest.mark.parametrize("path", ["/accounts/", "/people/", "/opportunities/?layout=table"])
def test_the_search_of_a_list_waits_for_the_end_of_the_composition(visit: Visit, path: str) -> None:
    page = visit(path)
    page.locator("[data-list-search]").focus()
    assert compose_enter_commit(page, "ㄧㄠˋ", "曜") == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "q=%E6%9B%9C" in page.url


def test_single_keys_work_while_a_chinese_input_method_is_on(visit: Visit) -> None:
    page = visit("/accounts/")
    session = page.context.new_cdp_session(page)
    key = {"key": "ㄒ", "code": "KeyV", "windowsVirtualKeyCode": 86}
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    expect(page.locator("#sheet textarea[name=text]")).to_be_focused()
