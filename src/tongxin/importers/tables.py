"""Read the tables of one small file that a person hands over, at once: no import is started and no file is kept."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tongxin.importers.files.sheet import Limits
from tongxin.importers.files.source import open_source
from tongxin.importers.problems import FileCode, FileRefusedError

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 5_000
LIMITS = Limits(
    file_bytes=MOST_BYTES, rows=MOST_ROWS, columns=60, child_cpu_seconds=20, child_wall_seconds=40
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """One table of a file: its headers, and each row with its number in the file."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_tables(file: BinaryIO, name: str) -> tuple[ReadTable, ...]:
    """Return the tables of a workbook, a Word document or a text table, in their order.

    Raises:
        FileRefusedError: the file is damaged, dangerous, too large, or holds no table.

    """
    with TemporaryDirectory(prefix="tongxin-") as folder:
        path = Path(folder) / (Path(name).name[-120:] or "table")
        with path.open("wb") as out:
            shutil.copyfileobj(file, out, 1 << 16)
        if path.stat().st_size > MOST_BYTES:
            raise FileRefusedError(FileCode.FILE_TOO_LARGE, limit=MOST_BYTES)
        source = open_source([path], workspace=Path(folder), limits=LIMITS)
        if source.refusals:
            first = source.refusals[0]
            raise FileRefusedError(FileCode(first.code), **first.params)
        return tuple(
            ReadTable(
                name=sheet.name,
                headers=sheet.headers,
                rows=tuple((row.number, row.cells) for row in sheet.rows()),
            )
            for sheet in source.sheets
        )
