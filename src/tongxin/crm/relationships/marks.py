"""The signs in a log entry's text, @ before a person and # before a deal: understood, then taken away."""

import re
from collections.abc import Iterable

_CHINESE = "\u3400-\u9fff"
# A sign inside a word (an address of mail) marks nothing, nor does one before a number (#3).
_LEFT = re.compile(r"(?<![A-Za-z0-9.])[@#](?![0-9]+(?![^\W0-9]))[^\s@#，。；：、！？,.;:!?]{1,20}")


def without_marks(text: str, names: Iterable[str]) -> str:
    """Return the text with each @name and #name as the plain name; what stands beside it says who is meant.

    The blanks around it go too where Chinese runs on.

    Args:
        text: as typed.
        names: of the people, deals and colleagues that are linked.
    """
    for name in sorted(set(names), key=len, reverse=True):
        text = re.sub(_marked(name), name.replace("\\", "\\\\"), text)
    return text


def marks_left(text: str) -> list[str]:
    """Return what is still marked in a text whose linked names are plain already: nobody is called so."""
    return list(dict.fromkeys(_LEFT.findall(text)))


def _marked(name: str) -> str:
    marked = f"[@#]{re.escape(name)}"
    if not re.search(f"[{_CHINESE}]$", name):
        return marked
    # Blanks around a Chinese name were typed for the sign's sake.
    return rf"(?:(?<=[{_CHINESE}]) )?{marked}(?: (?=[@#]?[{_CHINESE}]))?"
