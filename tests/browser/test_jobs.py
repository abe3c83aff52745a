"""The frequent jobs by keyboard alone, with the keys counted; the focus is always somewhere one can see."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.typing import Keys
from tests.browser.watch import focus_fault


def account_of(site: Site, name: str = "曜禾醫院") -> str:
    return f"/accounts/{site.scene['accounts'][name]}/"


def deal_of(site: Site, name: str) -> str:
    return f"/opportunities/{site.scene['deals'][name]}/"


def toast(page: Page):
    return page.locator("#toasts [data-toast]")


def test_a_visit_with_a_promise_is_logged_from_anywhere_within_24_keys(visit: Visit, site: Site) -> None:
    page = visit(account_of(site))
    keys = Keys(page)
    keys.press("v")
    expect(page.locator("#sheet textarea[name=text]")).to_be_focused()
    assert focus_fault(page) == ""
    keys.write("院長問保固能不能延長，")
    keys.press("@")
    keys.write("尤")
    expect(page.locator(".complete [role=option]").first).to_be_visible()
    keys.press("Enter")
    before = keys.pressed
    keys.tab_to("#sheet [name=promise_text]", most=3)
    assert keys.pressed - before <= 3
    keys.write("寄保固條款給院長")
    keys.press("Control+Enter")
    expect(toast(page)).to_be_visible()
    expect(page.locator("#sheet")).to_be_hidden()
    assert page.url.endswith(account_of(site))
    page.goto(f"{account_of(site)}timeline/")
    entry = page.locator("main").get_by_text("院長問保固能不能延長")
    expect(entry.first).to_be_visible()
    expect(page.locator("main").get_by_text("寄保固條款給院長").first).to_be_visible()
    assert keys.pressed <= 24


def test_a_visit_is_logged_in_the_one_box_of_today(visit: Visit) -> None:
    page = visit("/")
    keys = Keys(page)
    page.locator("#quick-log-text").focus()
    keys.write("海潤的倉庫下個月驗收")
    keys.press("Control+Enter")
    expect(toast(page)).to_be_visible()
    expect(page.locator("#quick-log-text")).to_have_value("")
    assert keys.pressed <= 2


def test_a_stage_is_changed_within_four_keys(visit: Visit, site: Site) -> None:
    uid = site.scene["deals"]["二廠檢測線"]
    before = site.ask("stage_of", uid=uid)
    page = visit(deal_of(site, "二廠檢測線"))
    keys = Keys(page)
    keys.press("s")
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#sheet-body :focus")).to_be_visible()
    assert focus_fault(page) == ""
    keys.press("Control+Enter")
    expect(toast(page)).to_be_visible()
    assert site.ask("stage_of", uid=uid) != before
    assert keys.pressed <= 4


def test_a_person_is_added_with_p_and_a_name(visit: Visit, site: Site) -> None:
    page = visit(account_of(site))
    keys = Keys(page)
    keys.press("p")
    expect(page.locator("#sheet input[name=full_name]")).to_be_focused()
    assert focus_fault(page) == ""
    keys.write("莊雅筑")
    keys.press("Enter")
    expect(toast(page)).to_be_visible()
    page.goto(f"{account_of(site)}people/")
    expect(page.locator("main").get_by_text("莊雅筑").first).to_be_visible()
    assert keys.pressed <= 18


def test_the_palette_changes_the_theme_shows_the_keys_and_signs_out(visit: Visit) -> None:
    page = visit("/accounts/")
    keys = Keys(page)

    def do(what: str, presses: str) -> None:
        keys.press("Control+k")
        keys.write(what)
        expect(page.locator("#palette [aria-selected=true]")).to_have_attribute("data-presses", presses)
        keys.press("Enter")

    do("深淺", "theme-switch")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    do("說明", "help-open")
    expect(page.locator("#shortcuts")).to_be_visible()
    keys.press("Escape")
    do("登出", "sign-out")
    expect(page).to_have_url(re.compile(r"/sign-in/"))


def test_p_finds_whom_we_know_while_the_name_is_typed(visit: Visit, site: Site) -> None:
    name = next(iter(site.scene["people"]))
    page = visit("/")
    keys = Keys(page)
    keys.press("p")
    expect(page.locator("#sheet input[name=full_name]")).to_be_focused()
    keys.write(name)
    expect(page.locator("#sheet #same-people").get_by_role("link", name=name)).to_be_visible()


def test_an_account_is_created_with_its_name(visit: Visit) -> None:
    page = visit("/accounts/")
    keys = Keys(page)
    page.locator("main a[href='/accounts/new/']").focus()
    with page.expect_navigation():
        keys.press("Enter")
    keys.tab_to("input[name=name]", most=30)
    keys.write("穗禾農業科技股份有限公司")
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("穗禾農業科技股份有限公司")
    expect(toast(page)).to_be_visible()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("東嵐軌道", "东岚轨道交通装备有限公司"),
        ("曜禾", "曜禾醫療"),
        ("yaohe", "曜禾醫療"),
        ("northlight", "Northlight"),
    ],
)
def test_the_palette_finds_accounts_in_either_script_and_by_sound(
    visit: Visit, asked: str, found: str
) -> None:
    page = visit("/")
    keys = Keys(page)
    keys.press("Control+k")
    expect(page.locator("#palette-ask")).to_be_focused()
    keys.write(asked)
    option = page.locator("#palette-found [role=option]", has_text=found).first
    expect(option).to_be_visible()
    while option.get_attribute("aria-selected") != "true" and keys.pressed < 12:
        keys.press("ArrowDown")
    keys.press("Enter")
    page.wait_for_url(re.compile("/accounts/[a-z0-9]+/"))
    expect(page.locator("h1")).to_contain_text(found[:4])


def test_slash_goes_to_the_search_of_the_list(visit: Visit) -> None:
    page = visit("/accounts/")
    keys = Keys(page)
    keys.press("/")
    expect(page.locator("[data-list-search]")).to_be_focused()
    assert focus_fault(page) == ""
    keys.write("澄岳")
    keys.press("Enter")
    page.wait_for_url("**/accounts/?*q=*")
    expect(page.locator("#list tbody th")).to_have_count(2)


def test_g_and_a_letter_go_to_an_area(visit: Visit) -> None:
    page = visit("/accounts/")
    Keys(page).press("g", "o")
    page.wait_for_url("**/opportunities/**")
    Keys(page).press("g", "t")
    expect(page).to_have_url(re.compile(r"//[^/]+/$"))


def test_one_signs_out_by_keys(visit: Visit) -> None:
    page = visit("/")
    keys = Keys(page)
    page.locator("#me-open").focus()
    keys.press("Enter")
    expect(page.locator("#me-menu :focus")).to_be_visible()
    keys.press("ArrowUp", "Enter")
    page.wait_for_url("**/sign-in/")
    page.goto("/accounts/")
    assert "/sign-in/" in page.url


def test_after_every_swap_the_focus_stands_somewhere_one_can_see(visit: Visit, site: Site) -> None:
    page = visit(account_of(site))
    faults = []
    for link in page.locator("a[data-edit]").all()[:4]:
        name = link.get_attribute("id")
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-editing] form :focus")).to_be_visible()
        faults.append(f"{name} opened: {focus_fault(page)}")
        page.keyboard.press("Escape")
        page.wait_for_selector("[data-editing]", state="detached")
        faults.append(f"{name} put back: {focus_fault(page)}")
    assert [fault for fault in faults if not fault.endswith(": ")] == []
    assert len(faults) == 8
