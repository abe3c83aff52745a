"""Turn one database URL into Django's settings, with the safe options of each engine."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from tongxin.config.sqlite import install_safe_driver

BUSY_SECONDS = 20
SQLITE_SCHEMES = {"sqlite", "sqlite3"}
POSTGRES_SCHEMES = {"postgres", "postgresql"}


class DatabaseUrlError(ValueError):
    """Say that a database URL cannot be used, and what a right one looks like."""


def database_settings(url: str, *, home: Path) -> dict[str, Any]:
    """Return Django's `DATABASES["default"]` for a URL; an empty URL is an SQLite file in `home`.

    Raises:
        DatabaseUrlError: the scheme is not one of sqlite and postgresql, or an SQLite file is not named.

    """
    if not url:
        return _sqlite(str(home / "tongxin.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme in SQLITE_SCHEMES:
        return _sqlite(_sqlite_path(parts))
    if parts.scheme in POSTGRES_SCHEMES:
        options: dict[str, Any] = dict(parse_qsl(parts.query))
        host = options.pop("host", None) or parts.hostname or ""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    msg = f"TONGXIN_DATABASE_URL starts with {parts.scheme!r}: use postgresql://… or sqlite:///path"
    raise DatabaseUrlError(msg)


def _sqlite_path(parts: SplitResult) -> str:
    path = unquote(parts.path.removeprefix("/"))
    if parts.netloc or not path:
        msg = "TONGXIN_DATABASE_URL names no SQLite file: use sqlite:///file, or sqlite:////folder/file from the root"
        raise DatabaseUrlError(msg)
    return path


def _sqlite(name: str) -> dict[str, Any]:
    journal = install_safe_driver()
    # FULL, not NORMAL: what was answered as saved must survive a power cut. No mmap: it turned the
    # WAL-reset race into data loss. IMMEDIATE: a transaction that will write takes the lock at once.
    init = f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": BUSY_SECONDS, "transaction_mode": "IMMEDIATE", "init_command": init},
    }
