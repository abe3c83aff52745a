"""Start and run imports of texts and folders, for tests."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.factories import AT

from tongxin.importers import actions
from tongxin.importers.models import ImportBatch
from tongxin.importers.selectors import (
    changes_of,
)

if TYPE_CHECKING:
    from tongxin.common.actor import Actor

DATA = Path(__file__).parent.parent / "data"
LATER = AT + timedelta(days=1)


def clock() -> datetime:
    return AT


def start(actor: Actor, source: str = "", **files: str) -> ImportBatch:
    streams = [(f"{name}.csv", io.BytesIO(content.encode())) for name, content in files.items()]
    return actions.start_import(actor=actor, at=AT, files=streams, source=source)


def run(actor: Actor, source: str = "", **files: str) -> ImportBatch:
    return actions.run_import(actor=actor, batch=start(actor, source, **files), clock=clock)


def run_folder(actor: Actor, folder: str) -> ImportBatch:
    paths = sorted(path for path in (DATA / folder).iterdir() if "csv" in path.name)
    files = [(path.name, io.BytesIO(path.read_bytes())) for path in paths]
    batch = actions.start_import(actor=actor, at=AT, files=files)
    return actions.run_import(actor=actor, batch=batch, clock=clock)


def reasons(batch: ImportBatch) -> list[str]:
    return [change.problems[0][0] for change in changes_of(batch, "FAILED")]
