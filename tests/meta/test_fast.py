"""What must hold for every file of the project, quick enough to ask before each change lands."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import bundle_css, bundle_js, template_lint

ROOT = Path(__file__).resolve().parents[2]
LINES_A_FILE = 500
CHARACTERS_A_FILE = 50 * LINES_A_FILE
LINES_A_FUNCTION = 40
WRITTEN_BY_HAND = (".py", ".html", ".js", ".css", ".sh")
GENERATED = (
    "requirements/",
    "docs/reference/",
    "src/tongxin/web/static/vendor/",
    "src/tongxin/web/static/css/app.css",
    "src/tongxin/web/static/js/tongxin.js",
    "tests/browser/vendor/",
)

# Spelt in pieces, so that this file does not hold what it looks for.
PACKAGE_INDEXES = ("pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js.org", "--index" + "-url")
FOREIGN_PATHS = re.compile(r"(?<![\w.])/(?:root|work|home/\w+)" + r"/\w")


def tracked() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """Yield name and text of each tracked file that is text."""
    for file in tracked():
        try:
            yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its docstring, which other rules ask to be complete."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_no_file_is_longer_than_500_lines():
    long = [
        f"{name}: {text.count(chr(10))} lines, {len(text)} characters"
        for name, text in texts()
        if name.endswith(WRITTEN_BY_HAND)
        and not name.startswith(GENERATED)
        and (text.count("\n") > LINES_A_FILE or len(text) > CHARACTERS_A_FILE)
        and "/migrations/" not in name
    ]
    assert long == []


def test_no_function_is_longer_than_40_lines():
    long = [
        f"{name}:{node.lineno} {node.name}: {length(node)} lines"
        for name, text in texts()
        if name.endswith(".py") and "/migrations/" not in name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > LINES_A_FUNCTION
    ]
    assert long == []


def test_no_file_names_a_package_index():
    assert [(name, index) for name, text in texts() for index in PACKAGE_INDEXES if index in text] == []


def test_no_file_names_a_path_of_somebodys_machine():
    found = [
        f"{name}: {match[0]}"
        for name, text in texts()
        if not name.startswith("src/tongxin/web/static/vendor/")
        for match in FOREIGN_PATHS.finditer(text)
    ]
    assert found == []


def test_every_field_for_a_day_takes_what_people_type():
    # Behind a link no script of ours runs: the customer has the calendar of the browser.
    own = ("src/tongxin/web/shell/", "src/tongxin/web/shared/", "src/tongxin/web/static/")
    native = re.compile(r"""type="(?:date|datetime-local)"|forms\.Date(?:Time)?(?:Field|Input)\(""")
    found = [
        name
        for name, text in texts()
        if name.startswith("src/tongxin/web/") and not name.startswith(own) and native.search(text)
    ]
    assert found == []


def test_no_merge_conflict_was_left():
    marks = ("<" * 7 + " ", ">" * 7 + " ")
    assert [name for name, text in texts() for line in text.splitlines() if line.startswith(marks)] == []


def test_templates_and_scripts_pass_their_lint(capsys):
    template_lint.main([])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("tool", [bundle_css, bundle_js], ids=["css", "js"])
def test_what_pages_load_is_as_new_as_its_parts(tool):
    assert tool.main(["--check"]) == 0


def test_a_bundle_runs_each_script_once_after_those_it_needs(tmp_path):
    (tmp_path / "app.js").write_text('import { say } from "./say.js";\nimport "./loud.js";\n\nsay();\n')
    (tmp_path / "loud.js").write_text('// Loud.\nimport { say } from "./say.js";\n\nsay();\n')
    (tmp_path / "say.js").write_text("export function say() {}\n")
    text = bundle_js.bundle(tmp_path)
    assert text.count("function say()") == 1
    assert text.index("function say()") < text.index("const { say } = in_say;")
    assert not re.search(r"^(import|export)\b|// Loud", text, re.MULTILINE)
    (tmp_path / "say.js").write_text("export default 3;\n")
    with pytest.raises(SystemExit, match="not bundled"):
        bundle_js.bundle(tmp_path)
    (tmp_path / "say.js").write_text('import "./app.js";\n')
    with pytest.raises(SystemExit, match="circle"):
        bundle_js.bundle(tmp_path)
