"""What `tongxin doctor` looks at; the numbers are explained in docs/reference/checks.md."""

import platform
import shutil
import sqlite3
import sys
import time
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongxin.audit.selectors import first_broken_link
from tongxin.background.selectors import oldest_waiting_since
from tongxin.common.clock import now
from tongxin.common.hosts import foreign_hosts
from tongxin.common.integrity import damage
from tongxin.common.kept_files import orphans
from tongxin.common.sqlite_versions import wal_is_safe
from tongxin.demo.people import DEMO_PASSWORD, PEOPLE
from tongxin.jobs.migrate import missing_migrations
from tongxin.jobs.output import NotReady
from tongxin.jobs.static import static_files_are_current
from tongxin.jobs.worker import last_beat
from tongxin.privacy.erasing import not_yet_erased
from tongxin.team.selectors import has_administrator, password_fits

HOW_TO_MEND_DAMAGE = gettext_lazy(
    "Stop the server, keep a copy of the file, and restore the last backup into a new folder: tongxin restore."
)
OLDEST_PYTHON = (3, 11)
MEBIBYTE = 1024 * 1024
LOW_DISK = 1024 * MEBIBYTE
NO_DISK = 100 * MEBIBYTE
SILENT_SECONDS = 60
# Without any one of these a crash, or a loss of power, takes commits that were answered.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


class State(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at.

    Attributes:
        code: number that the documentation explains.
        what: what is so, in one sentence.
        mend: what to do about it; empty when nothing has to be done.
        blocks: whether the database cannot be examined further.

    """

    code: str
    state: State
    what: str
    mend: str = ""
    blocks: bool = False


def python_version() -> Iterator[Finding]:
    """Look at the interpreter."""
    what = _("Python %(version)s") % {"version": platform.python_version()}
    if sys.version_info >= OLDEST_PYTHON:
        yield Finding(code="D001", state=State.OK, what=what)
    else:
        yield Finding(code="D001", state=State.ERROR, what=what, mend=_("Install Python 3.11 or newer."))


def database_engine() -> Iterator[Finding]:
    """Look at the database's version and, for SQLite, at its journal."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA journal_mode")
                yield _sqlite_finding(str(cursor.fetchone()[0]))
            else:
                cursor.execute(
                    "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' ORDER BY name",
                    [list(DURABLE)],
                )
                yield _durability_finding([str(name) for (name,) in cursor.fetchall()])
    except DatabaseError as error:
        yield Finding(
            code="D003",
            state=State.ERROR,
            what=_("The database cannot be reached: %(error)s") % {"error": str(error).strip()},
            mend=_("Check TONGXIN_DATABASE_URL, and that the database runs and the folder exists."),
            blocks=True,
        )
        return
    yield Finding(code="D003", state=State.OK, what=_("The database answers."))


def _sqlite_finding(journal: str) -> Finding:
    major, minor, patch = (int(part) for part in sqlite3.sqlite_version.split("."))
    safe = wal_is_safe((major, minor, patch))
    values = {"version": sqlite3.sqlite_version, "journal": journal}
    what = _("SQLite %(version)s, journal %(journal)s") % values
    if safe:
        return Finding(code="D002", state=State.OK, what=what)
    if journal == "wal":
        mend = _("This version can lose data in WAL mode. Stop Tongxin and install pysqlite3.")
        return Finding(code="D002", state=State.ERROR, what=what, mend=mend)
    mend = _("Safe, but slower: install pysqlite3 so that the faster journal can be used.")
    return Finding(code="D002", state=State.WARNING, what=what, mend=mend)


def _durability_finding(switched_off: Sequence[str]) -> Finding:
    if not switched_off:
        return Finding(
            code="D018", state=State.OK, what=_("PostgreSQL writes what it has answered to the disk.")
        )
    return Finding(
        code="D018",
        state=State.ERROR,
        what=_("PostgreSQL can lose what it has answered; switched off: %(names)s.")
        % {"names": ", ".join(switched_off)},
        mend=_("Switch it on in postgresql.conf and reload PostgreSQL."),
    )


def home_folder() -> Iterator[Finding]:
    """Look whether the data folder can be written to, and at the space left."""
    home = Path(settings.HOME)
    probe = home / ".doctor"
    try:
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        what = _("The folder %(folder)s cannot be written to: %(error)s")
        yield Finding(
            code="D004",
            state=State.ERROR,
            what=what % {"folder": home, "error": error.strerror},
            mend=_("Give the user that runs Tongxin the folder, or set TONGXIN_HOME to another one."),
        )
        return
    what = _("The folder %(folder)s can be written to.") % {"folder": home.resolve()}
    yield Finding(code="D004", state=State.OK, what=what)
    free = shutil.disk_usage(home).free
    what = _("Free space: %(free)s MiB") % {"free": free // MEBIBYTE}
    state = State.ERROR if free < NO_DISK else State.WARNING if free < LOW_DISK else State.OK
    mend = "" if state == State.OK else _("Make room: a full disk stops every change.")
    yield Finding(code="D005", state=state, what=what, mend=mend)


def settings_checks() -> Iterator[Finding]:
    """Look at what Django and our own numbered checks say."""
    messages = run_checks()
    for message in messages:
        yield Finding(
            code=message.id or "D006",
            state=State.WARNING if message.level <= WARNING else State.ERROR,
            what=str(message.msg),
            mend=str(message.hint or ""),
        )
    if not messages:
        yield Finding(code="D006", state=State.OK, what=_("The settings are sound."))


def time_zone() -> Iterator[Finding]:
    """Look whether the time zone's data are there."""
    try:
        zoneinfo.ZoneInfo(settings.TIME_ZONE)
    except zoneinfo.ZoneInfoNotFoundError:
        yield Finding(
            code="D007",
            state=State.ERROR,
            what=_("There are no data for the time zone %(name)s.") % {"name": settings.TIME_ZONE},
            mend=_("Correct TONGXIN_TIME_ZONE, or install the package tzdata."),
        )
    else:
        what = _("Time zone %(name)s") % {"name": settings.TIME_ZONE}
        yield Finding(code="D007", state=State.OK, what=what)


def catalogues() -> Iterator[Finding]:
    """Look whether the translations are compiled."""
    sources = [file for folder in settings.LOCALE_PATHS for file in Path(folder).glob("*/LC_MESSAGES/*.po")]
    stale = [file for file in sources if not _is_compiled(file)]
    if stale:
        names = ", ".join(sorted({file.parts[-3] for file in stale}))
        yield Finding(
            code="D008",
            state=State.WARNING,
            what=_("Translations are not compiled: %(names)s") % {"names": names},
            mend=_("Run: python tools/i18n.py compile"),
        )
    else:
        yield Finding(code="D008", state=State.OK, what=_("The translations are compiled."))


def static_files() -> Iterator[Finding]:
    """Look whether style sheets and scripts are published."""
    if static_files_are_current():
        yield Finding(code="D009", state=State.OK, what=_("Style sheets and scripts are published."))
    else:
        yield Finding(
            code="D009",
            state=State.WARNING,
            what=_("Style sheets and scripts are not published in their present form."),
            mend=_("Start tongxin serve once: it publishes them."),
        )


def migrations() -> Iterator[Finding]:
    """Look whether the tables are those the program expects."""
    try:
        missing = missing_migrations()
    except NotReady as error:
        damaged = any(words in error.message for words in ("malformed", "not a database"))
        mend = str(HOW_TO_MEND_DAMAGE) if damaged else ""
        yield Finding(code="D010", state=State.ERROR, what=error.message, mend=mend, blocks=True)
        return
    if missing:
        yield Finding(
            code="D010",
            state=State.ERROR,
            what=_("Migrations are missing: %(names)s") % {"names": ", ".join(missing)},
            mend=_("Run: tongxin migrate"),
            blocks=True,
        )
    else:
        yield Finding(code="D010", state=State.OK, what=_("All migrations are applied."))


def worker_alive() -> Iterator[Finding]:
    """Look whether background jobs are run."""
    beat = last_beat(Path(settings.HOME))
    silent = beat is None or time.time() - beat > SILENT_SECONDS
    since = oldest_waiting_since()
    waits = since is not None and (now() - since).total_seconds() > SILENT_SECONDS
    if waits:
        yield Finding(
            code="D011",
            state=State.ERROR,
            what=_("Background jobs wait, and nobody runs them."),
            mend=_("Start tongxin serve without --no-worker, or tongxin worker."),
        )
    elif silent:
        yield Finding(
            code="D011",
            state=State.WARNING,
            what=_("No background worker has shown itself on this machine in the last minute."),
            mend=_("It is started by tongxin serve, or by tongxin worker."),
        )
    else:
        yield Finding(code="D011", state=State.OK, what=_("The background worker runs."))


def said_of_damage(found: list[str]) -> str:
    """Return what is wrong with the database and what to do, in one sentence after another."""
    what = _("The database is damaged: %(problems)s.") % {"problems": "; ".join(found)}
    return f"{what} {HOW_TO_MEND_DAMAGE}"


def database_integrity() -> Iterator[Finding]:
    """Look through the whole database."""
    found = damage(thorough=True)
    if found:
        what = _("The database is damaged: %(problems)s.") % {"problems": "; ".join(found)}
        yield Finding(code="D015", state=State.ERROR, what=what, mend=str(HOW_TO_MEND_DAMAGE), blocks=True)
    else:
        yield Finding(code="D015", state=State.OK, what=_("The database is sound."))


def files_without_rows() -> Iterator[Finding]:
    """Look for files that nobody can reach any more."""
    found = orphans(at=now())
    what = ngettext(
        "%(count)d file is kept that no record mentions.",
        "%(count)d files are kept that no record mentions.",
        len(found),
    ) % {"count": len(found)}
    if found:
        mend = _("Housekeeping deletes them within a day, when a worker runs.")
        yield Finding(code="D016", state=State.WARNING, what=what, mend=mend)
    else:
        yield Finding(code="D016", state=State.OK, what=_("Every file kept belongs to a record."))


def erasures_hold() -> Iterator[Finding]:
    """Look whether anybody is here who was erased, as after reading back an older backup by other means."""
    count = not_yet_erased()
    if count:
        what = ngettext(
            "%(count)d person is here again who was erased.",
            "%(count)d people are here again who were erased.",
            count,
        ) % {"count": count}
        yield Finding(
            code="D017", state=State.ERROR, what=what, mend=_("Run: tongxin personal-data erase-again")
        )
    else:
        yield Finding(code="D017", state=State.OK, what=_("Nothing is left of those who were erased."))


def audit_log() -> Iterator[Finding]:
    """Look whether the audit log is whole."""
    broken = first_broken_link()
    if broken is None:
        yield Finding(code="D012", state=State.OK, what=_("The audit log is whole."))
    else:
        yield Finding(
            code="D012",
            state=State.ERROR,
            what=_("Row %(row)s of the audit log does not fit the row before it.") % {"row": broken},
            mend=_("Find out who changed the database by other means, and compare with a backup."),
        )


def administrators() -> Iterator[Finding]:
    """Look whether anybody can administer, and whether demo passwords are open to others."""
    if has_administrator():
        yield Finding(code="D013", state=State.OK, what=_("There is an active administrator."))
    else:
        yield Finding(
            code="D013",
            state=State.ERROR,
            what=_("There is no active administrator."),
            mend=_("Run: tongxin createuser --role ADMINISTRATOR"),
        )
    if foreign_hosts(settings.ALLOWED_HOSTS):
        known = [each.username for each in PEOPLE if password_fits(each.username, DEMO_PASSWORD)]
        if known:
            yield Finding(
                code="D014",
                state=State.ERROR,
                what=_("Others reach this site, and demo users still have the published password: %(names)s")
                % {"names": ", ".join(known)},
                mend=_("Deactivate them under Settings, Users, or give them other passwords."),
            )


def _is_compiled(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


EXAMINATIONS = (
    python_version,
    home_folder,
    settings_checks,
    time_zone,
    catalogues,
    static_files,
    database_engine,
    migrations,
)
NEEDS_DATABASE = (
    database_integrity,
    worker_alive,
    audit_log,
    administrators,
    files_without_rows,
    erasures_hold,
)
