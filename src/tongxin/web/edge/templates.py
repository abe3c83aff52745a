"""Templates are indented for those who read them; the pages go out without that white space."""

import re

from django.template import Origin
from django.template.loaders import app_directories

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
STRUCTURE = re.compile(
    r"^(\{%\s*(?:(?:if|elif|else|endif|for|endfor|with|endwith|block|endblock|load|extends|comment|endcomment)\b"
    r"(?:(?!%\}).)*|empty\s*|(?!blocktrans)\w+\s(?:(?!%\}).)*\sas\s+\w+\s*)%\}|\{#.*?#\})\n",
    re.MULTILINE,
)


class Loader(app_directories.Loader):
    """Load templates from the installed apps, once per process, without their layout."""

    def get_contents(self, origin: Origin) -> str:
        """Return the source to compile."""
        return without_layout(super().get_contents(origin))


def without_layout(source: str) -> str:
    r"""Return a template without indentation, and without the line breaks after tags that only steer.

    What steers is `{% if %}`, `{% for %}`, `{% with %}`, `{% block %}`, their ends, `{% load %}`, `{% … as name %}` and
    comments; such a tag that has its line for itself leaves nothing on the page. Any other line break stays the white
    space it is in HTML. A template with `<pre>` is left as written.

    >>> without_layout("<p>\n  {% if name %}\n    {{ name }}\n  {% endif %}\n</p>\n")
    '<p>\n{% if name %}{{ name }}\n{% endif %}</p>\n'
    """
    if "<pre" in source:
        return source
    return STRUCTURE.sub(r"\1", INDENTATION.sub("", source))
