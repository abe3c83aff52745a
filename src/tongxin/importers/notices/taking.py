"""Take the units of files in: each becomes the releases of one process, or a reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tongxin.crm.tenders.choices import TenderSource
from tongxin.crm.tenders.facts.read import moment
from tongxin.importers.files.source import open_source
from tongxin.importers.notices.checking import check_release
from tongxin.importers.notices.columns import read_columns
from tongxin.importers.notices.findings import Code, Finding, Remark
from tongxin.importers.notices.lists import ListReader
from tongxin.importers.notices.merging import Dated, differs, merge
from tongxin.importers.notices.pcc import NoticeRefused, is_correction, release_of
from tongxin.importers.notices.reading import is_json_file, read_json_file
from tongxin.importers.notices.saying import remarks_on
from tongxin.importers.notices.units import Place, Unit, UnitKind
from tongxin.importers.problems import FileCode, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tongxin.importers.files.sheet import Row

NOTICE_VERSION = "1.0"
JSON_ENDINGS = (".json", ".jsonl", ".ndjson", ".jsonlines")
LIST_ENDINGS = (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xlsb", ".ods")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A unit that is taken in: the process, its releases with their places, and what there is to say of them."""

    ocid: str
    releases: tuple[tuple[Place, Dated], ...]
    findings: tuple[Finding, ...] = ()
    source: TenderSource = TenderSource.OCDS


def take_file(path: Path, *, name: str, workspace: Path) -> Iterator[Taken | Finding]:
    """Yield what a file holds: units taken in, and findings of what was not.

    Args:
        path: the file.
        name: what findings call it.
        workspace: folder for what a packed workbook is unpacked to.

    """
    try:
        is_json = _has_ending(path, JSON_ENDINGS) or (
            not _has_ending(path, LIST_ENDINGS) and is_json_file(path)
        )
    except OSError as error:
        yield Place(file=name).rejected(Code.UNREADABLE, detail=type(error).__name__)
        return
    if is_json:
        for unit in read_json_file(path, name=name):
            yield unit if isinstance(unit, Finding) else take(unit)
    else:
        yield from _take_lists(path, name=name, workspace=workspace)


def files_under(paths: Sequence[Path]) -> Iterator[tuple[Path, str] | Finding]:
    """Yield the files that paths name with the name findings give them; of a folder all in it, in a fixed order."""
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                name = str(inner.relative_to(path))
                if not inner.is_file() or any(
                    part.startswith((".", "~$")) for part in inner.relative_to(path).parts
                ):
                    continue
                if _has_ending(inner, JSON_ENDINGS + LIST_ENDINGS) and inner.name.lower() != "source.txt":
                    yield inner, name
                else:
                    yield Place(file=name).warning(Code.FILE_SKIPPED)
        elif path.is_file():
            yield path, path.name
        else:
            yield Place(file=path.name).rejected(Code.NOT_FOUND)


def take(unit: Unit) -> Taken | Finding:
    """Take one unit in."""
    if unit.kind is UnitKind.NOTICE:
        return _take_notice(unit)
    return _take_record(unit) if unit.kind is UnitKind.RECORD else _take_release(unit)


def _take_release(unit: Unit) -> Taken | Finding:
    checked = _checked(unit.place, unit.data, unit.version)
    if isinstance(checked, Finding):
        return checked
    dated, findings = checked
    return Taken(ocid=dated.data["ocid"], releases=((unit.place, dated),), findings=findings)


def _checked(place: Place, data: dict[str, Any], version: str) -> tuple[Dated, tuple[Finding, ...]] | Finding:
    """Check one release; return it with what there is to say, or why it is left out."""
    ocid = data.get("ocid") if isinstance(data.get("ocid"), str) else None
    checked = check_release(data)
    fault = checked.fault
    if fault is not None:
        return place.rejected(fault.code, ocid=ocid, path=fault.path, **fault.params)
    day = moment(data["date"])
    if day is None:
        return place.rejected(Code.NO_SUCH_DATE, ocid=ocid, path="/date", text=str(data["date"])[:40])
    data["ocid"] = data["ocid"].strip()
    remarks = (*checked.remarks, *remarks_on(data))
    tags = data.get("tag") or ()
    stated = data.get("version")
    dated = Dated(
        data=data,
        moment=day,
        version=stated if isinstance(stated, str) and stated else version,
        is_compiled="compiled" in tags,
    )
    return dated, tuple(_said(place, remark, data["ocid"]) for remark in remarks)


def _said(place: Place, remark: Remark, ocid: str) -> Finding:
    return place.warning(remark.code, ocid=ocid, path=remark.path, **remark.params)


def _take_record(unit: Unit) -> Taken | Finding:
    """Take a record in: its releases come before its compiled release, which is derived from them."""
    ocid = unit.data.get("ocid")
    ocid = ocid if isinstance(ocid, str) else None
    releases = unit.data.get("releases")
    entries = releases if isinstance(releases, list) else []
    compiled = unit.data.get("compiledRelease")
    embedded = [(i, e) for i, e in enumerate(entries) if isinstance(e, dict) and not _is_link(e)]
    if embedded and len(embedded) == len(entries):
        taken = _take_embedded(unit, embedded)
        if isinstance(taken, Taken):
            return _compared(taken, unit, compiled)
        if not isinstance(compiled, dict):
            return taken
        return _take_compiled(unit, compiled, because=taken)
    if isinstance(compiled, dict):
        return _take_compiled(unit, compiled)
    if entries:
        first = next((i for i, e in enumerate(entries) if isinstance(e, dict) and _is_link(e)), 0)
        return unit.place.below("releases", first).rejected(Code.LINKED_ONLY, ocid=ocid)
    return unit.place.rejected(Code.RECORD_EMPTY, ocid=ocid)


def _is_link(entry: dict[str, Any]) -> bool:
    return "url" in entry and "ocid" not in entry and "id" not in entry


def _take_embedded(unit: Unit, embedded: Sequence[tuple[int, dict[str, Any]]]) -> Taken | Finding:
    taken: list[tuple[Place, Dated]] = []
    findings: list[Finding] = []
    for index, entry in embedded:
        place = unit.place.below("releases", index)
        entry.setdefault("ocid", unit.data.get("ocid"))
        checked = _checked(place, entry, unit.version)
        if isinstance(checked, Finding):
            return checked
        taken.append((place, checked[0]))
        findings += checked[1]
    return Taken(ocid=taken[0][1].data["ocid"], releases=tuple(taken), findings=tuple(findings))


def _compared(taken: Taken, unit: Unit, compiled: Any) -> Taken:
    if not isinstance(compiled, dict) or not differs(
        compiled, merge([dated for _, dated in taken.releases]).compiled
    ):
        return taken
    told = unit.place.warning(Code.COMPILED_DISAGREES, ocid=taken.ocid, path="/compiledRelease")
    return Taken(ocid=taken.ocid, releases=taken.releases, findings=(*taken.findings, told))


def _take_compiled(
    unit: Unit, compiled: dict[str, Any], *, because: Finding | None = None
) -> Taken | Finding:
    place = unit.place.below("compiledRelease")
    compiled.setdefault("ocid", unit.data.get("ocid"))
    compiled["tag"] = ["compiled"]
    compiled.setdefault("id", f"{compiled['ocid']}-{compiled.get('date')}")
    checked = _checked(place, compiled, unit.version)
    if isinstance(checked, Finding):
        return because or checked
    dated, findings = checked
    if because is not None:
        told = Place(file=because.file, line=because.line, path=because.path)
        findings = (*findings, told.warning(Code.COMPILED_USED, ocid=because.ocid, **because.params))
    return Taken(ocid=dated.data["ocid"], releases=((place, dated),), findings=findings)


def _take_notice(unit: Unit) -> Taken | Finding:
    try:
        data, remarks = release_of(unit.data, unit.context)
    except NoticeRefused as refusal:
        return unit.place.rejected(refusal.code, path=refusal.path, **refusal.params)
    brief = unit.data.get("brief")
    kind = str(brief.get("type") or "") if isinstance(brief, dict) else ""
    dated = Dated(
        data=data,
        moment=datetime.fromisoformat(data["date"]),
        version=NOTICE_VERSION,
        rank=int(is_correction(kind)),
        replaces=("awards", "bids") if "awards" in data else (),
    )
    remarks = [*remarks, *remarks_on(data)]
    findings = tuple(_said(unit.place, remark, data["ocid"]) for remark in remarks)
    releases = ((unit.place, dated),)
    return Taken(ocid=data["ocid"], releases=releases, findings=findings, source=TenderSource.NOTICE)


def _take_lists(path: Path, *, name: str, workspace: Path) -> Iterator[Taken | Finding]:
    here = Place(file=name)
    source = open_source([path], workspace=workspace)
    for refusal in source.refusals:
        yield here.rejected(Code.UNREADABLE, detail=refusal.code.value)
    for sheet in source.sheets:
        columns = read_columns(sheet.headers)
        if not columns.is_tender_list:
            known = ", ".join(columns.heads[:20])
            yield here.rejected(Code.COLUMN_MISSING, columns=known)
            continue
        reader = ListReader(columns)
        for row in sheet.rows():
            taken = _take_row(row, reader, Place(file=name, line=row.number))
            if taken is not None:
                yield taken


def _take_row(row: Row, reader: ListReader, place: Place) -> Taken | Finding | None:
    fault = next((problem for problem in row.problems if problem.severity is Severity.ERROR), None)
    if fault is not None:
        return place.rejected(Code.DAMAGED_ROW, detail=fault.code.value)
    if any(problem.code is FileCode.FOOTER for problem in row.problems):
        return None
    try:
        read = reader.release_of(row.cells)
    except NoticeRefused as refusal:
        return _column(place, refusal.path).rejected(refusal.code, **refusal.params)
    dated = Dated(
        data=read.data,
        moment=datetime.fromisoformat(read.data["date"]),
        version=NOTICE_VERSION,
        rank=int(read.is_correction),
        replaces=("awards",) if read.replaces_awards else (),
    )
    ocid = str(read.data["ocid"])
    said = tuple(
        _column(place, remark.path).warning(remark.code, ocid=ocid, **remark.params)
        for remark in read.remarks
    )
    return Taken(ocid=ocid, releases=((place, dated),), findings=said, source=TenderSource.LIST)


def _column(place: Place, head: str) -> Place:
    return Place(file=place.file, line=place.line, path=head)


def _has_ending(path: Path, endings: tuple[str, ...]) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(endings)
