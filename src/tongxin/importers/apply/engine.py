"""Carry out a plan: decide for each row what is to be done, and do it, a few hundred rows in a transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext

from tongxin.common.errors import Refusal
from tongxin.importers.apply.stages import settle_stages
from tongxin.importers.apply.statistics import learn_sizes
from tongxin.importers.apply.writers import WRITERS, Draft, Writer, text_of
from tongxin.importers.choices import RowOutcome
from tongxin.importers.mapping.targets import IMPORTABLE, Target
from tongxin.importers.models import ExternalRef, ImportChange
from tongxin.importers.plan.links import parent_key
from tongxin.importers.plan.target_rows import Ref, TargetRow
from tongxin.importers.problems import PlanCode, Problem, Severity

if TYPE_CHECKING:
    from tongxin.importers.apply.context import Context
    from tongxin.importers.plan.build import ImportPlan

CHUNK = 200
HOLDING_KEY = "~(no account)"
SAMPLE = 20
# Of each target, to be shown before anything is written.
CREATIONS = 2

Progress = Callable[[int], None]


@dataclass(slots=True, kw_only=True)
class Step:
    """What is to be done, or was done, with one row."""

    row: TargetRow
    outcome: RowOutcome
    record: Any = None
    draft: Draft | None = None
    differences: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    reason: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Tally:
    """Counts of outcomes by target, and the first new records, updates and failures as samples."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    creations: list[Step] = field(default_factory=list)
    updates: list[Step] = field(default_factory=list)
    failures: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Count a step."""
        self.counts[step.row.target.value][step.outcome.value] += 1
        if step.outcome is RowOutcome.CREATED and self.counts[step.row.target.value]["CREATED"] <= CREATIONS:
            self.creations.append(step)
        if step.outcome is RowOutcome.UPDATED and len(self.updates) < SAMPLE:
            self.updates.append(step)
        if step.outcome is RowOutcome.FAILED and len(self.failures) < SAMPLE:
            self.failures.append(step)

    def totals(self) -> dict[str, dict[str, int]]:
        """Return the counts as JSON keeps them."""
        return {target: dict(counts) for target, counts in self.counts.items()}


def carry_out(context: Context, plan: ImportPlan, *, progress: Progress) -> Tally:
    """Write a plan, or with `context.dry` only decide; `progress` is told after each transaction how many rows are done.

    A run that was broken off goes on where it stopped: rows noted for this import are counted, not written again.

    Raises:
        Whatever `progress` raises, after the transaction before it is committed.
    """
    tally = Tally()
    done = 0
    hold_opportunities_without_account(context, plan)
    with _transaction(context):
        for name in settle_stages(context, plan.stages, plan.paths):
            plan.problems.append(
                Problem(code=PlanCode.STAGE_ORDER_UNSURE, severity=Severity.WARNING, params={"text": name})
            )
    for target in IMPORTABLE:
        rows = plan.rows.get(target, [])
        earlier = {} if context.dry else _earlier(context, target)
        for number, chunk in enumerate(_chunks(rows), start=1):
            fresh = [row for row in chunk if (row.sheet, row.number, row.key) not in earlier]
            for row in chunk:
                if (row.sheet, row.number, row.key) in earlier:
                    outcome = RowOutcome(earlier[row.sheet, row.number, row.key])
                    tally.counts[target.value][outcome.value] += 1
            with _transaction(context):
                steps = _decide(context, WRITERS[target], fresh)
                if not context.dry:
                    _write(context, WRITERS[target], steps)
            for step in steps:
                tally.add(step)
            if not context.dry and number.bit_count() == 1:
                learn_sizes()
            done += len(chunk)
            progress(done)
    return tally


def _transaction(context: Context) -> AbstractContextManager[None]:
    """Return a transaction; a dry run takes none, it would lock writers out for nothing."""
    return nullcontext() if context.dry else transaction.atomic()


def hold_opportunities_without_account(context: Context, plan: ImportPlan) -> None:
    """Lead deals without an account to one account that says so, made when it is needed."""
    deals = [row for row in plan.rows.get(Target.OPPORTUNITY, []) if not row.is_blocked]
    homeless = [row for row in deals if not _has_account(context, row)]
    if not homeless:
        return
    first = homeless[0]
    name = gettext("(no account in the file: %(title)s)") % {"title": context.batch.source}
    holding = TargetRow(
        target=Target.ACCOUNT, sheet=first.sheet, number=first.number, key=HOLDING_KEY, values={"name": name}
    )
    plan.rows.setdefault(Target.ACCOUNT, []).append(holding)
    for row in homeless:
        row.refs["account_name"] = Ref(Target.ACCOUNT, name, by_name=True, key=HOLDING_KEY)


def _has_account(context: Context, row: TargetRow) -> bool:
    for name in ("account_id", "account_name"):
        ref = row.refs.get(name)
        if ref is not None and (ref.key or context.resolve(row, name) is not None):
            return True
    row.refs.pop("account_id", None)
    return False


def _chunks(rows: Sequence[TargetRow]) -> Iterator[list[TargetRow]]:
    """Cut rows into chunks; a row that hangs on another of the same chunk begins a new one."""
    chunk: list[TargetRow] = []
    keys: set[str] = set()
    for row in rows:
        above = parent_key(row)
        if len(chunk) >= CHUNK or above in keys:
            yield chunk
            chunk, keys = [], set()
        chunk.append(row)
        keys.add(row.key)
    if chunk:
        yield chunk


def _earlier(context: Context, target: Target) -> dict[tuple[str, int, str], str]:
    """Return what this import did to rows of a target before it was broken off, and remember what it made then."""
    earlier = {}
    rows = ImportChange.objects.filter(batch=context.batch, target=target)
    for sheet, number, key, outcome, pk in rows.values_list(
        "sheet", "row_number", "key", "outcome", "object_pk"
    ):
        earlier[sheet, number, key] = outcome
        if outcome == RowOutcome.CREATED and pk is not None:
            context.made.add((target, pk))
    return earlier


def _decide(context: Context, writer: Writer, rows: Sequence[TargetRow]) -> list[Step]:
    writer.prefetch(context, rows)
    noted = context.refs(writer.target, [row.key for row in rows])
    context.load(writer.target, [row.key for row in rows])
    known = {row.key: context.found[writer.target, row.key] for row in rows}
    steps = []
    for row in rows:
        try:
            step = _decide_row(context, writer, row, noted.get(row.key), known.get(row.key))
        except Refusal as refusal:
            step = Step(row=row, outcome=RowOutcome.FAILED, reason=(refusal.code, refusal.field or ""))
        steps.append(step)
        record = step.record or (writer.placeholder_of(step.draft) if context.dry and step.draft else None)
        if record is not None:
            context.remember(writer.target, row.key, record)
    return steps


def _decide_row(
    context: Context, writer: Writer, row: TargetRow, ref: ExternalRef | None, record: Any
) -> Step:
    barred = _barred(row)
    if barred is not None:
        return barred
    changed = frozenset(row.seen)
    if ref is not None:
        # Visibility first: whether the cells differ from what was imported says what a foreign record holds.
        if record is None:
            return Step(row=row, outcome=RowOutcome.SKIPPED, reason=(PlanCode.NOT_YOURS.value, ""))
        changed = frozenset(name for name, cell in row.seen.items() if ref.seen.get(name) != cell)
        if not changed:
            return Step(row=row, outcome=RowOutcome.UNCHANGED, record=record)
    else:
        record = writer.match(context, row)
        if record is not None and (writer.target, record.pk) in context.made | context.met:
            # Two rows that the file tells apart are two records, however alike.
            record = None
        if record is not None:
            context.met.add((writer.target, record.pk))
    if record is None:
        return Step(row=row, outcome=RowOutcome.CREATED, draft=writer.draft(context, row))
    differences = _differences(context, writer, row, record, changed)
    outcome = RowOutcome.UPDATED if differences else RowOutcome.UNCHANGED
    return Step(row=row, outcome=outcome, record=record, differences=differences)


def _barred(row: TargetRow) -> Step | None:
    """Return the step of a row that is not to be written for what the plan found, else None."""
    if row.is_blocked:
        grave = next(
            problem for problem in row.problems if problem.severity in {Severity.ERROR, Severity.FATAL}
        )
        return Step(row=row, outcome=RowOutcome.FAILED, reason=(grave.code.value, grave.column))
    if row.same_as:
        return Step(row=row, outcome=RowOutcome.SKIPPED, reason=(PlanCode.REPEATED_ROW.value, ""))
    return None


def _differences(
    context: Context, writer: Writer, row: TargetRow, record: Any, changed: frozenset[str]
) -> dict[str, tuple[Any, Any]]:
    if writer.target is Target.USER:
        return {}
    writer.check_change(context, record)
    draft = writer.draft(context, row)
    context.drafts[writer.target, record.pk] = draft.content
    return writer.differences(draft, record, changed)


def _write(context: Context, writer: Writer, steps: Sequence[Step]) -> None:
    _create(context, writer, [step for step in steps if step.outcome is RowOutcome.CREATED])
    for step in steps:
        if step.outcome is RowOutcome.UPDATED:
            try:
                with transaction.atomic():
                    new = {name: value for name, (_, value) in step.differences.items()}
                    step.record = writer.change(context, step.record, new)
            except Refusal as refusal:
                step.outcome, step.reason = RowOutcome.FAILED, (refusal.code, refusal.field or "")
        if step.record is not None:
            context.remember(writer.target, step.row.key, step.record)
            if step.outcome is RowOutcome.CREATED:
                context.made.add((writer.target, step.record.pk))
    _note_refs(context, writer.target, steps)
    _note_changes(context, writer, steps)


def _create(context: Context, writer: Writer, steps: Sequence[Step]) -> None:
    """Create all at once; when the domain refuses one, create them one by one so that only that one fails."""
    drafts = [step.draft for step in steps if step.draft is not None]
    try:
        with transaction.atomic():
            records = writer.create(context, drafts)
    except Refusal:
        for step in steps:
            _create_one(context, writer, step)
        return
    for step, record in zip(steps, records, strict=True):
        step.record = record


def _create_one(context: Context, writer: Writer, step: Step) -> None:
    try:
        with transaction.atomic():
            step.record = writer.create(context, [step.draft] if step.draft else [])[0]
    except Refusal as refusal:
        step.outcome, step.reason = RowOutcome.FAILED, (refusal.code, refusal.field or "")


def _note_refs(context: Context, target: Target, steps: Sequence[Step]) -> None:
    written = [step for step in steps if step.record is not None and step.outcome is not RowOutcome.FAILED]
    ExternalRef.objects.bulk_create(
        [
            ExternalRef(
                source=context.batch.source,
                target=target,
                external_id=step.row.key,
                object_pk=step.record.pk,
                seen=step.row.seen,
                batch=context.batch,
                created_at=context.at,
            )
            for step in written
        ],
        update_conflicts=True,
        unique_fields=["source", "target", "external_id"],
        update_fields=["seen", "object_pk"],
    )


def _note_changes(context: Context, writer: Writer, steps: Sequence[Step]) -> None:
    """Keep a row of what was created, updated, skipped or refused; unchanged rows are only counted."""
    changes = []
    for step in steps:
        if step.outcome is RowOutcome.UNCHANGED:
            continue
        failed = step.outcome in {RowOutcome.FAILED, RowOutcome.SKIPPED}
        changes.append(
            ImportChange(
                batch=context.batch,
                target=writer.target,
                sheet=step.row.sheet[:200],
                row_number=step.row.number,
                key=step.row.key,
                outcome=step.outcome,
                object_pk=None if failed or step.record is None else step.record.pk,
                label=str(step.row.values.get("name") or step.row.values.get("full_name") or "")[:200],
                version=getattr(step.record, "version", None),
                before={name: text_of(old) for name, (old, _) in step.differences.items()},
                after={name: text_of(new) for name, (_, new) in step.differences.items()},
                problems=_problems(step),
                cells=list(step.row.cells) if failed else [],
                created_at=context.at,
            )
        )
    ImportChange.objects.bulk_create(changes)


def _problems(step: Step) -> list[list[Any]]:
    """Return the row's problems as JSON keeps them, the reason of a failure first."""
    code, column = step.reason
    listed = [[problem.code.value, problem.column, dict(problem.params)] for problem in step.row.problems]
    if code:
        same = [entry for entry in listed if entry[0] == code]
        listed = (same or [[code, column, {}]]) + [entry for entry in listed if entry[0] != code]
    return listed
