"""Name what an import does not take: tables without a place here, tables in doubt, columns that fill no field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tongxin.importers.mapping.content import Shape
from tongxin.importers.mapping.guess import ColumnMatch, MatchReason, SheetMatch
from tongxin.importers.mapping.headers import plain
from tongxin.importers.mapping.split import TELLING
from tongxin.importers.problems import PlanCode, Problem, Severity

# Parts of headers that change what a record means: such a column is never passed over without a warning.
_MEANING = tuple(
    plain(word)
    for word in (
        "private", "confidential", "sensitivity", "inactive", "isactive", "deleted", "archived", "closed", "iswon", "status",
        "state code", "disabled", "cancelled", "canceled", "opted out", "do not call", "私人", "保密", "停用", "刪除", "作廢",
        "狀態", "離職", "失效",
    )
)  # fmt: skip


def left_out(matches: Sequence[SheetMatch]) -> list[Problem]:
    """Return one finding for each table and each filled column that stays out."""
    return [problem for match in matches for problem in _of_table(match)]


def _of_table(match: SheetMatch) -> Iterator[Problem]:
    if match.target is None:
        if not match.is_decided:
            code = PlanCode.TABLE_LEFT_OUT if match.kind else PlanCode.TABLE_NOT_RECOGNISED
            yield Problem(
                code=code,
                severity=Severity.WARNING,
                sheet=match.sheet,
                params={"name": match.sheet, "kind": match.kind},
            )
        return
    if not match.is_sure:
        params: dict[str, str | int] = {"name": match.sheet, "target": match.target.value}
        yield Problem(code=PlanCode.TABLE_UNSURE, severity=Severity.WARNING, sheet=match.sheet, params=params)
        return
    for column in match.columns:
        if is_left_out(column):
            yield _of_column(match, column)


def is_left_out(column: ColumnMatch) -> bool:
    """Tell whether a column has content that fills nothing, without a person having said so."""
    return (
        not column.field
        and plain(column.header) not in TELLING
        and column.why is not MatchReason.CHOSEN
        and column.profile.shape is not Shape.EMPTY
    )


def _of_column(match: SheetMatch, column: ColumnMatch) -> Problem:
    header = plain(column.header)
    has_meaning = column.why in {MatchReason.UNKNOWN, MatchReason.TAKEN} and any(
        word in header for word in _MEANING
    )
    return Problem(
        code=PlanCode.COLUMN_WITH_MEANING if has_meaning else PlanCode.COLUMN_LEFT_OUT,
        severity=Severity.WARNING if has_meaning else Severity.NOTE,
        sheet=match.sheet,
        column=column.header,
        params={"filled": column.profile.filled},
    )
