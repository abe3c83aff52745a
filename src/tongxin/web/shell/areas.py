"""The areas of the product, what one can make, and what waits in each area."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.rights import Right

WaitingCount = Callable[[HttpRequest], int]
_WAITING: dict[str, WaitingCount] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One entry of the rail; `path` is below the script prefix, without a slash before it; `opens` is the query behind it."""

    code: str
    label: LazyText
    icon: str
    path: str
    key: str
    opens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """One entry of the ＋ menu; who lacks `right` is not offered it."""

    code: str
    label: LazyText
    icon: str
    path: str
    right: Right
    key: str = ""


AREAS = (
    Area(code="today", label=pgettext_lazy("rail", "Today"), icon="today", path="", key="T"),
    Area(code="accounts", label=pgettext_lazy("rail", "Accounts"), icon="account", path="accounts/", key="A"),
    Area(
        code="opportunities",
        label=pgettext_lazy("rail", "Opportunities"),
        icon="deal",
        path="opportunities/",
        key="O",
        opens="?layout=board&outcome=OPEN",
    ),
    Area(
        code="forecast",
        label=pgettext_lazy("opportunities", "Forecast"),
        icon="forecast",
        path="opportunities/forecast/",
        key="F",
    ),
    Area(
        code="relationships",
        label=pgettext_lazy("rail", "Relationships"),
        icon="relation",
        path="people/",
        key="R",
    ),
    Area(
        code="projects",
        label=pgettext_lazy("rail", "Projects"),
        icon="list",
        path="projects/",
        key="J",
    ),
    Area(
        code="competition",
        label=pgettext_lazy("rail", "Competition"),
        icon="competitor",
        path="competition/",
        key="X",
    ),
    Area(code="tenders", label=pgettext_lazy("rail", "Tenders"), icon="bid", path="tenders/", key="B"),
)
SETTINGS = Area(
    code="settings", label=pgettext_lazy("rail", "Settings"), icon="settings", path="settings/", key="S"
)
MAKINGS = (
    Making(
        code="visit", label=_("Log a visit"), icon="pen", path="interactions/new/", right=Right.EDIT, key="V"
    ),
    Making(
        code="person",
        label=_("Add a person"),
        icon="person-add",
        path="people/new/",
        right=Right.EDIT,
        key="P",
    ),
    Making(
        code="opportunity",
        label=_("New opportunity"),
        icon="deal",
        path="opportunities/new/",
        right=Right.EDIT,
        key="C",
    ),
    Making(
        code="project",
        label=_("Record a customer’s project"),
        icon="list",
        path="projects/new/",
        right=Right.EDIT,
        key="J",
    ),
    Making(
        code="bid",
        label=_("Register a bid"),
        icon="bid",
        path="bids/register/",
        right=Right.EDIT,
        key="B",
    ),
    Making(
        code="account",
        label=_("New account"),
        icon="account",
        path="accounts/new/",
        right=Right.CREATE_ACCOUNT,
    ),
)


def waiting_count(code: str) -> Callable[[WaitingCount], WaitingCount]:
    """Register the function that counts what waits for the user in an area; it runs once a full page."""

    def register(count: WaitingCount) -> WaitingCount:
        _WAITING[code] = count
        return count

    return register


def count_waiting(code: str, request: HttpRequest) -> int:
    """Return how many things wait for the user in an area; 0 when nobody counts there."""
    count = _WAITING.get(code)
    return count(request) if count else 0


@lru_cache(maxsize=64)
def is_installed(path: str) -> bool:
    """Say whether a page answers at this path, so that the frame shows only what exists."""
    try:
        resolve(f"/{path}")
    except Resolver404:
        return False
    return True


def url_of(path: str) -> str:
    """Return the address of a path of this table."""
    return f"{get_script_prefix()}{path}"
