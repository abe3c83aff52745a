"""Numbered checks of the set-up, run before every start; docs/reference/checks.md says what to do about each."""

import sqlite3
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django's name for it

from tongxin.common.hosts import foreign_hosts
from tongxin.common.sqlite_versions import wal_is_safe


def check_sqlite_journal(app_configs: Any, **_kwargs: Any) -> Sequence[CheckMessage]:  # noqa: ARG001 - Django's
    """Refuse WAL mode with an SQLite library that can lose data in it."""
    database = settings.DATABASES["default"]
    command = database.get("OPTIONS", {}).get("init_command", "")
    major, minor, patch = (int(part) for part in sqlite3.sqlite_version.split("."))
    if "journal_mode=wal" not in command.lower() or wal_is_safe((major, minor, patch)):
        return []
    return [
        Error(
            f"SQLite {sqlite3.sqlite_version} can corrupt a database in WAL mode when two connections write.",
            hint="Install pysqlite3, or leave the journal mode to Tongxin.",
            id="tongxin.E001",
        )
    ]


def check_debug(app_configs: Any, **_kwargs: Any) -> Sequence[CheckMessage]:  # noqa: ARG001
    """Refuse debug mode on a server that others reach."""
    if not settings.DEBUG or not foreign_hosts(settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"Debug mode shows settings and data to everybody who reaches {', '.join(foreign_hosts(settings.ALLOWED_HOSTS))}.",
            hint="Set TONGXIN_DEBUG=false.",
            id="tongxin.E002",
        )
    ]


def check_secret_file(app_configs: Any, **_kwargs: Any) -> Sequence[CheckMessage]:  # noqa: ARG001
    """Refuse a signing key that other users of the machine can read."""
    file = Path(settings.HOME) / "secret_key"
    if not file.exists() or not file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return []
    return [
        Error(
            f"Other users of this machine can read the signing key {file}.",
            hint=f"Run: chmod 600 {file}",
            id="tongxin.E003",
        )
    ]


def check_https(app_configs: Any, **_kwargs: Any) -> Sequence[CheckMessage]:  # noqa: ARG001
    """Warn when others reach the server without https."""
    if settings.SESSION_COOKIE_SECURE or not foreign_hosts(settings.ALLOWED_HOSTS):
        return []
    return [
        Warning(
            "Passwords and sessions travel readable to this server: https is off.",
            hint="Put a proxy with https in front, then set TONGXIN_HTTPS=true.",
            id="tongxin.W001",
        )
    ]


def check_any_host(app_configs: Any, **_kwargs: Any) -> Sequence[CheckMessage]:  # noqa: ARG001
    """Warn when the server answers to any name."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "The server answers to any host name, so links in its pages can be made to lead elsewhere.",
            hint="List the host names in TONGXIN_ALLOWED_HOSTS.",
            id="tongxin.W002",
        )
    ]


def check_private_files(app_configs: Any, **_kwargs: Any) -> Sequence[CheckMessage]:  # noqa: ARG001
    """Warn of a database and files that other users of the machine can read; new ones are made private."""
    home, database = Path(settings.HOME), Path(str(settings.DATABASES["default"]["NAME"]))
    watched = [home / name for name in ("files", "imports", "backups", "audit_key", "audit_seal.json")]
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        watched += [database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))]
    if home.exists() and not home.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        # Nobody comes through the door.
        watched = [path for path in watched if home not in path.parents]
    open_ones = [
        path for path in watched if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if not open_ones:
        return []
    names = " ".join(str(path) for path in open_ones)
    return [
        Warning(
            f"Other users of this machine can read {names}.",
            hint=f"Run: chmod -R go-rwx {names}",
            id="tongxin.W003",
        )
    ]


ALL_CHECKS = (
    check_sqlite_journal,
    check_debug,
    check_secret_file,
    check_https,
    check_any_host,
    check_private_files,
)
