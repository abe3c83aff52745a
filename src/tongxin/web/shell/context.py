"""The context processor that gives every template its frame."""

from functools import lru_cache
from typing import Protocol, cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.common.actor import Actor
from tongxin.web.shell.areas import (
    AREAS,
    MAKINGS,
    SETTINGS,
    Area,
    count_waiting,
    is_installed,
    url_of,
)
from tongxin.web.shell.pages import Choice, CreateItem, Me, Preference, RailItem, Shell

HTML_LANGUAGES = {"zh-hant": "zh-Hant-TW", "zh-hans": "zh-Hans-CN", "en": "en"}
LANGUAGE_NAMES = (("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English"))


class Person(Protocol):
    """What the frame asks of the signed-in user."""

    display_name: str
    initial: str
    language: str
    theme: str
    calendar: str
    units: str
    shortcuts: bool
    role_labels: list[str]


def shell(request: HttpRequest) -> dict[str, object]:
    """Return `shell`, built only when a template asks for it: fragments do not count what waits."""
    return {"shell": SimpleLazyObject(lambda: build_shell(request))}


def build_shell(request: HttpRequest) -> Shell:
    """Return the frame of this request's page."""
    language = translation.get_language() or "en"
    here = request.get_full_path()
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Shell(
            language=HTML_LANGUAGES.get(language, language),
            theme="auto",
            density="compact",
            languages=_choices(LANGUAGE_NAMES, language),
            here=here,
        )
    person = cast("Person", user)
    return Shell(
        language=HTML_LANGUAGES.get(language, language),
        theme=person.theme,
        density=getattr(person, "density", "compact"),
        languages=_choices(LANGUAGE_NAMES, language),
        here=here,
        calendar=person.calendar,
        narrow=request.COOKIES.get("tongxin_rail") == "min",
        me=_me(person),
        rail=tuple(_rail_item(area, request) for area in AREAS if is_installed(area.path)),
        settings=_rail_item(SETTINGS, request) if is_installed(SETTINGS.path) else None,
        create=_create_items(_offered(request)),
    )


@lru_cache(maxsize=256)
def cached_frame_part(part: str, language: str, makings: tuple[str, ...]) -> SafeString:
    """Return a part of the frame in a language, drawn at its first use: menus of makings, palette, words of scripts.

    The part gets a shell without user, counts and place; it must not hold anything of a request but the codes of what
    may be made.
    """
    with translation.override(language):
        frame = Shell(
            language=HTML_LANGUAGES.get(language, language),
            theme="auto",
            density="compact",
            languages=(),
            here="/",
            rail=tuple(_rail_item(area, None) for area in AREAS if is_installed(area.path)),
            settings=_rail_item(SETTINGS, None) if is_installed(SETTINGS.path) else None,
            create=_create_items(makings),
        )
        return render_to_string(part, {"shell": frame})


def _offered(request: HttpRequest) -> tuple[str, ...]:
    # The page of an address under the API that leads nowhere has the frame, but nobody's rights.
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return ()
    return tuple(making.code for making in MAKINGS if actor.has(making.right))


def _create_items(codes: tuple[str, ...]) -> tuple[CreateItem, ...]:
    return tuple(
        CreateItem(
            code=making.code,
            label=str(making.label),
            icon=making.icon,
            url=url_of(making.path),
            key=making.key,
        )
        for making in MAKINGS
        if making.code in codes and is_installed(making.path)
    )


def _rail_item(area: Area, request: HttpRequest | None) -> RailItem:
    url = url_of(area.path)
    return RailItem(
        code=area.code,
        label=str(area.label),
        icon=area.icon,
        url=f"{url}{area.opens}",
        key=area.key,
        count=count_waiting(area.code, request) if request else 0,
        current=request is not None and _is_in(request.path, url, area),
    )


def _is_in(path: str, url: str, area: Area) -> bool:
    if not area.path:
        return path == url
    deeper = [other for other in AREAS if other.path.startswith(area.path) and other.path != area.path]
    return path.startswith(url) and not any(path.startswith(url_of(other.path)) for other in deeper)


def _me(person: Person) -> Me:
    return Me(
        name=person.display_name,
        initial=person.initial,
        note=pgettext("between names", ", ").join(person.role_labels),
        theme=person.theme,
        shortcuts=person.shortcuts,
        preferences=_preferences(person),
    )


def _preferences(person: Person) -> tuple[Preference, ...]:
    themes = (
        ("auto", pgettext("theme", "Device")),
        ("light", pgettext("theme", "Light")),
        ("dark", pgettext("theme", "Dark")),
    )
    calendars = (("AD", pgettext("calendar", "Gregorian")), ("ROC", pgettext("calendar", "ROC")))
    units = (("AUTO", pgettext("units", "Automatic")), ("WAN", "萬／億"), ("K", "K／M"))
    return (
        Preference(name="language", label=_("Language"), choices=_choices(LANGUAGE_NAMES, person.language)),
        Preference(name="theme", label=_("Appearance"), choices=_choices(themes, person.theme)),
        Preference(name="calendar", label=_("Years"), choices=_choices(calendars, person.calendar)),
        Preference(name="units", label=_("Large amounts"), choices=_choices(units, person.units)),
    )


def _choices(pairs: tuple[tuple[str, str], ...], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, label=label, chosen=value == chosen) for value, label in pairs)
