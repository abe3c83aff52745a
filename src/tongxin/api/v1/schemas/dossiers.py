"""Versions and gates of a dossier in JSON."""

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field


class DossierEditionIn(Schema):
    """Why a version is kept, and which parts the customer stated; the rest is assumed."""

    why: str
    own_parts: Annotated[list[str], Field(default_factory=list)]


class EditionOfDossierOut(Schema):
    """A dossier as it stood: part → field → value as text."""

    number: int
    why: str
    frozen_on: date
    frozen_by: str
    own_parts: list[str]
    content: dict[str, dict[str, str]]


class DossierChangeOut(Schema):
    """One value that two versions have differently."""

    part: str
    name: str
    before: str
    after: str


class GateDecisionIn(Schema):
    """What was decided at a gate; today where no day is said."""

    verdict: Literal["PUT_FORWARD", "APPROVED", "REJECTED"]
    decided_on: date | None = None
    decided_by: Annotated[str, Field(max_length=200)] = ""
    score: Annotated[int, Field(ge=0, le=100)] | None = None
    has_red: bool = False
    note: str = ""


class GateDecisionOut(Schema):
    """A decision with the version it rests on, and what the gate's own rule says of its score."""

    verdict: str
    decided_on: date
    decided_by: str
    edition: int
    score: int | None
    has_red: bool
    rule: str | None
    note: str


class GateOfProjectOut(Schema):
    """A gate as it stands; `basis` are the parts of the dossier it rests on."""

    uid: str
    name: str
    basis: list[str]
    standing: str
    decision: GateDecisionOut | None


class GatesOut(Schema):
    """The gates of a project in their order; `changed_parts` differ by now from the newest version."""

    open_gate: str | None
    changed_parts: list[str]
    gates: list[GateOfProjectOut]
