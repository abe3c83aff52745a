"""Read one JSON text of any size an entry at a time: a package of millions of releases needs the memory of its largest one."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from tongxin.importers.notices.jsontext import JsonProblem, decode_at

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 1 << 20
# What one entry may take, in characters: beyond it nobody published a release, and reading on would fill the memory.
LARGEST_ENTRY = 64 << 20
_BLANK = " \t\n\r"


class EntryTooLargeError(Exception):
    """Say that one entry is larger than any release."""


@dataclass(slots=True)
class Window:
    """A part of a text, moved along it."""

    stream: io.TextIOBase
    text: str = ""
    place: int = 0
    is_over: bool = False
    lines: int = field(default=1)

    def more(self) -> bool:
        """Read on, let go of what was read; say whether there was more."""
        piece = self.stream.read(max(PIECE, len(self.text) - self.place))
        self.is_over = not piece
        self.lines += self.text.count("\n", 0, self.place)
        self.text = self.text[self.place :] + piece
        self.place = 0
        if len(self.text) > LARGEST_ENTRY + 2 * PIECE:
            raise EntryTooLargeError
        return bool(piece)

    def next_sign(self) -> str:
        """Return the next character that is not blank, without taking it; empty at the end."""
        while True:
            while self.place < len(self.text):
                if self.text[self.place] not in _BLANK:
                    return self.text[self.place]
                self.place += 1
            if not self.more():
                return ""

    def take(self, sign: str) -> bool:
        """Take the next character that is not blank where it is this one; say whether it was."""
        if self.next_sign() != sign:
            return False
        self.place += 1
        return True

    def must_take(self, sign: str) -> None:
        """Take this character.

        Raises:
            JsonProblem: another one stands there.

        """
        if not self.take(sign):
            raise self.problem(f"Expecting '{sign}'")

    def value(self) -> Any:
        """Take the next value, whole.

        Raises:
            JsonProblem: there is none.
            EntryTooLargeError: it does not end.

        """
        self.next_sign()
        while True:
            try:
                value, end = decode_at(self.text, self.place)
            except json.JSONDecodeError as error:
                if self.is_over or not self.more():
                    raise self.problem(error.msg) from error
                continue
            except JsonProblem as problem:
                raise self.problem(problem.detail) from problem
            # A number at the edge may go on beyond it.
            if end == len(self.text) and not self.is_over and self.more():
                continue
            self.place = end
            return value

    def problem(self, detail: str) -> JsonProblem:
        """Return what is wrong here, with the line."""
        return JsonProblem(detail, line=self.lines + self.text.count("\n", 0, self.place))


def window_on(stream: BinaryIO) -> Window:
    """Return a window at the start of a stream in UTF-8, with or without a mark."""
    return Window(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""))


def entries_of_list(window: Window) -> Iterator[tuple[int, Any]]:
    """Yield place and value of each entry of a list that begins at the window."""
    window.must_take("[")
    if window.take("]"):
        return
    index = 0
    while True:
        yield index, window.value()
        index += 1
        if window.take("]"):
            return
        window.must_take(",")


def keys_of_object(window: Window) -> Iterator[str]:
    """Yield the keys of an object that begins at the window; whoever asks takes the value before going on."""
    window.must_take("{")
    if window.take("}"):
        return
    while True:
        if window.next_sign() != '"':
            raise window.problem("Expecting property name enclosed in double quotes")
        key = str(window.value())
        window.must_take(":")
        yield key
        if window.take("}"):
            return
        window.must_take(",")
