"""Nothing typed is lost and everything can be taken back."""

import re

from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Visit
from tests.browser.site import Site


def lane_of(page: Page, uid: str) -> str:
    return str(page.locator(f"[data-lane]:has(#card-link-{uid})").get_attribute("data-lane"))


def toast(page: Page) -> Locator:
    return page.locator("#toasts [data-toast]")


def test_what_was_typed_survives_leaving_the_page(visit: Visit) -> None:
    page = visit("/accounts/new/")
    page.fill("[name=name]", "寫到一半的公司")
    page.wait_for_timeout(500)
    page.goto("/people/")
    page.goto("/accounts/new/")
    expect(page.locator("main [name=name]")).to_have_value("寫到一半的公司")
    expect(page.locator(".draft-note")).to_be_visible()
    page.locator(".draft-note button").click()
    expect(page.locator("main [name=name]")).to_have_value("")


def test_when_two_save_the_second_sees_both_versions_and_chooses(visit: Visit, site: Site) -> None:
    uid = site.ask("account", name="並行修改公司")
    mine, theirs = visit(f"/accounts/{uid}/form/"), visit(f"/accounts/{uid}/form/", username="mate")
    theirs.fill("[name=phone]", "02 1111 1111")
    theirs.fill("[name=website]", "https://theirs.example")
    theirs.locator("#account-form .btn-main").click()
    expect(theirs).to_have_url(re.compile(f"/accounts/{uid}/$"))
    mine.fill("[name=phone]", "02 2222 2222")
    mine.fill("[name=situation]", "我寫的現況")
    mine.locator("#account-form .btn-main").click()
    row = mine.locator("table.merge tr", has_text="02 1111 1111")
    expect(row).to_contain_text("02 2222 2222")
    row.locator("input[value=mine]").check()
    mine.locator("#merge-save").click()
    expect(mine).to_have_url(re.compile(f"/accounts/{uid}/$"))
    expect(mine.locator("#edit-phone")).to_have_text("02 2222 2222")
    expect(mine.locator("#edit-website, #property-website").first).to_contain_text("theirs.example")
    expect(mine.locator("main")).to_contain_text("我寫的現況")


def test_undo_brings_a_deleted_account_back(visit: Visit, site: Site) -> None:
    uid = site.ask("account", name="刪了又救回的公司")
    page = visit(f"/accounts/{uid}/")
    page.locator("#account-menu-open").click()
    page.locator("#account-menu form button").click()
    expect(toast(page)).to_be_visible()
    toast(page).locator("form button").click()
    page.goto("/accounts/?q=刪了又救回")
    expect(page.locator("#list tbody th")).to_have_count(1)


def test_a_card_moves_by_pointer_and_by_menu_to_the_same_place(visit: Visit, site: Site) -> None:
    by_pointer, by_menu = site.scene["deals"]["放射科儲存擴充"], site.ask("deal", name="選單移動案", stage=1)
    page = visit("/opportunities/?layout=board")
    start = lane_of(page, by_pointer)
    assert lane_of(page, by_menu) == start
    lanes = page.locator("[data-lane]")
    codes = [lane.get_attribute("data-lane") for lane in lanes.all()]
    wanted = str(codes[codes.index(start) + 1])
    target = page.locator(f"[data-lane={wanted}]")
    card = page.locator(f"article:has(#card-link-{by_pointer})")
    card.scroll_into_view_if_needed()
    from_box, to_box = card.bounding_box(), target.bounding_box()
    assert from_box is not None
    assert to_box is not None
    page.mouse.move(from_box["x"] + 40, from_box["y"] + 70)
    page.mouse.down()
    page.mouse.move(from_box["x"] + 70, from_box["y"] + 70, steps=3)
    page.mouse.move(to_box["x"] + 60, to_box["y"] + 100, steps=5)
    page.mouse.up()
    expect(toast(page)).to_have_count(1)
    page.wait_for_load_state("networkidle")
    page.locator(f"#card-link-{by_menu}").focus()
    page.keyboard.press("m")
    menu = page.locator("[popover]:popover-open .item")
    expect(menu.first).to_be_focused()
    menu.nth(codes.index(wanted)).click()
    expect(toast(page)).to_have_count(2)
    assert site.ask("stage_of", uid=by_pointer) == site.ask("stage_of", uid=by_menu) == wanted
    page.reload()
    assert lane_of(page, by_pointer) == lane_of(page, by_menu) == wanted


def test_a_move_on_the_board_is_taken_back_by_undo(visit: Visit, site: Site) -> None:
    uid = site.ask("deal", name="移動後復原案", stage=0)
    before = site.ask("stage_of", uid=uid)
    page = visit("/opportunities/?layout=board")
    page.locator(f"#card-link-{uid}").focus()
    page.keyboard.press("m")
    page.locator("[popover]:popover-open .item:not([aria-current])").first.click()
    expect(toast(page)).to_be_visible()
    assert site.ask("stage_of", uid=uid) != before
    toast(page).locator("form button").click()
    page.wait_for_load_state()
    assert site.ask("stage_of", uid=uid) == before


def test_a_note_sent_without_a_network_is_there_again_until_the_server_has_it(visit: Visit) -> None:
    page = visit("/")
    box = page.locator("#quick-log-text")
    box.fill("在停車場寫的筆記")
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    box.press("Control+Enter")
    expect(toast(page)).to_contain_text("沒有連線")
    expect(box).to_have_value("在停車場寫的筆記")
    page.context.set_offline(False)
    page.goto("/")
    expect(box).to_have_value("在停車場寫的筆記")
    box.press("Control+Enter")
    expect(toast(page)).to_be_visible()
    page.goto("/")
    expect(box).to_have_value("")


def test_the_palette_does_what_is_typed(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("新增商機")
    expect(page.locator("#palette-found [role=option]").first).to_contain_text("新增商機")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet[open] [name=name]")).to_be_visible()


def test_the_palette_has_first_what_one_was_at_lately(visit: Visit, site: Site) -> None:
    uids = [site.ask("account", name=f"近期公司{place}") for place in "甲乙丙"]
    page = visit(f"/accounts/{uids[2]}/")
    page.keyboard.press("Control+k")
    first = page.locator("#palette-found [role=option]").first
    expect(first).to_have_attribute("data-href", f"/accounts/{uids[2]}/")
    expect(first).to_have_text("近期公司丙")
    page.keyboard.type("近期公司")
    expect(page.locator("#palette-found [role=option]")).to_have_count(4)
    expect(first).to_have_attribute("data-href", f"/accounts/{uids[2]}/")


def test_a_day_is_typed_as_people_write_it_and_shown_in_the_readers_calendar(
    visit: Visit, site: Site
) -> None:
    site.ask("prefer", username="owner", calendar="ROC")
    page = visit("/promises/new/?account=" + site.ask("account", name="民國公司"))
    page.fill("main [name=text]", "送規格書")
    page.fill("main [name=due_on]", "115/12/25")
    page.locator("main .btn-main").click()
    page.goto("/interactions/new/")
    expect(page.locator("main [name=occurred_on]")).to_have_value(re.compile(r"^1\d\d/\d\d/\d\d$"))
    site.ask("prefer", username="owner", calendar="AD")
