"""How rows of the log are chained: with a key that lies outside the database."""

import hmac
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tongxin.common.secret_files import ensure_secret

if TYPE_CHECKING:
    from tongxin.audit.models import AuditEvent

FIRST = "0" * 64
COVERED = [
    "user_id",
    "user_name",
    "channel",
    "address",
    "verb",
    "object_kind",
    "object_uid",
    "object_label",
    "account_uid",
    "changes",
    "params",
]


def hash_of(event: "AuditEvent", previous: str) -> str:
    """Return HMAC-SHA-256 over the previous hash and the event's content, as canonical JSON.

    Keyed: who can only write to the database cannot chain rows of their own.
    """
    return hmac.digest(chain_key(), content_of(event, previous).encode(), "sha256").hex()


def content_of(event: "AuditEvent", previous: str) -> str:
    """Return an event's content and the hash before it, as canonical JSON."""
    content: dict[str, object] = {name: getattr(event, name) for name in COVERED}
    content["at"] = event.at.timestamp()
    content["previous"] = previous
    return json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def chain_key() -> bytes:
    """Return the key of the chain: the setting, else that of `HOME/audit_key`, made when first needed.

    Raises:
        OSError: the file cannot be read or made.

    """
    return settings.AUDIT_KEY.encode() or _key_of(Path(settings.HOME) / "audit_key")


def forget_key() -> None:
    """Read the key anew when it is next needed."""
    _key_of.cache_clear()


@lru_cache(maxsize=8)
def _key_of(path: Path) -> bytes:
    return ensure_secret(path).encode()
