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


def main(arguments: list[str]) -> int:
    """Write the bundle, or with `--check` say whether it is as new as its parts."""
    target, text = FOLDER / "app.css", bundle()
    if "--check" in arguments:
        if target.exists() and target.read_text(encoding="utf-8") == text:
            return 0
        print("static/css/app.css is older than the style sheets: run python tools/bundle_css.py")
        return 1
    target.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
