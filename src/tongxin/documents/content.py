"""What stands in a document: blocks of plain text, in the order in which they are read."""

from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading below the title; level 1 is the highest."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; a line break in it is kept."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark that stands back: what figures rest on, what is missing."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyValues:
    """Names with what they stand for, a line each."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose header is repeated on every page.

    Attributes:
        rows: of as many cells as there are heads.
        numbers: places of the columns that stand flush right, from 0.
        caption: what the table shows.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    caption: str = ""

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the heads: a shifted cell would be a wrong figure.

        Raises:
            ValueError: a row has more or fewer cells than there are heads.
        """
        for row in self.rows:
            if len(row) != len(self.heads):
                raise ValueError(f"a row of {len(row)} cells under {len(self.heads)} heads: {row!r}")


Block: TypeAlias = Heading | Paragraph | Bullets | Note | KeyValues | Table
NAMES: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Bullets: "bullets",
    Note: "note",
    KeyValues: "pairs",
    Table: "table",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document.

    Attributes:
        language: `zh-hant`, `zh-hans` or `en`; it chooses the shapes of the characters and how lines break.
        footer: stands at the foot of every page beside its number: whose it is, of which day.
        is_landscape: whether the pages lie on their long side, for wide tables.
        is_dense: whether a word processor gets narrow gaps and small letters, for what is to stay on one page.
    """

    title: str
    language: str
    blocks: tuple[Block, ...] = field(default=())
    subtitle: str = ""
    footer: str = ""
    is_landscape: bool = False
    is_dense: bool = False

    def plain(self) -> dict[str, Any]:
        """Return the document as plain data, each block with the name of its kind."""
        kept = {name: getattr(self, name) for name in ("title", "subtitle", "footer", "language")}
        return {**kept, "landscape": self.is_landscape, "blocks": [_plain(block) for block in self.blocks]}


def _plain(block: Block) -> dict[str, Any]:
    values = asdict(block)
    if isinstance(block, Table):
        values["numbers"] = sorted(block.numbers)
    return {"kind": NAMES[type(block)], **values}
