"""Checkpoints that are overdue or failed, as rows of Today and of an account's page."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from tongxin.crm.projects.choices import Standing
from tongxin.crm.projects.rules import standing_of
from tongxin.crm.projects.selectors import waiting_checkpoints
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind
from tongxin.web.work.lines import WorkLine, account_name, due_text

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.crm.projects.models import Checkpoint

SHAPES: dict[str, Kind] = {
    "PASSED": "good",
    "CONDITIONAL": "watch",
    "REINSPECTION": "watch",
    "OVERDUE": "bad",
    "FAILED": "bad",
    "REINSPECTION_OVERDUE": "bad",
    "UNPLANNED": "unknown",
}


def waiting_lines(
    actor: "Actor", reader: CellContext, *, account: Any = None, most: int = 8
) -> tuple[WorkLine, ...]:
    """Return the checkpoints that wait: of one account, or those the reader answers for."""
    rows = waiting_checkpoints(actor, as_of=reader.as_of, account=account, own=account is None)
    return tuple(_line(row, reader, here=account) for row in rows[:most])


def _line(row: "Checkpoint", reader: CellContext, *, here: Any) -> WorkLine:
    standing = standing_of(row, as_of=reader.as_of)
    due = _due(row, standing)
    return WorkLine(
        element=f"checkpoint-{row.uid}",
        title=row.name,
        url=record_url("web:checkpoint", row.uid),
        notes=tuple(_notes(row, standing, with_account=here is None)),
        due=due_text(due, reader),
        is_late=due is not None and due < reader.as_of,
        acts=(),
        sign="bad",
        sign_word=str(standing.label),
    )


def _due(row: "Checkpoint", standing: Standing) -> date | None:
    found: date | None = row.held_on
    if standing is Standing.OVERDUE:
        found = row.planned_on
    elif standing is Standing.REINSPECTION_OVERDUE:
        found = row.reinspect_on
    return found


def _notes(row: "Checkpoint", standing: Standing, *, with_account: bool) -> Iterator[str]:
    if with_account:
        yield account_name(row.project.account)
    yield row.project.name
    # How late it is stands beside already.
    if standing is not Standing.OVERDUE:
        yield str(standing.label)
    if row.owner is not None:
        yield row.owner.display_name
