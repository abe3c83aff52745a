"""A real Chromium before the real pages; nothing is downloaded, nothing outside is asked."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright
from tests.factories import make_user

from tongxin.team.choices import Role
from tongxin.team.models import User

# Playwright runs an event loop in this thread; the tests' own queries stay synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE = Path(__file__).parent / "vendor/axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = next(path for path in CHROMIUM if Path(path).exists())
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def faults() -> list[str]:
    """What the console, the page and the content policy complained about."""
    return []


@pytest.fixture
def site(db: None) -> Iterator[str]:
    """Serve the product to Chromium from the test's own transaction.

    The usual live server empties every table afterwards, which the append-only audit log refuses.
    """
    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={"default": connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    connection.dec_thread_sharing()


@pytest.fixture
def open_page(chromium: Browser, site: str, faults: list[str]) -> Iterator[OpenPage]:
    """Open an address as a user (an administrator unless one is given)."""
    contexts = []

    def open_as(
        path: str, *, user: User | None = None, width: int = 1280, height: int = 900, **preferences: Any
    ) -> Page:
        user = user or make_user([Role.ADMINISTRATOR])
        User.objects.filter(pk=user.pk).update(**{"language": "en", **preferences})
        client = Client()
        client.force_login(user)
        context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        contexts.append(context)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.goto(f"{site}{path}")
        page.wait_for_selector("html.js")
        return page

    yield open_as
    for context in contexts:
        context.close()


def axe_violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong on the page, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, { runOnly: rules })", AXE_RULES)
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
