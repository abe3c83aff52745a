"""Measure in Chromium when the largest part of Today and of the board stands, on a processor slowed down four times.

`python -m tests.bench.paint URL COOKIE`: three runs a page and width, each with an empty cache; prints Markdown. The cookie is
that of a session, `sessionid=…`. Beside each figure stands what a loop of a million sums took in that moment, so that the
load of the machine can be told.
"""

import sys
import time
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from tools import machine

SLOWER = 4
RUNS = 3
WIDTHS = (1280, 390)
PATHS = ("/", "/opportunities/?layout=board")
# The observer is given what was painted before it began; half a second later nothing larger follows.
PAINTED = """() => new Promise((done) => {
  let last = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) last = entry.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  const [page] = performance.getEntriesByType("navigation");
  const scripts = performance.getEntriesByType("resource").filter((each) => each.name.endsWith(".js"));
  setTimeout(() => done([last, page.encodedBodySize, page.decodedBodySize, scripts.length]), 500);
})"""


def main(url: str, cookie: str) -> None:
    """Print a table of the pages."""
    name, _equals, value = cookie.partition("=")
    _say("| Page | Width | Largest paint, ms (loop, ms) | kB sent of kB | Scripts |")
    _say("|---|---:|---|---:|---:|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.chromium(), args=["--no-sandbox"])
        for path in PATHS:
            for width in WIDTHS:
                session = {"name": name, "value": value, "url": url}
                found = [(_loop(), _one(browser, url + path, width, session)) for _ in range(RUNS)]
                paints = ", ".join(f"{painted[0]:.0f} ({loop:.0f})" for loop, painted in found)
                _paint, sent, whole, scripts = found[0][1]
                _say(
                    f"| `{path}` | {width} | {paints} | {sent / 1000:.0f} of {whole / 1000:.0f} | {scripts} |"
                )
        browser.close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _one(browser: Browser, address: str, width: int, session: Any) -> tuple[float, int, int, int]:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([session])
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    paint, sent, whole, scripts = page.evaluate(PAINTED)
    context.close()
    return paint, sent, whole, scripts


def _loop() -> float:
    start, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number * number % 7
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main(*sys.argv[1:])
