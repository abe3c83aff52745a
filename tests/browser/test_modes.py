"""Forced colours, reduced motion, print, text spacing, and what stands above the page."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.accessibility import COLOUR_RULES, axe_faults
from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.watch import focus_fault

PAGES = ("/", "/accounts/", "/opportunities/?layout=board", "/people/")
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
}"""
# The ring may be drawn by what holds the element: the card of a link, the box of a field.
FOCUS_RING = """() => {
  for (let one = document.activeElement, steps = 0; one && steps < 5; one = one.parentElement, steps += 1) {
    const style = getComputedStyle(one);
    if (parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none") return true;
    if (steps && / 0px 0px 0px [23]px|0px 0px 0px 1px inset/.test(` ${style.boxShadow}`)) return true;
  }
  return false;
}"""


def open_something(page: Page, how: str) -> None:
    """Open what stands above a page, by key or by the element named."""
    if how.startswith("#"):
        page.locator(how).click()
    else:
        page.keyboard.press(how)
    expect(page.locator("dialog[open], [popover]:popover-open").first).to_be_visible()


@pytest.mark.parametrize("language", ["zh-hant", "en"])
@pytest.mark.parametrize(
    "how", ["Control+k", "?", "#me-open", "#make-open", "v", "p", "c", "#account-menu-open"]
)
def test_what_stands_above_the_page_has_no_barrier(visit: Visit, site: Site, language: str, how: str) -> None:
    page = visit(f"/accounts/{site.scene['accounts']['曜禾醫院']}/", language=language)
    open_something(page, how)
    if how in {"v", "p", "c"}:
        expect(page.locator("#sheet-body :focus")).to_be_visible()
    assert axe_faults(page) == []
    assert focus_fault(page) == ""
    page.emulate_media(color_scheme="dark")
    assert axe_faults(page, rules=COLOUR_RULES) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open], [popover]:popover-open")).to_have_count(0)


@pytest.mark.parametrize("path", ["/accounts/new/", "/people/new/", "/opportunities/new/", "/promises/new/"])
def test_a_form_with_errors_has_no_barrier_and_says_what_is_wrong(visit: Visit, path: str) -> None:
    page = visit(path)
    form = page.locator("main form[method=post]").first
    form.evaluate("(form) => { form.noValidate = true; }")
    form.locator(".btn-main").click()
    expect(page.locator("main [aria-invalid=true]").first).to_be_visible()
    expect(page.locator(".form-errors a").first).to_be_visible()
    assert axe_faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe_faults(page, rules=COLOUR_RULES) == []


def test_a_refused_sign_in_says_so_without_a_barrier(visit: Visit) -> None:
    page = visit("/sign-in/", username=None)
    page.fill("[name=username]", "owner")
    page.fill("[name=password]", "not the password")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]").first).to_be_visible()
    assert axe_faults(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_stop_of_the_tab_key_is_in_sight_and_ringed(visit: Visit, path: str) -> None:
    page = visit(path)
    faults = []
    for _ in range(45):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if fault := focus_fault(page):
            faults.append(fault)
        if not page.evaluate(FOCUS_RING):
            faults.append(page.evaluate("`no ring: ${document.activeElement.outerHTML.slice(0, 120)}`"))
    assert faults == []


@pytest.mark.parametrize("path", PAGES)
def test_forced_colours_keep_everything_readable(visit: Visit, path: str) -> None:
    page = visit(path, forced_colors="active")
    expect(page.locator("h1")).to_be_visible()
    assert axe_faults(page, rules=COLOUR_RULES) == []
    lost = page.evaluate(
        """() => [...document.querySelectorAll("button:not(.vh *), .btn")].filter((button) => button.checkVisibility())
      .filter((button) => { const style = getComputedStyle(button); return style.color === style.backgroundColor; })
      .map((button) => button.outerHTML.slice(0, 80))"""
    )
    assert lost == []


def test_nothing_moves_when_less_motion_is_wanted(visit: Visit) -> None:
    page = visit("/", reduced_motion="reduce")
    page.keyboard.press("Control+k")
    moving = page.evaluate(
        "document.getAnimations().filter((one) => one.effect.getTiming().duration > 1).length"
    )
    assert moving == 0


@pytest.mark.parametrize("path", PAGES)
def test_wider_spacing_of_text_cuts_nothing_off_sideways(visit: Visit, path: str) -> None:
    page = visit(path, width=320)
    page.evaluate(SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("kind", ["accounts", "deals"])
def test_a_record_prints_with_its_chinese_text_and_without_the_frame(
    visit: Visit, site: Site, tmp_path: Path, kind: str
) -> None:
    folder = {"accounts": "accounts", "deals": "opportunities"}[kind]
    name, uid = next(iter(site.scene[kind].items()))
    page = visit(f"/{folder}/{uid}/")
    paper = tmp_path / "page.pdf"
    page.pdf(path=paper, format="A4")
    text = subprocess.run(["pdftotext", paper, "-"], check=True, capture_output=True, text=True).stdout
    assert name[:2] in re.sub(r"\s", "", text)
    assert "Ctrl K" not in text


def test_what_is_measured_is_what_is_shown_for_every_picture(visit: Visit, site: Site) -> None:
    page = visit(f"/opportunities/{site.scene['deals']['影像中心汰換案']}/")
    pictures = page.locator("[data-picture]")
    expect(pictures.first).to_be_visible()
    for picture in pictures.all():
        picture.locator("summary").click()
        expect(picture.locator("table")).to_be_visible()
