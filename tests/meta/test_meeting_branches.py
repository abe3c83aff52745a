"""Two branches that each add an object land one after the other, without a hand on a conflict."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from tools import bootstrap, catalogue
from tools.catalogue import Key, Message

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = "src/tongxin/crm/migrations"
CATALOGUE = "src/tongxin/locale/zh_Hant/LC_MESSAGES/django.po"
DESCRIPTION = "docs/reference/openapi.json"
MIGRATION = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("crm", "{before}")]
    operations = []
"""


class Clone:
    """A clone that holds the source and the tools of this project, and a branch `main`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        leave = shutil.ignore_patterns("__pycache__", "static", "*.mo", "data")
        for name in ("src", "tools"):
            shutil.copytree(ROOT / name, folder / name, ignore=leave)
        for name in (".gitattributes", "tests/settings.py", DESCRIPTION):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        (folder / ".venv" / "bin").mkdir(parents=True)
        (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
        (folder / ".gitignore").write_text("/.venv\n__pycache__/\n", encoding="utf-8")
        self.git("init", "--quiet", "--initial-branch", "main")
        bootstrap.set_merges(folder)
        self.commit()
        self.last = (folder / MIGRATIONS / "max_migration.txt").read_text(encoding="utf-8").strip()

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        names = ["-c", "user.name=A", "-c", "user.email=a@example.test", "-c", "core.hooksPath=none"]
        return self.run("git", *names, *arguments)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=self.folder, check=False, capture_output=True, text=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Change")

    def add_object(self, name: str, *, after: str) -> str:
        """Add what an object brings along: a migration, words, a line of the changelog, the API's description."""
        migration = f"{int(after[:4]) + 1:04}_{name}"
        self.write(f"{MIGRATIONS}/{migration}.py", MIGRATION.format(before=after))
        self.write(f"{MIGRATIONS}/max_migration.txt", f"{migration}\n")
        messages = catalogue.parse_po((self.folder / CATALOGUE).read_text(encoding="utf-8"))
        words = [*messages, Message(Key("", f"Aa {name}"), translation="物件")]
        self.write(CATALOGUE, catalogue.format_po("zh_Hant", words))
        self.write(f"docs/changes/{name}.added.md", f"A {name}.\n")
        self.write(DESCRIPTION, f'{{"{name}": 1}}\n')
        self.commit()
        return migration

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def migrations(self) -> list[str]:
        """Return the names of the migrations after the last one of the project."""
        names = sorted(file.stem for file in (self.folder / MIGRATIONS).glob("0*.py"))
        return names[names.index(self.last) + 1 :]


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path)


def test_no_app_has_two_last_migrations():
    call_command("check", tag=["models"])


def test_two_branches_that_each_add_an_object_meet(clone):
    clone.git("switch", "--quiet", "--create", "mine")
    first = clone.add_object("pear", after=clone.last)
    clone.add_object("plum", after=first)
    clone.git("switch", "--quiet", "main")
    landed = clone.add_object("apple", after=clone.last)
    clone.git("switch", "--quiet", "mine")

    met = clone.git("rebase", "main")
    assert met.returncode == 0, met.stdout + met.stderr
    lined = clone.run(sys.executable, "tools/migrations_in_line.py")
    assert lined.returncode == 0, lined.stderr

    number = int(landed[:4])
    pear, plum = f"{number + 1:04}_pear", f"{number + 2:04}_plum"
    assert clone.migrations() == [landed, pear, plum]
    assert landed in (clone.folder / MIGRATIONS / f"{pear}.py").read_text(encoding="utf-8")
    assert pear in (clone.folder / MIGRATIONS / f"{plum}.py").read_text(encoding="utf-8")
    assert (clone.folder / MIGRATIONS / "max_migration.txt").read_text(encoding="utf-8") == f"{plum}\n"
    assert "?? " not in clone.git("status", "--porcelain").stdout
    words = catalogue.parse_po((clone.folder / CATALOGUE).read_text(encoding="utf-8"))
    assert {"Aa apple", "Aa pear", "Aa plum"} <= {message.key.msgid for message in words}
    assert len(list((clone.folder / "docs" / "changes").iterdir())) == 3


def test_two_last_migrations_of_the_base_itself_are_left_to_people(clone):
    clone.add_object("apple", after=clone.last)
    clone.add_object("pear", after=clone.last)
    lined = clone.run(sys.executable, "tools/migrations_in_line.py")
    assert lined.returncode == 1
    assert "crm: main itself has 2 last migrations" in lined.stderr
