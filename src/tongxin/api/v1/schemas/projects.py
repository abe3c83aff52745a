"""Customers' projects in JSON."""

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Schema


class AuthorshipOut(Schema):
    """How many requirements each side brought in; `shaped` are those of ours and those we helped to write."""

    customer: int
    us: int
    rival: int
    unknown: int
    shaped: int
    total: int
    percent: int | None


class CheckpointStateOut(Schema):
    """A checkpoint as it stands today, with how much was handed in and how many points are open."""

    uid: str
    name: str
    kind: str
    committee: str | None
    planned_on: date | None
    held_on: date | None
    standing: str
    evidence: int
    open_points: int


class LotOfProjectOut(Schema):
    """One lot of what the project buys, with tender and opportunity as far as they are known and visible."""

    uid: str
    number: str
    name: str
    tender: str | None
    opportunity: str | None


class SupportEffortOut(Schema):
    """Working days of support and special requests: before the charter, after it, and where the day is not known."""

    before_charter: Decimal
    after_charter: Decimal
    undated: Decimal


class DossierOut(Schema):
    """What a project's dossier comes to."""

    project: str
    name: str
    as_of: date
    authorship: AuthorshipOut
    checkpoints: list[CheckpointStateOut]
    lots: list[LotOfProjectOut]
    effort: SupportEffortOut


class WaitingCheckpointOut(Schema):
    """A checkpoint that is overdue or failed."""

    uid: str
    name: str
    project: str
    account: str
    standing: str
    planned_on: date | None
    owner: str | None


class ProjectPaperDraftOut(Schema):
    """A paper as data: its blocks in the order in which they are read, each with the name of its kind."""

    title: str
    language: str
    footer: str
    blocks: list[dict[str, Any]]
