"""Everything works as plain links and forms when scripts do not run."""

import re

from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.factories import PASSWORD


def plain(visit: Visit, path: str, username: str | None = "owner") -> Page:
    return visit(path, username=username, java_script_enabled=False)


def test_one_signs_in(visit: Visit) -> None:
    page = plain(visit, "/accounts/", username=None)
    page.fill("[name=username]", "owner")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/accounts/$"))


def test_an_account_is_created(visit: Visit) -> None:
    page = plain(visit, "/accounts/")
    page.locator("main a[href='/accounts/new/']").click()
    page.fill("[name=name]", "豐澤水務股份有限公司")
    page.locator("main form .btn-main").click()
    expect(page.locator("h1")).to_have_text("豐澤水務股份有限公司")
    expect(page.locator("#toasts form button")).to_be_visible()


def test_a_creation_is_undone_from_its_note(visit: Visit) -> None:
    page = plain(visit, "/accounts/new/")
    page.fill("[name=name]", "誤植公司")
    page.locator("main form .btn-main").click()
    page.locator("#toasts form button").click()
    page.goto("/accounts/?q=誤植公司")
    expect(page.locator("#list tbody th")).to_have_count(0)


def test_a_visit_is_logged(visit: Visit, site: Site) -> None:
    account = f"/accounts/{site.scene['accounts']['澄岳精密']}/"
    page = plain(visit, account)
    page.locator("#account-log").click()
    page.fill("[name=text]", "廠長介紹了新的採購經理")
    page.locator("#visit-form .btn-main").click()
    page.goto(f"{account}timeline/")
    expect(page.locator("main").get_by_text("廠長介紹了新的採購經理").first).to_be_visible()


def test_a_deal_moves_to_another_stage(visit: Visit, site: Site) -> None:
    uid = site.scene["deals"]["信号系统改造"]
    before = site.ask("stage_of", uid=uid)
    page = plain(visit, f"/opportunities/{uid}/")
    page.locator("#move-stage").click()
    page.locator("#step-form .btn-main").click()
    expect(page).to_have_url(re.compile(f"/opportunities/{uid}/$"))
    assert site.ask("stage_of", uid=uid) != before


def test_a_list_is_searched_filtered_and_sorted(visit: Visit) -> None:
    page = plain(visit, "/accounts/")
    page.fill("[data-list-search]", "澄岳")
    page.keyboard.press("Enter")
    expect(page.locator("#list tbody th")).to_have_count(2)
    page.goto("/accounts/")
    page.locator("details.flyout summary").first.click()
    page.select_option("select[name=kind]", "SITE")
    page.locator("details[open] .btn-main").click()
    expect(page.locator("#list tbody th")).to_have_count(1)
    page.goto("/accounts/")
    page.locator("#list thead .sort").first.click()
    assert "sort=" in page.url


def test_a_value_is_changed_on_a_page_of_its_own(visit: Visit, site: Site) -> None:
    page = plain(visit, f"/accounts/{site.scene['accounts']['东岚轨道']}/")
    page.goto(str(page.locator("#edit-phone").get_attribute("href")))
    page.fill("main form [name=phone]", "+86 21 5555 0100")
    page.locator("main form .btn-main").click()
    expect(page.locator("#edit-phone")).to_contain_text("5555 0100")
