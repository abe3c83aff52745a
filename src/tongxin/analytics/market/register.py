"""The market of the tender register: its Parquet files, kept in step, and the questions asked of them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongxin.analytics.market.store import write_market
from tongxin.crm.tenders.facts import read_facts
from tongxin.crm.tenders.selectors import each_compiled, framework_ocids, state_of_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tongxin.crm.tenders.facts import Facts

STATE = "state.json"


def refresh_market(folder: Path, *, progress: Callable[[int], None] | None = None) -> bool:
    """Write the Parquet files anew where the register has changed since; say whether that was so.

    The files can be deleted at any time: they are written again.
    """
    state = state_of_register()
    kept = folder / STATE
    if kept.is_file() and json.loads(kept.read_text("utf-8")) == state:
        return False
    write_market(folder, _each(), progress=progress)
    kept.write_text(json.dumps(state), encoding="utf-8")
    return True


def ask_market(folder: Path, question: str, *, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the rows that answer a question, by the engine in this process."""
    # The engine takes most of a second to load: only who asks pays.
    from tongxin.analytics.market.engine import ask  # noqa: PLC0415

    return ask(folder, question, limit=limit)


def _each() -> Iterator[Facts]:
    frameworks = framework_ocids()
    for ocid, compiled in each_compiled():
        yield read_facts(json.loads(compiled, parse_float=Decimal), is_framework=ocid in frameworks)
