"""A drawing as a file of its own: the finding above it, what it rests on below, and its ink inside."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tongxin.web.pictures.reading import Picture

STYLES = Path(__file__).resolve().parents[1] / "static" / "css"
RULE = re.compile(r"(?:^|(?<=[}\s]))(svg \.[\w.-]+(?:,\s*svg \.[\w.-]+)*) \{([^{}]*)\}")
TOKEN = re.compile(r"(--[\w-]+):\s*light-dark\(([^,()]+),\s*([^()]+)\)")
EDGE, FINDING, NOTE = 16, 16, 11
LEADING = 1.4


def standalone(picture: Picture, *, faces: Iterable[str], is_dark: bool = False) -> str:
    """Return the drawing of a picture as an SVG file.

    Args:
        faces: families to set its text in, the best first.
        is_dark: whether it is to stand on a dark ground.
    """
    left, top, width, height = picture.box
    head = lines_of(picture.finding, width, FINDING)
    foot = [*lines_of(picture.legend, width, NOTE), *lines_of(picture.note, width, NOTE)]
    above = len(head) * FINDING * LEADING + EDGE
    below = len(foot) * NOTE * LEADING + EDGE
    box = (left - EDGE, top - above - EDGE, width + 2 * EDGE, above + height + below + 2 * EDGE)
    ground = f'<rect x="{box[0]:g}" y="{box[1]:g}" width="{box[2]:g}" height="{box[3]:g}" class="fs"/>'
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(f"{side:g}" for side in box)}"',
            f' width="{box[2]:g}" height="{box[3]:g}" font-family={quoteattr(_families(faces))}>',
            f"<title>{escape(picture.finding)}</title><style>{ink(is_dark=is_dark)}</style>{ground}",
            _written(head, left, top - above + FINDING, FINDING, "tx b"),
            picture.drawing,
            _written(foot, left, top + height + EDGE + NOTE, NOTE, "tx3"),
            "</svg>",
        )
    )


def lines_of(text: str, width: float, size: int) -> list[str]:
    """Return a text in lines that fit a width; a wide character takes a square, others about half of one."""
    lines, line, used = [], "", 0.0
    for part in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s?|\s", text):
        wanted = sum(size if each >= "\u2e80" else size * 0.55 for each in part)
        if line and used + wanted > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line, used = line + part, used + wanted
    return [*lines, line] if line else lines


@lru_cache(maxsize=2)
def ink(*, is_dark: bool) -> str:
    """Return the rules of the style sheets that colour drawings, with the colours of a theme in the place of tokens."""
    tokens = _tokens(is_dark=is_dark)
    # What only invites to act on the page has no place in a file.
    rules = [f"text {{ font-size: 12px; fill: {tokens['--text-2']}; }}", "svg .act {display: none;}"]
    for file in sorted(STYLES.glob("*.css")):
        if file.name != "app.css":
            found = RULE.findall(file.read_text(encoding="utf-8"))
            rules += [f"{name} {{{_coloured(body, tokens, is_dark=is_dark)}}}" for name, body in found]
    return " ".join(rules)


def _tokens(*, is_dark: bool) -> Mapping[str, str]:
    text = (STYLES / "tokens.css").read_text(encoding="utf-8")
    return {name: (dark if is_dark else light).strip() for name, light, dark in TOKEN.findall(text)}


def _coloured(body: str, tokens: Mapping[str, str], *, is_dark: bool) -> str:
    chosen = r"\2" if is_dark else r"\1"
    body = re.sub(r"var\((--[\w-]+)\)", lambda found: tokens.get(found[1], "none"), body)
    return re.sub(r"light-dark\(([^,()]+),\s*([^()]+)\)", chosen, body).strip()


def _families(faces: Iterable[str]) -> str:
    return ", ".join(f"'{face}'" for face in faces) + ", sans-serif"


def _written(lines: list[str], x: float, y: float, size: int, css: str) -> str:
    return "".join(
        f'<text x="{x:g}" y="{y + place * size * LEADING:g}" class="{css}" style="font-size: {size}px">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
