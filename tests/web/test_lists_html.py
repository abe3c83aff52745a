"""HTML written part by part: what people typed stays text."""

from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from tongxin.web.lists.html import join, write


def test_values_are_escaped_unless_they_are_html_already():
    typed = "<b>'&\""
    assert write('<i title="{}">{}</i>', typed, mark_safe("<u>1</u>")) == (
        '<i title="&lt;b&gt;&#x27;&amp;&quot;"><u>1</u></i>'
    )
    with override("en"):
        assert write("{}", gettext_lazy("Accounts")) == "Accounts"
    assert join([typed, write("<p>{}</p>", "a"), 3]) == "&lt;b&gt;&#x27;&amp;&quot;<p>a</p>3"
