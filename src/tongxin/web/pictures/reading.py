"""Find a picture in the page that shows it, and read its drawing and its table."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.sax.saxutils import escape, quoteattr

# HTML knows no capitals; SVG does.
CAPITALS = {
    "viewbox": "viewBox", "markerwidth": "markerWidth", "markerheight": "markerHeight", "refx": "refX", "refy": "refY",
    "preserveaspectratio": "preserveAspectRatio", "textlength": "textLength", "lengthadjust": "lengthAdjust",
    "patternunits": "patternUnits", "gradientunits": "gradientUnits", "pathlength": "pathLength",
}  # fmt: skip
CAPITAL_TAGS = {"lineargradient": "linearGradient", "clippath": "clipPath", "textpath": "textPath"}
# What belongs to the page alone: links, and names for scripts and readers aloud of that page.
LEFT_OUT = ("href", "role", "tabindex", "hidden", "target")
LEFT_OUT_STARTS = ("data-", "aria-", "hx-", "on", "xmlns")


@dataclass(slots=True, kw_only=True)
class Picture:
    """A picture as its page shows it.

    Attributes:
        legend: what its signs stand for, in words.
        drawing: the inside of its SVG, as XML; empty where it is a table alone.
        box: left, top, width and height of the drawing.
        rows: of its table, the head first.
    """

    finding: str = ""
    note: str = ""
    legend: str = ""
    drawing: str = ""
    box: tuple[float, float, float, float] = (0, 0, 0, 0)
    rows: list[list[str]] = field(default_factory=list)


def read_picture(html: str, name: str) -> Picture | None:
    """Return the picture of a page, `None` when the page has none of that name."""
    reader = _Reader(name)
    reader.feed(html)
    reader.close()
    if not reader.found:
        return None
    picture = reader.picture
    picture.finding, picture.note = _clean(reader.finding), _clean(reader.note)
    picture.legend = " · ".join(filter(None, map(_clean, reader.legend)))
    picture.drawing = "".join(reader.drawing)
    return picture


def _clean(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


class _Reader(HTMLParser):
    """Walk through a page; what stands in the figure of the name is kept."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name, self.found = name, False
        self.picture = Picture()
        self.finding: list[str] = []
        self.note: list[str] = []
        self.legend: list[list[str]] = []
        self.drawing: list[str] = []
        self._figures = 0
        self._svg = 0
        self._is_drawn = False
        self._is_legend = False
        self._target: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "figure":
            self._figures = (
                self._figures + 1 if self._figures else int(given.get("data-picture") == self.name)
            )
            self.found = self.found or bool(self._figures)
        elif self._svg:
            self._open(tag, given, is_empty=False)
        elif self._figures:
            self._start(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._svg:
            self._open(tag, {name: value or "" for name, value in attrs}, is_empty=True)
        elif tag not in {"svg", "figure"}:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._svg:
            self._svg -= tag == "svg"
            if self._svg:
                self.drawing.append(f"</{_tag(tag)}>")
        elif self._figures:
            self._end(tag)

    def handle_data(self, data: str) -> None:
        if self._svg:
            self.drawing.append(escape(data))
        elif self._cell is not None:
            self._cell.append(data)
        elif self._target is not None:
            self._target.append(data)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "svg" and given.get("role") and not self._is_drawn:
            self._svg, self._is_drawn = 1, True
            left, top, width, height = (float(part) for part in given.get("viewbox", "0 0 0 0").split())
            self.picture.box = (left, top, width, height)
        elif tag in {"h2", "h3", "h4"}:
            self._target = self.finding
        elif tag == "figcaption":
            self._target = self.note
        elif tag == "p" and "legend" in given.get("class", "").split():
            self._is_legend = True
        elif tag == "span" and self._is_legend:
            self.legend.append([])
            self._target = self.legend[-1]
        elif tag == "svg" and self._is_legend and self.legend:
            # A sign that is drawn cannot be told in words; the drawing has it.
            self.legend.pop()
            self._target = None
        elif tag == "tr":
            self.picture.rows.append([])
        elif tag in {"th", "td"} and self.picture.rows:
            self._cell, self._span = [], int(given.get("colspan") or 1)

    def _end(self, tag: str) -> None:
        if tag == "figure":
            self._figures -= 1
        elif tag in {"th", "td"} and self._cell is not None:
            self.picture.rows[-1] += [_clean(self._cell), *[""] * (self._span - 1)]
            self._cell = None
        elif tag in {"h2", "h3", "h4", "figcaption", "span"}:
            self._target = None
        elif tag == "p":
            self._is_legend = False

    def _open(self, tag: str, given: dict[str, str], *, is_empty: bool) -> None:
        self._svg += tag == "svg" and not is_empty
        kept = "".join(
            f" {CAPITALS.get(name, name)}={quoteattr(value)}"
            for name, value in given.items()
            if name not in LEFT_OUT and not name.startswith(LEFT_OUT_STARTS)
        )
        self.drawing.append(f"<{_tag(tag)}{kept}{'/' if is_empty else ''}>")


def _tag(tag: str) -> str:
    # A link of the page is a group of the file.
    return "g" if tag == "a" else CAPITAL_TAGS.get(tag, tag)
