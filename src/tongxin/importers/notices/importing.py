"""Bring files of notices into the tender register: every unit accounted for, the same data twice changes nothing."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.rights import Right
from tongxin.crm.tenders import selectors
from tongxin.crm.tenders.actions import KeptProcess, NewRelease, keep_processes
from tongxin.crm.tenders.facts import read_facts
from tongxin.importers.notices.findings import Code, Finding, Level
from tongxin.importers.notices.jsontext import digest, dump_json, parse_json
from tongxin.importers.notices.merging import Dated, merge
from tongxin.importers.notices.taking import Taken, files_under, take_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tongxin.common.actor import Actor
    from tongxin.crm.tenders.choices import TenderSource
    from tongxin.crm.tenders.models import TenderRelease
    from tongxin.importers.notices.units import Place

BATCH = 1000


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What an import did.

    Attributes:
        read: units found: releases, records, notices, rows; a file or line that is none counts as one.
        valid: units taken in; `read` is `valid` and `rejected` together.
        imported, updated, unchanged: processes that were new, got a new release, or had all of it already.
        releases: different releases in the files, among them those the register had.

    """

    read: int = 0
    valid: int = 0
    imported: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    releases: set[str] = field(default_factory=set)
    rejected: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    @property
    def processes(self) -> int:
        """Return how many processes the files tell of."""
        return len(self.imported) + len(self.updated) + len(self.unchanged)


@dataclass(frozen=True, slots=True)
class _Arrived:
    place: Place
    dated: Dated
    digest: str
    findings: tuple[Finding, ...]
    source: TenderSource


def import_notices(
    *,
    actor: Actor | None,
    at: datetime,
    paths: Sequence[Path],
    progress: Callable[[int], None] | None = None,
) -> Outcome:
    """Read files and folders of notices into the register, a batch at a time.

    Args:
        actor: who imports; `None` for the system itself, whose command needs the server's terminal.
        at: when.
        paths: files and folders.
        progress: is told how many units have been read.

    Raises:
        Denied: the actor may not import.

    """
    if actor is not None:
        actor.must_have(Right.IMPORT)
    outcome = Outcome()
    batch: list[Taken] = []
    with tempfile.TemporaryDirectory(prefix="notices-") as workspace:
        for found in _each(paths, Path(workspace)):
            if isinstance(found, Finding):
                _note(found, outcome)
                continue
            outcome.read += 1
            outcome.valid += 1
            outcome.warnings += found.findings
            batch.append(found)
            if len(batch) >= BATCH:
                _keep(batch, actor=actor, at=at, outcome=outcome)
                batch = []
                if progress is not None:
                    progress(outcome.read)
    _keep(batch, actor=actor, at=at, outcome=outcome)
    _log(actor, at, paths, outcome)
    return outcome


def _each(paths: Sequence[Path], workspace: Path) -> Iterator[Taken | Finding]:
    for file in files_under(paths):
        if isinstance(file, Finding):
            yield file
            continue
        path, name = file
        yield from take_file(path, name=name, workspace=workspace)


def _note(finding: Finding, outcome: Outcome) -> None:
    if finding.level is Level.REJECTED:
        outcome.read += 1
        outcome.rejected.append(finding)
    else:
        outcome.warnings.append(finding)


def _keep(batch: Sequence[Taken], *, actor: Actor | None, at: datetime, outcome: Outcome) -> None:
    """Keep one batch: merge what is new with what the register has of the same processes."""
    arrived = _by_process(batch, outcome)
    with transaction.atomic():
        had = selectors.digests_of(arrived)
        new = {
            ocid: [one for one in found if one.digest not in had.get(ocid, set())]
            for ocid, found in arrived.items()
        }
        earlier = selectors.releases_of([ocid for ocid, found in new.items() if found and ocid in had])
        processes = [
            _process(ocid, found, earlier.get(ocid, []), outcome) for ocid, found in new.items() if found
        ]
        keep_processes(actor=actor, at=at, processes=processes)
    for ocid, found in new.items():
        _count(ocid, outcome, is_new=ocid not in had, has_new=bool(found))


def _count(ocid: str, outcome: Outcome, *, is_new: bool, has_new: bool) -> None:
    if is_new:
        outcome.imported.add(ocid)
    elif ocid not in outcome.imported and has_new:
        outcome.updated.add(ocid)
        outcome.unchanged.discard(ocid)
    elif ocid not in outcome.imported and ocid not in outcome.updated:
        outcome.unchanged.add(ocid)


def _by_process(batch: Sequence[Taken], outcome: Outcome) -> dict[str, list[_Arrived]]:
    """Return the different releases of a batch by process, in the order in which they came; exact copies once."""
    arrived: dict[str, dict[str, _Arrived]] = {}
    for taken in batch:
        for place, dated in taken.releases:
            mark = digest([dated.data, dated.replaces])
            outcome.releases.add(f"{taken.ocid} {mark}")
            mine = tuple(finding for finding in taken.findings if finding.path.startswith(place.path))
            arrived.setdefault(taken.ocid, {}).setdefault(
                mark, _Arrived(place, dated, mark, mine, taken.source)
            )
    return {ocid: list(found.values()) for ocid, found in arrived.items()}


def _process(
    ocid: str, new: Sequence[_Arrived], earlier: Sequence[TenderRelease], outcome: Outcome
) -> KeptProcess:
    releases = [*map(_dated, earlier), *(one.dated for one in new)]
    merged = merge(releases)
    facts = read_facts(merged.compiled)
    told: dict[int, list[Finding]] = {index: list(one.findings) for index, one in enumerate(new)}
    for position, remark in merged.remarks:
        index = position - len(earlier)
        if index >= 0:
            finding = new[index].place.warning(remark.code, ocid=ocid, path=remark.path, **remark.params)
            told[index].append(finding)
            outcome.warnings.append(finding)
    if facts.buyer is None:
        outcome.warnings.append(new[-1].place.warning(Code.BUYER_MISSING, ocid=ocid, path="/buyer"))
    return KeptProcess(
        facts=facts,
        compiled=dump_json(merged.compiled),
        source=new[0].source,
        noticed_at=max(release.moment for release in releases),
        releases=[_new_release(one, told[index]) for index, one in enumerate(new)],
    )


def _dated(release: TenderRelease) -> Dated:
    return Dated(
        data=parse_json(release.body),
        moment=release.moment,
        version=release.version,
        is_compiled=release.is_compiled,
        rank=release.rank,
        replaces=tuple(release.replaces.split()),
    )


def _new_release(arrived: _Arrived, findings: Sequence[Finding]) -> NewRelease:
    place, dated = arrived.place, arrived.dated
    line = "" if place.line is None else f":{place.line}"
    return NewRelease(
        moment=dated.moment,
        digest=arrived.digest,
        body=dump_json(dated.data),
        version=dated.version,
        is_compiled=dated.is_compiled,
        rank=dated.rank,
        replaces=" ".join(dated.replaces),
        origin=f"{place.file}{line}{place.path}",
        remarks=[_plain(finding) for finding in findings],
    )


def _plain(finding: Finding) -> Mapping[str, object]:
    return {"code": finding.code.value, "path": finding.path, "params": dict(finding.params)}


def _log(actor: Actor | None, at: datetime, paths: Sequence[Path], outcome: Outcome) -> None:
    record(
        actor=actor,
        at=at,
        verb=Verb.IMPORTED,
        kind=Kind.TENDER,
        label=", ".join(path.name for path in paths),
        read=outcome.read,
        imported=len(outcome.imported),
        updated=len(outcome.updated),
        rejected=len(outcome.rejected),
    )
