"""Take personal data out of the log without breaking its proof.

A row keeps its hash, which the next row covers; what was put in its place is sealed with the key. Who does not have the
key cannot pass off a changed row as one that was redacted.
"""

import hmac
from collections.abc import Callable

from django.db.models import QuerySet

from tongxin.audit.chain import chain_key, content_of
from tongxin.audit.models import AuditEvent

BATCH = 500
CHANGEABLE = ("user_name", "address", "object_label", "changes", "params")


def redact(events: "QuerySet[AuditEvent]", change: Callable[[AuditEvent], None]) -> int:
    """Change events and seal what they hold now; return how many.

    Args:
        events: which.
        change: takes personal data out of one of them; only names, addresses, labels, values and parameters are written.

    """
    count = 0
    waiting: list[AuditEvent] = []
    for event in events.order_by("pk").iterator(chunk_size=BATCH):
        change(event)
        event.redacted = seal_of(event)
        waiting.append(event)
        if len(waiting) >= BATCH:
            count += _write(waiting)
            waiting = []
    return count + _write(waiting)


def seal_of(event: AuditEvent) -> str:
    """Return what proves that we redacted a row to what it holds."""
    text = f"redacted:{event.pk}:{event.hash}:{content_of(event, event.previous_hash)}"
    return hmac.digest(chain_key(), text.encode(), "sha256").hex()


def is_redacted_by_us(event: AuditEvent) -> bool:
    """Say whether a row holds what we redacted it to."""
    return bool(event.redacted) and hmac.compare_digest(event.redacted, seal_of(event))


def _write(events: list[AuditEvent]) -> int:
    AuditEvent.objects.bulk_update(events, [*CHANGEABLE, "redacted"], batch_size=100)
    return len(events)
