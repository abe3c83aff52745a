"""Measure an import of ten thousand rows from workbooks, through the background job, and its undo."""

import io
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

ROWS = 10_000
SOURCE = "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFigures:
    """What an import took.

    Attributes:
        rows: of all tables together.
        seconds: by the clock, from the job's start to its end; `cpu_seconds` of this process.
        longest_ms: between two reports of progress: no transaction lasted longer.
        undo_seconds: by the clock, for all rows.

    """

    rows: int
    seconds: float
    cpu_seconds: float
    longest_ms: float
    undo_seconds: float
    undo_cpu_seconds: float


def measure_import(rows: int = ROWS) -> ImportFigures:
    """Import people, deals, roles and visits of new accounts, and take them back."""
    from tongxin.common.clock import now
    from tongxin.importers import actions
    from tongxin.team.choices import Role
    from tongxin.team.models import User
    from tongxin.team.selectors import get_actor

    user = User(username="bench.importer", display_name="Importer", roles=[Role.ADMINISTRATOR])
    user.created_at = user.updated_at = now()
    user.save()
    User.objects.filter(pk=user.pk).update(reporting_path=f"/{user.pk}/")
    actor = get_actor(user, as_of=now().date())
    batch = actions.start_import(actor=actor, at=now(), files=_files(rows), source=SOURCE)
    actions.queue_import(actor=actor, at=now(), batch=batch)
    seconds, cpu, moments = _run_job()
    batch.refresh_from_db()
    if batch.totals != _expected(rows):
        raise RuntimeError(f"The import wrote {batch.totals}")
    actions.queue_undo(actor=actor, at=now(), batch=batch)
    undo_seconds, undo_cpu, _ = _run_job()
    batch.refresh_from_db()
    if batch.undo_totals != {"REVERTED": rows}:
        raise RuntimeError(f"The undo left {batch.undo_totals}")
    # The first looks at the clock are those before the first transaction.
    gaps = [later - earlier for earlier, later in pairwise(moments[3:])]
    return ImportFigures(
        rows=rows, seconds=seconds, cpu_seconds=cpu, longest_ms=max(gaps) * 1000,
        undo_seconds=undo_seconds, undo_cpu_seconds=undo_cpu,
    )  # fmt: skip


def _run_job() -> tuple[float, float, list[float]]:
    """Run what waits; return seconds, processor seconds, and when the job looked at the clock."""
    from tongxin.background.worker import run_next
    from tongxin.common.clock import now

    moments: list[float] = []

    def watched() -> datetime:
        moments.append(time.monotonic())
        return now()

    start, cpu = time.monotonic(), time.process_time()
    job = run_next(clock=watched)
    if job is None or job.state != "DONE":
        raise RuntimeError(f"The job ended otherwise: {job and job.error}")
    return time.monotonic() - start, time.process_time() - cpu, moments


def _files(rows: int) -> list[tuple[str, io.BytesIO]]:
    part = rows // 8
    return [
        _workbook("Account", "Id,Name,Industry,Phone", part, lambda n: (f"A{n}", f"匯入客戶{n}公司", "Software", f"02-{n:08d}")),
        _workbook(
            "Contact", "Id,AccountId,FirstName,LastName,Email,Title", part * 2,
            lambda n: (f"C{n}", f"A{n % part}", "Ann", f"Lee{n}", f"c{n}@x.example", "Buyer"),
        ),
        _workbook(
            "Opportunity", "Id,AccountId,Name,StageName,Amount,CloseDate", part * 2,
            lambda n: (f"O{n}", f"A{n % part}", f"Deal {n}", ("Prospecting", "Closed Won")[n % 2], 1_000 + n, "2026-01-05"),
        ),
        _workbook(
            "OpportunityContactRole", "Id,OpportunityId,ContactId,Role,IsPrimary", part * 2,
            lambda n: (f"R{n}", f"O{n}", f"C{n}", "Decision Maker", "true"),
        ),
        _workbook(
            "Task", "Id,AccountId,WhoId,Subject,Description,ActivityDate,Type", part,
            lambda n: (f"T{n}", f"A{n}", f"C{n}", "Call", f"談到第 {n} 版價格與交期。", f"2026-0{n % 9 + 1}-01", "Call"),
        ),
    ]  # fmt: skip


def _expected(rows: int) -> dict[str, dict[str, int]]:
    part = rows // 8
    sizes = {"ACCOUNT": 1, "PERSON": 2, "OPPORTUNITY": 2, "CONTACT_ROLE": 2, "ACTIVITY": 1}
    return {target: {"CREATED": part * times} for target, times in sizes.items()}


def _workbook(
    name: str, heads: str, rows: int, row: Callable[[int], Sequence[object]]
) -> tuple[str, io.BytesIO]:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(name)
        table: Iterable[Sequence[object]] = (heads.split(","), *(row(number) for number in range(rows)))
        for line, cells in enumerate(table):
            for at, cell in enumerate(cells):
                sheet.write(line, at, cell)
    target.seek(0)
    return f"{name}.xlsx", target
