"""Forms above the page: any page with a form serves, errors come back into it, success goes on."""

from playwright.sync_api import expect
from tests.browser.accessibility import axe_faults
from tests.browser.conftest import Visit


def test_an_account_is_created_above_the_page_one_was_on(visit: Visit) -> None:
    page = visit("/accounts/", language="en")
    page.click("#make-open")
    page.click("#make-account")
    name = page.locator("#sheet-body [name=name]")
    expect(name).to_be_focused()
    expect(page.locator("#sheet-title")).to_have_text("New account")
    assert axe_faults(page) == []
    page.keyboard.type("Weststrand Instruments")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("Weststrand Instruments")


def test_escape_leaves_the_form_and_what_was_typed_stays(visit: Visit) -> None:
    page = visit("/accounts/", language="en")
    page.click("#make-open")
    page.click("#make-account")
    expect(page.locator("#sheet-body [name=name]")).to_be_focused()
    page.keyboard.type("Yaohe")
    page.wait_for_timeout(500)
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    page.click("#make-open")
    page.click("#make-account")
    expect(page.locator("#sheet-body [name=name]")).to_have_value("Yaohe")
