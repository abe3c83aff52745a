"""The jobs of the bid desk by keyboard, with keys and clicks counted: nothing is focused or filled by a script."""

import re
import time

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.typing import Keys

pytestmark = pytest.mark.requirement("R4.3")
MOST_SECONDS = 3


def test_a_bid_is_registered_and_decided_within_60_keys_3_clicks_and_5_fields(visit: Visit) -> None:
    page = visit("/")
    keys = Keys(page)
    # Anywhere in the product: B. What is written into the five fields counts apart.
    keys.press("b")
    expect(page.locator("#sheet, main").locator("[name=account]").first).to_be_attached()
    expect(page.locator(":focus")).to_have_attribute("name", re.compile("account"))
    keys.write("曜禾醫院")
    expect(page.locator(".complete [role=option]").first).to_be_visible()
    keys.press("Enter")
    fields = ["account"]
    for name, text in (
        ("name", "影像中心設備採購"),
        ("deadline_at", "120/12/11 17:00"),
        ("budget", "195000000"),
        ("source", "公告"),
    ):
        keys.tab_to(f"[name={name}]", most=3)
        keys.write(text)
        fields.append(name)
    with page.expect_navigation(url=re.compile("/decision/")):
        keys.press("Enter")
    expect(page.locator("main")).to_contain_text("2031/12/11 17:00")
    keys.click(page.locator("[name=MAY_BID]").first)
    keys.press("Tab")
    for _knock_out in range(4):
        keys.press("Space", "Tab")
    for _question in range(8):
        keys.press("4", "Tab")
    keys.press("ArrowDown", "Tab", "Tab")
    keys.write("合乎策略")
    keys.press("Tab")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("main")).to_contain_text("合乎策略")
    told = f"{keys.pressed} keys, {keys.clicked} clicks, {len(fields)} fields"
    assert (keys.pressed <= 60, keys.clicked <= 3, len(fields) <= 5) == (True, True, True), told


def test_a_typed_price_says_who_approves_within_three_seconds(visit: Visit, site: Site) -> None:
    bid = site.ask("bid_with_limits", name="檢測設備採購")
    page = visit(f"/bids/{bid}/price/")
    keys = Keys(page)
    keys.click(page.locator("#id_own_price"))
    began = time.monotonic()
    keys.write("1000")
    expect(page.locator("#approval")).to_contain_text("事業部總經理", timeout=MOST_SECONDS * 1000)
    spent = time.monotonic() - began
    assert spent <= MOST_SECONDS
    assert page.locator("#approval").inner_text() == "毛利率12%：由事業部總經理核決，1個工作日內回覆。"
    # The same sentence over the address that programs of the page ask.
    assert "事業部總經理" in page.request.get(f"/bids/{bid}/approval/?own_price=1000").text()
