"""Find any of many names in a text at once, and put others in their places."""

from collections.abc import Mapping
from typing import Any

SHORTEST = 2


class NameIndex:
    """Many names, each with what stands in its place.

    A text is read once; at each place the longest name that begins there is looked up. Names of Latin letters count
    as whole words alone. Names of one character are left out: they are words too.
    """

    def __init__(self, replacements: Mapping[str, str]) -> None:
        self._others: dict[str, str] = {}
        self._lengths: dict[str, list[int]] = {}
        lengths: dict[str, set[int]] = {}
        for name, other in replacements.items():
            if len(name) >= SHORTEST:
                key = name.lower()
                self._others[key] = other
                lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def replace(self, value: Any) -> Any:
        """Return a text, or what JSON holds, with every name replaced."""
        match value:
            case str():
                return self._in_text(value)
            case list() | tuple():
                return [self.replace(item) for item in value]
            case dict():
                return {self.replace(key): self.replace(item) for key, item in value.items()}
        return value

    def _in_text(self, text: str) -> str:
        folded = text.lower()
        if len(folded) != len(text):
            folded = text  # a letter whose small form is longer: its name is found as it is written
        parts: list[str] = []
        place = done = 0
        while place < len(text):
            end = self._end_at(folded, place)
            if end:
                parts += [text[done:place], self._others[folded[place:end]]]
                done = place = end
            else:
                place += 1
        return "".join([*parts, text[done:]]) if parts else text

    def _end_at(self, text: str, place: int) -> int:
        for length in self._lengths.get(text[place], ()):
            end = place + length
            if text[place:end] in self._others and _is_whole(text, place, end):
                return end
        return 0


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (
        (start and _is_latin(text[start]) and _is_latin(text[start - 1]))
        or (end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end]))
    )


def _is_latin(character: str) -> bool:
    return character.isalnum() and character < "\u0250"
