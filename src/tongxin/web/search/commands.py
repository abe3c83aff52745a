"""What one can do by name: every page and every making, found in three languages and by pinyin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.common.text.fold import fold
from tongxin.common.text.pinyin import pinyin_tokens
from tongxin.crm.records import RECORDS
from tongxin.records.checks import may_write
from tongxin.records.definition import Definition
from tongxin.web.shell.areas import AREAS, MAKINGS, SETTINGS, is_installed, url_of
from tongxin.web.shell.context import LANGUAGE_NAMES
from tongxin.web.shell.parts import PaletteOption

MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A page, or a making, whose form opens above the page (`sheet`).

    Attributes:
        right: what one needs for it.
        makes: the object whose rules say, beside `right`, who may make one.
        also: other words it is found by.
        presses: the id of a button that stands on every page, and does it.
    """

    label: LazyText | str
    icon: str
    url: str = ""
    right: Right | None = None
    key: str = ""
    sheet: bool = False
    makes: Definition | None = None
    also: LazyText | str = ""
    presses: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page without a place in the rail: the name of its address, what is asked of it, and what else it is called."""

    label: LazyText
    icon: str
    name: str
    arguments: tuple[str, ...] = ()
    query: str = ""
    right: Right | None = None
    also: LazyText | str = ""


PLACES = (
    Place(
        label=_("Opportunity board"), icon="deal", name="opportunities", query="?layout=board&outcome=OPEN"
    ),
    Place(label=_("Opportunity calendar"), icon="calendar", name="opportunities", query="?layout=calendar"),
    Place(label=_("Activity log"), icon="pen", name="visits"),
    Place(label=_("Promises"), icon="check", name="promises"),
    Place(
        label=_("Coverage gaps"),
        icon="relation",
        name="people_coverage",
        also=_("Key people not met"),
    ),
    Place(label=_("Relationships across accounts"), icon="relation", name="relations"),
    Place(label=_("Senior relationships"), icon="relation", name="senior_relationships"),
    Place(
        label=_("Levels of relationships"),
        icon="relation",
        name="relationship_levels",
        right=Right.JUDGEMENT,
        also=_("Vendor, preferred supplier, partner, strategic alliance; slipping, ready to climb"),
    ),
    Place(label=_("Early and shaping"), icon="history", name="early"),
    Place(label=_("Bid desk"), icon="bid", name="bid_lanes"),
    Place(label=_("Calendar of bids"), icon="calendar", name="bid_calendar"),
    Place(label=_("Deadlines of tenders"), icon="calendar", name="tender_deadlines"),
    Place(label=_("Notices found for you"), icon="bid", name="tender_hits"),
    Place(label=_("Red flags"), icon="bid", name="tender_flags"),
    Place(
        label=pgettext_lazy("page", "Market"),
        icon="competitor",
        name="tender_market",
        arguments=("buyers",),
        also=_("Buyers, firms, prices, regions, concentration"),
    ),
    Place(label=_("Matches to decide"), icon="bid", name="tender_matches", right=Right.EDIT),
    Place(label=pgettext_lazy("area", "Import"), icon="upload", name="imports", right=Right.IMPORT),
    Place(label=_("Saved views"), icon="columns", name="saved_views"),
    Place(
        label=_("My settings"),
        icon="person",
        name="profile",
        also=_("Language, theme, dark, calendar, password, absence, token"),
    ),
    Place(label=_("Users"), icon="people", name="users", right=Right.ADMINISTER),
    Place(label=_("Processes and stages"), icon="route", name="processes", right=Right.ADMINISTER),
    Place(label=_("Dictionaries"), icon="books", name="dictionaries", right=Right.ADMINISTER),
    Place(label=_("Criteria of the levels"), icon="relation", name="ladder_settings", right=Right.ADMINISTER),
    Place(label=_("Exchange rates"), icon="money", name="rates", right=Right.ADMINISTER),
    Place(label=_("Audit log"), icon="history", name="audit", right=Right.SEE_AUDIT),
    Place(label=_("Personal data"), icon="person", name="personal_data", right=Right.ADMINISTER),
    Place(label=_("How long it is kept"), icon="history", name="retention", right=Right.ADMINISTER),
    Place(label=pgettext_lazy("page", "Search"), icon="search", name="search"),
)
DEEDS = (
    Command(
        label=_("Light or dark"), icon="theme", also=_("Theme, colours, dark mode"), presses="theme-switch"
    ),
    Command(label=_("Help and keyboard shortcuts"), icon="help", key="?", presses="help-open"),
    Command(label=_("Sign out"), icon="sign-out", also=_("Log out, leave"), presses="sign-out"),
)
NEW_PROMISE = Place(label=_("New promise"), icon="check", name="promise_new", right=Right.EDIT)
NEW_TENDER = Place(label=_("Register a tender"), icon="bid", name="tender_new", right=Right.EDIT)


def matching_commands(actor: Actor, text: str) -> list[PaletteOption]:
    """Return the pages and makings open to the actor whose name holds the text, those that begin with it first.

    Pinyin finds from any syllable.
    """
    wanted = fold(text).replace(" ", "")
    if not wanted:
        return []
    found = [
        (rank, command)
        for command, names in _known()
        if (rank := _rank(names, wanted)) is not None and _is_open_to(actor, command)
    ]
    found.sort(key=lambda pair: pair[0])
    return [_option(command) for _rank_of_it, command in found[:MOST]]


def _is_open_to(actor: Actor, command: Command) -> bool:
    if command.right is not None and not actor.has(command.right):
        return False
    return command.makes is None or may_write(command.makes, actor, None, None)


def _option(command: Command) -> PaletteOption:
    return PaletteOption(
        label=str(command.label),
        url=command.url,
        icon=command.icon,
        key=command.key,
        sheet=command.sheet,
        presses=command.presses,
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
    known: list[tuple[Command, tuple[str, ...]]] = []
    called: set[tuple[str, str]] = set()
    for command in (*_makings(), *_areas(), *_places(), *DEEDS, *_records()):
        labels = set(_labels(command))
        # What is called so in a language already is the same to its reader: the page with a place of its own stays.
        if not labels & called:
            known.append((command, _names(command)))
        called |= labels
    return tuple(known)


def _labels(command: Command) -> Iterator[tuple[str, str]]:
    for code, _name in LANGUAGE_NAMES:
        with translation.override(code):
            yield code, str(command.label)


def _names(command: Command) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for code, _name in LANGUAGE_NAMES:
        with translation.override(code):
            called = [str(command.label), *str(command.also).replace("、", ",").split(",")]
        for name in filter(None, called):
            names[fold(name).replace(" ", "")] = None
            names.update(dict.fromkeys(pinyin_tokens(name)))
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
    return [*made, *(_command(place, sheet=True) for place in (NEW_PROMISE, NEW_TENDER))]


def _areas() -> list[Command]:
    return [
        Command(label=area.label, icon=area.icon, url=f"{url_of(area.path)}{area.opens}", key=f"G {area.key}")
        for area in (*AREAS, SETTINGS)
        if is_installed(area.path)
    ]


def _places() -> list[Command]:
    return [_command(place) for place in PLACES]


def _command(place: Place, *, sheet: bool = False) -> Command:
    return Command(
        label=place.label,
        icon=place.icon,
        url=reverse(f"web:{place.name}", args=place.arguments) + place.query,
        right=place.right,
        sheet=sheet,
        also=place.also,
    )


def _records() -> list[Command]:
    """Return the lists of all other objects, and the making of those that need no other one first."""
    known = [each for each in RECORDS if each.in_pages]
    lists = [
        Command(label=each.title, icon=each.icon, url=reverse(f"web:{each.many}"), also=each.kind.label)
        for each in known
    ]
    makings = [
        Command(
            label=_new(each),
            icon=each.icon,
            url=reverse(f"web:{each.one}_new"),
            makes=each,
            sheet=True,
        )
        for each in known
        if not each.parent or each.is_made_alone
    ]
    return [*lists, *makings]


def _new(definition: Definition) -> LazyText | str:
    def label() -> str:
        return gettext("New %(kind)s") % {"kind": definition.kind.label}

    return lazy(label, str)()
