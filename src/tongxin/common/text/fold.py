"""Fold text so that two ways of writing the same thing compare equal.

Folding works on one character at a time, so a substring of a text stays a substring of the folded text: that is what
the search index relies on. It is for matching only; never show folded text to a reader.
"""

import re
import unicodedata
from functools import cache
from typing import Protocol

# Variants that OpenCC keeps apart but that writers of one name mix freely.
_VARIANTS = {"著": "着", "衞": "卫", "濶": "阔", "姪": "侄", "祇": "只"}

_LATIN_ACCENT = re.compile("([a-z])[\u0300-\u036f]+")
_SPACES = re.compile(r"\s+")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def fold(text: str) -> str:
    """Return the form of `text` under which equal texts are equal strings.

    Applies NFKC (full width becomes half width), casefold, Traditional to Simplified character by character (臺 and 台
    are one), and drops accents of Latin letters, control, zero-width and other format characters. Runs of white space
    become one blank, none at the ends. Idempotent.
    """
    if text.isascii() and text.isprintable():
        # The tables and normal forms below change nothing in it: most of an import's cells take this way.
        return " ".join(text.lower().split())
    visible = text.translate(_visible_table())
    lowered = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    plain = _LATIN_ACCENT.sub(r"\1", unicodedata.normalize("NFKD", lowered))
    simplified = unicodedata.normalize("NFKC", plain).translate(_simplified_table())
    return _SPACES.sub(" ", simplified).strip()


def simplify(text: str) -> str:
    """Convert `text` to Simplified characters by phrase (乾隆 keeps its 乾), for pronunciation.

    Unlike `fold` this looks at the neighbours, so the result of a part may differ from the part of the result.
    """
    return _converter().convert(unicodedata.normalize("NFKC", text))


class _VisibleTable(dict[int, str]):
    """Table for `str.translate` that leaves out control, format, surrogate and variation-selector characters."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs"} or 0xFE00 <= code <= 0xFE0F
        self[code] = "" if hidden and not character.isspace() else character
        return self[code]


class _SimplifiedTable(dict[int, str]):
    """Table for `str.translate` that asks OpenCC once for each character it meets."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        # OpenCC maps 薴 to 苧 and that to 苎: go on until nothing changes.
        while (simpler := _VARIANTS.get(character) or _converter().convert(character)) != character:
            character = simpler
        self[code] = character
        return character


@cache
def _visible_table() -> _VisibleTable:
    return _VisibleTable()


@cache
def _simplified_table() -> _SimplifiedTable:
    return _SimplifiedTable()


@cache
def _converter() -> _Converter:
    # Loading OpenCC costs some milliseconds: only those who fold pay.
    from opencc import OpenCC  # noqa: PLC0415

    converter: _Converter = OpenCC("t2s")
    return converter
