"""Fetch a source of notices and take what it sends into the register."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tongxin.common.outbound import OutboundRefused, Policy, fetch
from tongxin.crm.tenders.actions import note_fetch
from tongxin.crm.tenders.choices import SourceFormat, SourceResult
from tongxin.importers.notices.importing import import_notices

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tongxin.crm.tenders.models import NoticeSource

ENDINGS = {
    SourceFormat.JSON: ".json",
    SourceFormat.LINES: ".jsonl",
    SourceFormat.CSV: ".csv",
    SourceFormat.XLSX: ".xlsx",
}


def policy_of_settings() -> Policy:
    """Return what the operator lets the server fetch."""
    return Policy(
        hosts=settings.OUTBOUND_HOSTS,
        plain_http=settings.OUTBOUND_HTTP,
        most_bytes=settings.OUTBOUND_BYTES,
        seconds=settings.OUTBOUND_SECONDS,
        # Less than the lease of a job, which each piece renews.
        read_seconds=min(20, settings.JOB_LEASE_SECONDS * 2 / 3),
    )


def fetch_source(
    *,
    source: NoticeSource,
    at: datetime,
    policy: Policy | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> NoticeSource:
    """Fetch a source and import what it sends; what goes wrong on the way is noted with the source, not raised.

    Args:
        source: what to fetch.
        at: when.
        policy: what may be fetched; the operator's settings unless said.
        progress: is told how many notices were read, and called with 0 while the answer comes.

    """
    with tempfile.TemporaryDirectory(prefix="fetched-") as folder:
        path = Path(folder) / f"{source.uid}{ENDINGS[SourceFormat(source.format)]}"
        try:
            fetched = fetch(
                source.url,
                to=path,
                policy=policy or policy_of_settings(),
                etag=source.etag,
                last_modified=source.last_modified,
                progress=lambda: progress(0),
            )
        except OutboundRefused as refused:
            return note_fetch(source=source, at=at, result=SourceResult(refused.code))
        if fetched.is_unchanged:
            return note_fetch(source=source, at=at, result=SourceResult.UNCHANGED)
        outcome = import_notices(actor=None, at=at, paths=[path], progress=progress)
    # What was not taken in whole is asked for again: the publisher is told the state that was last taken in whole.
    known = source if outcome.rejected else fetched
    return note_fetch(
        source=source,
        at=at,
        result=SourceResult.TAKEN,
        read=outcome.read,
        left_out=len(outcome.rejected),
        changed=len(outcome.imported) + len(outcome.updated),
        etag=known.etag,
        last_modified=known.last_modified,
    )
