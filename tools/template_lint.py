#!/usr/bin/env python3
"""Check the templates for what no general linter knows: our content policy, htmx habits, translations.

Without arguments it reads every template and every script of our own under src/tongxin.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tongxin"

# The gallery shows the components with sample records; its text is data, not interface.
GALLERY = "templates/design/"

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
HELD = re.compile(f"{OPEN}(\\d+){CLOSE}")
COMMENT = re.compile(r"\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
TRANSLATED = re.compile(
    r"(\{%\s*blocktrans(?:late)?\b.*?%\})(.*?)(\{%\s*endblocktrans(?:late)?\s*%\})", re.DOTALL
)
# Blocks that fill an attribute of the frame hold class names and attributes, not prose.
ATTRIBUTE_BLOCK = re.compile(
    r"\{%\s*block (?:\w+_class|about|body_attributes)\s*%\}.*?\{%\s*endblock\b.*?%\}", re.DOTALL
)
MARKUP = re.compile(r"<[^>]*>")
# 67%, in all three languages; in a translation the catalogues are checked for it.
APART = re.compile(f"[{CLOSE}0-9] %")
WORD = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
ALLOWED_WORDS = re.compile(r"Tongxin|同心|&[a-z]+;|&#\w+;")
CODE_COMPARED = re.compile(
    r"""(?:==|!=|\bin)\s*["'][A-Z][A-Z0-9_]+["']|["'][A-Z][A-Z0-9_]+["']\s*(?:==|!=|\bin\b)"""
)
BARE_ARGUMENT = re.compile(r"""\b(?:title|label|text|heading|hint|message|caption)=["'][^"']*[A-Za-z]{2}""")
FOREIGN_URL = re.compile(r"(?:https?:)?//[\w.-]+\.\w")
STANDARD_URL = re.compile(r"http://www\.w3\.org/")
REQUESTS = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
SPOKEN = ("title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription", "label")
NOT_PROSE = frozenset({"script", "style", "code", "kbd", "samp", "svg", "pre"})
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
        "circle",
        "rect",
        "line",
        "use",
        "polyline",
    ]
)
LINE_LENGTH = 120
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "legend", "li", "link", "main", "meta", "nav", "ol", "option", "p", "script", "section",
    "summary", "table", "tbody", "td", "template", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, and where."""

    path: str
    line: int
    text: str


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str]
    line: int
    has_token: bool = False
    named: bool = False
    filled: bool = False


class _Reader(HTMLParser):
    """Walk the markup of one template whose Django tokens are held aside."""

    def __init__(self, path: str, tokens: list[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.path, self.tokens = path, tokens
        self.faults: list[Fault] = []
        self.open: list[_Element] = []
        self.block_line = 0

    def fault(self, text: str, line: int | None = None) -> None:
        self.faults.append(Fault(self.path, line or self.getpos()[0], text))

    def original(self, text: str) -> str:
        return HELD.sub(lambda match: self.tokens[int(match[1])], text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: self.original(value or "") for name, value in attrs}
        element = _Element(tag, attributes, self.getpos()[0])
        if tag == "title" and self.open and self.open[-1].tag == "svg":
            self.open[-1].named = True
        self.check(element)
        self.check_place(element)
        self.fill()
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index].tag == tag:
                for element in self.open[index:]:
                    self.finish(element)
                del self.open[index:]
                return

    def handle_data(self, data: str) -> None:
        if "{% csrf_token %}" in self.original(data):
            for element in self.open:
                element.has_token = True
        if data.strip():
            self.fill()
        if APART.search(data):
            self.fault("space before a percent sign")
        if GALLERY in self.path or any(element.tag in NOT_PROSE for element in self.open):
            return
        text = ALLOWED_WORDS.sub("", HELD.sub("", data))
        if WORD.search(text):
            self.fault(f"text outside a translation: {text.strip()[:60]!r}")

    def fill(self) -> None:
        if self.open:
            self.open[-1].filled = True

    def check(self, element: _Element) -> None:
        for name, value in element.attributes.items():
            if name == "style":
                self.fault("inline style: the content policy forbids it, use a class")
            if name.startswith("on"):
                self.fault(f"inline handler {name}: use a data- hook")
            if name in SPOKEN and WORD.search(ALLOWED_WORDS.sub("", TOKEN.sub("", value))):
                self.fault(f"{name} outside a translation: {value[:60]!r}")
            if FOREIGN_URL.search(TOKEN.sub("", value)) and not STANDARD_URL.match(value):
                self.fault(f"address of a third party in {name}")
        self.check_tag(element)
        if any(name in element.attributes for name in REQUESTS):
            self.check_request(element)

    def check_tag(self, element: _Element) -> None:
        has = element.attributes.__contains__
        if element.tag == "script" and not has("src"):
            self.fault("script without src: the content policy forbids it")
        if element.tag == "style":
            self.fault("style element: the content policy forbids it")
        if element.tag == "button" and not has("type"):
            self.fault("button without type: it would submit the form around it")
        if element.tag == "img" and not has("alt"):
            self.fault("img without alt")
        if (
            element.attributes.get("tabindex", "0").isdigit()
            and element.attributes.get("tabindex", "0") != "0"
        ):
            self.fault("positive tabindex breaks the order of the page")

    def check_place(self, element: _Element) -> None:
        if element.tag in BLOCKS:
            if element.line == self.block_line:
                self.fault(f"<{element.tag}> on the line of another element: one element a line")
            self.block_line = element.line

    def check_request(self, element: _Element) -> None:
        for name in ("id", "hx-target", "hx-swap"):
            if not element.attributes.get(name):
                self.fault(f"element with a request of its own lacks its own {name}")
        if re.search(r"forloop|random|now", element.attributes.get("id", "")):
            self.fault("the id of an element with a request must be the same on every rendering")

    def finish(self, element: _Element) -> None:
        attributes = element.attributes
        if element.tag == "svg":
            titled = element.named or attributes.get("aria-label") or attributes.get("aria-labelledby")
            if attributes.get("aria-hidden") != "true" and not (
                attributes.get("role") in {"img", "group"} and titled
            ):
                self.fault(
                    'svg neither decorative (aria-hidden="true") nor titled (role="img", "group" around links)',
                    element.line,
                )
        if (
            element.tag == "form"
            and attributes.get("method", "get").lower() == "post"
            and not element.has_token
        ):
            self.fault("form that posts without {% csrf_token %}", element.line)
        if element.tag == "td" and element.filled and self.lacks_label(element):
            self.fault("cell of a folding table without data-label: a phone shows no heads", element.line)

    def lacks_label(self, element: _Element) -> bool:
        classes = element.attributes.get("class", "").split()
        tables = [one for one in self.open if one.tag == "table"]
        return (
            bool(tables)
            and "fold" in tables[-1].attributes.get("class", "").split()
            and not {"sel", "acts-col"}.intersection(classes)
            and "data-label" not in element.attributes
        )


def lint(text: str, path: str) -> list[Fault]:
    """Return the faults of one template, in order."""
    text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    text = ATTRIBUTE_BLOCK.sub(lambda match: "\n" * match[0].count("\n"), text)
    text = TRANSLATED.sub(_keep_markup, text)
    tokens: list[str] = []
    faults = list(_token_faults(text, path))

    def hold(match: re.Match[str]) -> str:
        tokens.append(match[0])
        return f"{OPEN}{len(tokens) - 1}{CLOSE}" + "\n" * match[0].count("\n")

    reader = _Reader(path, tokens)
    reader.feed(TOKEN.sub(hold, text))
    reader.close()
    for element in reader.open:
        reader.finish(element)
    return sorted(faults + reader.faults)


def _keep_markup(match: re.Match[str]) -> str:
    """Keep a translated block's markup and drop its words, which are the translator's business."""
    start, body, end = match.groups()
    kept = "".join(MARKUP.findall(body))
    return start + kept + "\n" * (body.count("\n") - kept.count("\n")) + end


def _token_faults(text: str, path: str) -> Iterator[Fault]:
    for number, written in enumerate(text.splitlines(), start=1):
        if len(written) > LINE_LENGTH:
            yield Fault(path, number, f"{len(written)} characters a line, {LINE_LENGTH} are allowed")
    for match in TOKEN.finditer(text):
        token, line = match[0], text.count("\n", 0, match.start()) + 1
        if re.search(r"\|\s*(safe|safeseq)\b", token) and not token.startswith("{#"):
            yield Fault(path, line, "|safe on a variable: build the markup in a template or with format_html")
        if re.match(r"\{%\s*autoescape\s+off", token):
            yield Fault(path, line, "autoescape off")
        if re.match(r"\{%\s*(if|elif)\b", token) and CODE_COMPARED.search(token):
            yield Fault(path, line, "a code is compared in a template: ask a property instead")
        if not re.match(r"\{%\s*blocktrans", token) and BARE_ARGUMENT.search(token):
            yield Fault(path, line, 'a text argument outside a translation: write _("…")')


def lint_script(text: str, path: str) -> list[Fault]:
    """Return the faults of one script of our own."""
    found: list[Fault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if re.search(r"\.(innerHTML|outerHTML)\s*\+?=|insertAdjacentHTML|\beval\(|new Function\(", line):
            found.append(
                Fault(path, number, "text turned into markup or code: use textContent or a template element")
            )
        if FOREIGN_URL.search(line) and not line.lstrip().startswith(("//", "*", "/*")):
            found.append(Fault(path, number, "address of a third party"))
    if re.search(r"""["']Enter["']""", text) and not re.search(r"isComposing|\bisKey\b", text):
        found.append(Fault(path, 1, "reacts to Enter without asking isComposing: breaks Chinese input"))
    return found


def main(arguments: list[str]) -> int:
    files = [Path(argument) for argument in arguments] or [
        *sorted(SOURCE.rglob("templates/**/*.html")),
        *sorted(file for file in SOURCE.rglob("static/**/*.js") if "vendor" not in file.parts),
    ]
    faults: list[Fault] = []
    for file in files:
        read = lint_script if file.suffix == ".js" else lint
        faults += read(file.read_text(encoding="utf-8"), str(file.resolve().relative_to(ROOT)))
    for fault in faults:
        print(f"{fault.path}:{fault.line}: {fault.text}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
