"""Labels in three languages: those that administrators edit, and those of fixed choices."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, runtime_checkable

from django.db.models import Choices
from django.utils.translation import get_language

FALLBACK = ("zh-hant", "en", "zh-hans")


@runtime_checkable
class Labelled(Protocol):
    """A record that is called by a code and, in each language, by a label."""

    code: str
    labels: Mapping[str, str]


def pick_label(labels: Mapping[str, str], code: str) -> str:
    """Return the label in the active language, else the first there is, else the code."""
    for language in (get_language() or "", *FALLBACK):
        if labels.get(language):
            return labels[language]
    return code


def without_language(record: Labelled) -> dict[str, Any]:
    """Return what a labelled record is called, in no language: its code and all its labels of this moment."""
    return {"code": record.code, "labels": dict(record.labels)}


def in_active_language(value: Any) -> Any:
    """Return a value with what `without_language` returned, also within lists, as text in the active language."""
    match value:
        case {"code": str(code), "labels": dict(labels)} if len(value) == 2:
            return pick_label(labels, code)
        case list():
            return [in_active_language(item) for item in value]
    return value


def choice_label(choices: type[Choices], value: str) -> str:
    """Return the label of a value in the active language; Django's own way hashes every lazy label for each row.

    Raises:
        ValueError: the value is none of the choices.
    """
    return _choice_label(choices, value, get_language() or "")


@cache
def _choice_label(choices: type[Choices], value: str, _language: str) -> str:
    return str(choices(value).label)
