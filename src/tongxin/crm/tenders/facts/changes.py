"""What one release changed of what earlier ones said."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_SELF_TOLD = frozenset({"id", "date", "tag", "ocid", "initiationType", "language"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that a later release states in another way; `path` is a JSON pointer with ids for entries of lists."""

    path: str
    old: str
    new: str


def leaves(release: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the values of a release by path, its own id and date left out; null is the empty text."""
    for key, value in release.items():
        if key not in _SELF_TOLD:
            yield from _below(value, f"/{key}")


def _below(node: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _below(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, entry in enumerate(node):
            number = entry.get("id") if isinstance(entry, dict) else None
            yield from _below(entry, f"{path}/{index if number is None else number}")
    else:
        yield path, "" if node is None else str(node)
