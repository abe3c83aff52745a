"""What an import found, as it is kept and shown: the same to the reader of the page, of the API and of the command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tongxin.importers.plan.left_out import is_left_out

if TYPE_CHECKING:
    from tongxin.importers.plan.build import ImportPlan
    from tongxin.importers.planning import Reading
    from tongxin.importers.problems import Problem

MOST_GROUPS = 200


def findings_of(reading: Reading, plan: ImportPlan) -> dict[str, Any]:
    """Return counts by code, and beside them `groups` by what mends them, `tables` and the files `refused`.

    To be asked after the rows were decided upon: owners who are not known here are found only then.
    """
    findings: dict[str, Any] = dict(plan.findings())
    groups = [group for group in plan.groups() if group.severity.value != "FATAL"]
    findings["groups"] = [
        {
            "code": group.code.value,
            "severity": group.severity.value,
            "table": group.sheet,
            "column": group.column,
            "value": group.text,
            "suggestion": group.suggestion,
            "count": group.count,
            "rows": list(group.rows),
            "params": dict(group.params),
        }
        for group in groups[:MOST_GROUPS]
    ]
    findings["tables"] = _tables(reading, plan)
    if reading.refusals:
        findings["refused"] = refused(reading.refusals)
    return findings


def counts_of_findings(findings: dict[str, Any]) -> dict[str, int]:
    """Return how many rows, tables and columns have each finding, the most frequent first."""
    counts = {code: count for code, count in findings.items() if isinstance(count, int)}
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def refused(refusals: Sequence[Problem]) -> list[list[str]]:
    """Return the files that could not be read, each with the reason's code."""
    return [[refusal.sheet, refusal.code.value] for refusal in refusals]


def _tables(reading: Reading, plan: ImportPlan) -> list[dict[str, Any]]:
    rows: dict[str, int] = {}
    for row in plan.all_rows():
        rows[row.sheet] = rows.get(row.sheet, 0) + 1
    return [
        {
            "table": match.sheet,
            "target": match.target.value if match.target and match.is_sure else "",
            "kind": match.kind,
            "is_sure": match.is_sure,
            "guess": match.target.value if match.is_asked and match.target else "",
            "rows": rows.get(match.sheet, 0) if match.target and match.is_sure else 0,
            "columns_left_out": [column.header for column in match.columns if is_left_out(column)],
        }
        for match in reading.matches
    ]
