"""Write static/js/tongxin.js: every script of ours in one file, each in a scope of its own, those it needs before it.

One file is one request. The parts stay the source; `python tools/bundle_js.py --check` fails when the bundle is older
than they are. What it understands is what our scripts use: imports of names from files beside them, and exported
functions.
"""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src/tongxin/web/static/js"
ENTRY, BUNDLE = "app.js", "tongxin.js"
IMPORT = re.compile(r'^import (?:\{ ([\w, ]+) \} from )?"\./([\w.]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?function (\w+))", re.MULTILINE)


def bundle(folder: Path = FOLDER, entry: str = ENTRY) -> str:
    """Return all scripts in the order they run in.

    Raises:
        SystemExit: a script uses modules in a way that this tool does not know.
    """
    written: dict[str, str] = {}
    _write(folder, entry, written, [])
    return "// Written by tools/bundle_js.py from the files beside it.\n" + "\n".join(written.values())


def _write(folder: Path, name: str, written: dict[str, str], above: list[str]) -> None:
    if name in above:
        raise SystemExit(f"Scripts import each other in a circle: {' → '.join([*above, name])}")
    if name in written:
        return
    text = (folder / name).read_text(encoding="utf-8")
    for match in IMPORT.finditer(text):
        _write(folder, match[2], written, [*above, name])
    written[name] = _scoped(name, text)


def _scoped(name: str, text: str) -> str:
    exported = [match[2] for match in EXPORT.finditer(text)]
    body = EXPORT.sub(r"\1", IMPORT.sub(_names, text))
    strange = re.search(r"^\s*(?:import\b|export\b).*", body, re.MULTILINE)
    if strange:
        raise SystemExit(f"{name}: {strange[0].strip()!r} is a form of import or export that is not bundled")
    body = re.sub(r"^ *//.*\n", "", body, flags=re.MULTILINE).strip()
    given = f"return {{ {', '.join(exported)} }};\n" if exported else ""
    start = f"const {_scope(name)} = " if exported else ""
    return f"{start}(() => {{\n{body}\n{given}}})();\n"


def _names(match: re.Match[str]) -> str:
    return f"const {{ {match[1]} }} = {_scope(match[2])};\n" if match[1] else ""


def _scope(name: str) -> str:
    return f"in_{name.removesuffix('.js')}"


def main(arguments: list[str]) -> int:
    """Write the bundle, or with `--check` say whether it is as new as its parts."""
    target, text = FOLDER / BUNDLE, bundle()
    if "--check" in arguments:
        if target.exists() and target.read_text(encoding="utf-8") == text:
            return 0
        print("static/js/tongxin.js is older than the scripts: run python tools/bundle_js.py")
        return 1
    target.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
