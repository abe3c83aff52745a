"""What a page says, whatever the layout of its template."""

import re


def unbroken(text: str) -> str:
    """Return markup on one line: no white space beside tags, one blank elsewhere."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=>)\s*\n\s*|\s*\n\s*(?=[<>])", "", text))
