"""Read CSV and its relatives: any usual encoding and separator, line breaks and doubled quotes inside quotes."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections import Counter
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from tongxin.importers.files.encoding import EncodingGuess, guess_encoding
from tongxin.importers.files.layout import check_headers, find_header, name_headers, rows_above
from tongxin.importers.files.records import Record, fit_rows
from tongxin.importers.files.sheet import DEFAULT_LIMITS, Limits, Row, Sheet
from tongxin.importers.problems import FileCode, FileRefusedError, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SEPARATORS = (",", ";", "\t", "|")
UNSURE_BELOW = 0.7

csv.field_size_limit(DEFAULT_LIMITS.cell_characters)


def read_delimited(
    path: Path, *, name: str, encoding: str = "", delimiter: str = "", limits: Limits = DEFAULT_LIMITS
) -> Sheet:
    """Read the text table at `path` (plain or .gz); `encoding` and `delimiter` override the guesses.

    Raises FileRefusedError when the file is empty, too large, damaged or no text at all.
    """
    _check_size(path, limits)
    guess = EncodingGuess(encoding=encoding, confidence=1.0) if encoding else _guess(path)
    problems = _doubts(guess, name)
    try:
        separator = delimiter or _guess_separator(path, guess.encoding)
        opening = list(islice(_records(path, guess.encoding, separator), 200))
    except (UnicodeError, csv.Error, LookupError) as error:
        raise FileRefusedError(FileCode.UNKNOWN_FORMAT, detail=type(error).__name__) from error
    if not opening:
        raise FileRefusedError(FileCode.EMPTY_FILE)
    at = find_header([record.cells for record in opening])
    header = opening[at]
    headers, notes = name_headers(header.cells, name)
    check_headers(headers, limits)
    if at:
        notes.append(rows_above(name, header.number - 1))

    def open_rows() -> Iterator[Row]:
        below = islice(_records(path, guess.encoding, separator), at + 1, None)
        return fit_rows(below, headers=headers, sheet=name, limits=limits)

    return Sheet(
        name=name,
        file_name=path.name,
        headers=headers,
        open_rows=open_rows,
        header_row=header.number,
        encoding=guess.encoding,
        delimiter=separator,
        confidence=guess.confidence,
        alternatives=guess.alternatives,
        problems=(*problems, *notes),
    )


@contextmanager
def _open_bytes(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if zipped:
            with gzip.GzipFile(fileobj=raw) as stream:
                yield cast("BinaryIO", stream)
        else:
            yield raw


def _check_size(path: Path, limits: Limits) -> None:
    """Count the bytes that the file holds once unpacked; a packed file is read in small pieces, never whole."""
    total = 0
    packed = max(path.stat().st_size, 1)
    try:
        with _open_bytes(path) as stream:
            while piece := stream.read(1 << 20):
                total += len(piece)
                if total > limits.file_bytes:
                    raise FileRefusedError(FileCode.FILE_TOO_LARGE, limit=limits.file_bytes)
                if total > packed * limits.archive_ratio and total > 1 << 22:
                    raise FileRefusedError(FileCode.ARCHIVE_RATIO, limit=limits.archive_ratio)
    except (OSError, EOFError, zlib.error) as error:
        raise FileRefusedError(FileCode.DAMAGED_ARCHIVE, detail=type(error).__name__) from error
    if total == 0:
        raise FileRefusedError(FileCode.EMPTY_FILE)


def _guess(path: Path) -> EncodingGuess:
    with _open_bytes(path) as stream:
        return guess_encoding(stream)


@contextmanager
def _open_text(path: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    with _open_bytes(path) as stream:
        yield io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")


class _Lines:
    """Hand lines to the CSV reader and know, at its end, whether the last record still waits for a closing quote."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._lines = iter(text)
        self.quotes = 0
        self.ended = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.quotes += line.count('"')
        return line


def _records(path: Path, encoding: str, separator: str) -> Iterator[Record]:
    """Yield the records that are not blank; one with line breaks inside quotes counts once, as in a spreadsheet."""
    with _open_text(path, encoding) as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=separator)
        number = 0
        while True:
            number += 1
            lines.quotes = 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Record(number, [], not_closed=True)
                return
            if number == 1 and len(cells) <= 2 and "".join(cells).lower().startswith("sep="):
                continue
            if any(cell.strip() for cell in cells):
                yield Record(number, cells, not_closed=lines.ended and lines.quotes % 2 == 1)


def _guess_separator(path: Path, encoding: str) -> str:
    """Return the separator that cuts the first records into the most columns most evenly."""
    best, best_score = ",", 0.0
    with _open_text(path, encoding) as text:
        opening = text.read(1 << 17)
    first = opening.partition("\n")[0]
    if first.lower().lstrip('"').startswith("sep=") and len(first.strip(' "\r')) == 5:
        return first.strip(' "\r')[4]
    complete = opening if len(opening) < 1 << 17 else opening.rpartition("\n")[0]
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(complete, newline=""), delimiter=separator)
        widths = [len(cells) for cells in islice(reader, 100) if any(cells)]
        score = _evenness(widths)
        if score > best_score:
            best, best_score = separator, score
    return best


def _evenness(widths: Sequence[int]) -> float:
    if not widths or max(widths) < 2:
        return 0.0
    usual = Counter(widths).most_common(1)[0][0]
    return 0.0 if usual < 2 else widths.count(usual) / len(widths) + min(usual, 20) / 100


def _doubts(guess: EncodingGuess, name: str) -> list[Problem]:
    if guess.is_twice:
        return [Problem(code=FileCode.ENCODED_TWICE, severity=Severity.WARNING, sheet=name)]
    if guess.confidence >= UNSURE_BELOW:
        return []
    params: dict[str, str | int] = {"encoding": guess.encoding, "alternatives": ", ".join(guess.alternatives)}
    return [Problem(code=FileCode.ENCODING_UNSURE, severity=Severity.WARNING, sheet=name, params=params)]
