"""What every picture owes to those who look at it, print it, hear it, or take it along."""

from typing import Any

from playwright.sync_api import Page
from tests.browser.accessibility import axe_faults

NARROW = 360
# Contrast of text that WCAG 2.2 asks for.
ENOUGH = 4.5
STARTS = {"svg": b"<svg ", "png": b"\x89PNG", "xlsx": b"PK"}

LOOK = """(name) => {
  const figure = document.querySelector(`[data-picture="${name}"]`);
  if (!figure) return { faults: ["is not on the page"], ways: [] };
  const faults = [];
  const finding = document.getElementById(figure.getAttribute("aria-labelledby"))?.textContent.trim();
  if (!finding) faults.push("has no finding as its title");
  if (!figure.querySelector("figcaption")?.textContent.trim()) faults.push("does not say what it rests on");
  const rows = figure.querySelectorAll(".twin table tbody tr").length;
  if (!rows) faults.push("has no table with its rows");
  const marks = [...figure.querySelectorAll("[data-mark]")];
  if (marks.length && marks.length !== rows) faults.push(`has ${marks.length} marks and ${rows} rows`);
  if (marks.some((mark) => !mark.textContent.trim())) faults.push("has a mark that colour alone tells apart");
  const ways = [...figure.querySelectorAll(".picture-tools a")].map((link) => link.href);
  return { faults, ways };
}"""
CONTRAST = """(name) => {
  const figure = document.querySelector(`[data-picture="${name}"]`);
  const parts = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (colour) => parts(colour).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = light(getComputedStyle(figure).backgroundColor);
  return Math.min(21, ...[...figure.querySelectorAll("svg[role] text")].map((text) => {
    const ink = light(getComputedStyle(text).fill);
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  }));
}"""
# Something of the picture is to be seen besides its title, its note and the folded table.
SHOWN = """(name) => [...document.querySelector(`[data-picture="${name}"]`)
  .querySelectorAll(".picture-body, .phone, .picture > table")].some((part) => part.checkVisibility())"""


def contract_faults(page: Page, name: str) -> list[str]:
    """Return what the picture on the page shown lacks: title, sources, table, files, both themes, narrow, on paper."""
    looked: dict[str, Any] = page.evaluate(LOOK, name)
    faults = list(looked["faults"])
    if "is not on the page" in faults:
        return faults
    faults += _files(page, looked["ways"])
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        contrast = page.evaluate(CONTRAST, name)
        if contrast < ENOUGH:
            faults.append(f"has text with a contrast of {contrast:.2f} ({theme})")
        faults += [f"{fault} ({theme})" for fault in axe_faults(page, rules=("color-contrast",))]
    page.emulate_media(color_scheme="light", media="print")
    if not page.evaluate(SHOWN, name):
        faults.append("is not there on paper")
    if page.locator(f"[data-picture={name}] .picture-tools").is_visible():
        faults.append("prints its tools")
    page.emulate_media(media="screen")
    return faults + _narrow(page, name)


def _files(page: Page, ways: list[str]) -> list[str]:
    faults = []
    forms = [way.rpartition(".")[2] for way in ways]
    if "xlsx" not in forms:
        faults.append(f"is offered as {forms} alone")
    for way, form in zip(ways, forms, strict=True):
        answer = page.request.get(way)
        if answer.status != 200 or not answer.body().startswith(STARTS[form]):
            faults.append(f"cannot be taken along as {form}: {answer.status}")
    return faults


def _narrow(page: Page, name: str) -> list[str]:
    before = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 800})
    faults = []
    if not page.evaluate(SHOWN, name):
        faults.append("shows nothing on a phone")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append("makes a phone scroll sideways")
    if before is not None:
        page.set_viewport_size(before)
    return faults
