"""Erase somebody: what is about them goes or loses their name, texts lose it too, and a restore does not bring it back."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from tongxin.audit.actions import record
from tongxin.audit.choices import Verb
from tongxin.audit.models import AuditEvent
from tongxin.audit.redaction import redact
from tongxin.common.actor import Actor
from tongxin.common.erasures import Erasure, list_erasures, listed
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person
from tongxin.idempotency.models import IdempotentAnswer
from tongxin.importers import storage
from tongxin.importers.models import ExternalRef, ImportChange, ImportFile
from tongxin.privacy.indexing import index_anew
from tongxin.privacy.mentions import BATCH, Mention, mentions_of, rows_with, text_fields
from tongxin.privacy.names import NAMELESS, without
from tongxin.privacy.refusals import NotErasable
from tongxin.privacy.subjects import Subject, SubjectKind, check_can_manage, find_subject
from tongxin.privacy.treatments import Treatment, judgements_in, links_to, tied_rows, treatment_of
from tongxin.search.actions import purge, remove
from tongxin.team.models import User

LOG = str(AuditEvent._meta.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What erasing somebody would do.

    Attributes:
        rows: model → how many rows go, are cleared, or stay without a name.
        mentions: texts that lose the name for certain.
        doubtful: texts where somebody else may be meant; they lose it only when chosen.

    """

    rows: Mapping[str, tuple[Treatment, int]]
    mentions: tuple[Mention, ...]
    doubtful: tuple[Mention, ...]


def preview_erasure(subject: Subject) -> Preview:
    """Return what erasing somebody would do, without doing it."""
    rows = {
        link.label: (treatment_of(subject, link), count)
        for link in links_to(subject.model)
        if (count := link.rows(subject.numbers).count())
    }
    found = [mention for mention in _mentions(subject) if mention.label != LOG]
    return Preview(
        rows=rows,
        mentions=tuple(mention for mention in found if not mention.is_doubtful),
        doubtful=tuple(mention for mention in found if mention.is_doubtful),
    )


def erase(
    *, actor: Actor | None, at: datetime, subject: Subject, everywhere: bool = False, also: Sequence[str] = ()
) -> Mapping[str, int]:
    """Erase somebody; return what was done: what → how many.

    It is listed beside the database first: were it only done, reading back an older backup would undo it.

    Args:
        actor: who asks; `None` for the machine's administrator.
        at: when.
        subject: who is erased.
        everywhere: take the name out of doubtful places too.
        also: the doubtful places to take it out of, as `Mention.ref`.

    Raises:
        Denied: the actor may not administer, or does not see everything.
        NotErasable: `ERASED_ALREADY`; `USER_STILL_ACTIVE`, who signs in is not erased.
        OSError: the list cannot be written; nothing was done.

    """
    if actor is not None:
        check_can_manage(actor)
    if subject.is_erased:
        raise NotErasable("ERASED_ALREADY")
    if subject.kind is SubjectKind.USER and subject.record.is_active:
        raise NotErasable("USER_STILL_ACTIVE", name=subject.record.display_name)
    erasure = Erasure(
        kind=str(subject.kind), uid=subject.record.uid, at=at.isoformat(), everywhere=everywhere,
        also=tuple(sorted(also)),
    )  # fmt: skip
    list_erasures([erasure])
    return _erase(actor, at, subject, erasure)


def erase_again(*, at: datetime) -> Mapping[str, int]:
    """Erase whom the list names and who is there all the same, as after reading back an older backup.

    Returns:
        `listed` and `erased_again`, how many.

    """
    erasures, done = listed(), 0
    for erasure in erasures:
        subject = find_subject(erasure.kind, erasure.uid)
        if subject is not None and not subject.is_erased:
            _erase(None, at, subject, erasure)
            done += 1
    return {"listed": len(erasures), "erased_again": done}


def erase_due(kind: SubjectKind, numbers: Sequence[int], at: datetime) -> int:
    """Erase people or colleagues whom nobody needs any more, as a rule of retention says; return how many."""
    model = Person if kind is SubjectKind.PERSON else User
    done = 0
    for uid in model._meta.base_manager.filter(pk__in=numbers).values_list("uid", flat=True):
        subject = find_subject(kind, uid)
        if subject is not None and not subject.is_erased:
            erase(actor=None, at=at, subject=subject)
            done += 1
    return done


def not_yet_erased() -> int:
    """Return how many the list names who are there all the same."""
    subjects = [find_subject(erasure.kind, erasure.uid) for erasure in listed()]
    return sum(subject is not None and not subject.is_erased for subject in subjects)


@transaction.atomic
def _erase(actor: Actor | None, at: datetime, subject: Subject, erasure: Erasure) -> Mapping[str, int]:
    done: Counter[str] = Counter()
    _overwrite_what_goes()
    mentions = _mentions(subject)
    for mention in mentions:
        chosen = not mention.is_doubtful or erasure.everywhere or mention.ref in erasure.also
        pattern = subject.names.possibly if chosen else subject.names.certainly
        if mention.label != LOG:
            done["texts"] += _take_out(mention, pattern, at)
    for label in {mention.label for mention in mentions}:
        index_anew(apps.get_model(label), [mention.number for mention in mentions if mention.label == label])
    done["log_rows"] = _redact_log(subject, everywhere=erasure.everywhere)
    for link in links_to(subject.model):
        treatment = treatment_of(subject, link)
        done[_TOLD[treatment]] += _TREAT[treatment](link, subject)
    done["imports"] = _forget_imports(subject)
    _forget_answers(subject)
    _clear_records(subject, at)
    purge()
    told: dict[str, Any] = dict(done)
    record(
        actor=actor, at=at, verb=Verb.ERASED, kind=subject.log_kind, target=subject.record, label=NAMELESS,
        asked_at=erasure.at, **told,
    )  # fmt: skip
    return dict(done)


def _overwrite_what_goes() -> None:
    """Let SQLite write zeros over what it deletes, and empty its journal afterwards; PostgreSQL's vacuum does as much."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
    transaction.on_commit(_empty_journal, robust=True)


def _empty_journal() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA secure_delete = OFF")


def _mentions(subject: Subject) -> list[Mention]:
    own = {str(subject.model._meta.label): set(subject.numbers)}
    return mentions_of(subject.names, tied=tied_rows(subject), left_out=own)


def _take_out(mention: Mention, pattern: Any, at: datetime) -> int:
    model = apps.get_model(mention.label)
    row: Any = model._meta.base_manager.get(pk=mention.number)
    values = {name: without(getattr(row, name), pattern) for name in mention.fields}
    values = {name: value for name, value in values.items() if value != getattr(row, name)}
    if not values:
        return 0
    if hasattr(row, "version"):
        values |= {"version": F("version") + 1, "updated_at": at}
    _update(model, row, values)
    return 1


def _update(model: type[models.Model], row: Any, values: Mapping[str, Any]) -> None:
    rows = model._meta.base_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        # Two of one name where each is there once: the number tells them apart.
        rows.update(
            **{
                name: f"{value} {row.pk}" if isinstance(value, str) else value
                for name, value in values.items()
            }
        )


def _redact_log(subject: Subject, *, everywhere: bool) -> int:
    """Take the name out of the log; what was done, when and to which record stays, and stays proved."""
    own = models.Q(object_kind=subject.log_kind, object_uid__in=subject.uids)
    if subject.kind is SubjectKind.USER:
        own |= models.Q(user_id__in=subject.numbers)
    count = redact(AuditEvent.objects.filter(own), partial(_emptied, subject))
    pattern = subject.names.possibly if everywhere else subject.names.certainly
    others = (
        row
        for row in rows_with(AuditEvent, subject.names.pieces, text_fields(AuditEvent))
        if any(
            without(getattr(row, field.name), pattern) != getattr(row, field.name)
            for field in text_fields(AuditEvent)
        )
    )
    numbers = [row.pk for row in others]
    count += redact(AuditEvent.objects.filter(pk__in=numbers), partial(_without_names, pattern))
    return count


def _emptied(subject: Subject, event: AuditEvent) -> None:
    if subject.kind is SubjectKind.USER and event.user_id in subject.numbers:
        event.user_name, event.address = NAMELESS, ""
    if event.object_uid in subject.uids and event.object_kind == subject.log_kind:
        event.object_label = NAMELESS
        event.changes = {name: [NAMELESS, NAMELESS] for name in event.changes}
        event.params = {name: value for name, value in event.params.items() if isinstance(value, bool | int)}


def _without_names(pattern: Any, event: AuditEvent) -> None:
    for field in text_fields(AuditEvent):
        setattr(event, field.name, without(getattr(event, field.name), pattern))


def _keep(link: Any, subject: Subject) -> int:
    return int(link.rows(subject.numbers).count())


def _clear(link: Any, subject: Subject) -> int:
    fresh = {name: _default_of(link.model, name) for name in judgements_in(link.model)}
    if link.field.null:
        fresh[link.field.name] = None
    return int(link.rows(subject.numbers).order_by().update(**fresh))


def _delete(link: Any, subject: Subject) -> int:
    rows = link.rows(subject.numbers)
    if isinstance(link.field, models.ManyToManyField):
        between: Any = link.field.remote_field.through
        through = between._meta.base_manager
        return int(
            through.filter(**{f"{link.field.m2m_reverse_field_name()}__in": subject.numbers}).delete()[0]
        )
    for name in rows.values_list("stored_name", flat=True) if hasattr(link.model, "stored_name") else ():
        transaction.on_commit(partial(default_storage.delete, name))
    numbers = list(rows.values_list("pk", flat=True))
    return int(link.model._meta.base_manager.filter(pk__in=numbers).delete()[0])


_TREAT: Mapping[Treatment, Callable[[Any, Subject], int]] = {
    Treatment.KEPT: _keep,
    Treatment.CLEARED: _clear,
    Treatment.DELETED: _delete,
}
_TOLD = {Treatment.KEPT: "kept_rows", Treatment.CLEARED: "cleared_rows", Treatment.DELETED: "deleted_rows"}


def _forget_imports(subject: Subject) -> int:
    """Forget what imports said of them, and the files in which it stood."""
    # What an import fills is called as the subject is: PERSON, USER.
    refs = ExternalRef.objects.filter(target=str(subject.kind), object_pk__in=subject.numbers)
    rows = ImportChange.objects.filter(target=str(subject.kind), object_pk__in=subject.numbers)
    batches = {*refs.values_list("batch_id", flat=True), *rows.values_list("batch_id", flat=True)} - {None}
    files = ImportFile.objects.filter(batch_id__in=batches)
    transaction.on_commit(partial(storage.discard, list(files.values_list("stored_name", flat=True))))
    count = files.count() + refs.count()
    files.delete()
    refs.delete()
    rows.update(before={}, after={}, cells=[], label=NAMELESS, key="")
    return count


def _forget_answers(subject: Subject) -> None:
    """Forget the answers kept for repeated requests that tell of them; they last a day anyway."""
    pieces: Iterable[str] = (*subject.names.pieces, *subject.uids)
    fields = [IdempotentAnswer._meta.get_field("body")]
    numbers = [row.pk for row in rows_with(IdempotentAnswer, pieces, fields)]
    for start in range(0, len(numbers), BATCH):
        IdempotentAnswer.objects.filter(pk__in=numbers[start : start + BATCH]).delete()


def _clear_records(subject: Subject, at: datetime) -> None:
    """Leave a record without a name, to which history points."""
    remove(subject.log_kind, subject.uids)
    if subject.kind is SubjectKind.USER:
        for user in subject.records:
            User.objects.filter(pk=user.pk).update(
                username=f"erased-{user.uid}", display_name=NAMELESS, email="", password="!", is_active=False,  # noqa: S106
                session_epoch=F("session_epoch") + 1, last_login=None, version=F("version") + 1, updated_at=at,
            )  # fmt: skip
        return
    blank: dict[str, Any] = {
        name: _default_of(Person, name)
        for name in (*Person.PERSONAL, "title", "last_contact_at")
        if name not in {"full_name", "owner"}
    }
    Person.objects.filter(pk__in=subject.numbers).update(
        **blank | {"full_name": NAMELESS, "sort_key": NAMELESS, "pinyin_key": NAMELESS},
        status=PersonStatus.DELETED, version=F("version") + 1, updated_at=at,
    )  # fmt: skip


def _default_of(model: type[models.Model], name: str) -> Any:
    field: Any = model._meta.get_field(name)
    return field.get_default()
