"""What one can do by name: every page and every making, found in three languages and by pinyin."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.common.text.fold import fold
from tongxin.common.text.pinyin import pinyin_tokens
from tongxin.web.shell.areas import AREAS, MAKINGS, SETTINGS, is_installed, url_of
from tongxin.web.shell.context import LANGUAGE_NAMES
from tongxin.web.shell.parts import PaletteOption

MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A page, or a making, whose form opens above the page (`sheet`); `right` is needed for it."""

    label: LazyText
    icon: str
    url: str
    right: Right | None = None
    key: str = ""
    sheet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page without a place in the rail: the name of its address, and what is asked of it."""

    label: LazyText
    icon: str
    name: str
    query: str = ""
    right: Right | None = None


PLACES = (
    Place(label=_("Deal board"), icon="deal", name="opportunities", query="?layout=board&outcome=OPEN"),
    Place(label=_("Deal calendar"), icon="calendar", name="opportunities", query="?layout=calendar"),
    Place(label=_("Activity log"), icon="pen", name="visits"),
    Place(label=_("Promises"), icon="check", name="promises"),
    Place(label=_("Coverage of key people"), icon="relation", name="coverage"),
    Place(label=pgettext_lazy("area", "Import"), icon="upload", name="imports", right=Right.IMPORT),
    Place(label=_("Saved views"), icon="columns", name="saved_views"),
    Place(label=_("My settings"), icon="person", name="profile"),
    Place(label=_("Competitors"), icon="competitor", name="competitors"),
    Place(label=_("Products"), icon="tag", name="products"),
    Place(label=_("Users"), icon="people", name="users", right=Right.ADMINISTER),
    Place(label=_("Processes and stages"), icon="route", name="processes", right=Right.ADMINISTER),
    Place(label=_("Dictionaries"), icon="books", name="dictionaries", right=Right.ADMINISTER),
    Place(label=_("Exchange rates"), icon="money", name="rates", right=Right.ADMINISTER),
    Place(label=_("Audit log"), icon="history", name="audit", right=Right.SEE_AUDIT),
    Place(label=pgettext_lazy("page", "Search"), icon="search", name="search"),
)
NEW_PROMISE = Place(label=_("New promise"), icon="check", name="promise_new", right=Right.EDIT)


def matching_commands(actor: Actor, text: str) -> list[PaletteOption]:
    """Return what the actor may do whose name holds the text, begins with it first; pinyin finds from any syllable."""
    wanted = fold(text).replace(" ", "")
    if not wanted:
        return []
    found = [
        (rank, command)
        for command, names in _known()
        if (command.right is None or actor.has(command.right)) and (rank := _rank(names, wanted)) is not None
    ]
    found.sort(key=lambda pair: pair[0])
    return [_option(command) for _rank_of_it, command in found[:MOST]]


def _option(command: Command) -> PaletteOption:
    return PaletteOption(
        label=str(command.label),
        url=command.url,
        icon=command.icon,
        key=command.key,
        sheet=command.sheet,
    )


def _rank(names: Sequence[str], wanted: str) -> int | None:
    if any(name.startswith(wanted) for name in names):
        return 0
    # A single Latin letter stands in nearly every name and says nothing.
    if len(wanted) > 1 or not wanted.isascii():
        return 1 if any(wanted in name for name in names) else None
    return None


@lru_cache(maxsize=1)
def _known() -> tuple[tuple[Command, tuple[str, ...]], ...]:
    """Return every command of this installation with its names, folded, in all languages and as pinyin."""
    return tuple((command, _names(command)) for command in (*_makings(), *_areas(), *_places()))


def _names(command: Command) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for code, _name in LANGUAGE_NAMES:
        with translation.override(code):
            label = str(command.label)
        names[fold(label).replace(" ", "")] = None
        names.update(dict.fromkeys(pinyin_tokens(label)))
    return tuple(names)


def _makings() -> list[Command]:
    made = [
        Command(
            label=item.label,
            icon=item.icon,
            url=url_of(item.path),
            right=item.right,
            key=item.key,
            sheet=True,
        )
        for item in MAKINGS
        if is_installed(item.path)
    ]
    return made + _installed((NEW_PROMISE,), sheet=True)


def _areas() -> list[Command]:
    return [
        Command(label=area.label, icon=area.icon, url=f"{url_of(area.path)}{area.opens}", key=f"G {area.key}")
        for area in (*AREAS, SETTINGS)
        if is_installed(area.path)
    ]


def _places() -> list[Command]:
    return _installed(PLACES)


def _installed(places: Sequence[Place], *, sheet: bool = False) -> list[Command]:
    commands = []
    for place in places:
        try:
            url = reverse(f"web:{place.name}")
        except NoReverseMatch:
            continue
        commands.append(
            Command(label=place.label, icon=place.icon, url=url + place.query, right=place.right, sheet=sheet)
        )
    return commands
