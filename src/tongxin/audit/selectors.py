"""Read the log, and prove it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from tongxin.audit.chain import FIRST, hash_of
from tongxin.audit.choices import OBJECT_LABELS, Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.audit.redaction import is_redacted_by_us
from tongxin.audit.seal import SealForgedError, read_seal
from tongxin.common.actor import Actor
from tongxin.common.labels import in_active_language, pick_label
from tongxin.common.listing import Kind as FieldKind
from tongxin.common.listing import ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.common.models import Fact
from tongxin.common.rights import Right

AUDIT_LIST = ListSchema(
    fields=(
        ListField(key="number", path="pk", kind=FieldKind.NUMBER, sort="pk"),
        ListField(key="at", path="at", kind=FieldKind.MOMENT),
        ListField(key="user_name", path="user_name"),
        ListField(key="channel", path="channel", kind=FieldKind.CODE),
        ListField(key="address", path="address", kind=FieldKind.CODE),
        ListField(key="verb", path="verb", kind=FieldKind.CODE),
        ListField(key="object_kind", path="object_kind", kind=FieldKind.CODE),
        ListField(key="object_uid", path="object_uid", kind=FieldKind.CODE),
        ListField(key="object_label", path="object_label"),
        ListField(key="account_uid", path="account_uid", kind=FieldKind.CODE),
        ListField(key="changes", path="changes", filterable=False),
        ListField(key="params", path="params", filterable=False),
    ),
    default_sort=(SortKey(key="number", descending=True),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field's old and new value; both are `None` and `withheld` is set without the right."""

    field: str
    old: Any
    new: Any
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One event as the actor may read it."""

    event: AuditEvent
    changes: tuple[FieldChange, ...]

    @property
    def label(self) -> str:
        """Return what the object was called, in the active language where it has a label in it."""
        return pick_label(self.event.params.get(OBJECT_LABELS, {}), self.event.object_label)

    @property
    def params(self) -> dict[str, Any]:
        """Return what else was kept, for people to read."""
        return {name: value for name, value in self.event.params.items() if name != OBJECT_LABELS}


def history_of(
    actor: Actor,
    kind: Kind,
    uid: str,
    *,
    restricted: dict[str, str],
    limit: int = 50,
    before: int | None = None,
) -> list[HistoryLine]:
    """Return a record's events, newest first, with restricted fields withheld.

    Args:
        actor: the reader; the caller has checked that the record is visible to them.
        kind: kind of the record.
        uid: its uid.
        restricted: field → right, of the record's model.
        limit: how many at the most.
        before: only events with a smaller number, to page on.

    """
    events = AuditEvent.objects.filter(object_kind=kind, object_uid=uid)
    if before is not None:
        events = events.filter(pk__lt=before)
    return list(readable(actor, events.order_by("-pk")[:limit], restricted))


def readable(actor: Actor, events: Iterable[AuditEvent], restricted: dict[str, str]) -> Iterator[HistoryLine]:
    """Turn events into lines in the active language, with what the actor may not read taken out."""
    for event in events:
        yield HistoryLine(
            event=event,
            changes=tuple(
                FieldChange(field=name, old=None, new=None, withheld=True)
                if name in restricted and not actor.has(restricted[name])
                else FieldChange(field=name, old=in_active_language(old), new=in_active_language(new))
                for name, (old, new) in event.changes.items()
            ),
        )


def last_change(kind: Kind, uid: str) -> AuditEvent | None:
    """Return the newest event that changed a record, `None` when there is none."""
    return (
        AuditEvent.objects.filter(object_kind=kind, object_uid=uid)
        .exclude(verb__in=[Verb.VIEWED, Verb.EXPORTED, Verb.DOWNLOADED, Verb.DENIED])
        .order_by("-pk")
        .first()
    )


def all_events(actor: Actor) -> QuerySet[AuditEvent]:
    """Return the whole log, newest first.

    Raises:
        Denied: the actor lacks `SEE_AUDIT`.

    """
    actor.must_have(Right.SEE_AUDIT)
    return AuditEvent.objects.order_by("-pk")


def list_events(actor: Actor, query: ListQuery) -> tuple[Page[AuditEvent], list[HistoryLine]]:
    """Return one page of the log, and its events as the actor may read them.

    Raises:
        Denied: the actor lacks `SEE_AUDIT`.

    """
    page = AUDIT_LIST.page(AUDIT_LIST.narrow(all_events(actor), query, actor=actor), query, actor=actor)
    return page, list(readable(actor, page.items, restricted_fields()))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """What a reader of the log looks for; empty values do not narrow.

    Attributes:
        user_id: who did it.
        kind: kind of record.
        verb: what was done.
        since: from this moment on.
        until: before this moment.

    """

    user_id: int | None = None
    kind: str = ""
    verb: str = ""
    since: datetime | None = None
    until: datetime | None = None


def find_events(
    actor: Actor, wanted: EventFilter, *, before: int | None = None, limit: int = 50
) -> list[HistoryLine]:
    """Return events that meet the filter, newest first, with what the actor may not read withheld.

    Args:
        actor: the reader.
        wanted: what they look for.
        before: only events with a smaller number, to page on.
        limit: how many at the most.

    Raises:
        Denied: the actor lacks `SEE_AUDIT`.

    """
    conditions = {
        "user_id": wanted.user_id,
        "object_kind": wanted.kind,
        "verb": wanted.verb,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
        "pk__lt": before,
    }
    narrowed = all_events(actor).filter(**{name: value for name, value in conditions.items() if value})
    return list(readable(actor, narrowed[:limit], restricted_fields()))


def restricted_fields() -> dict[str, str]:
    """Return every field of any model that needs a right of its own, for events of mixed kinds."""
    restricted: dict[str, str] = {}
    for model in apps.get_models():
        if issubclass(model, Fact):
            restricted |= model.RESTRICTED
    return restricted


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the log proves.

    Attributes:
        broken_at: number of the first row that does not fit the one before it or the seal; a missing row has the
            number it would have; `None` when the log is whole.
        sealed_at: number of the row at which the log is sealed outside the database; `None` without a seal.
        seal_is_ours: whether the seal was written with the key of this installation.

    """

    broken_at: int | None
    sealed_at: int | None
    seal_is_ours: bool = True

    @property
    def is_whole(self) -> bool:
        """Say whether every row is there as it was written."""
        return self.broken_at is None and self.seal_is_ours


def prove_log() -> Proof:
    """Check every row against the one before it, and the end against the seal."""
    try:
        seal, ours = read_seal(), True
    except SealForgedError:
        seal, ours = None, False
    previous, last, sealed = FIRST, 0, seal is None
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=2_000):
        fits = event.previous_hash == previous and _is_as_written(event, previous)
        if seal is not None and event.pk == seal.number:
            sealed = fits = fits and event.hash == seal.hash
        if not fits:
            return Proof(
                broken_at=event.pk, sealed_at=None if seal is None else seal.number, seal_is_ours=ours
            )
        previous, last = event.hash, event.pk
    broken = None if sealed else last + 1
    return Proof(broken_at=broken, sealed_at=None if seal is None else seal.number, seal_is_ours=ours)


def _is_as_written(event: AuditEvent, previous: str) -> bool:
    """Say whether a row holds what was written, or what was left of it when somebody was erased."""
    return event.hash == hash_of(event, previous) or is_redacted_by_us(event)


def first_broken_link() -> int | None:
    """Return the number of the first row that does not hold, 0 when only the seal does not; `None` for a whole log."""
    proof = prove_log()
    return proof.broken_at if proof.seal_is_ours else proof.broken_at or 0


def end_of_log() -> tuple[int, str] | None:
    """Return number and hash of the last row, `None` of an empty log."""
    return AuditEvent.objects.order_by("-pk").values_list("pk", "hash").first()


def views_of_person(uid: str) -> QuerySet[AuditEvent]:
    """Return who saw a person's page or took it away, newest first."""
    return AuditEvent.objects.filter(
        object_kind=Kind.PERSON, object_uid=uid, verb__in=[Verb.VIEWED, Verb.EXPORTED]
    ).order_by("-pk")
