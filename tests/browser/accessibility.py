"""Run axe on a page, check that it does not scroll sideways, and hold pictures to their contract."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# The only rules that depend on the theme: all others look at the same document.
COLOUR_RULES = ("color-contrast", "link-in-text-block")
# The rules that depend on how wide the page is.
LAYOUT_RULES = ("target-size", "scrollable-region-focusable", "color-contrast", "skip-link", "bypass")
WIDTHS = (1280, 390, 320)


@lru_cache(maxsize=1)
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def axe_faults(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """Return axe's violations on the page as it is now, one line for each element."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe())
    only: dict[str, Any] = (
        {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(TAGS)}
    )
    found = page.evaluate(
        """async (only) => {
      // What runs with scrolling and not with time never ends by itself.
      const timed = document.getAnimations().filter((animation) => animation.timeline === document.timeline);
      await Promise.allSettled(timed.map((animation) => animation.finished));
      const { violations } = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
      return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
        `${id} at ${node.target.join(" ")}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ""}`));
    }""",
        only,
    )
    return list(found)


def width_faults(page: Page, widths: Sequence[int] = WIDTHS) -> list[str]:
    """Return a line for each width at which the page scrolls sideways, naming what sticks out."""
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        culprits = page.evaluate(
            """() => {
          const root = document.documentElement;
          if (root.scrollWidth <= innerWidth) return null;
          return [...document.body.querySelectorAll("*")]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 4).map((element) => element.outerHTML.slice(0, 90)).concat(`${root.scrollWidth} px`);
        }"""
        )
        if culprits is not None:
            faults.append(f"scrolls sideways at {width}: {culprits}")
    page.set_viewport_size({"width": widths[0], "height": 900})
    return faults


def picture_faults(page: Page) -> list[str]:
    """Return what pictures lack: a name, a table twin with a row for each mark, an end without canvas."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("[data-picture]")].flatMap((picture) => {
      const faults = [];
      const about = picture.dataset.picture;
      const caption = picture.querySelector("figcaption")?.textContent.trim();
      const name = picture.getAttribute("aria-label") || caption
        || document.getElementById(picture.getAttribute("aria-labelledby") ?? "")?.textContent.trim();
      if (!name) faults.push(`picture ${about} has no name`);
      if (picture.querySelector("canvas")) faults.push(`picture ${about} is a canvas`);
      const twin = picture.querySelector("table");
      if (!twin) faults.push(`picture ${about} has no table beside it`);
      const marks = picture.querySelectorAll("[data-mark]").length;
      const rows = twin?.querySelectorAll("tbody tr").length ?? 0;
      if (marks && rows !== marks) faults.push(`picture ${about} has ${marks} marks and ${rows} rows`);
      return faults;
    })"""
        )
    )
