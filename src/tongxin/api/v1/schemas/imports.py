"""Imports in JSON: the files, how they are read, what is wrong, what would happen and what did."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tongxin.api.representations import Input, Representation
from tongxin.api.v1.schemas.relationships import ReasonOut
from tongxin.api.v1.schemas.team import UserRef
from tongxin.importers.choices import RowOutcome
from tongxin.importers.findings import counts_of_findings
from tongxin.importers.mapping.targets import IMPORTABLE
from tongxin.wording.imports import finding_label, problem_sentence

TableName = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Cell = Annotated[str, StringConstraints(max_length=2_000)]
Encoding = Literal["utf-8", "utf-8-sig", "utf-16", "cp950", "gb18030", "shift_jis", "cp1252", "mac_roman"]
Delimiter = Literal[",", ";", "\t", "|"]
TargetName = Literal[
    "USER", "PRODUCT", "COMPETITOR", "ACCOUNT", "TEAM", "PERSON", "POST", "OPPORTUNITY", "STAGE_HISTORY", "LINE_ITEM",
    "CONTACT_ROLE", "ACTIVITY", "PROMISE"
]  # fmt: skip
FieldName = Annotated[str, StringConstraints(max_length=40)]


class ImportIn(Input):
    """What to call an import, the system that the ids in its files belong to, and how text files are encoded.

    All are guessed when left out.
    """

    title: Annotated[str, StringConstraints(max_length=200)] = ""
    source: Annotated[str, StringConstraints(max_length=40)] = ""
    encoding: Annotated[str, StringConstraints(max_length=40)] = ""


class CountsOut(Representation):
    """How many rows of one kind ended, or would end, in which way."""

    target: str
    created: int
    updated: int
    unchanged: int
    skipped: int
    failed: int


class FindingOut(Representation):
    """How many rows have one thing wrong with them."""

    code: str
    text: str
    rows: int


class ImportProblemOut(Representation):
    """One thing found: what (`text`), how grave, where, in how many rows, and the numbers of the first of them."""

    code: str
    severity: str
    text: str
    table: str
    column: str
    count: int
    rows: list[int]


class ImportOut(Representation):
    """One import: where it stands, how far it is, and what it did.

    It goes DRAFT → QUEUED → RUNNING → DONE → UNDOING → UNDONE, or ends CANCELLED, from where it can be gone on with.
    """

    uid: str
    version: int
    number: int
    title: str
    source: str
    state: str
    created_by: UserRef
    job: str = Field(description="uid of the job that writes it or takes it back; empty before.")
    percent: int
    done_rows: int
    total_rows: int
    counts: list[CountsOut]
    findings: list[FindingOut]
    problems: list[ImportProblemOut] = Field(
        description="The findings grouped by what mends them, the gravest first."
    )
    undone: dict[str, int] = Field(description="Rows by what an undo did with them.")
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @staticmethod
    def resolve_job(batch: Any) -> str:
        """Return the job's uid."""
        return str(batch.job_uid)

    @staticmethod
    def resolve_counts(batch: Any) -> list[dict[str, Any]]:
        """Return the counts by kind of record."""
        return counts_of(batch.totals)

    @staticmethod
    def resolve_findings(batch: Any) -> list[dict[str, Any]]:
        """Return the findings, the most frequent first."""
        return finding_lines(batch.findings)

    @staticmethod
    def resolve_problems(batch: Any) -> list[dict[str, Any]]:
        """Return what was found, grouped by what mends it."""
        return problem_lines(batch.findings)

    @staticmethod
    def resolve_undone(batch: Any) -> dict[str, int]:
        """Return what became of the rows in an undo."""
        return dict(batch.undo_totals)


class ImportFileOut(Representation):
    """A file of an import."""

    name: str
    size: int
    sha256: str


class ImportFilesOut(Representation):
    """The files of an import, in the order in which they were sent."""

    files: list[ImportFileOut]


class ColumnOut(Representation):
    """One column: the field it fills (empty: none), how sure that is (0 to 1) and why, and its first cells."""

    index: int
    header: str
    field: str
    confidence: float
    why: str
    samples: list[str]


class TableOut(Representation):
    """One table: what its rows are (empty: left out), how it was read, its columns.

    `kind` is what the table was recognised as, also where it has no place here; a table that is not `is_sure` must be
    decided before a run. Encoding and delimiter are empty for workbooks. `missing` has groups of fields of which one is needed and none is filled.
    """

    name: str
    target: str
    kind: str
    is_sure: bool
    encoding: str
    delimiter: str
    columns: list[ColumnOut]
    fields: list[str]
    missing: list[list[str]]


class LinkOut(Representation):
    """A column that names rows of another table, and how many it finds."""

    table: str
    column: str
    to_table: str
    to_column: str
    found: int
    missing: int


class UnreadOut(Representation):
    """A file or table that could not be read."""

    table: str
    code: str
    text: str


class MappingOut(Representation):
    """Which column fills which field."""

    uid: str
    version: int
    tables: list[TableOut]
    links: list[LinkOut]
    unread: list[UnreadOut]


class ColumnChoice(Input):
    """The field that a column is to fill; empty to ignore it.

    The unit of an amount may stand behind it: `annual_revenue*1000000` is in millions; 1, 1000, 10000, 1000000, 100000000.
    """

    index: Annotated[int, Field(ge=0, le=10_000)]
    field: FieldName


class TableChange(Input):
    """What is decided about one table; `target` empty leaves the table out."""

    name: TableName
    target: TargetName | Literal[""] | None = None
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    columns: Annotated[list[ColumnChoice], Field(max_length=500)] | None = None


class MappingChange(Input):
    """Decisions about some tables; all others stay as they are."""

    tables: list[TableChange] = Field(min_length=1, max_length=100)


class ProblemGroupOut(Representation):
    """Rows with the same problem; a repair of (`table`, `column`, `value`) mends all of them."""

    code: str
    severity: str
    text: str
    table: str
    column: str
    value: str
    suggestion: str
    is_repairable: bool
    count: int
    rows: list[int] = Field(description="Numbers of the first rows.")


class CheckOut(Representation):
    """What is wrong with the data, the gravest and most frequent first."""

    uid: str
    version: int
    rows: int
    lost: int = Field(description="Rows that cannot be imported as they are.")
    problems: list[ProblemGroupOut]
    more: int = Field(description="Further groups that are not shown.")


class RepairIn(Input):
    """What to take instead of a value, wherever it stands in a column."""

    table: TableName
    column: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    value: Cell
    replacement: Cell


class RepairsIn(Input):
    """Values to be mended."""

    repairs: list[RepairIn] = Field(min_length=1, max_length=500)


class FieldDifferenceOut(Representation):
    """One field of a record and what it would become."""

    field: str
    old: str
    new: str


class RowCreationOut(Representation):
    """A row that would become a record, with the values that the file gives it."""

    target: str
    table: str
    row: int
    values: dict[str, str]


class RowUpdateOut(Representation):
    """A row that would change a record."""

    target: str
    table: str
    row: int
    label: str
    changes: list[FieldDifferenceOut]


class RowFailureOut(Representation):
    """A row that could not be written, and why."""

    target: str
    table: str
    row: int
    reasons: list[ReasonOut]


class PreviewOut(Representation):
    """What the import would do; nothing is written.

    New records, updates and failures are samples; findings are those of the run.
    """

    counts: list[CountsOut]
    findings: list[FindingOut]
    problems: list[ImportProblemOut]
    creations: list[RowCreationOut]
    updates: list[RowUpdateOut]
    failures: list[RowFailureOut]


class ImportRowOut(Representation):
    """What one row did. Rows that changed nothing are only counted; cells are kept of rows not written."""

    uid: str
    target: str
    sheet: str
    row: int
    outcome: str
    label: str
    reasons: list[ReasonOut]
    cells: list[str]
    undo: str
    undo_reason: str
    created_at: datetime

    @staticmethod
    def resolve_row(change: Any) -> int:
        """Return the row's number as a spreadsheet counts it."""
        return int(change.row_number)

    @staticmethod
    def resolve_reasons(change: Any) -> list[dict[str, str]]:
        """Return the problems as sentences, the reason first."""
        return [
            {"code": code, "text": problem_sentence(code, column, params)}
            for code, column, params in change.problems
        ]


def finding_lines(findings: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the counts of findings as lines, the most frequent first."""
    return [
        {"code": code, "text": finding_label(code), "rows": rows}
        for code, rows in counts_of_findings(findings).items()
    ]


def problem_lines(findings: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the groups of findings with their sentences."""
    return [
        {
            **{name: group[name] for name in ("code", "severity", "table", "column", "count", "rows")},
            "text": problem_sentence(group["code"], group["column"], group["params"]),
        }
        for group in findings.get("groups", [])
    ]


def counts_of(totals: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """Return counts kept by target and outcome, one line a target in the order of writing."""
    return [
        {
            "target": target.value,
            **{outcome.value.lower(): totals[target.value].get(outcome.value, 0) for outcome in RowOutcome},
        }
        for target in IMPORTABLE
        if target.value in totals
    ]
