"""What the page of those who see a record shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SeerLine:
    """One person, with their role or for whom they stand in."""

    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeerGroup:
    """Those who see it for one reason."""

    title: str
    lines: tuple[SeerLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeersPage:
    """Who sees the record called `name`; `count` is of all groups."""

    name: str
    back_url: str
    count: int
    groups: tuple[SeerGroup, ...]
