"""One site and one Chromium for all browser tests of a process; a watched page for each visitor of a test."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.browser.site import ROOT, Site
from tests.browser.watch import Watch
from tools import machine

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
PICTURES = ROOT / "var" / "browser"
PATIENCE = 10_000
FAILED = pytest.StashKey[bool]()

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a running site with the scene in it."""
    running = Site(tmp_path_factory.mktemp("site"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium."""
    # Playwright waits on an event loop of its own, which Django takes for asynchronous code of ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Visit]:
    """Return a function that opens a page: `visit("/accounts/", username="owner", language="en", width=390)`.

    What the pages did wrong besides (console errors, other hosts, server errors) fails the test at its end.
    """
    watches: list[Watch] = []
    pages: list[Page] = []
    with ExitStack() as closing:

        def open_page(
            path: str = "",
            *,
            username: str | None = "owner",
            language: str = "zh-hant",
            theme: str = "auto",
            width: int = 1280,
            **options: object,
        ) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                base_url=site.url,
                locale={"zh-hant": "zh-TW", "zh-hans": "zh-CN"}.get(language, "en-GB"),
                **{"reduced_motion": "reduce", **options},
            )
            closing.callback(context.close)
            context.set_default_timeout(PATIENCE)
            watches.append(Watch(context, urlsplit(site.url).netloc))
            if username is not None:
                site.prefer(username, language=language, theme=theme)
                sign_in(context, site, username)
            page = context.new_page()
            pages.append(page)
            if path:
                page.goto(path)
            return page

        yield open_page
        if request.node.stash.get(FAILED, False):
            _keep_pictures(request.node.nodeid, pages)
    faults = [fault for watch in watches for fault in watch.take()]
    assert faults == []


def sign_in(context: BrowserContext, site: Site, username: str) -> None:
    """Give the context a session of the user."""
    key = site.ask("session", username=username)
    context.add_cookies([{"name": "sessionid", "value": key, "url": site.url}])


def _keep_pictures(name: str, pages: list[Page]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^\w-]+", "-", name.rpartition("/")[2])
    for number, page in enumerate(pages):
        if not page.is_closed():
            page.screenshot(path=PICTURES / f"{stem}-{number}.png", full_page=True)
