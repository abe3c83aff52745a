#!/usr/bin/env python3
"""Merge a message catalogue by its entries: `merge_catalogue.py BASE OURS THEIRS`, as git calls a merge driver.

Writes the merged catalogue to OURS. Exit code 1, and nothing written, when both sides translated one message
differently; git then marks the lines as in any other text. Needs nothing but Python.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.catalogue import CatalogueError, Key, Message, format_po, parse_po


class MetError(ValueError):
    """Both sides changed one message, each in its own way."""


def merge(base: str, ours: str, theirs: str) -> str:
    """Return the text of the catalogue that holds what either side changed.

    A message that one side removed and the other left alone is gone; one that the other changed stays.

    Raises:
        MetError: both sides changed a message differently.
        CatalogueError: one of the texts is not a catalogue, for example because conflicts were left in it.
    """
    before, left, right = ({m.key: m for m in parse_po(text)} for text in (base, ours, theirs))
    merged = [_meet(key, before.get(key), left.get(key), right.get(key)) for key in {**left, **right}]
    language = re.search(r'"Language: (\w+)', ours)
    return format_po(language[1] if language else "", [message for message in merged if message is not None])


def _meet(key: Key, before: Message | None, left: Message | None, right: Message | None) -> Message | None:
    if right in (left, before):
        return left
    if left == before:
        return right
    if left is None or right is None:
        return left or right
    if not (left.translation and right.translation) or left.translation == right.translation:
        return left if left.translation else right
    raise MetError(f"{key.msgid!r} is {left.translation!r} here and {right.translation!r} there")


def main(arguments: list[str]) -> int:
    base, ours, theirs = map(Path, arguments)
    try:
        text = merge(*(file.read_text(encoding="utf-8") for file in (base, ours, theirs)))
    except (MetError, CatalogueError) as error:
        print(error, file=sys.stderr)
        return 1
    ours.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
