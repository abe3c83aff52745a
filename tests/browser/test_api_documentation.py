"""The API's page in a real Chromium: readable, usable with a session, under the content policy, asking nobody else."""

from playwright.sync_api import expect
from tests.browser.conftest import Visit


def test_the_api_can_be_read_and_tried(visit: Visit) -> None:
    page = visit(username="owner")
    answer = page.goto("/api/v1/docs")
    assert answer is not None
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"script-src 'self'", "style-src 'self' 'unsafe-inline'"} <= set(policy)
    # The viewer draws the whole description first, which takes a busy machine long.
    page.locator("#operations-tag-me").click(timeout=60_000)
    page.locator("#operations-me-me .opblock-summary-control").click(timeout=60_000)
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table")).to_contain_text('"username": "owner"')
