"""Long texts cut for a line."""

import re

INSIDE_WORD = re.compile(r"[^\W\u2E80-\U0003FFFF]")
LAST_WORD = re.compile(r"[^\W\u2E80-\U0003FFFF]+\Z")
LOOSE_ENDS = " ,;:.(-–—、，；：。（「“"


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` characters and an ellipsis, cut between words where they are written apart."""
    if len(text) <= most:
        return text
    kept = text[:most]
    if INSIDE_WORD.match(text[most]):
        kept = LAST_WORD.sub("", kept).rstrip(LOOSE_ENDS) or kept
    return f"{kept.rstrip(LOOSE_ENDS)}…"
