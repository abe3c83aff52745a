"""The jobs of the bid desk by keyboard alone, with the keys counted."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Visit
from tests.browser.typing import Keys

pytestmark = pytest.mark.requirement("R4.3")


def test_a_bid_is_registered_decided_and_its_approver_read_within_60_keys(visit: Visit) -> None:
    page = visit("/bids/register/")
    keys = Keys(page)
    page.locator("main [name=account]").first.wait_for()
    # Five fields: client, title, deadline, amount, source; what is written into them counts apart.
    page.locator("main input:visible").first.focus()
    keys.write("曜禾醫院")
    keys.tab_to("[name=name]")
    keys.write("影像中心設備採購")
    keys.tab_to("[name=deadline_at]")
    page.locator("[name=deadline_at]").fill("2031-12-11T17:00")
    keys.tab_to("[name=budget]", most=12)
    keys.write("195000000")
    keys.tab_to("[name=source]")
    keys.write("公告")
    with page.expect_navigation(url=re.compile("/decision/")):
        keys.press("Enter")
    page.locator("[name=MAY_BID]").first.focus()
    for _knock_out in range(5):
        keys.press("Space", "Tab")
    for _question in range(8):
        keys.press("4", "Tab")
    keys.press("ArrowDown", "Tab", "Tab")
    keys.write("合乎策略")
    keys.press("Tab")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("main")).to_contain_text("合乎策略")
    assert keys.pressed <= 60, keys.pressed
    # Job 9: the typed price answers by itself.
    page.goto(page.url.replace("/decision/", "/price/"))
    page.locator("#id_own_price").focus()
    keys.write("1000")
    expect(page.locator("#approval")).not_to_be_empty()
