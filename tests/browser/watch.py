"""What no page may do, whatever a test is about: console errors, broken scripts, server errors, other hosts."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# Chromium writes a console error for every refused request; refusals are judged by their status in `_answered`.
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
CSP_LISTENER = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


class Watch:
    """Collects the faults of all pages of a context."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.faults: list[str] = []
        self._host = host
        context.add_init_script(CSP_LISTENER)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSED.match(message.text):
            page = message.page.url if message.page else ""
            self.faults.append(f"console error on {page}: {message.text}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self._host:
            self.faults.append(f"request to another host: {request.url}")

    def _answered(self, response: Response) -> None:
        is_static = "/static/" in response.url
        if response.status >= 500 or (is_static and response.status >= 400):
            self.faults.append(f"{response.status} for {response.request.method} {response.url}")

    def take(self) -> list[str]:
        """Return the faults so far and forget them."""
        faults, self.faults = self.faults, []
        return faults


def focus_fault(page: Page) -> str:
    """Return what is wrong with the focus, or nothing: on the body, out of sight, or covered by something else."""
    return page.evaluate(
        """() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "focus is on the body";
      const box = element.getBoundingClientRect();
      const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
      const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), innerHeight - 1);
      const named = element.outerHTML.slice(0, 120);
      if (box.bottom <= 0 || box.top >= innerHeight || box.width === 0) return `focus is out of sight: ${named}`;
      const top = document.elementFromPoint(x, y);
      if (top && (element.contains(top) || top.contains(element))) return "";
      return `focus is covered by ${top?.outerHTML.slice(0, 120)}: ${named}`;
    }"""
    )
