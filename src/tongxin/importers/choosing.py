"""Choices about some tables and values of an import, put beside those made before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tongxin.common.actor import Actor
from tongxin.importers.actions import decide
from tongxin.importers.choices import BatchState
from tongxin.importers.decisions import Decisions
from tongxin.importers.files.sheet import Sheet
from tongxin.importers.files.source import Choice
from tongxin.importers.mapping.guess import SheetMatch, field_and_unit
from tongxin.importers.mapping.targets import Target, fields_of
from tongxin.importers.models import ImportBatch
from tongxin.importers.planning import Reading, reading_of
from tongxin.importers.rules import ImportRefused, check_can_import, check_transition

Repair = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChoice:
    """What a person decides about one table; `None` leaves a decision as it is.

    Attributes:
        name: the table, as the reading calls it.
        target: what its rows are, a value of `Target`; empty to leave the table out.
        encoding: how its file is read, for text files.
        delimiter: what separates its cells, for text files.
        columns: column index → field, empty to ignore the column.

    """

    name: str
    target: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    columns: Mapping[int, str] | None = None


def choose_tables(
    *,
    actor: Actor,
    at: datetime,
    batch: ImportBatch,
    tables: Sequence[TableChoice],
    expected_version: int | None = None,
) -> ImportBatch:
    """Keep decisions about some tables: how they are read and what they hold first, then their columns.

    Raises:
        Denied: the actor may not import.
        Conflict: `IMPORT_STATE`.
        ImportRefused: `TABLE_UNKNOWN`, `TABLE_UNREADABLE`, `COLUMN_UNKNOWN` or `IMPORT_FIELD_UNKNOWN`.
        StaleVersion: somebody else decided meanwhile.

    """
    check_can_import(actor)
    check_transition(batch, BatchState.QUEUED)
    version = batch.version if expected_version is None else expected_version
    before = Decisions.from_json(batch.decisions)
    with reading_of(batch) as reading:
        decisions = _with_readings(reading, before, tables)
    with reading_of(batch, decisions) as reading:
        columns = {**decisions.columns, **dict(_columns(reading, decisions, tables))}
        # A column is kept for a target: what was a guess until now is decided with it.
        targets = {match.sheet: match.target for match in reading.matches if match.sheet in columns}
    decisions = replace(decisions, columns=columns, targets={**targets, **decisions.targets})
    return decide(actor=actor, at=at, batch=batch, decisions=decisions, expected_version=version)


def choose_columns(
    *, actor: Actor, at: datetime, batch: ImportBatch, columns: Sequence[tuple[str, str]]
) -> ImportBatch:
    """Keep what some columns fill, named as `TABLE.HEADER`, each with its field.

    Raises:
        Denied: the actor may not import.
        Conflict: `IMPORT_STATE`.
        ImportRefused: `COLUMN_MISSING`, or as `choose_tables`.

    """
    chosen: dict[str, dict[int, str]] = {}
    with reading_of(batch) as reading:
        places = {
            f"{match.sheet}.{column.header}": (match.sheet, column.index)
            for match in reading.matches
            for column in match.columns
        }
    for name, field in columns:
        if name not in places:
            raise ImportRefused("COLUMN_MISSING", field="columns", name=name)
        sheet, index = places[name]
        chosen.setdefault(sheet, {})[index] = field
    tables = [TableChoice(name=sheet, columns=found) for sheet, found in chosen.items()]
    return choose_tables(actor=actor, at=at, batch=batch, tables=tables)


def decide_readable(
    *,
    actor: Actor,
    at: datetime,
    batch: ImportBatch,
    decisions: Decisions,
    expected_version: int | None = None,
) -> tuple[str, ...]:
    """Keep decisions, but read a file as before when the new way finds no table in it.

    Returns:
        the names of the tables that were lost in the new way, and are read as before.

    Raises:
        Denied: the actor may not import.
        Conflict: `IMPORT_STATE`.
        StaleVersion: somebody else decided meanwhile.

    """
    before = Decisions.from_json(batch.decisions)
    reread = before.choices != decisions.choices
    files = _tables(batch, before) if reread else {}
    lost = tuple(sorted(files.keys() - _tables(batch, decisions).keys())) if reread else ()
    if lost:
        back = {files[table] for table in lost}
        kept = {name: choice for name, choice in decisions.choices.items() if name not in back}
        kept |= {name: choice for name, choice in before.choices.items() if name in back}
        decisions = replace(decisions, choices=kept)
    decide(actor=actor, at=at, batch=batch, decisions=decisions, expected_version=expected_version)
    return lost


def _tables(batch: ImportBatch, decisions: Decisions) -> dict[str, str]:
    with reading_of(batch, decisions) as reading:
        return {sheet.name: sheet.file_name for sheet in reading.sheets}


def repair_values(
    *, actor: Actor, at: datetime, batch: ImportBatch, repairs: Iterable[Repair]
) -> ImportBatch:
    """Take other cells instead of those in the file: (table, header, cell, what to take).

    Raises:
        Denied: the actor may not import.
        Conflict: `IMPORT_STATE`.

    """
    before = Decisions.from_json(batch.decisions)
    added = {(sheet, header, cell): new for sheet, header, cell, new in repairs}
    return decide(
        actor=actor, at=at, batch=batch, decisions=replace(before, repairs={**before.repairs, **added})
    )


def _with_readings(reading: Reading, before: Decisions, tables: Sequence[TableChoice]) -> Decisions:
    sheets = {sheet.name: sheet for sheet in reading.sheets}
    matches = {match.sheet: match for match in reading.matches}
    choices, targets, columns = dict(before.choices), dict(before.targets), dict(before.columns)
    for table in tables:
        if table.name not in sheets:
            raise ImportRefused("TABLE_UNKNOWN", field="tables", name=table.name)
        sheet, match = sheets[table.name], matches[table.name]
        reread = _read_as(sheet, table)
        if reread is not None:
            choices[sheet.file_name] = reread
        if table.target is not None:
            targets[table.name] = Target(table.target) if table.target else None
        if reread is not None or targets.get(table.name, match.target) is not match.target:
            columns.pop(table.name, None)
    return Decisions(choices=choices, targets=targets, columns=columns, repairs=before.repairs)


def _read_as(sheet: Sheet, table: TableChoice) -> Choice | None:
    """Return how a text file is to be read, `None` when that is how it was read."""
    if not sheet.encoding:
        return None
    wanted = Choice(
        encoding=sheet.encoding if table.encoding is None else table.encoding,
        delimiter=sheet.delimiter if table.delimiter is None else table.delimiter,
    )
    return None if wanted == Choice(encoding=sheet.encoding, delimiter=sheet.delimiter) else wanted


def _columns(
    reading: Reading, decisions: Decisions, tables: Sequence[TableChoice]
) -> Iterable[tuple[str, dict[int, str]]]:
    matches = {match.sheet: match for match in reading.matches}
    for table in tables:
        if table.name not in matches:
            raise ImportRefused("TABLE_UNREADABLE", field="tables", name=table.name)
        if table.columns is not None:
            chosen = {**decisions.columns.get(table.name, {}), **table.columns}
            _check_columns(matches[table.name], chosen)
            yield table.name, chosen


def _check_columns(match: SheetMatch, chosen: Mapping[int, str]) -> None:
    known = {field.name for field in fields_of(match.target)} if match.target else set()
    there = {column.index for column in match.columns}
    for index, name in chosen.items():
        if index not in there:
            raise ImportRefused("COLUMN_UNKNOWN", field="tables", table=match.sheet, index=index)
        try:
            base, _ = field_and_unit(name)
        except KeyError:
            base = "?"
        if base and base not in known:
            raise ImportRefused("IMPORT_FIELD_UNKNOWN", field="tables", name=name, allowed=sorted(known))
