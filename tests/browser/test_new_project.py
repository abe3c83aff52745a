"""Somebody new records a project, runs the workshop, exports the charter and shares the plan by what the screen says; the steps are counted."""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Visit
from tests.browser.site import Site

# A step is a click, a choice in a list, or a field filled in and left.
MOST_STEPS = 17


class Walk:
    """A page on which each step is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def click(self, place: Locator) -> None:
        """Press what leads to another page."""
        with self.page.expect_navigation():
            place.click()
        self.steps += 1

    def fill(self, place: str, text: str) -> None:
        self.page.locator(place).first.fill(text)
        self.steps += 1


@pytest.mark.requirement("R3.1")
def test_from_a_rumour_to_a_shared_plan_by_what_the_screen_says(visit: Visit, site: Site) -> None:
    site.ask("account", name="Lingan University Hospital")
    page = visit("/", language="zh-hant", theme="light")
    walk = Walk(page)
    walk.click(page.locator("nav").get_by_role("link", name="專案", exact=True).first)
    walk.click(page.get_by_role("link", name="新增客戶專案").first)
    walk.fill("form .chooser input:visible", "Lingan")
    page.locator("[role=listbox] [role=option]:visible").first.click()
    walk.steps += 1
    walk.fill("[name=name]", "急診影像動線改善")
    walk.click(page.get_by_role("button", name="儲存", exact=True))
    expect(page.locator("h1")).to_contain_text("急診影像動線改善")
    walk.click(page.get_by_role("link", name="需求訪談會", exact=True))
    walk.fill("textarea >> nth=0", "急診到報告由90分鐘降到45分鐘")
    walk.fill("textarea >> nth=1", "夜間沒有人判讀")
    walk.click(page.get_by_role("button", name="記下回答"))
    walk.click(page.get_by_role("link", name="文件草案", exact=True))
    with page.expect_download() as charter:
        page.locator("main a", has_text="DOCX").first.click()
    walk.steps += 1
    _check_charter(charter.value.path())
    walk.click(page.get_by_role("button", name="共同推進計畫"))
    for name in ("動線訪談", "試行"):
        page.locator("#add [name=name]").fill(name)
        with page.expect_navigation():
            page.locator("#add [name=name]").press("Enter")
        walk.steps += 1
    walk.fill("#share-form [name=label]", "周主任")
    walk.click(page.locator("#share-form button[type=submit]"))
    link = page.locator("#share input[readonly]").first.input_value()
    assert walk.steps <= MOST_STEPS
    theirs = visit(link, username=None, language="zh-hant", width=390)
    expect(theirs.locator("#plan-rows")).to_contain_text("動線訪談")
    assert theirs.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _check_charter(path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        text = file.read("word/document.xml").decode()
    assert "急診到報告由90分鐘降到45分鐘" in text
    assert "夜間沒有人判讀" in text
