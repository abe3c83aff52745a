"""Join the records a row names without reading all of them: a list of fifty rows would build two hundred full records."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from django.db.models import ForeignKey, Model, QuerySet

M = TypeVar("M", bound=Model)
# What links and lists ask of any joined record; a model says in NAMED_BY what its name is made of.
ALWAYS = frozenset({"uid"})


def named_along(rows: QuerySet[M], *paths: str) -> QuerySet[M]:
    """Return the rows with the records at `paths` joined, of which only what names them is read.

    Whatever else is asked of such a record costs a query of its own: a page that needs more joins it whole
    (`select_related`).

    Args:
        rows: of one model.
        paths: foreign keys as for `select_related`, such as `owner` or `account__tier`.
    """
    # Django takes an empty defer() for "read everything again", an empty select_related() for "join everything".
    return rows.select_related(*paths).defer(*_unread(rows.model, paths))


def joined_if_any(rows: QuerySet[M], *paths: str) -> list[M]:
    """Return the rows in their order with the records at `paths` joined whole; for lists that are empty on most days.

    Asks for the numbers first. A statement that names every column of four tables costs several times more to write
    than to run, and nothing has to be joined to nothing.

    Args:
        rows: of one model, each once.
        paths: foreign keys as for `select_related`.
    """
    numbers = list(rows.values_list("pk", flat=True))
    found = rows.model._default_manager.select_related(*paths).in_bulk(numbers) if numbers else {}
    # What somebody deleted in between is not there any more.
    return [found[number] for number in numbers if number in found]


@cache
def _unread(model: type[Model], paths: tuple[str, ...]) -> tuple[str, ...]:
    steps = {tuple(path.split("__")) for path in paths}
    steps |= {step[:length] for step in steps for length in range(1, len(step))}
    return tuple(sorted(name for step in steps for name in _beside_the_name(model, step, steps)))


def _beside_the_name(model: type[Model], step: Sequence[str], steps: set[tuple[str, ...]]) -> Iterator[str]:
    for name in step:
        model = cast("ForeignKey[Any, Any]", model._meta.get_field(name)).related_model
    kept = ALWAYS | set(getattr(model, "NAMED_BY", ()))
    for field in model._meta.concrete_fields:
        walked = (*step, field.name) in steps
        if not (field.primary_key or field.name in kept or walked):
            yield "__".join((*step, field.name))
