#!/usr/bin/env python3
"""Write docs/reference/personal_data.md: which personal data are kept, where and why."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "personal_data.md"

INTRODUCTION = """# Personal data

Which fields may hold data about a person, and why they are kept, read from the models: `make generated`. *Right* names the
right without which nobody reads the field; every other field follows the visibility of its record.

"""


def page() -> str:
    """Return the text of the page; Django must be set up."""
    from django.apps import apps  # noqa: PLC0415 - only after django.setup()

    parts = [INTRODUCTION]
    for model in apps.get_models():
        personal = getattr(model, "PERSONAL", {})
        if not model.__module__.startswith("tongxin.") or not personal:
            continue
        summary = (model.__doc__ or "").partition("\n")[0]
        parts.append(
            f"## {model._meta.label}\n\n{summary}\n\n| field | why it is kept | right |\n|---|---|---|\n"
        )
        restricted = getattr(model, "RESTRICTED", {})
        parts += [f"| `{name}` | {why} | {restricted.get(name, '')} |\n" for name, why in personal.items()]
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


def main() -> int:
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxin.config.settings")
    import django  # noqa: PLC0415 - after the settings module is named

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
