"""Where people and lines of the map stand: a tidy tree of the solid lines, other lines over it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import add

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.crm.committees.choices import Attitude, SeatRole, TieKind
from tongxin.crm.committees.selectors import CommitteeMap, SeatState
from tongxin.web.committees.pages import Drawing, Line, Node
from tongxin.web.shell.addresses import record_url

WIDTH, HEIGHT = 164, 76
ACROSS, DOWN = WIDTH + 24, HEIGHT + 56
EDGE = 14
MOST_DRAWN = 20
KEY_POWER = 4
# So many of three bars are filled for a power of 1 to 5.
BARS: Mapping[int, int] = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
STEPS: Mapping[str, int] = {
    Attitude.CHAMPION: 5,
    Attitude.SUPPORTER: 4,
    Attitude.NEUTRAL: 3,
    Attitude.RESERVED: 2,
    Attitude.OPPONENT: 1,
    Attitude.UNKNOWN: 0,
}
LETTERS: Mapping[str, str] = {
    TieKind.REPORTS_TO: "R",
    TieKind.DOTTED_LINE: "D",
    TieKind.ADVICE: "A",
    TieKind.INFLUENCE: "I",
    TieKind.CONFLICT: "×",
    TieKind.FRIENDSHIP: "F",
    TieKind.INTRODUCED_BY: "N",
}
# Triangle, smaller triangle, circle, diamond, triangle on its tip, circle: in 12 by 12.
SIGNS: Mapping[int, str] = {
    5: "M6 0 12 12H0z",
    4: "M6 2 11 11H1z",
    3: "M1 6a5 5 0 1 0 10 0a5 5 0 1 0 -10 0",
    2: "M6 0 12 6 6 12 0 6z",
    1: "M0 0h12L6 12z",
    0: "M1.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0",
}
LONGEST_NAME = 14
LONGEST_TITLE = 22


def draw(found: CommitteeMap, finding: str, *, plus: str) -> Drawing:
    """Return the map of a committee; `plus` is the address to add somebody at, to which the boss's uid is put."""
    if len(found.seats) > MOST_DRAWN:
        return _matrix_drawing(found, finding)
    places = _places(found)
    bosses = _bosses(found)
    nodes = tuple(_node(found, state, places[state.seat.pk], bosses, plus) for state in found.seats)
    across = max((x for x, _y in places.values()), default=0) + WIDTH + EDGE
    down = max((y for _x, y in places.values()), default=0) + HEIGHT + EDGE
    return Drawing(
        width=across,
        height=down,
        nodes=nodes,
        lines=tuple(_lines(found, places)),
        finding=finding,
        kinds=_kinds(found),
        is_matrix=False,
        heads=(),
        matrix=(),
    )


def _matrix_drawing(found: CommitteeMap, finding: str) -> Drawing:
    return Drawing(
        width=0,
        height=0,
        nodes=(),
        lines=(),
        finding=finding,
        kinds=(),
        is_matrix=True,
        heads=tuple(state.name for state in found.seats),
        matrix=_matrix(found),
    )


def map_finding(found: CommitteeMap, first: str) -> str:
    """Return in words what the map shows."""
    if not found.ties:
        return _("No lines between these people are known yet")
    if first:
        return _("%(name)s carries most weight") % {"name": first}
    return ngettext(
        "%(count)s line between them is known", "%(count)s lines between them are known", len(found.ties)
    ) % {"count": len(found.ties)}


def _bosses(found: CommitteeMap) -> dict[int, int]:
    """Return to whose seat each seat reports."""
    seats = {state.seat.pk for state in found.seats}
    return {
        tie.from_seat_id: tie.to_seat_id
        for tie in found.ties
        if tie.kind == TieKind.REPORTS_TO and {tie.from_seat_id, tie.to_seat_id} <= seats
    }


def _kinds(found: CommitteeMap) -> tuple[tuple[str, str], ...]:
    """Return the kinds of line that are drawn, as (CSS class, label), for the legend."""
    drawn = {tie.kind for tie in found.ties}
    return tuple((_css_of(kind), str(kind.label)) for kind in TieKind if kind in drawn)


def _css_of(kind: str) -> str:
    return str(kind).lower().replace("_", "-")


def _places(found: CommitteeMap) -> dict[int, tuple[int, int]]:
    """Return the place of each seat: bosses over the middle of those below, people without lines in rows underneath."""
    seats = [state.seat.pk for state in found.seats]
    bosses = _bosses(found)
    below: dict[int, list[int]] = {}
    for seat in seats:
        if seat in bosses:
            below.setdefault(bosses[seat], []).append(seat)
    places: dict[int, tuple[int, int]] = {}
    column, deepest = 0, -1
    for root in (seat for seat in seats if seat in below and seat not in bosses):
        column = _place(root, 0, column, below, places)
    if places:
        deepest = max(y for _x, y in places.values()) // DOWN
    alone = [seat for seat in seats if seat not in places]
    wide = max(column, 5)
    for number, seat in enumerate(alone):
        places[seat] = (EDGE + (number % wide) * ACROSS, EDGE + (deepest + 1 + number // wide) * DOWN)
    return places


def _place(
    seat: int, level: int, column: int, below: Mapping[int, Sequence[int]], places: dict[int, tuple[int, int]]
) -> int:
    """Place a seat over those below it, who start at a column; return the next free column."""
    under = below.get(seat, ())
    if not under:
        places[seat] = (EDGE + column * ACROSS, EDGE + level * DOWN)
        return column + 1
    for each in under:
        column = _place(each, level + 1, column, below, places)
    middle = (places[under[0]][0] + places[under[-1]][0]) // 2
    places[seat] = (middle, EDGE + level * DOWN)
    return column


def _node(
    found: CommitteeMap, state: SeatState, place: tuple[int, int], bosses: Mapping[int, int], plus: str
) -> Node:
    attitude = str(Attitude(state.attitude).label)
    role = str(state.seat.get_role_display())
    name, title = _short(state.name, LONGEST_NAME), _short(state.title or role, LONGEST_TITLE)
    told = attitude if found.may_judge else role
    # The label begins with what is seen, so that speaking it finds the link (WCAG 2.5.3); what was cut follows.
    more = [each for each in (state.name, role, attitude) if each not in {name, title, told}]
    uids = {each.seat.pk: each.seat.uid for each in found.seats}
    boss = uids.get(bosses.get(state.seat.pk, 0), "")
    return Node(
        uid=state.seat.uid,
        x=place[0],
        y=place[1],
        name=name,
        title=title,
        told=_short(told, LONGEST_TITLE),
        bars=BARS.get(state.power or 0, 0) if state.power is not None else None,
        step=STEPS[state.attitude],
        css=" ".join(_css(state)),
        sign=SIGNS[STEPS[state.attitude]],
        label=" · ".join([f"{name} {title} {told}", *more]),
        url=record_url("web:seat", state.seat.uid),
        plus_url=f"{plus}?boss={state.seat.uid}",
        beside_url=f"{plus}?boss={boss}" if boss else "",
        above_url="" if boss else f"{plus}?leads={state.seat.uid}",
    )


def _css(state: SeatState) -> Iterator[str]:
    yield f"s{STEPS[state.attitude]}"
    if (state.power or 0) >= KEY_POWER:
        yield "keyp"
    if state.seat.role == SeatRole.EXTERNAL or state.is_vacant:
        yield "out"


def _short(text: str, most: int) -> str:
    """Return a text cut to a width at which a Chinese character counts twice."""
    width, kept = 0, ""
    for sign in text:
        width += 2 if ord(sign) > 0x2E7F else 1
        if width > most:
            return f"{kept}…"
        kept += sign
    return kept


def _lines(found: CommitteeMap, places: Mapping[int, tuple[int, int]]) -> list[Line]:
    lines = []
    for tie in found.ties:
        if tie.from_seat_id not in places or tie.to_seat_id not in places:
            continue
        here, there = places[tie.from_seat_id], places[tie.to_seat_id]
        is_solid = tie.kind == TieKind.REPORTS_TO
        path = _elbow(here, there) if is_solid else _curve(here, there)
        lines.append(Line(path=path, kind=_css_of(tie.kind)))
    return sorted(lines, key=lambda line: line.kind != "reports-to")


def _elbow(here: tuple[int, int], there: tuple[int, int]) -> str:
    """Return the way from the top of a card to the bottom of its boss's."""
    middle, above = here[0] + WIDTH // 2, there[0] + WIDTH // 2
    turn = here[1] - (DOWN - HEIGHT) // 2
    return f"M{middle} {here[1]}V{turn}H{above}V{there[1] + HEIGHT}"


def _curve(here: tuple[int, int], there: tuple[int, int]) -> str:
    """Return a bow between the sides of two cards that face each other."""
    to_right = there[0] > here[0]
    x1 = here[0] + (WIDTH if to_right else 0)
    x2 = there[0] + (0 if to_right else WIDTH)
    y1, y2 = here[1] + HEIGHT // 2, there[1] + HEIGHT // 2
    if here[0] == there[0]:
        side = here[0] + WIDTH
        return f"M{side} {y1}C{side + 32} {y1} {side + 32} {y2} {side} {y2}"
    if y1 == y2 and abs(x2 - x1) > ACROSS - WIDTH:
        return f"M{x1} {y1}C{x1} {y1 + HEIGHT} {x2} {y2 + HEIGHT} {x2} {y2}"
    bend = 28 if to_right else -28
    return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"


def _matrix(found: CommitteeMap) -> tuple[tuple[str, SafeString], ...]:
    """Return a row of cells for each seat; made here, since a template takes ten times as long over thousands."""
    signs: dict[tuple[int, int], str] = {}
    for tie in found.ties:
        pair = (tie.from_seat_id, tie.to_seat_id)
        signs[pair] = signs.get(pair, "") + LETTERS[tie.kind]
    made = {text: format_html("<td>{}</td>", text) for text in {"", *signs.values()}}
    keys = [state.seat.pk for state in found.seats]
    return tuple(
        (state.name, reduce(add, (made[signs.get((state.seat.pk, key), "")] for key in keys)))
        for state in found.seats
    )
