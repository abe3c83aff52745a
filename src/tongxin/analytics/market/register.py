"""The market of the tender register: its Parquet files, kept in step, and the questions asked of them."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from tongxin.analytics.market.flags import write_flags
from tongxin.analytics.market.store import AT_ONCE, begin, put_in_place, write_part
from tongxin.background.actions import enqueue
from tongxin.background.selectors import find_unfinished
from tongxin.crm.tenders.facts import read_facts
from tongxin.crm.tenders.selectors import count_tenders, each_compiled, framework_ocids, state_of_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from tongxin.crm.tenders.facts import Facts

STATE = "state.json"
JOURNAL = "journal.json"
# A register of up to so many tenders is read while somebody waits; a larger one by the worker.
MOST_AT_ONCE = 5_000
TASK = "analytics.refresh_market"


def is_fresh(folder: Path) -> bool:
    """Say whether the Parquet files tell of the register as it is."""
    kept = folder / STATE
    return kept.is_file() and json.loads(kept.read_text("utf-8")) == state_of_register()


def has_market(folder: Path) -> bool:
    """Say whether there are Parquet files to ask, fresh or not."""
    return (folder / STATE).is_file()


def ensure_market(folder: Path, *, at: datetime) -> bool:
    """Bring the files of a small register up to date, have the worker do so for a large one; say whether they are fresh."""
    if is_fresh(folder):
        return True
    if count_tenders() <= MOST_AT_ONCE:
        refresh_market(folder)
        return True
    if find_unfinished(TASK, {}) is None:
        enqueue(actor=None, at=at, task=TASK, params={}, total_steps=count_tenders())
    return False


def refresh_market(folder: Path, *, progress: Callable[[int], None] | None = None) -> bool:
    """Write the Parquet files anew where the register has changed since; say whether that was so.

    The files can be deleted at any time: they are written again. Parts that an interrupted run wrote of the same state of the
    register are kept, and the run goes on after them; the old files are asked until all new ones are there.
    """
    state = state_of_register()
    if has_market(folder) and json.loads((folder / STATE).read_text("utf-8")) == state:
        return False
    fresh = folder.with_name(f"{folder.name}.new")
    journal = _journal_of(fresh, state)
    for chunk in _chunks(after=journal["after"]):
        write_part(fresh, journal["parts"], [facts for _ocid, facts in chunk])
        journal |= {
            "after": chunk[-1][0],
            "parts": journal["parts"] + 1,
            "written": journal["written"] + len(chunk),
        }
        _keep(fresh / JOURNAL, journal)
        if progress is not None:
            progress(journal["written"])
    if not journal["parts"]:
        write_part(fresh, 0, [])
    write_flags(fresh)
    (fresh / JOURNAL).unlink(missing_ok=True)
    (fresh / STATE).write_text(json.dumps(state), encoding="utf-8")
    put_in_place(fresh, folder)
    return True


def _journal_of(fresh: Path, state: list[str]) -> dict[str, Any]:
    """Return how far an interrupted run got with this state of the register; else begin anew."""
    kept = fresh / JOURNAL
    journal: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    if journal.get("state") == state:
        return journal
    begin(fresh)
    return {"state": state, "after": "", "parts": 0, "written": 0}


def _keep(path: Path, journal: dict[str, Any]) -> None:
    written = path.with_suffix(".tmp")
    written.write_text(json.dumps(journal), encoding="utf-8")
    written.replace(path)


def _chunks(*, after: str) -> Iterator[list[tuple[str, Facts]]]:
    coming = _each(after)
    while chunk := list(islice(coming, AT_ONCE)):
        yield chunk


def ask_market(
    folder: Path, question: str, *, limit: int | None = None, narrowing: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return the rows that answer a question, by the engine in this process; see `engine.ask`."""
    # The engine takes most of a second to load: only who asks pays.
    from tongxin.analytics.market.engine import ask  # noqa: PLC0415

    return ask(folder, question, limit=limit, narrowing=narrowing)


def _each(after: str) -> Iterator[tuple[str, Facts]]:
    frameworks = framework_ocids()
    for ocid, compiled in each_compiled(after=after):
        yield ocid, read_facts(json.loads(compiled, parse_float=Decimal), is_framework=ocid in frameworks)
