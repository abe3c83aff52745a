"""What is decided about an import before it runs: mapping, repairs, and a look at what would happen."""

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tongxin.api.etags import expected_version, tag
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.imports import (
    CheckOut,
    MappingChange,
    MappingOut,
    PreviewOut,
    RepairsIn,
    TableChange,
    counts_of,
    finding_lines,
    problem_lines,
)
from tongxin.common.access import seeing
from tongxin.common.clock import now
from tongxin.importers import actions
from tongxin.importers.choosing import TableChoice, choose_tables, repair_values
from tongxin.importers.files.sheet import Sheet
from tongxin.importers.mapping.guess import SheetMatch
from tongxin.importers.mapping.targets import fields_of
from tongxin.importers.plan.build import ProblemGroup
from tongxin.importers.planning import reading_of, setting_of
from tongxin.importers.rules import check_can_import
from tongxin.importers.selectors import get_import_for
from tongxin.wording.imports import problem_sentence

if TYPE_CHECKING:
    from tongxin.importers.apply.engine import Step
    from tongxin.importers.models import ImportBatch

router = ApiRouter(tags=["imports"])
SAMPLES = 3
LONGEST_SAMPLE = 60
MOST_GROUPS = 200


@router.show("/imports/{uid}/mapping", of=MappingOut, access=seeing(uid="IMPORT"))
def import_mapping(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show every table with its columns and the fields they fill."""
    batch = get_import_for(request.actor, uid)
    check_can_import(request.actor)
    return _mapping(tag(request, batch))


@router.change("/imports/{uid}/mapping", of=MappingOut, access=seeing(uid="IMPORT"), is_alone=True)
def change_import_mapping(request: ApiRequest, uid: str, sent: MappingChange) -> dict[str, Any]:
    """Decide how tables are read, what their rows are, and which column fills which field."""
    batch = get_import_for(request.actor, uid)
    changed = choose_tables(
        actor=request.actor,
        at=now(),
        batch=batch,
        tables=[_choice(table) for table in sent.tables],
        expected_version=expected_version(request, batch),
    )
    return _mapping(tag(request, changed))


@router.show("/imports/{uid}/check", of=CheckOut, access=seeing(uid="IMPORT"))
def import_check(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show what is wrong with the data, grouped by what mends it."""
    batch = get_import_for(request.actor, uid)
    check_can_import(request.actor)
    return _check(request, tag(request, batch))


@router.make("/imports/{uid}/repairs", of=CheckOut, access=seeing(uid="IMPORT"), is_alone=True)
def make_import_repairs(request: ApiRequest, uid: str, sent: RepairsIn) -> dict[str, Any]:
    """Mend values, each in all rows that have it; answers with what is still wrong."""
    batch = repair_values(
        actor=request.actor,
        at=now(),
        batch=get_import_for(request.actor, uid),
        repairs=[(item.table, item.column, item.value, item.replacement) for item in sent.repairs],
    )
    return _check(request, tag(request, batch))


@router.show("/imports/{uid}/preview", of=PreviewOut, access=seeing(uid="IMPORT"))
def import_preview(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show what a run would do; nothing is written."""
    seen = actions.preview(actor=request.actor, at=now(), batch=get_import_for(request.actor, uid))
    return {
        "counts": counts_of(seen.tally.totals()),
        "findings": finding_lines(seen.findings),
        "problems": problem_lines(seen.findings),
        "creations": [_creation(step) for step in seen.tally.creations],
        "updates": [_update(step) for step in seen.tally.updates],
        "failures": [_failure(step) for step in seen.tally.failures],
    }


def _choice(sent: TableChange) -> TableChoice:
    columns = None if sent.columns is None else {column.index: column.field for column in sent.columns}
    return TableChoice(
        name=sent.name,
        target=sent.target,
        encoding=sent.encoding,
        delimiter=sent.delimiter,
        columns=columns,
    )


def _mapping(batch: "ImportBatch") -> dict[str, Any]:
    with reading_of(batch) as reading:
        return {
            "uid": batch.uid,
            "version": batch.version,
            "tables": [
                _table(sheet, match) for sheet, match in zip(reading.sheets, reading.matches, strict=True)
            ],
            "links": [
                {
                    "table": link.sheet, "column": link.column, "to_table": link.to_sheet,
                    "to_column": link.to_column, "found": link.found, "missing": link.missing,
                }
                for link in reading.links()
            ],
            "unread": [
                {
                    "table": refusal.sheet,
                    "code": refusal.code.value,
                    "text": problem_sentence(refusal.code.value, "", refusal.params),
                }
                for refusal in reading.refusals
            ],
        }  # fmt: skip


def _table(sheet: Sheet, match: SheetMatch) -> dict[str, Any]:
    rows = [row.cells for row in islice(sheet.rows(), SAMPLES)]
    return {
        "name": sheet.name,
        "target": match.target.value if match.target else "",
        "kind": match.kind,
        "is_sure": match.is_sure,
        "encoding": sheet.encoding,
        "delimiter": sheet.delimiter,
        "columns": [
            {
                "index": column.index,
                "header": column.header,
                "field": column.choice,
                "confidence": column.confidence,
                "why": column.why.value,
                "samples": [
                    cells[column.index][:LONGEST_SAMPLE] for cells in rows if column.index < len(cells)
                ],
            }
            for column in match.columns
        ],
        "fields": [field.name for field in fields_of(match.target)] if match.target else [],
        "missing": [list(group) for group in match.missing()] if match.target else [],
    }


def _check(request: ApiRequest, batch: "ImportBatch") -> dict[str, Any]:
    with reading_of(batch) as reading:
        plan = reading.plan(setting_of(request.actor.user, timezone.localdate(now())))
        groups = [group for group in plan.groups() if group.severity.value != "FATAL"]
        rows = len(plan.all_rows())
    return {
        "uid": batch.uid,
        "version": batch.version,
        "rows": rows,
        "lost": sum(group.count for group in groups if group.severity.value == "ERROR"),
        "problems": [_problem(group) for group in groups[:MOST_GROUPS]],
        "more": max(0, len(groups) - MOST_GROUPS),
    }


def _problem(group: ProblemGroup) -> dict[str, Any]:
    return {
        "code": group.code.value,
        "severity": group.severity.value,
        "text": problem_sentence(group.code.value, group.column, group.params),
        "table": group.sheet,
        "column": group.column,
        "value": group.text,
        "suggestion": group.suggestion,
        "is_repairable": group.is_repairable,
        "count": group.count,
        "rows": list(group.rows),
    }


def _creation(step: "Step") -> dict[str, Any]:
    values = {name: str(value) for name, value in step.row.values.items() if name in step.row.columns}
    return {**_place(step), "values": values | {name: ref.text for name, ref in step.row.refs.items()}}


def _update(step: "Step") -> dict[str, Any]:
    return {
        **_place(step),
        "label": str(step.record or ""),
        "changes": [
            {"field": name, "old": _text(old), "new": _text(new)}
            for name, (old, new) in step.differences.items()
        ],
    }


def _failure(step: "Step") -> dict[str, Any]:
    code, column = step.reason
    # The reason is mostly one of the row's findings, which knows its values.
    is_found = any(problem.code.value == code for problem in step.row.problems)
    told = [{"code": code, "text": problem_sentence(code, column)}] if code and not is_found else []
    told += [
        {
            "code": problem.code.value,
            "text": problem_sentence(problem.code.value, problem.column, problem.params),
        }
        for problem in step.row.problems
    ]
    return {**_place(step), "reasons": told}


def _place(step: "Step") -> dict[str, Any]:
    return {"target": step.row.target.value, "table": step.row.sheet, "row": step.row.number}


def _text(value: object) -> str:
    return "" if value is None else str(value)
