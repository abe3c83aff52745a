"""HTML of many small parts, written quickly; the one place that may declare a text to be HTML.

Django's `format_html` asks of every value whether it is to be translated later, which is most of the cost of a list's
thousands of values.
"""

from collections.abc import Iterable
from html import escape
from typing import LiteralString

from django.utils.safestring import SafeString


def plain(value: object) -> str:
    """Return a value as HTML: escaped, unless it is HTML already."""
    return value if isinstance(value, SafeString) else escape(str(value))


def write(template: LiteralString, *values: object) -> SafeString:
    """Return a template of ours with its `{}` filled by the values, each escaped unless it is HTML already."""
    return SafeString(template.format(*map(plain, values)))


def join(parts: Iterable[str]) -> SafeString:
    """Return the parts one after another, each escaped unless it is HTML already."""
    return SafeString("".join(map(plain, parts)))
