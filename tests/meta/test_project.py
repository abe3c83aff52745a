"""The parts of the project agree with each other."""

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from tools import decisions_index, personal_data_page, reliability_page

ROOT = Path(__file__).resolve().parents[2]

# Slow to import or large in memory: they belong to imports, exports and analyses, never to a page.
HEAVY = {
    "numpy", "scipy", "pandas", "networkx", "sklearn", "duckdb", "ibis", "openpyxl", "python_calamine",
    "xlsxwriter", "pptx", "docx", "typst", "mcp",
}  # fmt: skip
START = """
import importlib, json, sys
from tongxin.config.wsgi import application
from django.conf import settings
importlib.import_module(settings.ROOT_URLCONF)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


@pytest.mark.django_db
def test_migrations_are_complete():
    printed = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=printed)
    assert "No changes detected" in printed.getvalue()


def test_the_web_process_starts_without_heavy_libraries():
    done = subprocess.run([sys.executable, "-c", START], cwd=ROOT, check=True, capture_output=True, text=True)
    loaded = set(re.findall(r'"([^"]+)"', done.stdout.splitlines()[-1]))
    assert "django" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.needs("gettext")
def test_catalogues_are_complete():
    command = [sys.executable, "tools/i18n.py", "check"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.stdout.strip() == "catalogues complete", done.stdout[-3000:] + done.stderr


def documented_commands() -> list[tuple[str, str]]:
    """Return every `make TARGET` that a page of the project tells its reader to type."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(
        {
            (str(page.relative_to(ROOT)), target)
            for page in pages
            for target in re.findall(r"(?:`|^\s*\$? ?)make ([a-z][a-z0-9-]*)", page.read_text("utf-8"), re.M)
        }
    )


def test_every_documented_make_target_exists():
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    commands = documented_commands()
    assert commands
    assert [pair for pair in commands if pair[1] not in targets] == []


@pytest.mark.parametrize(
    "generated",
    [decisions_index, personal_data_page, reliability_page],
    ids=lambda module: module.__name__,
)
def test_generated_page_is_fresh(generated):
    assert generated.PAGE.read_text(encoding="utf-8") == generated.page(), "run: make generated"


def test_every_link_between_pages_leads_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_locks_pin_every_package_with_hashes():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = re.sub(r"\\\n", " ", lock.read_text(encoding="utf-8"))
        lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        assert lines
        assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_ci_script_runs_the_whole_suite_and_is_executable():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    text = script.read_text(encoding="utf-8")
    assert "CI=true" in text
    assert "make test" in text
