"""Relationships across accounts: whom we know where, who moved where, and who can introduce us."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from tongxin.analytics.introductions import IntroductionPath, Step, introduction_paths
from tongxin.common.clock import today
from tongxin.crm.committees.relations import AccountCover, Move, account_cover, moves
from tongxin.crm.stakeholders.selectors import get_person_for
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind
from tongxin.wording.introductions import step_text, way_text

MOST_NAMED = 3
WIDTH, HEIGHT, APART, EDGE = 148, 52, 72, 8
LONGEST = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRow:
    """An account with whom we know there; `kind` is empty where nothing is dangerous."""

    name: str
    url: str
    known: int
    met: int
    ours: str
    last: str
    kind: Kind
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """Somebody who moved from one account to another."""

    name: str
    url: str
    left: str
    taken: str
    day: str
    ways_url: str


@require_GET
def relations(request: PageRequest) -> HttpResponse:
    """Show whom we know at which account, and who moved where."""
    reader = reader_of(request)
    rows = [_cover(cover, reader.as_of) for cover in account_cover(request.actor, as_of=today())]
    context = {
        "rows": rows,
        "finding": _finding(rows),
        "moves": [_move(move, reader.calendar) for move in moves(request.actor)],
    }
    return render(request, "committees/relations.html", context)


def _cover(cover: AccountCover, as_of: object) -> CoverRow:
    kind: Kind = "good"
    note = pgettext("relationship", "kept")
    if not cover.ours:
        kind, note = "unknown", pgettext("relationship", "nobody met")
    elif cover.is_lost:
        kind, note = "bad", pgettext("relationship", "lost")
    elif cover.is_single:
        kind, note = "watch", pgettext("relationship", "one of us alone")
    names = pgettext("between listed values", ", ").join(cover.ours[:MOST_NAMED])
    left = len(cover.ours) - MOST_NAMED
    return CoverRow(
        name=cover.account.display_name,
        url=record_url("web:account_people", cover.account.uid),
        known=cover.known,
        met=cover.met,
        ours=names if left <= 0 else _("%(names)s and %(count)s more") % {"names": names, "count": left},
        last=days.seen_from(cover.last_at, as_of=as_of) if cover.last_at is not None else "",  # type: ignore[arg-type]
        kind=kind,
        note=note,
    )


def _finding(rows: list[CoverRow]) -> str:
    weak = sum(row.kind != "good" for row in rows)
    if not weak:
        return _("Every account is kept by more than one of us")
    return ngettext(
        "%(count)s of %(all)s accounts depends on one of us, or on nobody",
        "%(count)s of %(all)s accounts depend on one of us, or on nobody",
        weak,
    ) % {"count": weak, "all": len(rows)}


def _move(move: Move, calendar: str) -> MoveRow:
    person = move.person
    return MoveRow(
        name=person.full_name,
        url=record_url("web:person", person.uid),
        left=f"{move.left.post.account.display_name} · {move.left.post.title}",
        taken=f"{move.taken.post.account.display_name} · {move.taken.post.title}",
        day=days.whole_day(move.day, calendar=calendar) if move.day is not None else "",
        ways_url=record_url("web:person_introductions", person.uid),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PathNode:
    """One person of a way as it is drawn."""

    x: int
    y: int
    name: str
    how: str
    is_ours: bool
    has_line: bool


@require_GET
def introductions(request: PageRequest, uid: str) -> HttpResponse:
    """Show who can introduce the reader to somebody: in words, then as a picture."""
    person = get_person_for(request.actor, uid)
    ways = introduction_paths(request.actor, person, as_of=today())
    stops = tuple(stop for row, way in enumerate(ways) for stop in _stops(request, way, row))
    context = {
        "person": person,
        "person_url": record_url("web:person", person.uid),
        "finding": _best(ways, person.full_name),
        "ways": [way_text(way) for way in ways],
        "stops": stops,
        "steps": [
            (row, number, step.name, step_text(step))
            for row, way in enumerate(ways, 1)
            for number, step in enumerate(way.steps, 1)
        ],
        "width": max((stop.x for stop in stops), default=0) + WIDTH + EDGE,
        "height": max((stop.y for stop in stops), default=0) + HEIGHT + EDGE,
    }
    return render(request, "committees/introductions.html", context)


def _best(ways: list[IntroductionPath], name: str) -> str:
    if not ways:
        return _("Nobody of us and nobody we know is known to know %(name)s") % {"name": name}
    first = ways[0].steps[0]
    if len(ways[0].steps) == 1:
        return _("You know %(name)s yourself") % {"name": name}
    return _("%(helper)s can take you on the way to %(name)s") % {"helper": first.name, "name": name}


def _stops(request: PageRequest, way: IntroductionPath, row: int) -> Iterator[PathNode]:
    top = EDGE + row * (HEIGHT + 24)
    yield PathNode(
        x=EDGE, y=top, name=_short(request.actor.user.display_name), how=pgettext("introduction", "you"),
        is_ours=True, has_line=False,
    )  # fmt: skip
    for number, step in enumerate(way.steps, 1):
        yield PathNode(
            x=EDGE + number * (WIDTH + APART), y=top, name=_short(step.name), how=_short(_kind(step)),
            is_ours=step.person is None, has_line=True,
        )  # fmt: skip


def _kind(step: Step) -> str:
    if step.account is not None:
        return step.account.display_name
    if step.person is not None and step.person.title:
        return step.person.title
    return step.person.account.display_name if step.person is not None and step.person.account else ""


def _short(text: str) -> str:
    width, kept = 0, ""
    for sign in text:
        width += 2 if ord(sign) > 0x2E7F else 1
        if width > LONGEST:
            return f"{kept}…"
        kept += sign
    return kept
