"""One round of housekeeping."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.audit.selectors import end_of_log
from tongxin.background.actions import purge_runs
from tongxin.background.models import JobRun
from tongxin.common.kept_files import clear_orphans
from tongxin.common.rights import Channel
from tongxin.crm.opportunities.actions import revalue_running
from tongxin.crm.relationships.actions import purge_attachments
from tongxin.idempotency.actions import purge_answers
from tongxin.team.actions import purge_failed_sign_ins, purge_sessions

logger = logging.getLogger(__name__)


@transaction.atomic
def keep_house(*, at: datetime, done_before: JobRun | None = None) -> Mapping[str, int]:
    """Take away what nobody may use any more, and value running deals by the rates of the day.

    Goes: sessions that are over, failed sign-ins that no longer count, answers kept for repeated requests, deleted
    files that can no longer be restored, files of which no row speaks, and earlier runs of this work. One row in the log says how many of each; none
    is written when there was nothing to do.

    Args:
        at: when.
        done_before: the job that does it; earlier runs of its task go.

    Returns:
        what → how many.
    """
    counts = {
        "sessions": purge_sessions(at=at),
        "failed_sign_ins": purge_failed_sign_ins(at=at),
        "kept_answers": purge_answers(at=at),
        "deleted_files": purge_attachments(at=at, kept_for=timedelta(days=settings.DELETED_FILES_DAYS)),
        "orphan_files": clear_orphans(at=at),
        "revalued_opportunities": revalue_running(at=at),
    }
    gone: dict[str, Any] = {name: count for name, count in counts.items() if count}
    if gone:
        record(actor=None, at=at, verb=Verb.CLEANED, kind=Kind.SYSTEM, channel=Channel.JOB, **gone)
    transaction.on_commit(_tell_end_of_log)
    if done_before is not None:
        counts["earlier_runs"] = purge_runs(before=done_before)
    return counts


def _tell_end_of_log() -> None:
    """Put the end of the audit log into the server's log, which can be kept on another machine (journal, syslog)."""
    end = end_of_log()
    if end is not None:
        logger.info("The audit log ends at row %s with %s", *end)
