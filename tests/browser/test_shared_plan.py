"""A plan is made, shared, read by the customer on a phone without signing in, changed by a proposal; the steps are counted."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.site import Site

from tongxin.common.clock import today

# A step is a click, a choice in a list, or a field filled in.
MOST_STEPS = 19
TODAY = today()


@pytest.mark.requirement("R3.1")
def test_a_plan_is_shared_read_on_a_phone_and_changed_by_a_proposal(visit: Visit, site: Site) -> None:
    account = site.ask("account", name="Fuxing General")
    project = site.ask("project", account=account, name="Stroke centre")
    ours = visit(f"/projects/{project}/", language="zh-hant", theme="light")
    ours.locator("a[href^='/joint-plans/new/']").first.click()
    ours.locator("[name=name]:visible").fill("上線計畫")
    ours.locator("[name=starts_on]:visible").fill(TODAY.isoformat())
    ours.locator("[name=goes_live_on]:visible").fill((TODAY + timedelta(days=365)).isoformat())
    with ours.expect_navigation():
        ours.get_by_role("button", name="儲存", exact=True).first.click()
    ours.get_by_role("link", name="上線計畫", exact=True).first.click()
    for name in ("試用", "報告", "上線"):
        ours.locator("#add [name=name]").fill(name)
        with ours.expect_navigation():
            ours.locator("#add [name=name]").press("Enter")
    ours.locator("#share-form [name=label]").fill("游醫師")
    with ours.expect_navigation():
        ours.locator("#share-form button[type=submit]").click()
    link = ours.locator("#share input[readonly]").first.input_value()
    theirs = visit(link, username=None, language="en", theme="dark", width=390, color_scheme="dark")
    steps = _propose(theirs)
    ours.reload()
    with ours.expect_navigation():
        ours.locator("#proposals button[value=yes]").click()
    expect(ours.locator("#proposals")).to_contain_text("已接受")
    theirs.goto(link)
    expect(theirs.locator("#proposals")).to_contain_text("accepted")
    assert steps + 6 + 3 + 5 <= MOST_STEPS
    with ours.expect_navigation():
        ours.locator("#share form button").first.click()
    assert (theirs.goto(link) or pytest.fail("no answer")).status == 404
    expect(theirs.locator("main")).not_to_contain_text("試用")


def _propose(page: Page) -> int:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Propose a change").first.click()
    page.locator("[name=first_on]").fill("+30")
    expect(page.locator(".day-field:has([name=first_on]) button")).to_be_visible()
    page.locator("[name=comment]").fill("The room is free from then on")
    page.locator("[name=said_by]").fill("Dr. You")
    page.get_by_role("button", name="Send the proposal").click()
    page.wait_for_url(re.compile("sent=1"))
    expect(page.locator("[role=status]")).to_contain_text("received")
    return 5
