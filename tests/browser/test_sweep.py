"""Every page, in every language, both themes and three widths: no barrier, no sideways scrolling, nothing broken.

The standard pages of declared objects come from the same few templates. Their lists, their own pages and their forms for
something new are looked at for every object; the form of what is there already and the history, which differ from object
to object in words alone, for one object in ten, and in English for all, whose words are the longest. Simplified Chinese
has signs of the same width as Traditional: one page in five is looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page
from tests.browser.accessibility import COLOUR_RULES, LAYOUT_RULES, axe_faults, picture_faults, width_faults
from tests.browser.site import Site
from tests.meta.matrix import path_of

from tongxin.common.access import Door
from tongxin.config.access import Address, addresses
from tongxin.crm.records import RECORDS

PARTS = {"zh-hant": 4, "en": 4, "zh-hans": 1}
OF_EQUAL_WIDTH = "zh-hans"
WHOLE_IN = "zh-hant"
SIGNED_OUT = frozenset({"web:sign_in"})
FOR_ADMINISTRATORS = frozenset(
    {
        "web:design",
        "web:design_value",
        "web:approval_limit_new",
        "web:ladder_criterion_new",
        "web:ladder_criterion_form",
        "web:ladder_criterion_field",
        "web:approval_limit_form",
        "web:approval_limit_field",
        "web:tender_source_new",
        "web:tender_source_form",
        "web:tender_source_field",
        "web:bid_policy_new",
        "web:bid_policy_form",
        "web:bid_policy_field",
    }
)
# The description of the API, and Swagger UI, whose page is not ours.
NOT_OURS = frozenset({"api:openapi-json", "api:openapi-view"})
LONGEST_WORDS = "en"
ALIKE = frozenset(
    f"web:{definition.one}_{page}"
    for number, definition in enumerate(RECORDS)
    if number % 10
    for page in ("form", "field", "history")
)
# States of pages that an address alone does not reach.
STATES = (
    "/accounts/?q=沒有這一家",
    "/accounts/?q=曜禾",
    "/opportunities/?layout=board",
    "/opportunities/?layout=calendar",
    "/search/?q=曜禾",
)


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One page of the sweep."""

    path: str
    username: str | None


def stops(site: Site, language: str) -> Iterator[Stop]:
    """Yield every address of a page that is looked at in a language, with records of the scene in it."""
    for address in addresses():
        if address.method or address.access is None or address.name in NOT_OURS:
            continue
        if address.name in ALIKE and language != LONGEST_WORDS:
            continue
        uids = {name: site.scene["records"][kind] for name, kind in address.access.records.items()}
        if token := site.scene["tokens"].get(address.name):
            uids["token"] = token
        yield Stop(path=path_of(address, uids), username=_visitor(address))
    for path in STATES:
        yield Stop(path=path, username="owner")


def _visitor(address: Address) -> str | None:
    if address.name in SIGNED_OUT:
        return None
    is_for_admins = address.name in FOR_ADMINISTRATORS or (
        address.access is not None and address.access.door is Door.RIGHT
    )
    return "admin" if is_for_admins else "owner"


def is_page(page: Page, path: str) -> bool:
    """Say whether a whole page of ours answers: not a refusal of GET, not a way on, a part or a download."""
    answer = page.request.get(path, max_redirects=0)
    if answer.status in {301, 302, 303, 405}:
        return False
    return answer.headers["content-type"].startswith("text/html") and answer.text().startswith("<!doctype")


def faults_of(page: Page, language: str) -> list[str]:
    """Return everything that is wrong with the page shown.

    Its structure is the same in every language: axe reads it whole once, in Traditional Chinese. Longer words can
    make any language overflow.
    """
    faults = width_faults(page)
    if not page.evaluate("document.documentElement.lang").lower().startswith(language):
        faults.append("is not in the language of the reader")
    if language != WHOLE_IN:
        return faults
    page.emulate_media(color_scheme="light")
    faults += axe_faults(page) + picture_faults(page)
    page.emulate_media(color_scheme="dark")
    faults += [f"dark: {fault}" for fault in axe_faults(page, rules=COLOUR_RULES)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 844})
    faults += [f"at 390: {fault}" for fault in axe_faults(page, rules=LAYOUT_RULES)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return faults


@pytest.mark.parametrize(
    ("language", "part"), [(name, part) for name, parts in PARTS.items() for part in range(parts)]
)
def test_no_page_has_a_barrier(visit, site, language, part):
    faults: list[str] = []
    seen = 0
    pages: dict[str | None, Page] = {}
    for number, stop in enumerate(stops(site, language)):
        if number % (5 if language == OF_EQUAL_WIDTH else PARTS[language]) != part:
            continue
        page = pages.get(stop.username) or pages.setdefault(
            stop.username, visit(username=stop.username, language=language)
        )
        if not is_page(page, stop.path):
            continue
        seen += 1
        response = page.goto(stop.path)
        if response.status != 200:
            faults.append(f"{stop.path}: answers {response.status}")
        else:
            found = faults_of(page, language)
            faults += [f"{stop.path}: {fault}" for fault in found]
    assert not faults, "\n" + "\n".join(faults)
    assert seen
