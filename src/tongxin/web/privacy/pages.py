"""What the pages about personal data show."""

from dataclasses import dataclass

from tongxin.web.shell.parts import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    """Somebody found."""

    url: str
    name: str
    kind: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """One value held on somebody."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTable:
    """The rows of one table; `treatment` is what erasing would do to them."""

    name: str
    treatment: str
    count: int
    rows: tuple[tuple[HeldRow, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A text that names somebody."""

    ref: str
    where: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPage:
    """Everything held on somebody, and what erasing them would do."""

    name: str
    kind: str
    is_erased: bool
    may_be_erased: bool
    file_url: str
    erasure_url: str
    record_url: str
    tables: tuple[HeldTable, ...]
    mentions: tuple[MentionRow, ...]
    doubtful: tuple[MentionRow, ...]
    withheld: tuple[str, ...]
    crumbs: tuple[Link, ...]
