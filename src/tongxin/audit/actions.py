"""Write to the log."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction

from tongxin.audit.chain import FIRST, hash_of
from tongxin.audit.choices import OBJECT_LABELS, Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.audit.seal import seal_end
from tongxin.common.actor import Actor
from tongxin.common.labels import Labelled, without_language
from tongxin.common.locks import hold_to_commit
from tongxin.common.models import Fact
from tongxin.common.rights import Channel

CHAIN_LOCK = 7_305_111  # any fixed number: one advisory lock for the end of the chain
LONGEST_LABEL = 200


def record(
    *,
    actor: Actor | None,
    at: datetime,
    verb: Verb,
    kind: Kind,
    target: Fact | None = None,
    label: str = "",
    account_uid: str = "",
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    channel: Channel = Channel.COMMAND,
    **params: Any,
) -> AuditEvent:
    """Append one event, inside the caller's transaction.

    Args:
        actor: who; `None` for the system itself or somebody not signed in.
        at: when.
        verb: what was done.
        kind: to which kind of record.
        target: the record; its uid and text become the event's object, a labelled one's code and labels.
        label: text for the object, when there is no record or another text is better.
        account_uid: the account it hangs on, for the account's history.
        changes: field → (old, new) as `save_changes` returned it.
        channel: the door when there is no actor; the system itself comes through the command.
        params: anything else worth keeping, JSON-friendly.

    """
    return record_many(
        actor=actor,
        at=at,
        channel=channel,
        entries=[
            {
                "verb": verb,
                "object_kind": kind,
                "object_uid": target.uid if target is not None else "",
                "object_label": label or _label_of(target),
                "account_uid": account_uid,
                "changes": {name: [plain(old), plain(new)] for name, (old, new) in (changes or {}).items()},
                "params": {name: plain(value) for name, value in (params | _labels_of(target)).items()},
            }
        ],
    )[0]


def record_many(
    *,
    actor: Actor | None,
    at: datetime,
    entries: Iterable[Mapping[str, Any]],
    channel: Channel = Channel.COMMAND,
) -> list[AuditEvent]:
    """Append several events at once; each entry has the event's own columns (JSON-ready values)."""
    with transaction.atomic():
        previous = _lock_end_of_chain()
        events = []
        for entry in entries:
            event = AuditEvent(
                at=at,
                user_id=actor.user.pk if actor else None,
                user_name=actor.user.display_name if actor else "",
                channel=actor.channel if actor else channel,
                address=actor.address if actor else "",
                previous_hash=previous,
                **entry,
            )
            event.object_label = event.object_label[:LONGEST_LABEL]
            event.hash = previous = hash_of(event, previous)
            events.append(event)
        AuditEvent.objects.bulk_create(events, batch_size=500)
        if events:
            # Robust: what was committed is not answered as failed because a file could not be written.
            transaction.on_commit(partial(seal_end, events[-1].pk, events[-1].hash), robust=True)
        return events


def record_denial(
    *, actor: Actor | None, at: datetime, kind: Kind, uid: str, code: str, address: str = ""
) -> AuditEvent:
    """Append a denial, in a transaction of its own: the denied action's was rolled back."""
    return record(
        actor=actor,
        at=at,
        verb=Verb.DENIED,
        kind=kind,
        label=uid,
        channel=Channel.WEB,
        code=code,
        address_seen=address,
    )


def plain(value: Any) -> Any:
    """Return a value as the log keeps it: numbers, texts and lists; records by their text.

    Records with labels are kept in no language, so that everybody reads the history in their own.
    """
    match value:
        case None | bool() | int() | str():
            kept: Any = value
        case datetime() | date():
            kept = value.isoformat()
        case Decimal():
            kept = format(value, "f")
        case Labelled():
            kept = without_language(value)
        case Mapping():
            kept = {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            kept = [plain(item) for item in value]
        case _:
            kept = str(value)
    return kept


def _label_of(target: Fact | None) -> str:
    if target is None:
        return ""
    return target.code if isinstance(target, Labelled) else str(target)


def _labels_of(target: Fact | None) -> dict[str, Any]:
    return {OBJECT_LABELS: dict(target.labels)} if isinstance(target, Labelled) else {}


def _lock_end_of_chain() -> str:
    hold_to_commit(CHAIN_LOCK)
    return AuditEvent.objects.order_by("-pk").values_list("hash", flat=True).first() or FIRST
