#!/usr/bin/env python3
"""Write docs/reference/settings.md from the settings class, so that no setting is undocumented.

With --check the page is only compared.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from tongxin.config.env import Environment  # noqa: E402  (found on the path set above)

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

PAGE = ROOT / "docs" / "reference" / "settings.md"

INTRODUCTION = """# Settings

Tongxin reads its settings from the environment and from nowhere else. Every name may carry `_FILE` instead: the
value is then read from that file, which is how secrets are handed over. `tongxin doctor` says what is wrong with
a set-up. This page is generated from `tongxin.config.env`: `make generated`.

| variable | default | what it does |
|---|---|---|
"""


def page() -> str:
    """Return the text of the page.

    Raises:
        ValueError: a setting has no description.
    """
    return INTRODUCTION + "".join(_row(name, field) for name, field in Environment.model_fields.items())


def _row(name: str, field: FieldInfo) -> str:
    if not field.description:
        message = f"the setting {name} has no description"
        raise ValueError(message)
    bounds = [_bound(rule) for rule in field.metadata if _bound(rule)]
    description = field.description.replace("|", "\\|") + (f" ({', '.join(bounds)})" if bounds else "")
    return f"| `TONGXIN_{name.upper()}` | {_default(field.get_default())} | {description} |\n"


def _bound(rule: object) -> str:
    for attribute, words in (("ge", "at least"), ("gt", "more than"), ("le", "at most"), ("lt", "less than")):
        if hasattr(rule, attribute):
            return f"{words} {getattr(rule, attribute)}"
    return ""


def _default(value: object) -> str:
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, list | tuple):
        value = ",".join(map(str, value))
    return "—" if value in (None, "") else f"`{value}`"


def main(arguments: list[str]) -> int:
    text = page()
    if arguments == ["--check"]:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        print("fresh" if fresh else f"{PAGE.relative_to(ROOT)} is stale: make generated")
        return 0 if fresh else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
