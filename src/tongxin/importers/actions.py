"""Take files in, decide about them, write them, take them back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.background import actions as background
from tongxin.background.models import JobRun
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.importers import storage
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.engine import Tally, carry_out
from tongxin.importers.apply.undo import changes_to_undo, undo_import
from tongxin.importers.choices import BatchState
from tongxin.importers.decisions import Decisions
from tongxin.importers.files.sheet import DEFAULT_LIMITS
from tongxin.importers.files.source import Choice, table_name
from tongxin.importers.findings import findings_of
from tongxin.importers.models import ImportBatch, ImportFile
from tongxin.importers.plan.build import ImportPlan
from tongxin.importers.planning import Reading, reading_of, reading_of_files, setting_of
from tongxin.importers.problems import FileCode, Problem
from tongxin.importers.rules import (
    MOST_FILES,
    ImportRefused,
    check_can_import,
    check_encoding,
    check_transition,
)
from tongxin.importers.task_names import APPLY_TASK, UNDO_TASK

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an import would do: its plan, and for each row the decision, without anything written."""

    plan: ImportPlan
    tally: Tally
    refusals: tuple[Problem, ...] = ()
    findings: dict[str, Any] = field(default_factory=dict)


def start_import(
    *,
    actor: Actor,
    at: datetime,
    files: Sequence[tuple[str, BinaryIO]],
    title: str = "",
    source: str = "",
    encoding: str = "",
) -> ImportBatch:
    """Take files in as (name, stream) and open a batch for them; they are read before anything is written.

    Args:
        title: what to call the import; after its files when left out.
        source: the system the files' ids belong to; guessed from the headers when left out.
        encoding: how the text files are read; guessed when left out.

    Raises:
        Denied: the actor may not import.
        ImportRefused: `FILES_MISSING`, `FILES_MANY`, `FILE_TOO_LARGE`, `ENCODING_UNKNOWN`.
    """
    _check_files(actor, files, encoding)
    kept = _keep(files)
    decisions = _decisions(files, encoding)
    batch = None
    try:
        source = source or _system_of(kept, decisions)
        name = title.strip() or run_name(name for name, _ in files)
        batch = _open(actor, at, kept, title=name, source=source, decisions=decisions)
    finally:
        if batch is None:
            storage.discard([file.stored_name for file in kept])
    return batch


def guess_system(*, actor: Actor, files: Sequence[tuple[str, BinaryIO]], encoding: str = "") -> str:
    """Return the system that files come from; they are read in a child process, and nothing of them is kept.

    For who opens a batch inside a transaction: no child process may run while one is open.

    Raises:
        Denied: the actor may not import.
        ImportRefused: see `start_import`.
    """
    _check_files(actor, files, encoding)
    kept = _keep(files)
    try:
        return _system_of(kept, _decisions(files, encoding))
    finally:
        storage.discard([file.stored_name for file in kept])
        for _name, stream in files:
            stream.seek(0)


def _check_files(actor: Actor, files: Sequence[tuple[str, BinaryIO]], encoding: str) -> None:
    check_can_import(actor)
    if not files:
        raise ImportRefused("FILES_MISSING", field="files")
    if len(files) > MOST_FILES:
        raise ImportRefused("FILES_MANY", field="files", most=MOST_FILES)
    check_encoding(encoding)


def _decisions(files: Sequence[tuple[str, BinaryIO]], encoding: str) -> Decisions:
    return Decisions(choices={Path(name).name: Choice(encoding=encoding) for name, _ in files if encoding})


def _system_of(kept: Sequence[ImportFile], decisions: Decisions) -> str:
    with reading_of_files([(file.name, file.stored_name) for file in kept], decisions) as reading:
        return reading.system


def _keep(files: Sequence[tuple[str, BinaryIO]]) -> list[ImportFile]:
    """Put the files into the store, all or none."""
    found: list[ImportFile] = []
    for name, stream in files:
        kept = storage.keep(stream, limit=DEFAULT_LIMITS.file_bytes)
        if kept is None:
            storage.discard([file.stored_name for file in found])
            raise ImportRefused(FileCode.FILE_TOO_LARGE.value, field="files", limit=DEFAULT_LIMITS.file_bytes)
        stored_name, size, digest = kept
        found.append(ImportFile(name=name[-200:], stored_name=stored_name, size=size, sha256=digest))
    return found


@transaction.atomic
def _open(
    actor: Actor,
    at: datetime,
    files: Sequence[ImportFile],
    *,
    title: str,
    source: str,
    decisions: Decisions,
) -> ImportBatch:
    last = ImportBatch.objects.aggregate(last=Max("number"))["last"] or 0
    batch = ImportBatch.objects.create(
        number=last + 1,
        title=title[:200],
        source=source[:40],
        decisions=decisions.to_json() if decisions.choices else {},
        created_by=actor.user,
        created_at=at,
        updated_at=at,
    )
    for file in files:
        file.batch, file.created_at = batch, at
    ImportFile.objects.bulk_create(files)
    names = [file.name for file in files]
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.IMPORT, target=batch, files=names)
    return batch


def run_name(names: Iterable[str]) -> str:
    """Return what to call an import of these files: the one file's name, or the first few tables and how many more."""
    given = list(names)
    tables = list(dict.fromkeys(table_name(Path(name)) for name in given))
    if len(tables) == 1:
        return given[0]
    rest = len(tables) - 3
    return ", ".join(tables[:3]) + (f" +{rest}" if rest > 0 else "")


@transaction.atomic
def decide(
    *,
    actor: Actor,
    at: datetime,
    batch: ImportBatch,
    decisions: Decisions,
    expected_version: int | None = None,
) -> ImportBatch:
    """Keep what a person decided about an import that has not begun.

    Raises:
        Denied: the actor may not import.
        Conflict: the import has begun.
        ImportRefused: `DECISIONS_UNREADABLE`, they name a field that does not exist.
        StaleVersion: somebody else decided meanwhile.
    """
    check_can_import(actor)
    check_transition(batch, BatchState.QUEUED)
    kept = decisions.to_json()
    try:
        Decisions.from_json(kept)
    except (KeyError, ValueError) as error:
        raise ImportRefused("DECISIONS_UNREADABLE", detail=str(error)) from error
    save_changes(batch, {"decisions": kept}, at=at, expected_version=expected_version)
    return batch


def preview(*, actor: Actor, at: datetime, batch: ImportBatch, progress: Progress | None = None) -> Preview:
    """Decide for every row what the import would do; nothing is written.

    Raises:
        Denied: the actor may not import.
    """
    check_can_import(actor)
    context = Context(actor=actor, at=at, batch=batch, dry=True)
    with reading_of(batch) as reading:
        refusals = reading.refusals
        plan = reading.plan(setting_of(actor.user, timezone.localdate(at)))
        total = len(plan.all_rows())
        tally = carry_out(context, plan, progress=lambda done: progress(done, total) if progress else None)
        findings = findings_of(reading, plan)
    return Preview(plan=plan, tally=tally, refusals=refusals, findings=findings)


def queue_import(*, actor: Actor, at: datetime, batch: ImportBatch) -> JobRun:
    """Let a worker write the import in the background.

    Raises:
        Denied: the actor may not import.
        Conflict: `IMPORT_STATE`.
        ImportRefused: `TABLES_UNSURE`, nobody has said yet what some tables hold.
    """
    check_can_import(actor)
    check_transition(batch, BatchState.QUEUED)
    with reading_of(batch) as reading:
        _check_nothing_is_asked(reading)
    with transaction.atomic():
        job = background.enqueue(actor=actor, at=at, task=APPLY_TASK, params={"batch": batch.uid})
        save_changes(batch, {"state": BatchState.QUEUED, "job_uid": job.uid}, at=at)
    return job


def run_import(
    *, actor: Actor, batch: ImportBatch, clock: Clock, progress: Progress | None = None
) -> ImportBatch:
    """Write the import; one that was broken off goes on where it stopped, one that is done stays as it is.

    Args:
        clock: gives the time of writing; it is read once.
        progress: told (rows done, rows in all) after every transaction; what it raises stops the run there.

    Raises:
        Denied: the actor may not import.
        Conflict: `IMPORT_STATE`.
        ImportRefused: `TABLES_UNSURE`, nobody has said yet what some tables hold.
    """
    check_can_import(actor)
    if batch.state == BatchState.DONE:
        return batch
    at = clock()
    check_transition(batch, BatchState.RUNNING)
    with reading_of(batch) as reading:
        _check_nothing_is_asked(reading)
        plan = reading.plan(setting_of(actor.user, timezone.localdate(at)))
        total = len(plan.all_rows())
        begun = {"state": BatchState.RUNNING, "started_at": batch.started_at or at, "total_rows": total}
        save_changes(batch, begun, at=at)
        context = Context(actor=actor, at=at, batch=batch)
        tally = carry_out(context, plan, progress=lambda done: _report(batch, done, total, progress))
        findings = findings_of(reading, plan)
    finish_import(actor=actor, at=clock(), batch=batch, tally=tally, findings=findings)
    return batch


@transaction.atomic
def finish_import(
    *, actor: Actor, at: datetime, batch: ImportBatch, tally: Tally, findings: dict[str, Any]
) -> None:
    """Close a written import with its counts."""
    totals = tally.totals()
    values = {"state": BatchState.DONE, "finished_at": at, "totals": totals, "findings": findings}
    batch.refresh_from_db()
    save_changes(batch, {**values, "done_rows": batch.total_rows}, at=at)
    record(actor=actor, at=at, verb=Verb.IMPORTED, kind=Kind.IMPORT, target=batch, totals=totals)


@transaction.atomic
def cancel_import(*, actor: Actor, at: datetime, batch: ImportBatch) -> ImportBatch:
    """Stop an import after the rows in work; what is written stays, and can be gone on with or undone.

    Raises:
        Denied: the actor may not import.
        Conflict: `IMPORT_STATE`.
    """
    check_can_import(actor)
    check_transition(batch, BatchState.CANCELLED)
    job = JobRun.objects.filter(uid=batch.job_uid).first() if batch.job_uid else None
    if job is not None and job.state in {"WAITING", "RUNNING"}:
        background.cancel(job=job, at=at)
    save_changes(batch, {"state": BatchState.CANCELLED}, at=at)
    return batch


@transaction.atomic
def discard_import(*, actor: Actor, at: datetime, batch: ImportBatch) -> None:
    """Forget an import that wrote nothing, with its files.

    Raises:
        Denied: the actor may not import.
        Conflict: `IMPORT_STATE`.
    """
    check_can_import(actor)
    check_transition(batch, BatchState.QUEUED)
    stored = [file.stored_name for file in ImportFile.objects.filter(batch=batch)]
    record(actor=actor, at=at, verb=Verb.DELETED, kind=Kind.IMPORT, target=batch)
    batch.delete()
    transaction.on_commit(lambda: storage.discard(stored))


@transaction.atomic
def queue_undo(*, actor: Actor, at: datetime, batch: ImportBatch) -> JobRun:
    """Let a worker take the import back in the background.

    Raises:
        Denied: the actor may not import.
        Conflict: `IMPORT_STATE`.
    """
    check_can_import(actor)
    check_transition(batch, BatchState.UNDOING)
    job = background.enqueue(actor=actor, at=at, task=UNDO_TASK, params={"batch": batch.uid})
    save_changes(batch, {"state": BatchState.UNDOING, "job_uid": job.uid}, at=at)
    return job


def run_undo(
    *, actor: Actor, batch: ImportBatch, clock: Clock, progress: Progress | None = None
) -> ImportBatch:
    """Take back what an import wrote, except what was edited since or is in use; once it is taken back it stays so.

    Raises:
        Denied: the actor may not import.
        Conflict: `IMPORT_STATE`.
    """
    check_can_import(actor)
    if batch.state == BatchState.UNDONE:
        return batch
    at = clock()
    check_transition(batch, BatchState.UNDOING)
    total, earlier = changes_to_undo(batch)
    save_changes(batch, {"state": BatchState.UNDOING, "total_rows": total, "done_rows": earlier}, at=at)
    context = Context(actor=actor, at=at, batch=batch)
    counts = undo_import(context, progress=lambda done: _report(batch, earlier + done, total, progress))
    batch.refresh_from_db()
    save_changes(batch, {"state": BatchState.UNDONE, "undo_totals": counts, "done_rows": total}, at=at)
    record(actor=actor, at=at, verb=Verb.UNDONE, kind=Kind.IMPORT, target=batch, totals=counts)
    return batch


def _check_nothing_is_asked(reading: Reading) -> None:
    asked = reading.asked()
    if asked:
        raise ImportRefused(
            "TABLES_UNSURE",
            field="tables",
            tables=", ".join(match.sheet for match in asked),
            guesses=[[match.sheet, match.target.value] for match in asked if match.target],
        )


def _report(batch: ImportBatch, done: int, total: int, progress: Progress | None) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(done_rows=done)
    if progress is not None:
        progress(done, total)
