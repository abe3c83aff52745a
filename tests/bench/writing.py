"""Write very many rows at once, on both databases, without the ORM's objects."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import count, islice
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from tongxin.common.ids import new_uid

BATCH = 20_000
READY = frozenset({str, int, bool, type(None)})
Row = Mapping[str, Any]
_RUN, _NUMBERS = new_uid()[:6], count()


def write(model: type[Model], rows: Iterable[Row]) -> int:
    """Insert rows given by column name; what a row does not say gets the field's default."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return 0
    columns, defaults = _plan(model, frozenset(first))
    names = [field.column for field in columns]
    written = 0
    while chunk := [first, *islice(rows, BATCH)] if first is not None else list(islice(rows, BATCH)):
        first = None
        values = [_values(row, names, defaults) for row in chunk]
        if connection.vendor == "postgresql":
            _copy(model, names, values)
        else:
            marks = ", ".join("?" for _ in names)
            statement = f'INSERT INTO "{model._meta.db_table}" ({", ".join(_quoted(names))}) VALUES ({marks})'  # noqa: S608 - our own tables
            connection.connection.executemany(statement, values)
        written += len(values)
    return written


def finish() -> None:
    """Let the next ordinary insert of every table find a free number, and the planner know what there is."""
    from django.apps import apps

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in apps.get_models():
                table, key = model._meta.db_table, model._meta.pk
                if key is not None and key.get_internal_type().endswith("AutoField"):
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{key.column}'), "  # noqa: S608
                        f'COALESCE((SELECT max("{key.column}") FROM "{table}"), 1))'
                    )
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")


@cache
def _plan(model: type[Model], given: frozenset[str]) -> tuple[tuple[Field, ...], dict[str, Any]]:
    fields = [
        field for field in model._meta.concrete_fields if field.column in given or not field.primary_key
    ]
    defaults = {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in fields
        if field.column not in given and field.column != "uid"
    }
    return tuple(fields), defaults


def _values(row: Row, names: list[str], defaults: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(
        [
            (value if type(value := row[name]) in READY else _plain(value))
            if name in row
            else _next_uid()
            if name == "uid"
            else defaults[name]
            for name in names
        ]
    )


def _next_uid() -> str:
    return f"{_RUN}{next(_NUMBERS):08x}"


@cache
def _plain(value: date | Decimal) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S") + ("+00" if connection.vendor == "postgresql" else "")
    return str(value)


def _copy(model: type[Model], names: list[str], values: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        statement = f'COPY "{model._meta.db_table}" ({", ".join(_quoted(names))}) FROM STDIN'
        with cursor.copy(statement) as copy:
            for row in values:
                copy.write_row(row)


def _quoted(names: list[str]) -> Iterator[str]:
    return (f'"{name}"' for name in names)
