"""Where layouts and text templates lie: an administrator's folder first, then what comes with the product."""

from pathlib import Path

from django.conf import settings

BUILT_IN = Path(__file__).resolve().parent / "builtin"


def layout_of(name: str) -> Path:
    """Return the file of a layout, the administrator's one when there is such."""
    return replacement(name) or BUILT_IN / name


def replacement(name: str) -> Path | None:
    """Return the file that an administrator put in the place of a built-in one, `None` when there is none."""
    if not settings.TEMPLATE_FOLDER:
        return None
    file = Path(settings.TEMPLATE_FOLDER) / name
    return file if file.is_file() else None
