"""The first hour with competition, by keyboard and pointer, with the steps counted."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.site import Site

# A step is a click, a choice in a list, or a field filled in.
MOST_STEPS = 35


class Steps:
    """Does what a person does on a page, and counts it."""

    def __init__(self, page) -> None:
        self.page = page
        self.taken = 0

    def click(self, name: str) -> None:
        found = self.page.get_by_role("link", name=name, exact=True)
        found.or_(self.page.get_by_role("button", name=name, exact=True)).first.click()
        self.taken += 1

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"[name={name}]:visible").fill(value)
            self.taken += 1

    def choose(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"select[name={name}]:visible").select_option(value)
            self.taken += 1


def build_a_value_case(page: Page, steps: Steps) -> None:
    steps.click("New value case")
    steps.fill(name="New probers", rate="10")
    with page.expect_navigation():
        steps.click("Save")
    steps.click("New probers")
    for kind, name, amount, first, last in (
        ("COST", "Probers", "50", "0", ""),
        ("SAVING", "Less scrap", "20", "1", "4"),
    ):
        steps.click("New value case line")
        steps.choose(kind=kind)
        steps.fill(name=name, amount=amount, first_year=first)
        if last:
            steps.fill(last_year=last)
        with page.expect_navigation():
            steps.click("Save")
        page.wait_for_url(re.compile(r"/value-cases/\w+/$"))
    expect(page.locator("#answer")).to_contain_text("NT$13")


@pytest.mark.requirement("R1.2", "R1.4")
def test_four_suppliers_are_placed_a_target_set_a_value_case_built_and_printed(
    visit: Visit, site: Site
) -> None:
    account = site.ask("account", name="Sunhold Devices")
    page = visit(f"/accounts/{account}/competition/", language="en")
    steps = Steps(page)

    steps.click("Place suppliers")
    steps.fill(segment="Metrology", name_1="Keystone", name_2="Advanta", name_3="Teralux")
    steps.choose(ring_0="APPROVED", ring_1="CORE", ring_2="PREFERRED", ring_3="OUTSIDE")
    steps.click("Place them")
    expect(page.locator("[data-picture=rings] [data-mark]")).to_have_count(4)

    steps.click("Set the target ring")
    steps.choose(ring="PREFERRED")
    steps.fill(plan="Joint lab", due_on="2031-06-30")
    page.locator("select[name=owner]:visible").select_option(label="沈予安")
    steps.taken += 1
    with page.expect_navigation():
        steps.click("Save")
    expect(page.locator("#rings-finding")).to_contain_text("the target is “Preferred”")

    build_a_value_case(page, steps)
    with page.expect_download(timeout=30_000) as download:
        steps.click("One page as PDF")
    assert re.fullmatch(r"tongxin-value-case-\d+\.pdf", download.value.suggested_filename)
    assert steps.taken <= MOST_STEPS, steps.taken
