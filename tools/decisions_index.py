#!/usr/bin/env python3
"""Write docs/decisions/README.md, the list of decisions, from their first lines."""

from __future__ import annotations

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "decisions"
PAGE = FOLDER / "README.md"

INTRODUCTION = """# Decisions

Why things are as they are. One page each, written when the choice was made ([template](template.md)); a decision that no
longer holds gets a new page and a line in the old one. This list is generated: `make generated`.

"""


def page() -> str:
    """Return the text of the list.

    Raises:
        ValueError: a decision does not begin with its number and its title.
    """
    return INTRODUCTION + "".join(_line(file) for file in sorted(FOLDER.glob("[0-9]*.md")))


def _line(file: Path) -> str:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    title = re.fullmatch(r"# (\d{4})\s*[·:.—-]\s*(.+)", first)
    if title is None or title[1] != file.name[:4]:
        message = f"{file.name} should begin with: # {file.name[:4]} · its title"
        raise ValueError(message)
    return f"- [{title[1]}]({file.name}) {title[2]}\n"


def main() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
