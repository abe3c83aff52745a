"""Units of notices: releases, records and notices, each with its place, found in any JSON value."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tongxin.importers.notices.findings import Code, Finding, Level, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WRAPPERS = ("results", "data", "items", "packages", "releasePackages")
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
    for key in WRAPPERS:
        inner = value.get(key)
        if isinstance(inner, list) and any(isinstance(entry, dict) for entry in inner):
            yield from units_of(inner, place.below(key), context=context)
            return
    if isinstance(value.get("publisher"), dict) and not value.keys() & set(_MESSAGES):
        yield place.warning(Code.PACKAGE_WITHOUT_NOTICES)
        return
    message = next((str(value[key])[:200] for key in _MESSAGES if value.get(key)), "")
    yield place.rejected(Code.NOT_A_PACKAGE, message=message)
