"""Everything held on somebody, as one thing that can be given to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from tongxin.audit.actions import plain, record
from tongxin.audit.choices import Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.actor import Actor
from tongxin.crm.stakeholders.models import Person, PersonName
from tongxin.privacy.mentions import Mention, mentions_of
from tongxin.privacy.names import NAMELESS
from tongxin.privacy.pseudonyms import NameIndex
from tongxin.privacy.subjects import Subject, SubjectKind
from tongxin.privacy.treatments import tied_rows
from tongxin.team.models import User

# Only these hold more than "this colleague had to do with it" when the file is a colleague's.
OF_COLLEAGUES = frozenset({"team.User", "team.Absence", "team.ApiToken", "saved_views.SavedView"})
NEVER = frozenset({"password", "key_hash", "match_key", "sort_key", "pinyin_key", "session_epoch"})
# SQLite allows 32,766 values in a query.
BATCH = 5_000
Known = Mapping[tuple[Any, Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The rows of one table that are about somebody.

    Attributes:
        label: of the model.
        what: what a row of it is.
        purposes: personal field → why it is kept.
        rows: their values, by the names of the fields; people other than the subject are masked.

    """

    label: str
    what: str
    purposes: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Everything held on somebody.

    Attributes:
        subject: who it is.
        at: when it was put together.
        tables: what points to them, table by table.
        mentions: texts elsewhere that name them.
        log: what was done with their data: `at`, `verb`, `channel` and the uid of who did it.
        withheld: fields left out for want of a right of the reader; nothing else is ever left out.

    """

    subject: Subject
    at: datetime
    tables: tuple[Holding, ...]
    mentions: tuple[Mention, ...]
    log: tuple[Mapping[str, Any], ...]
    withheld: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Return how many rows there are in all tables."""
        return sum(len(table.rows) for table in self.tables)

    def as_json(self) -> dict[str, Any]:
        """Return it as what JSON holds."""
        return {
            "subject": {"kind": str(self.subject.kind), "uids": self.subject.uids},
            "at": self.at.isoformat(),
            "held": [
                {
                    "table": table.label, "what": table.what, "purposes": dict(table.purposes),
                    "rows": list(table.rows),
                }
                for table in self.tables
            ],
            "named_in": [
                {"table": mention.label, "uid": mention.uid, "fields": list(mention.fields), "excerpt": mention.excerpt}
                for mention in self.mentions
            ],
            "log": list(self.log),
            "withheld_for_want_of_a_right": list(self.withheld),
        }  # fmt: skip


def holdings_of(actor: Actor | None, subject: Subject, *, at: datetime) -> Holdings:
    """Put together everything held on somebody.

    Args:
        actor: the reader, whose rights decide about restricted fields; `None` for the machine's administrator.
        subject: who.
        at: when.

    """
    tied = tied_rows(subject)
    tied[str(subject.model._meta.label)] = set(subject.numbers)
    masked = _others(subject)
    withheld: set[str] = set()
    tables = tuple(
        _holding(actor, subject, label, numbers, masked, withheld)
        for label, numbers in sorted(tied.items())
        if numbers
    )
    mentions = tuple(
        _shown(actor, mention, masked, withheld)
        for mention in mentions_of(subject.names, tied=tied, left_out=tied)
        if mention.label != AuditEvent._meta.label
    )
    return Holdings(
        subject=subject, at=at, tables=tables, mentions=mentions, log=tuple(_log(subject)),
        withheld=tuple(sorted(withheld)),
    )  # fmt: skip


def note_given(*, actor: Actor | None, at: datetime, holdings: Holdings, purpose: str = "") -> None:
    """Note in the log that the file was taken."""
    record(
        actor=actor, at=at, verb=Verb.EXPORTED, kind=holdings.subject.log_kind, target=holdings.subject.record,
        rows=holdings.rows, purpose=purpose,
    )  # fmt: skip


def _holding(
    actor: Actor | None,
    subject: Subject,
    label: str,
    numbers: set[int],
    masked: NameIndex,
    withheld: set[str],
) -> Holding:
    model: Any = apps.get_model(label)
    brief = subject.kind is SubjectKind.USER and label not in OF_COLLEAGUES
    told: list[Mapping[str, Any]] = []
    for rows in _in_batches(model, sorted(numbers)):
        known = {} if brief else _led_to(rows)
        told += [
            _brief(row, subject) if brief else dict(_values(actor, subject, row, known, masked, withheld))
            for row in rows
        ]
    return Holding(
        label=label,
        what=(model.__doc__ or "").partition("\n")[0],
        purposes={} if brief else model.PERSONAL,
        rows=tuple(told),
    )


def _in_batches(model: Any, numbers: list[int]) -> Iterator[list[Any]]:
    """Yield rows in the order of their numbers, so many at once that queries are few and name no more than SQLite allows."""
    for start in range(0, len(numbers), BATCH):
        yield list(model._meta.base_manager.filter(pk__in=numbers[start : start + BATCH]).order_by("pk"))


def _led_to(rows: list[Any]) -> Known:
    """Return every record that these rows lead to, with one query for each model of them."""
    wanted: dict[Any, set[Any]] = {}
    for row in rows:
        for field in row._meta.concrete_fields:
            if field.is_relation and getattr(row, field.attname) is not None:
                wanted.setdefault(field.related_model, set()).add(getattr(row, field.attname))
    return {
        (model, record.pk): record
        for model, numbers in wanted.items()
        for record in model._meta.base_manager.filter(pk__in=numbers)
    }


def _brief(row: Any, subject: Subject) -> dict[str, Any]:
    """Return only which row it is, and as what the colleague stands in it."""
    told: dict[str, Any] = {"uid": getattr(row, "uid", "") or str(row.pk)}
    told["as"] = [
        field.name
        for field in row._meta.concrete_fields
        if field.related_model is subject.model and getattr(row, field.attname) in subject.numbers
    ]
    if hasattr(row, "created_at"):
        told["created_at"] = row.created_at.isoformat()
    return told


def _values(
    actor: Actor | None,
    subject: Subject,
    row: Any,
    known: Known,
    masked: NameIndex,
    withheld: set[str],
) -> Iterator[tuple[str, Any]]:
    restricted: Mapping[str, str] = getattr(row, "RESTRICTED", {})
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in NEVER or value in (None, "", [], {}):
            continue
        if actor is not None and field.name in restricted and not actor.has(restricted[field.name]):
            withheld.add(f"{row._meta.label}.{field.name}")
            continue
        yield field.name, _told(field, value, subject, known, masked)


def _told(field: Any, value: Any, subject: Subject, known: Known, masked: NameIndex) -> Any:
    if field.primary_key:
        return value
    if field.is_relation:
        found = known.get((field.related_model, value))
        if field.related_model in (Person, User):
            is_subject = field.related_model is subject.model and value in subject.numbers
            return str(found) if is_subject else getattr(found, "uid", "")
        return masked.replace(str(found))
    return masked.replace(plain(value))


def _shown(actor: Actor | None, mention: Mention, masked: NameIndex, withheld: set[str]) -> Mention:
    excerpt = mention.excerpt_for(actor)
    if mention.excerpt and not excerpt:
        withheld.update(f"{mention.label}.{name}" for name in mention.fields)
    return Mention(
        label=mention.label, number=mention.number, uid=mention.uid, fields=mention.fields,
        excerpt=masked.replace(excerpt), right=mention.right, is_doubtful=mention.is_doubtful,
    )  # fmt: skip


def _log(subject: Subject) -> Iterator[Mapping[str, Any]]:
    events = AuditEvent.objects.filter(object_kind=subject.log_kind, object_uid__in=subject.uids)
    if subject.kind is SubjectKind.USER:
        events = AuditEvent.objects.filter(
            models.Q(object_kind=subject.log_kind, object_uid__in=subject.uids)
            | models.Q(user_id__in=subject.numbers)
        )
    uids = dict(User.objects.values_list("pk", "uid"))
    for event in events.order_by("pk").iterator(chunk_size=2_000):
        yield {
            "at": event.at.isoformat(), "verb": event.verb, "kind": event.object_kind, "channel": event.channel,
            "by": uids.get(event.user_id or 0, ""),
        }  # fmt: skip


def _others(subject: Subject) -> NameIndex:
    """Return the names of everybody else: they are masked, since the file is the subject's alone."""
    people = (
        Person.objects.all()
        if subject.kind is SubjectKind.USER
        else Person.objects.exclude(pk__in=subject.numbers)
    )
    users = (
        User.objects.all()
        if subject.kind is SubjectKind.PERSON
        else User.objects.exclude(pk__in=subject.numbers)
    )
    names: set[str] = set(people.values_list("full_name", flat=True))
    names |= set(people.values_list("name_latin", flat=True))
    names |= set(PersonName.objects.filter(person__in=people).values_list("name", flat=True))
    names |= set(users.values_list("display_name", flat=True))
    own = {*subject.names.certain, *subject.names.doubtful}
    return NameIndex({name: NAMELESS for name in names if name and name not in own})
