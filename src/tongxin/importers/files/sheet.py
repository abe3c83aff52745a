"""The one shape every file is read into: named sheets of text cells under a row of headers."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tongxin.importers.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds that a file may not pass; sizes in bytes and characters."""

    file_bytes: int = 100 * 1024 * 1024
    archive_bytes: int = 100 * 1024 * 1024
    archive_ratio: int = 100
    archive_members: int = 2_000
    rows: int = 500_000
    columns: int = 500
    cell_characters: int = 2_000_000
    kept_characters: int = 100_000
    child_memory: int = 512 * 1024 * 1024
    child_cpu_seconds: int = 30
    child_wall_seconds: int = 90


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a sheet: `number` as a spreadsheet counts it, one cell per header, what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of a file. `rows()` reads it again from the start each time, so nothing large stays in memory.

    Every cell is text: spreadsheet numbers, dates and truth values arrive in their ISO or plain spelling, so one
    conversion serves all formats. `confidence` (0 to 1) is how sure the guess of encoding and separator is.
    """

    name: str
    file_name: str
    headers: tuple[str, ...]
    open_rows: Callable[[], Iterator[Row]] = field(repr=False, compare=False)
    header_row: int = 1
    encoding: str = ""
    delimiter: str = ""
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    # Hidden in its workbook.
    is_hidden: bool = False

    def rows(self) -> Iterator[Row]:
        """Yield the records below the header, blank ones left out."""
        return self.open_rows()

    def sample(self, size: int = 1_000) -> tuple[Row, ...]:
        """Return the first `size` records."""
        return tuple(islice(self.open_rows(), size))
