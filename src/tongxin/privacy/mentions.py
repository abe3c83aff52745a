"""Where texts name somebody: every text of every table, JSON included."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast

from tongxin.common.actor import Actor
from tongxin.privacy.names import Names

# Neither written nor meant by people: keys, digests, codes, addresses of files.
TECHNICAL = frozenset({
    "uid", "stored_name", "sha256", "key_hash", "prefix", "hash", "previous_hash", "redacted", "request_hash", "digest", "match_key",
    "sort_key", "pinyin_key", "reporting_path", "tree_path", "password", "object_uid", "account_uid", "job_uid", "roles",
    "granted_rights", "scopes", "seen", "moved", "media_type", "name_key", "address_block", "time_zone",
})  # fmt: skip
# Derived from the others, or gone within a day: handled by themselves.
DERIVED = frozenset({"search.SearchDocument", "idempotency.IdempotentAnswer"})
# What authorities published, as they published it: kept whole, with its digest.
PUBLISHED = frozenset({"crm.Tender", "crm.TenderRelease", "crm.TenderPart", "crm.Organisation"})
EXCERPT = 60
BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One row that names somebody.

    Attributes:
        label: of the row's model.
        number: primary key of the row.
        uid: of the row, empty where it has none.
        fields: names of the fields that do.
        excerpt: the first such place with what is around it.
        right: without it the excerpt is withheld.
        is_doubtful: whether somebody else may be meant.

    """

    label: str
    number: int
    uid: str
    fields: tuple[str, ...]
    excerpt: str
    right: str = ""
    is_doubtful: bool = False

    @property
    def ref(self) -> str:
        """Return what it is called in a choice."""
        return f"{self.label}:{self.number}"

    def excerpt_for(self, actor: Actor | None) -> str:
        """Return the excerpt, empty without the right to read it."""
        return "" if actor is not None and self.right and not actor.has(self.right) else self.excerpt


def our_models() -> list[type[models.Model]]:
    """Return the models of the product."""
    return [model for model in apps.get_models() if model.__module__.startswith("tongxin.")]


def text_fields(model: type[models.Model]) -> list[Any]:
    """Return the fields into which people write, JSON included."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and field.name not in TECHNICAL
    ]


def mentions_of(
    names: Names, *, tied: Mapping[str, set[int]], left_out: Mapping[str, set[int]]
) -> list[Mention]:
    """Return the rows that name somebody, table by table.

    Args:
        names: what they are called.
        tied: model → rows that are about them: there every name means them.
        left_out: model → rows that are treated by themselves.

    """
    found: list[Mention] = []
    if names.possibly is None:
        return found
    for model in our_models():
        label = str(model._meta.label)
        if label not in DERIVED | PUBLISHED:
            for row in rows_with(model, names.pieces, text_fields(model)):
                if row.pk not in left_out.get(label, ()):
                    found += _mention(row, names, is_tied=row.pk in tied.get(label, ()))
    return found


def rows_with(model: type[models.Model], pieces: Iterable[str], fields: list[Any]) -> Iterator[Any]:
    """Yield the rows in which any of these texts stands, whatever its case."""
    if not fields:
        return
    condition, casts = models.Q(), {}
    for field in fields:
        path = field.name
        if isinstance(field, models.JSONField):
            path = f"text_of_{field.name}"
            casts[path] = Cast(field.name, models.TextField())
        for piece in sorted(pieces):
            condition |= models.Q(**{f"{path}__icontains": piece})
    rows = model._meta.base_manager.alias(**casts).filter(condition).order_by("pk")
    yield from rows.iterator(chunk_size=BATCH)


def _mention(row: Any, names: Names, *, is_tied: bool) -> Iterator[Mention]:
    certain = _fields_with(row, names.certainly)
    possible = _fields_with(row, names.possibly)
    if not possible:
        return
    restricted: Mapping[str, str] = getattr(row, "RESTRICTED", {})
    first = min(possible, key=lambda name: name in restricted)
    yield Mention(
        label=row._meta.label,
        number=row.pk,
        uid=getattr(row, "uid", ""),
        fields=tuple(possible),
        excerpt=excerpt_of(possible[first], names.possibly),
        right=str(restricted.get(first, "")),
        is_doubtful=not (is_tied or certain.keys() == possible.keys()),
    )


def _fields_with(row: Any, pattern: "re.Pattern[str] | None") -> dict[str, str]:
    if pattern is None:
        return {}
    texts = {field.name: as_text(getattr(row, field.name)) for field in text_fields(type(row))}
    return {name: text for name, text in texts.items() if pattern.search(text)}


def as_text(value: Any) -> str:
    """Return a text, or what JSON holds as text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def excerpt_of(text: str, pattern: "re.Pattern[str] | None") -> str:
    """Return the first place that a pattern meets, with what is around it."""
    place = pattern.search(text) if pattern else None
    if place is None:
        return ""
    start, end = max(0, place.start() - EXCERPT), place.end() + EXCERPT
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}".replace("\n", " ")
