"""What waits for the next release is written so that it can be put together."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "changes"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(\w+)\.md")
WORDS = re.compile(r"^[A-Z`/].*[.]$", re.DOTALL)


def faults(name: str, text: str) -> list[str]:
    """Return what is wrong with a file of docs/changes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kinds = {kind["directory"] for kind in project["tool"]["towncrier"]["type"]}
    named = NAME.fullmatch(name)
    found = []
    if named is None or named[2] not in kinds:
        found.append(f"{name}: call it a-few-words.KIND.md with one of {', '.join(sorted(kinds))}")
    if not WORDS.match(text.strip()):
        found.append(f"{name}: one or two whole sentences, without a bullet or a heading")
    if "\n\n" in text.strip() or len(text) > 600:
        found.append(f"{name}: one paragraph of at most 600 characters")
    return found


def test_every_change_is_well_formed():
    files = [file for file in FOLDER.iterdir() if file.name not in {"README.md", "template.jinja"}]
    assert [fault for file in files for fault in faults(file.name, file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("views.md", "Views are kept."),
        ("views.new.md", "Views are kept."),
        ("Views.added.md", "Views are kept."),
        ("views.added.md", "- Views are kept."),
        ("views.added.md", ""),
        ("views.added.md", "Views are kept.\n\nSo are filters."),
        ("views.added.md", "Views are kept. " * 50),
    ],
)
def test_a_change_that_is_not_is_named(name, text):
    assert faults(name, text)


def test_a_release_puts_the_changes_together_above_the_older_ones_and_removes_them(tmp_path):
    for name in ("pyproject.toml", "docs/changes/template.jinja"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n<!-- releases -->\n\n## 0.1.0\n", encoding="utf-8")
    for name, text in (("b.fixed.md", "Sums add up."), ("a.added.md", "Views are kept.")):
        (tmp_path / "docs" / "changes" / name).write_text(f"{text}\n", encoding="utf-8")
    command = [Path(sys.executable).with_name("towncrier"), "build", "--yes", "--version", "0.2.0"]
    subprocess.run([*command, "--date", "2026-12-01"], cwd=tmp_path, check=True, capture_output=True)
    text = (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = [
        "<!-- releases -->",
        "## 0.2.0 · 2026-12-01",
        "### Added\n- Views are kept.",
        "### Fixed\n- Sums",
        "## 0.1.0",
    ]
    assert sorted(parts, key=text.index) == parts
    assert not list((tmp_path / "docs" / "changes").glob("*.md"))
