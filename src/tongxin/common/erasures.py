"""The list of erasures, kept beside the database: what is read back from an older backup is erased again by it.

One JSON object a line, without any name: the proof that something was erased must not tell what it was.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import locks

NAME = "erasures.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One erasure.

    Attributes:
        kind: `PERSON` or `USER`.
        uid: of the record.
        at: when, ISO 8601.
        everywhere: whether doubtful mentions in texts went too.
        also: those of the doubtful mentions that went, as `MODEL:NUMBER`.

    """

    kind: str
    uid: str
    at: str
    everywhere: bool = False
    also: tuple[str, ...] = ()

    def to_line(self) -> str:
        """Return it as one line."""
        return json.dumps(asdict(self), sort_keys=True) + "\n"


def place_of_list() -> Path:
    """Return where the list lies."""
    return Path(settings.HOME) / NAME


def listed() -> list[Erasure]:
    """Return the erasures of this installation, the oldest first."""
    place = place_of_list()
    return list(erasures_in(place.read_text(encoding="utf-8").splitlines())) if place.exists() else []


def erasures_in(lines: Iterable[str]) -> Iterator[Erasure]:
    """Yield the erasures of a list.

    Raises:
        ValueError: it is no such list.

    """
    for line in lines:
        try:
            content: dict[str, Any] = json.loads(line)
            yield Erasure(**content | {"also": tuple(content.get("also", ()))})
        except (TypeError, AttributeError) as error:
            raise ValueError(line) from error


def list_erasures(more: Iterable[Erasure]) -> None:
    """Add to the list what it does not hold; on the disk when this returns.

    Raises:
        OSError: it cannot be written; nothing may be erased then, because a restore would bring it back.

    """
    place = place_of_list()
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(place, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        locks.lock(handle, locks.LOCK_EX)
        known = set(listed())
        for erasure in more:
            if erasure not in known:
                handle.write(erasure.to_line())
        handle.flush()
        os.fsync(handle.fileno())
