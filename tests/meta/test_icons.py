"""Every icon that a template or a page names is in the sprite: a missing one would show as a gap."""

import re
from pathlib import Path

WEB = Path(__file__).parents[2] / "src" / "tongxin" / "web"
DRAWN = re.compile(r"""\{% icon "([\w-]+)"|icon(?:_name)?="([\w-]+)\"""")


def test_named_icons_are_drawn():
    sprite = (WEB / "static/vendor/tabler/icons.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'symbol id="([\w-]+)"', sprite))
    sources = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
    named = {
        (name, path.name)
        for path in sources
        for pair in DRAWN.findall(path.read_text(encoding="utf-8"))
        for name in pair
        if name
    }
    assert len(named) > 30
    assert {(name, where) for name, where in named if name not in there} == set()
