"""What the page of a committee shows."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from tongxin.web.shell.parts import Kind, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One of theirs and one of us: depth 0 to 4 and days since the last contact."""

    depth: int
    days: int | None
    is_pair: bool
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttitudeChoice:
    """One attitude to choose; `digit` is its key."""

    code: str
    digit: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """A seat with the person in it; `step` is 5 for a champion down to 1, 0 when nobody knows."""

    uid: str
    name: str
    title: str
    role: str
    note: str
    step: int
    attitude: str
    power: str
    counterpart: str
    is_gap: bool
    needs: tuple[str, ...]
    cells: tuple[HeatCell, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """Somebody to meet next: what to do, why, and who can introduce us."""

    name: str
    what: str
    reasons: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnView:
    """What a colleague thinks of the outcome, beside the computed one."""

    author: str
    leaning: int
    why: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decides:
    """What the committee leans to; positions are per cent from against us to for us."""

    verdict: str
    kind: str
    leaning: str
    low: str
    high: str
    place: float | None
    left: float
    wide: float
    reasons: tuple[str, ...]
    ranked: tuple[tuple[int, str, tuple[str, ...]], ...]
    carried_by: tuple[str, ...]
    next: tuple[NextStep, ...]
    own: tuple[OwnView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A person in the map, in units of the drawing.

    `told` is the attitude in a word, the formal role for who may not read it; `bars` shows power, 0 to 3. The addresses
    add somebody under them, beside them under the same boss, or over them; empty where that makes no sense.
    """

    uid: str
    x: int
    y: int
    name: str
    title: str
    told: str
    bars: int | None
    step: int
    css: str
    sign: str
    label: str
    url: str
    plus_url: str
    beside_url: str
    above_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the map as an SVG path."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """A tie in words."""

    from_name: str
    kind: str
    to_name: str
    strength: str
    evidence: str
    on: date | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The map: people as cards, lines between them of some kinds; `is_matrix` above twenty people."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    finding: str
    kinds: tuple[tuple[str, str], ...]
    is_matrix: bool
    heads: tuple[str, ...]
    matrix: tuple[tuple[str, SafeString], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorLine:
    """One of us with the seats they answer for."""

    name: str
    theirs: str
    note: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """A criterion with what the customer thinks of us and the best rival."""

    uid: str
    name: str
    kind: str
    is_mandatory: bool
    weight: str
    ours: str
    rival: str
    fits: tuple[tuple[str, int | None, str], ...]
    cares: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """A checkpoint that the committee judges, as it stands on the day of the page."""

    name: str
    url: str
    project: str
    project_url: str
    day: date | None
    standing: str
    shape: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteePage:
    """A committee on a day."""

    uid: str
    name: str
    kind: str
    rule: str
    as_of: date
    is_today: bool
    finding: str
    team: tuple[tuple[str, str], ...]
    rows: tuple[SeatRow, ...]
    mirror: tuple[MirrorLine, ...]
    mirror_note: str
    drawing: Drawing
    ties: tuple[TieRow, ...]
    criteria: tuple[CriterionRow, ...]
    judged: tuple[JudgedLine, ...]
    rivals: tuple[tuple[str, str, str], ...]
    decides: Decides | None
    attitudes: tuple[AttitudeChoice, ...]
    warnings: tuple[str, ...]
    others: tuple[Link, ...]
    may_edit: bool
    may_judge: bool
