"""Note how fetches of sources of notices ended."""

from datetime import datetime

from tongxin.crm.tenders.choices import SourceResult
from tongxin.crm.tenders.models import NoticeSource


def note_fetch(
    *,
    source: NoticeSource,
    at: datetime,
    result: SourceResult,
    read: int | None = None,
    left_out: int | None = None,
    changed: int | None = None,
    etag: str = "",
    last_modified: str = "",
) -> NoticeSource:
    """Write how a fetch ended; the version stays, as nobody's edit is in the way of it.

    `read`, `left_out` and `changed` count units read, units left out, and processes that were new or changed.
    """
    values = {"last_run_at": at, "last_result": result.value}
    if result is SourceResult.TAKEN:
        values |= {
            "last_read": read,
            "last_left_out": left_out,
            "last_changed": changed,
            "etag": etag,
            "last_modified": last_modified,
        }
    NoticeSource.objects.filter(pk=source.pk).update(**values)
    source.refresh_from_db()
    return source
