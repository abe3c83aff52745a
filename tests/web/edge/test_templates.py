"""The layout of a template does not reach the page."""

import pytest
from django.template.loader import get_template

from tongxin.web.edge.templates import without_layout


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<ul>\n  <li>\n</ul>\n", "<ul>\n<li>\n</ul>\n"),
        (
            "a\n  {% if x %}\n    b\n  {% else %}\n    c\n  {% endif %}\nd",
            "a\n{% if x %}b\n{% else %}c\n{% endif %}d",
        ),
        (
            "{% for x in y %}\n  {{ x }}\n{% empty %}\n-{% endfor %}\n",
            "{% for x in y %}{{ x }}\n{% empty %}-{% endfor %}\n",
        ),
        (
            '{% translate "Save" as word %}\n{# A note #}\n{{ word }}\n',
            '{% translate "Save" as word %}{# A note #}{{ word }}\n',
        ),
        ("<p\n    {% if x %}\n    hidden\n    {% endif %}>", "<p\n{% if x %}hidden\n{% endif %}>"),
    ],
)
def test_indentation_and_lines_of_steering_tags_leave_nothing(written, kept):
    assert without_layout(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        '{% include "a.html" %}\n<p>\n',
        '{% empty "first" title %}\n<p>\n',
        '{% translate "Save" %}\n{{ name }}\n',
        "{% blocktranslate with name=x as y %}\na\n{% endblocktranslate %}\n{{ name }}",
        "{% if x %} a\n{% endif %} b\n",
        "<pre>\n  {% if x %}\n    as written\n  {% endif %}\n</pre>\n",
    ],
)
def test_what_draws_keeps_its_line_break(written):
    assert without_layout(written) == written


def test_pages_are_loaded_so():
    assert "\n " not in get_template("work/_rows.html").template.source
