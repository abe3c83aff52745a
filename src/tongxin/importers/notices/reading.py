"""Read files of notices into units: releases, records and notices, each with its place; broken ones never stop the rest."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from tongxin.importers.files.encoding import guess_encoding
from tongxin.importers.notices.findings import Code, Finding
from tongxin.importers.notices.jsontext import JsonProblem, parse_json
from tongxin.importers.notices.large import read_large
from tongxin.importers.notices.units import Place, Unit, units_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Up to this size a text is read whole, larger ones an entry at a time.
WHOLE_FILE_BYTES = 32 * 1024 * 1024
LONGEST_LINE = 64 * 1024 * 1024
_SAMPLE_BYTES = 1 << 20
_LINE_ENDINGS = (".jsonl", ".ndjson", ".jsonlines")


def read_json_file(path: Path, *, name: str) -> Iterator[Unit | Finding]:
    """Yield the units of a JSON or JSON lines file, plain or packed by gzip; problems as findings."""
    here = Place(file=name)
    try:
        if _is_lines(path):
            yield from _read_lines(path, here)
        else:
            yield from _read_whole(path, here)
    except (OSError, EOFError, zlib.error) as error:
        yield here.rejected(Code.DAMAGED_ARCHIVE, detail=type(error).__name__)


def is_json_file(path: Path) -> bool:
    """Tell a file of JSON by its first character that is not blank."""
    with _opened(path) as stream:
        head = stream.read(4096)
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] in {b"{", b"["}


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if packed:
            with gzip.GzipFile(fileobj=raw) as stream:
                yield cast("BinaryIO", stream)
        else:
            yield raw


def _is_lines(path: Path) -> bool:
    """Tell JSON lines by the name, or by a first line that is a whole value with another one below."""
    if path.name.lower().removesuffix(".gz").endswith(_LINE_ENDINGS):
        return True
    with _opened(path) as stream:
        head = stream.read(_SAMPLE_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip()
    first, _, rest = head.partition(b"\n")
    if not rest.strip() or not first.rstrip().endswith(b"}"):
        return False
    try:
        parse_json(first.decode())
    except (JsonProblem, UnicodeDecodeError):
        return False
    return True


def _read_lines(path: Path, here: Place) -> Iterator[Unit | Finding]:
    with _opened(path) as stream:
        for number, line in enumerate(_bounded_lines(stream), start=1):
            place = Place(file=here.file, line=number)
            if len(line) > LONGEST_LINE:
                yield place.rejected(Code.TOO_LARGE, limit=LONGEST_LINE // 1024**2)
                continue
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            if text:
                yield from _read_text(text, place)


def _bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines; of one that is longer than any release only its beginning, so that it fits into memory."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)


def _read_whole(path: Path, here: Place) -> Iterator[Unit | Finding]:
    with _opened(path) as stream:
        content = stream.read(WHOLE_FILE_BYTES + 1)
    if len(content) <= WHOLE_FILE_BYTES:
        yield from _read_text(content, here)
        return
    del content
    yield from read_large(lambda: _opened(path), here)


def _read_text(content: bytes, place: Place) -> Iterator[Unit | Finding]:
    text, doubts = _decoded(content, place)
    try:
        value = parse_json(text)
    except JsonProblem as problem:
        repaired = _without_nul(text)
        if repaired is None:
            yield place.rejected(
                Code.INVALID_JSON,
                detail=problem.detail,
                row=place.line or problem.line,
                column=problem.column,
            )
            return
        value = repaired
        doubts = [*doubts, place.warning(Code.NUL_REMOVED)]
    yield from doubts
    yield from units_of(value, place)


def _decoded(content: bytes, place: Place) -> tuple[str, list[Finding]]:
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        guess = guess_encoding(io.BytesIO(content))
        text = content.decode(guess.encoding, errors="replace")
        return text, [place.warning(Code.ENCODING_GUESSED, encoding=guess.encoding)]


def _without_nul(text: str) -> Any | None:
    if "\x00" not in text:
        return None
    try:
        return parse_json(text.replace("\x00", ""))
    except JsonProblem:
        return None
