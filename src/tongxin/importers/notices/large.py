"""Read a JSON text that is too large to be held in memory: its entries one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from tongxin.importers.notices.findings import Code, Finding
from tongxin.importers.notices.jsontext import JsonProblem
from tongxin.importers.notices.streaming import (
    LARGEST_ENTRY,
    EntryTooLargeError,
    Window,
    entries_of_list,
    keys_of_object,
    window_on,
)
from tongxin.importers.notices.units import WRAPPERS, Place, Unit, units_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    Opened = Callable[[], AbstractContextManager[BinaryIO]]

_PACKAGES = ("releases", "records")


def read_large(opened: Opened, here: Place) -> Iterator[Unit | Finding]:
    """Yield the units of a JSON text, an entry at a time; a fault ends the reading, and what came before it stays.

    Args:
        opened: opens the text at its start, unpacked.
        here: the file.

    """
    try:
        with opened() as stream:
            window = window_on(stream)
            if window.next_sign() == "[":
                for index, value in entries_of_list(window):
                    yield from units_of(value, here.below(index))
            else:
                yield from _read_object(opened, window, here)
            if window.next_sign():
                raise window.problem("Extra data")
    except JsonProblem as problem:
        yield here.rejected(Code.INVALID_JSON, detail=problem.detail, row=problem.line, column=problem.column)
    except EntryTooLargeError:
        yield here.rejected(Code.TOO_LARGE, limit=LARGEST_ENTRY >> 20)
    except UnicodeDecodeError as error:
        yield here.rejected(Code.UNREADABLE, detail=type(error).__name__)


def _read_object(opened: Opened, window: Window, here: Place) -> Iterator[Unit | Finding]:
    """Yield the units of a package or a wrapper of an interface; anything else is one unit, or none."""
    head, holds_entries = _head(opened)
    if not holds_entries:
        yield from units_of(window.value(), here)
        return
    context = {"unit_name": head["unit_name"]} if isinstance(head.get("unit_name"), str) else {}
    version = str(head.get("version") or "1.0")
    for key in keys_of_object(window):
        if window.next_sign() == "[" and key in (*_PACKAGES, *WRAPPERS):
            stated = version if key in _PACKAGES else ""
            around = context if key in _PACKAGES else {}
            for index, value in entries_of_list(window):
                yield from units_of(value, here.below(key, index), version=stated, context=around)
        else:
            window.value()


def _head(opened: Opened) -> tuple[Mapping[str, Any], bool]:
    """Return the texts and numbers of an object, and whether it holds lists of entries; one with an ocid is an entry itself.

    Reading stops at the entries where the version stands before them, as publishers write it.
    """
    head: dict[str, Any] = {}
    holds_entries = False
    with opened() as stream:
        window = window_on(stream)
        for key in keys_of_object(window):
            if key == "ocid":
                return head, False
            if window.next_sign() != "[":
                value = window.value()
                head[key] = value if isinstance(value, str | int) else None
                continue
            if key in (*_PACKAGES, *WRAPPERS):
                holds_entries = True
                if "version" in head:
                    break
            for _entry in entries_of_list(window):
                pass
    return head, holds_entries
