"""Which tables an archive holds, and how their rows are written down: one JSON object a line, the same on each database.

A row is an object of column → value, keys in order. Moments are ISO 8601 in UTC, days ISO 8601, decimals text, values of
JSON columns are themselves. Rows stand in the order of their primary keys, so that equal tables have equal digests.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from django.apps.registry import Apps
from django.db import models

# Made anew by each installation, or over with it: sign-ins, and Django's lists of its own models and rights.
LEFT_OUT = frozenset(
    {
        "sessions.Session",
        "contenttypes.ContentType",
        "auth.Permission",
        "auth.Group",
        "auth.Group_permissions",
    }
)
BATCH = 500


def kept_models(apps: Apps) -> list[type[models.Model]]:
    """Return the models whose rows an archive holds, tables between two models included, by label."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: str(model._meta.label))


def lines_of(model: type[models.Model]) -> Iterator[bytes]:
    """Yield the rows of a table, each as one line."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._meta.base_manager.order_by("pk").values_list(*names)
    for values in rows.iterator(chunk_size=2_000):
        yield line_of(dict(zip(names, values, strict=True)))


def line_of(row: dict[str, Any]) -> bytes:
    """Return a row as one line of JSON."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(row, default=_plain, option=options)


def write_rows(model: type[models.Model], lines: Iterable[bytes]) -> int:
    """Put rows into a table as they were written down; return how many."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    waiting: list[models.Model] = []
    count = 0
    for line in lines:
        row = orjson.loads(line)
        waiting.append(model(**{name: _value(fields[name], value) for name, value in row.items()}))
        count += 1
        if len(waiting) >= BATCH:
            model._meta.base_manager.bulk_create(waiting)
            waiting = []
    model._meta.base_manager.bulk_create(waiting)
    return count


def digest_of(lines: Iterable[bytes]) -> tuple[int, str]:
    """Return how many lines there are, and their SHA-256."""
    digest, count = sha256(), 0
    for line in lines:
        digest.update(line)
        count += 1
    return count, digest.hexdigest()


def _plain(value: Any) -> str:
    match value:
        case Decimal():
            return format(value, "f")
        case UUID():
            return str(value)
    raise TypeError(type(value))


def _value(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if field.is_relation:
        field = field.target_field
    return field.to_python(value)
