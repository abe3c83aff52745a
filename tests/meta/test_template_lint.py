"""The template lint finds each bad habit and leaves good markup alone."""

import pytest
from tools.template_lint import lint, lint_script

BAD = {
    "inline style": '<p style="color: red"></p>',
    "inline handler onclick": '<p onclick="go()"></p>',
    "script without src": "<script>go()</script>",
    "style element": "<style>p { }</style>",
    "lacks its own id": '<a hx-get="/x" hx-target="#a" hx-swap="outerHTML"></a>',
    "lacks its own hx-target": '<a id="b" hx-get="/x" hx-swap="outerHTML"></a>',
    "lacks its own hx-swap": '<form id="b" hx-post="/x" hx-target="this"></form>',
    "same on every rendering": '<a id="r{{ forloop.counter }}" hx-get="/x" hx-target="this" hx-swap="none"></a>',
    "|safe on a variable": "<p>{{ note|safe }}</p>",
    "autoescape off": "{% autoescape off %}{{ note }}{% endautoescape %}",
    "code is compared": '{% if deal.status == "WON" %}<b></b>{% endif %}',
    "code is compared ": '{% elif "WON" in codes %}',
    "svg neither": '<svg><path d="M0 0"/></svg>',
    "address of a third party in href": '<link href="https://fonts.example.com/a.css">',
    "address of a third party in src": '<img alt="" src="//cdn.example.com/a.png">',
    "text outside a translation": "<p>Save changes</p>",
    "text outside a translation: '儲存'": "<p>{{ n }}儲存</p>",
    "space before a percent sign": "<p>{{ share }} %</p>",
    "title outside": '<p title="Save {{ name }}"></p>',
    "placeholder outside": '<input placeholder="Name">',
    "a text argument": '{% include "a.html" with title="Save" %}',
    "button without type": "<button></button>",
    "img without alt": '<img src="/a.png">',
    "positive tabindex": '<p tabindex="3"></p>',
    "without {% csrf_token %}": '<form method="post"></form>',
    "121 characters a line": '<p class="' + 105 * "a" + '"></p>',
    "without data-label": '<table class="table fold">\n<td class="num">{{ price }}</td>\n</table>',
    "<p> on the line of another element": '<div><p class="note"></p></div>',
}

GOOD = (
    '<p class="note">{% trans "Save" %} {{ name }}</p>',
    "<p>{{ share }}% {% if more %}100%{% endif %}</p>",
    '<p class="' + 104 * "a" + '"></p>',
    '<ul>\n  <li><a href="/x"><b></b></a></li>\n</ul>',
    '<h1>{% blocktrans with n=count %}See <a href="/x">{{ n }} deals</a> of yours{% endblocktrans %}</h1>',
    '<a id="more-{{ uid }}" hx-get="{% url \'web:x\' %}" hx-target="#list" hx-swap="outerHTML"></a>',
    '<script src="{% static "js/a.js" %}" defer></script>',
    '<svg aria-hidden="true"><path d="M0 0"/></svg>',
    '<svg role="img"><title>{% trans "Trend" %}</title><path d="M0 0"/></svg>',
    '<svg role="img" aria-label="{% trans "Trend" %}" xmlns="http://www.w3.org/2000/svg"></svg>',
    "<p>Tongxin 同心 · &nbsp; <kbd>Ctrl</kbd> + <kbd>K</kbd> → 1 a b</p>",
    '<table class="fold">\n<td class="sel"><b></b></td>\n<td></td>\n</table>\n<table>\n<td>1</td>\n</table>',
    '<form method="post">{% csrf_token %}<button type="submit">{% trans "Save" %}</button></form>',
    '{% include "a.html" with title=_("Save") kind="plain" %}',
    '{% if deal.is_won %}<b class="won"></b>{% endif %}',
    "{# A note for developers, with <style> in it #}{% comment %}<p>Old words</p>{% endcomment %}",
    '<div {% if open %}class="open"{% endif %} tabindex="-1" title="{% trans "Open" %}"></div>',
)


@pytest.mark.parametrize("fault", BAD)
def test_bad_markup_is_found(fault):
    found = [each.text for each in lint(BAD[fault], "page.html")]
    assert len(found) == 1, found
    assert fault.strip() in found[0]


@pytest.mark.parametrize("text", GOOD)
def test_good_markup_passes(text):
    assert lint(text, "page.html") == []


def test_fault_names_its_line():
    (fault,) = lint("<p>\n{# a\nb #}\n{{ note|safe }}</p>", "page.html")
    assert fault.line == 4


@pytest.mark.parametrize(
    "line",
    [
        "node.innerHTML = text;",
        "node.insertAdjacentHTML('x', y)",
        "eval(text)",
        'fetch("https://a.example.com/")',
    ],
)
def test_bad_script_is_found(line):
    assert len(lint_script(line, "a.js")) == 1


def test_enter_must_ask_whether_an_input_method_is_composing():
    assert lint_script('if (e.key === "Enter") go();', "a.js")
    assert not lint_script('if (e.key === "Enter" && !e.isComposing) go();', "a.js")
