"""Read files of notices into units: releases, records and notices, each with its place; broken ones never stop the rest."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from tongxin.importers.files.encoding import guess_encoding
from tongxin.importers.notices.findings import Code, Finding, Level, pointer
from tongxin.importers.notices.jsontext import JsonProblem, parse_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

WHOLE_FILE_BYTES = 512 * 1024 * 1024
_SAMPLE_BYTES = 1 << 20
_LINE_ENDINGS = (".jsonl", ".ndjson", ".jsonlines")
_WRAPPERS = ("results", "data", "items", "packages", "releasePackages")
_MESSAGES = ("detail", "message", "error", "error_description", "title", "Message")
_RELEASE_KEYS = {"tag", "buyer", "tender", "awards", "contracts", "planning", "parties", "initiationType"}
_NOTICE_KEYS = {"job_number", "unit_id"}


class UnitKind(StrEnum):
    """What a unit is."""

    RELEASE = "RELEASE"
    RECORD = "RECORD"
    NOTICE = "NOTICE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a unit stands: file, line of JSON lines or a list, pointer from the root."""

    file: str
    line: int | None = None
    path: str = ""

    def below(self, *parts: str | int) -> Place:
        """Return the place of something inside."""
        return Place(file=self.file, line=self.line, path=self.path + pointer(*parts))

    def rejected(self, code: Code, *, ocid: str | None = None, path: str = "", **params: Any) -> Finding:
        """Say that what stands here is left out."""
        return self._finding(Level.REJECTED, code, ocid, path, params)

    def warning(self, code: Code, *, ocid: str | None = None, path: str = "", **params: Any) -> Finding:
        """Say that what stands here is taken in with a remark."""
        return self._finding(Level.WARNING, code, ocid, path, params)

    def _finding(
        self, level: Level, code: Code, ocid: str | None, path: str, params: Mapping[str, Any]
    ) -> Finding:
        return Finding(
            level=level,
            file=self.file,
            line=self.line,
            ocid=ocid,
            path=self.path + path,
            code=code,
            params=params,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One release, record or notice as published.

    Attributes:
        version: the package's version, `1.0` for a package without one, empty for a unit outside a package.
        context: values of the file around the unit, such as the agency's name of a file of notices.

    """

    place: Place
    kind: UnitKind
    data: dict[str, Any]
    version: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


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
        for number, line in enumerate(stream, start=1):
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            if text:
                place = Place(file=here.file, line=number)
                yield from _read_text(text, place)


def _read_whole(path: Path, here: Place) -> Iterator[Unit | Finding]:
    with _opened(path) as stream:
        content = stream.read(WHOLE_FILE_BYTES + 1)
    if len(content) > WHOLE_FILE_BYTES:
        yield here.rejected(Code.TOO_LARGE, limit=WHOLE_FILE_BYTES // 1024**2)
        return
    yield from _read_text(content, here)


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


def units_of(
    value: Any, place: Place, *, version: str = "", context: Mapping[str, Any] | None = None
) -> Iterator[Unit | Finding]:
    """Yield the units inside a JSON value: a package, a record, a release, a notice, or a list of these."""
    around = context or {}
    if value is None:
        yield place.rejected(Code.NULL_ENTRY)
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from units_of(entry, place.below(index), version=version, context=around)
    elif not isinstance(value, dict):
        yield place.rejected(Code.NOT_A_RELEASE, found=str(value)[:80])
    else:
        yield from _units_of_object(value, place, version, around)


def _units_of_object(
    value: dict[str, Any], place: Place, version: str, context: Mapping[str, Any]
) -> Iterator[Unit | Finding]:
    def unit(kind: UnitKind) -> Unit:
        return Unit(place=place, kind=kind, data=value, version=version, context=context)

    if value.keys() >= _NOTICE_KEYS or ("job_number" in value and "brief" in value):
        yield unit(UnitKind.NOTICE)
    elif "ocid" in value and value.keys() & {"releases", "compiledRelease", "versionedRelease"}:
        yield unit(UnitKind.RECORD)
    elif "ocid" in value or len(value.keys() & _RELEASE_KEYS) > 1:
        yield unit(UnitKind.RELEASE)
    elif "releases" in value or "records" in value:
        yield from _units_of_package(value, place)
    else:
        yield from _units_of_other(value, place, context)


def _units_of_package(value: dict[str, Any], place: Place) -> Iterator[Unit | Finding]:
    stated = value.get("version")
    version = str(stated) if stated else "1.0"
    context = {"unit_name": value["unit_name"]} if isinstance(value.get("unit_name"), str) else {}
    for key in ("releases", "records"):
        entries = value.get(key)
        inside = place.below(key)
        if isinstance(entries, dict):
            yield inside.warning(Code.OBJECT_FOR_LIST)
            yield from units_of(entries, inside, version=version, context=context)
        elif isinstance(entries, list):
            yield from units_of(entries, inside, version=version, context=context)
        elif key in value:
            yield inside.rejected(Code.NOT_A_LIST)


def _units_of_other(
    value: dict[str, Any], place: Place, context: Mapping[str, Any]
) -> Iterator[Unit | Finding]:
    for key in _WRAPPERS:
        inner = value.get(key)
        if isinstance(inner, list) and any(isinstance(entry, dict) for entry in inner):
            yield from units_of(inner, place.below(key), context=context)
            return
    if isinstance(value.get("publisher"), dict) and not value.keys() & set(_MESSAGES):
        yield place.warning(Code.PACKAGE_WITHOUT_NOTICES)
        return
    message = next((str(value[key])[:200] for key in _MESSAGES if value.get(key)), "")
    yield place.rejected(Code.NOT_A_PACKAGE, message=message)
