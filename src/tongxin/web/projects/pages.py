"""What the pages of a customer's project show."""

from dataclasses import dataclass
from datetime import date, datetime

from tongxin.web.records.pages import BelowSection, RecordHead
from tongxin.web.shell.parts import Kind, Link, Property, TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectHead:
    """What stands above every page of one project.

    `days` are its next days, each with its label and distance; `plan_url` leads to its joint plan, if it has one.
    """

    record: RecordHead
    tabs: tuple[Link, ...]
    state: str
    shape: Kind
    days: tuple[tuple[str, date, str], ...]
    plan_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginLine:
    """How many requirements came from one side; `percent` of all."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementLine:
    """One requirement and who brought it in."""

    number: str
    name: str
    url: str
    origin: str
    shape: Kind
    theirs: str
    ours: str
    written_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointLine:
    """One checkpoint as it stands today."""

    name: str
    url: str
    kind: str
    committee: Link | None
    day: date | None
    standing: str
    shape: Kind
    evidence: int
    open_points: int
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLine:
    """One lot of the project: how its tender says it stands, and our deal for it."""

    number: str
    name: str
    url: str
    tender: Link | None
    state: str
    shape: Kind
    deal: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage:
    """One project's dossier; the `new` links are empty for who may not write."""

    top: ProjectHead
    shaped: str
    origins: tuple[OriginLine, ...]
    requirements: tuple[RequirementLine, ...]
    new_requirement: Link
    checkpoints: tuple[CheckpointLine, ...]
    new_checkpoint: Link
    lots: tuple[LotLine, ...]
    new_lot: Link
    effort: str
    texts: tuple[Property, ...]
    properties: tuple[Property, ...]
    below: tuple[BelowSection, ...]
    recent: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseDot:
    """One answer of the drawing and of its table."""

    x: int
    y: int
    css: str
    answered_on: date
    answer: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentimentRow:
    """One person's band: very good above, very bad below, a line through their answers."""

    person: str
    top: int
    middle: int
    bottom: int
    text_y: int
    line: str
    dots: tuple[PulseDot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentimentPicture:
    """How people felt over time."""

    finding: str
    height: int
    first: str
    last: str
    rows: tuple[SentimentRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseLine:
    """One question: after what, to whom, the answer; the link is empty for who may not pass it on."""

    uid: str
    step: str
    url: str
    kind: str
    happened_on: date
    person: str
    answer: str
    shape: str
    comment: str
    follow_up: str
    link: str
    until: datetime | None
    may_link: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PulsesPage:
    """How the steps of a project felt; `new_url` is empty for who may not write."""

    top: ProjectHead
    picture: SentimentPicture | None
    lines: tuple[PulseLine, ...]
    new_url: str
