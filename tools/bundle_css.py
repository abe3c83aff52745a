"""Write static/css/app.css: every part of the style sheet in its order, one part a line, without comments.

One file is one request. The parts stay the source; `python tools/bundle_css.py --check` fails when the
bundle is older than they are.
"""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src/tongxin/web/static/css"
PARTS = (
    "tokens", "reset", "base", "shell", "page", "button", "chip", "field", "table", "list", "tabs", "work", "board", "path",
    "timeline", "picture", "committee", "overlay", "state", "log", "flow", "utilities", "modes",
)  # fmt: skip


def squeezed(text: str) -> str:
    """Return the sheet without comments and with single spaces; strings hold no comment marks in our sheets."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(";}", "}")


def bundle() -> str:
    """Return the whole style sheet."""
    missing = {path.stem for path in FOLDER.glob("*.css")} - {*PARTS, "app"}
    if missing:
        raise SystemExit(f"Not in PARTS: {', '.join(sorted(missing))}")
    return "\n".join(squeezed((FOLDER / f"{part}.css").read_text(encoding="utf-8")) for part in PARTS) + "\n"


def main() -> None:
    target = FOLDER / "app.css"
    if "--check" in sys.argv:
        if target.read_text(encoding="utf-8") != bundle():
            raise SystemExit("static/css/app.css is out of date: run python tools/bundle_css.py")
        return
    target.write_text(bundle(), encoding="utf-8")


if __name__ == "__main__":
    main()
