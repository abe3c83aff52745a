"""How rows of the log are chained."""

import json
from hashlib import sha256
from typing import TYPE_CHECKING

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
    """Return SHA-256 over the previous hash and the event's content, as canonical JSON."""
    content: dict[str, object] = {name: getattr(event, name) for name in COVERED}
    content["at"] = event.at.timestamp()
    content["previous"] = previous
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
