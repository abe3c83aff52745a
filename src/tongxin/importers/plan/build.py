"""Build the whole plan of an import from its sheets and their mapping: rows in writing order, stages, findings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tongxin.common.text.names import match_key
from tongxin.importers.files.sheet import Sheet
from tongxin.importers.mapping.guess import SheetMatch
from tongxin.importers.mapping.targets import IMPORTABLE, Target
from tongxin.importers.plan.activities import settle_activity
from tongxin.importers.plan.convert import Setting
from tongxin.importers.plan.deals import settle_opportunity
from tongxin.importers.plan.history import tell_history
from tongxin.importers.plan.links import ABOVE, break_cycles, link_rows
from tongxin.importers.plan.quality import check_quality
from tongxin.importers.plan.rows import Repairs, digest, natural_key, read_rows
from tongxin.importers.plan.target_rows import Ref, TargetRow
from tongxin.importers.plan.values import ENDS, code_of, place_of_stage
from tongxin.importers.problems import FileCode, PlanCode, Problem, Severity

MADE_FROM_NAMES = (Target.ACCOUNT, Target.PRODUCT, Target.COMPETITOR)
EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class StageWord:
    """A stage as the file names it: how often, which stage or end (WON, LOST, DROPPED) of ours it means, if known."""

    name: str
    count: int
    code: str
    # The chance of winning that the file gives most deals in it, in percent; `None` where it gives none.
    chance: int | None = None

    @property
    def is_end(self) -> bool:
        """Tell whether the word says how the deal ended."""
        return self.code in ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemGroup:
    """Problems that one action mends: same code, same column, same text, same suggestion."""

    code: PlanCode | FileCode
    severity: Severity
    sheet: str
    column: str
    text: str
    suggestion: str
    count: int
    rows: tuple[int, ...]
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_repairable(self) -> bool:
        """Tell whether accepting the suggestion mends every row of the group."""
        return bool(self.suggestion and self.column)


@dataclass(slots=True, kw_only=True)
class ImportPlan:
    """What an import would do to an empty database: rows by target in the order of writing, and what is wrong."""

    rows: dict[Target, list[TargetRow]]
    stages: list[StageWord]
    # The ways that deals took through the stages, as the histories in the files tell them.
    paths: tuple[tuple[str, ...], ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def all_rows(self) -> list[TargetRow]:
        """Return the rows of all targets in the order of writing."""
        return [row for target in IMPORTABLE for row in self.rows.get(target, [])]

    def counts(self) -> dict[str, int]:
        """Return how many rows the plan has, by target."""
        return {target.value: len(found) for target, found in self.rows.items() if found}

    def findings(self) -> dict[str, int]:
        """Return how many rows, tables and columns have each problem, by code."""
        return dict(Counter(problem.code.value for problem in [*self.problems, *self._each_once()]))

    def groups(self) -> list[ProblemGroup]:
        """Return the problems grouped by what mends them, the gravest and most frequent first."""
        rank = list(Severity)
        found: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
        for problem in [*self.problems, *self._each_once()]:
            suggestion = str(problem.params.get("suggestion", ""))
            alike = str(problem.params.get("text", "")) if suggestion else ""
            found[problem.code, problem.severity, problem.sheet, problem.column, alike, suggestion].append(
                problem
            )
        groups = [_group(alike) for alike in found.values()]
        return sorted(groups, key=lambda group: (rank.index(group.severity), -group.count))

    def _each_once(self) -> list[Problem]:
        """Return each row's problems, one of a code and column a row."""
        return [
            problem
            for row in self.all_rows()
            for problem in {(problem.code, problem.column): problem for problem in row.problems}.values()
        ]


def build_plan(
    sheets: Sequence[Sheet], matches: Sequence[SheetMatch], setting: Setting, repairs: Repairs | None = None
) -> ImportPlan:
    """Read all mapped sheets, link their rows and report what is wrong with them."""
    by_name = {sheet.name: sheet for sheet in sheets}
    columns = {
        (match.sheet, column.field): column.header
        for match in matches
        for column in match.columns
        if column.field
    }
    rows: dict[Target, list[TargetRow]] = {target: [] for target in IMPORTABLE}
    for match in matches:
        for row in read_rows(by_name[match.sheet], match, setting, repairs or {}):
            if row.target is Target.ACTIVITY:
                settle_activity(row, as_of=setting.as_of, zone=setting.zone)
            rows[row.target].append(row)
    _make_managers(rows)
    _make_from_names(rows)
    link_rows(rows, columns)
    check_quality(rows, has_start_dates=any(field == "started_on" for _, field in columns))
    for row in rows[Target.OPPORTUNITY]:
        settle_opportunity(row, as_of=setting.as_of)
    tell_history(rows, zone=setting.zone)
    for target in ABOVE:
        rows[target] = break_cycles(_first_of_key(rows[target]), columns) + _repeats(rows[target])
    return ImportPlan(
        rows=rows,
        stages=_stages(rows),
        paths=tuple(
            tuple(step.stage for step in row.history) for row in rows[Target.OPPORTUNITY] if row.history
        ),
        problems=[problem for sheet in sheets for problem in sheet.problems],
    )


def _first_of_key(rows: Sequence[TargetRow]) -> list[TargetRow]:
    return [row for row in rows if not row.same_as]


def _repeats(rows: Sequence[TargetRow]) -> list[TargetRow]:
    return [row for row in rows if row.same_as]


def _make_managers(rows: Mapping[Target, list[TargetRow]]) -> None:
    """Add the managers that a list of sellers names but does not list, before those who report to them."""
    users = rows[Target.USER]
    known = {str(row.values.get("full_name", "")) for row in users}
    made: dict[str, TargetRow] = {}
    for row in users:
        ref = row.refs.get("manager_name")
        if ref and ref.text not in known and ref.text not in made:
            made[ref.text] = TargetRow(
                target=Target.USER,
                sheet=row.sheet,
                number=row.number,
                key=natural_key(ref.text),
                values={"full_name": ref.text},
                seen={"full_name": digest(ref.text)},
            )
    users[:0] = made.values()


def _make_from_names(rows: Mapping[Target, list[TargetRow]]) -> None:
    """Add accounts, products and competitors that other rows name, where the files do not list them.

    A list that has fewer than half of the accounts that are named is no list of them: the others are added too.
    Accounts of one match key are one.
    """
    for target in MADE_FROM_NAMES:
        named = [
            (ref, row)
            for found in rows.values()
            for row in found
            for ref in row.refs.values()
            if ref.target is target and ref.by_name and not row.is_blocked
        ]
        identity = _account_identity if target is Target.ACCOUNT else natural_key
        listed = {identity(str(row.values.get("name", ""))) for row in rows[target]}
        texts = {ref.text for ref, _ in named}
        if listed and sum(identity(text) in listed for text in texts) * 2 >= len(texts):
            continue
        made: dict[str, TargetRow] = {}
        for ref, other in named:
            if (same := identity(ref.text)) not in listed:
                made.setdefault(same, _named(target, natural_key(ref.text), ref, other))
        rows[target].extend(made.values())


def _account_identity(name: str) -> str:
    return match_key(name) or natural_key(name)


def _named(target: Target, key: str, ref: Ref, first: TargetRow) -> TargetRow:
    name = " ".join(ref.text.split())
    row = TargetRow(
        target=target,
        sheet=first.sheet,
        number=first.number,
        key=key,
        values={"name": name[:200]},
        seen={"name": digest(name)},
    )
    row.report(PlanCode.CREATED_FROM_NAME, Severity.NOTE, text=name[:80])
    return row


def _stages(rows: Mapping[Target, Sequence[TargetRow]]) -> list[StageWord]:
    deals = rows[Target.OPPORTUNITY]
    counts = Counter(str(row.values["stage"]) for row in deals if row.values.get("stage"))
    chances: dict[str, Counter[int]] = defaultdict(Counter)
    for row in [*deals, *rows[Target.STAGE_HISTORY]]:
        chance = row.values.get("probability")
        if (
            isinstance(chance, Decimal)
            and row.values.get("outcome", "OPEN") == "OPEN"
            and "stage" in row.values
        ):
            chances[str(row.values["stage"])][round(chance)] += 1
    for row in deals:
        for step in row.history:
            counts.setdefault(step.stage, 0)
    return [
        StageWord(
            name=name,
            count=counts[name],
            code=code_of("stage", name),
            chance=chances[name].most_common(1)[0][0] if chances[name] else None,
        )
        for name in sorted(counts, key=place_of_stage)
    ]


def _group(alike: Sequence[Problem]) -> ProblemGroup:
    first = alike[0]
    return ProblemGroup(
        code=first.code,
        severity=first.severity,
        sheet=first.sheet,
        column=first.column,
        text=str(first.params.get("text", "")),
        suggestion=str(first.params.get("suggestion", "")),
        count=len(alike),
        rows=tuple(problem.row for problem in alike[:EXAMPLES] if problem.row is not None),
        params=first.params,
    )
