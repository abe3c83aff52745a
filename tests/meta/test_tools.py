"""The tools that prepare a machine do what they say."""

import subprocess
import sys
from pathlib import Path

import pytest
from tools import bootstrap, machine

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = [sys.executable, "tools/postgres.py"]


@pytest.mark.needs("postgresql")
def test_command_finds_its_own_postgresql_and_its_exit_code_is_kept():
    question = (
        "import os, psycopg; url = os.environ['TONGXIN_DATABASE_URL'];"
        "print(psycopg.connect(url).execute('show fsync').fetchone()[0], url); raise SystemExit(7)"
    )
    command = [*POSTGRES, "run", "--", sys.executable, "-c", question]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 7, done.stderr
    assert done.stdout.startswith("off postgresql://tongxin@127.0.0.1:")


def test_postgres_without_a_command_explains_itself():
    done = subprocess.run(POSTGRES, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "run -- COMMAND" in done.stdout


@pytest.fixture
def empty_machine(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv" / "tongxin.json")
    monkeypatch.setattr(sys, "argv", ["bootstrap.py"])
    return tmp_path


def test_missing_venv_module_is_named_in_one_line(empty_machine, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    assert bootstrap.main() == 1
    assert capsys.readouterr().err == "Python's venv module is missing: sudo apt-get install python3-venv\n"


def test_old_python_is_refused_in_one_line(empty_machine, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (99, 0))
    assert bootstrap.main() == 1
    assert capsys.readouterr().err.startswith("Tongxin needs Python 3.11 or newer, this is ")


def test_linked_project_is_importable_and_has_its_command(empty_machine):
    site = empty_machine / ".venv" / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)
    (empty_machine / ".venv" / "bin").mkdir()
    bootstrap._link_project()
    bootstrap._link_project()
    assert (site / "tongxin.pth").read_text(encoding="utf-8").strip() == str(ROOT / "src")
    (info,) = site.glob("tongxin-*.dist-info")
    assert "tongxin = tongxin.jobs.cli:main" in (info / "entry_points.txt").read_text(encoding="utf-8")
    command = empty_machine / ".venv" / "bin" / "tongxin"
    assert command.stat().st_mode & 0o111
    assert "-m tongxin" in command.read_text(encoding="utf-8")


def test_fingerprint_follows_the_lock(empty_machine, monkeypatch):
    lock = empty_machine / "lock.txt"
    monkeypatch.setattr(bootstrap, "_lock", lambda kind: lock)
    lock.write_text("a==1", encoding="utf-8")
    before = bootstrap._fingerprint("runtime")
    assert bootstrap._fingerprint("runtime") == before
    lock.write_text("a==2", encoding="utf-8")
    assert bootstrap._fingerprint("runtime") != before


def test_machine_says_what_it_lacks_and_which_packages_bring_it(monkeypatch, capsys):
    monkeypatch.setattr(
        machine, "NEEDS", {"tea": (lambda: None, "teapot kettle"), "here": (lambda: "x", "y")}
    )
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    monkeypatch.delenv("CI", raising=False)
    assert machine.main() == 0
    assert "sudo apt-get install teapot kettle" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    assert machine.main() == 1
