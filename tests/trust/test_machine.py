"""What the machine can do to an installation, and what the product says of it."""

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db.migrations.loader import MigrationLoader
from tests.factories import AT, make_account, make_actor
from tests.trust.serving import ROOT, environment

from tongxin.common.kept_files import clear_orphans, orphans
from tongxin.config import checks
from tongxin.crm.relationships.actions import add_attachment
from tongxin.importers import storage
from tongxin.jobs.exits import Exit
from tongxin.web.edge.answers import page_before
from tongxin.web.edge.requests import came_from

OTHERS = 0o077
DIES_NOTING = """
import os, signal, sys
from django.db.migrations.recorder import MigrationRecorder
from tongxin.jobs.cli import main

MigrationRecorder.record_applied = lambda *_noted: os.kill(os.getpid(), signal.SIGKILL)
sys.argv[1:] = ["migrate"]
main()
"""
PAGE = 4096


def start(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tongxin", *arguments],
        env=environment(home), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def run(home: Path, *arguments: str) -> tuple[int, str, str]:
    running = start(home, *arguments)
    told, wrong = running.communicate()
    return running.returncode, told, wrong


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """An installation whose tables two processes wanted to make at the same time, after a first was killed."""
    place = tmp_path_factory.mktemp("home")
    code, _told, wrong = run(place, "worker", "--once")
    assert (code, "tongxin migrate" in wrong) == (Exit.NOT_READY, True)
    _kill_in_its_midst(start(place, "migrate"), place)
    _kill_before_it_is_noted(place)
    both = [start(place, "migrate", "--json") for _ in range(2)]
    ended = [each.communicate() for each in both]
    assert [each.returncode for each in both] == [0, 0], ended
    counts = sorted(len(json.loads(told)["applied"]) for told, _ in ended)
    assert counts[0] == 0
    assert counts[1] > 10
    assert "The database is up to date." in run(place, "migrate")[1]
    assert run(place, "worker", "--once")[0] == Exit.DONE
    return place


def _kill_before_it_is_noted(place: Path) -> None:
    """Kill a process when its tables are made and it is about to note the migration that made them."""
    done = subprocess.run([sys.executable, "-c", DIES_NOTING], env=environment(place), cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


def _kill_in_its_midst(migrating: "subprocess.Popen[str]", place: Path) -> None:
    """Kill a process when the first tables are there; what is written lies in the journal at first."""
    while migrating.poll() is None and sum(map(_size, place.glob("tongxin.sqlite3*"))) < 100 * PAGE:
        time.sleep(0.05)
    migrating.kill()
    migrating.communicate()
    assert migrating.returncode == -signal.SIGKILL


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


@pytest.mark.requirement("R9.7")
@pytest.mark.fault("F17")
def test_of_two_that_migrate_at_once_one_waits(home):
    assert (home / "tongxin.sqlite3").exists()


def test_no_migration_asks_to_be_applied_in_pieces():
    loader = MigrationLoader(None)
    assert [key for key, migration in loader.disk_migrations.items() if not migration.atomic] == []


def test_what_is_made_is_its_owners_alone(home):
    for path in home.rglob("*"):
        assert path.stat().st_mode & OTHERS == 0, path


def _spoil_people(database: bytearray, file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened:
        (page,) = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = 'crm_person'").fetchone()
    database[(page - 1) * PAGE : page * PAGE] = b"\xa5" * PAGE


def _spoil_many(database: bytearray, _file: Path) -> None:
    for page in range(5, len(database) // PAGE, 7):
        database[page * PAGE : (page + 1) * PAGE] = b"\xa5" * PAGE


@pytest.mark.parametrize(
    ("spoil", "command"),
    [
        (_spoil_people, ("doctor", "--json")),
        (_spoil_people, ("serve", "--port", "1", "--json")),
        (_spoil_many, ("doctor", "--json")),
    ],
)
@pytest.mark.fault("F24")
def test_a_damaged_database_is_noticed_and_what_to_do_is_said(home, tmp_path, spoil, command):
    shutil.copytree(home, tmp_path / "copy")
    file = tmp_path / "copy" / "tongxin.sqlite3"
    data = bytearray(file.read_bytes())
    # Journal modes are in the header: read it as a plain file.
    data[18:20] = b"\x01\x01"
    spoil(data, file)
    file.write_bytes(data)
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    code, told, wrong = run(tmp_path / "copy", *command)
    assert "Traceback" not in wrong
    assert "tongxin restore" in told
    assert code == (Exit.FINDINGS if command[0] == "doctor" else Exit.NOT_READY)


class TestFullDisk:
    @pytest.fixture
    def half(self, settings, tmp_path, monkeypatch):
        """A store that writes half of a file and then finds the disk full."""
        settings.HOME = tmp_path
        place = FileSystemStorage(location=str(tmp_path / "files"))

        def save(name: str, content: object) -> str:
            path = Path(place.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"half of")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(place, "save", save)
        monkeypatch.setattr("tongxin.crm.relationships.actions.attachments.default_storage", place)
        return tmp_path / "files"

    @pytest.mark.fault("F5")
    def test_leaves_no_half_attachment(self, db, half):
        actor = make_actor()
        with pytest.raises(OSError, match="No space"):
            add_attachment(
                actor=actor,
                at=AT,
                file=ContentFile(b"hello", "a.txt"),
                name="a.txt",
                account=make_account(actor.user),
            )
        assert list(half.iterdir()) == []

    def test_leaves_no_half_import(self, settings, tmp_path):
        settings.HOME = tmp_path

        class Breaking:
            pieces = iter([b"half"])

            def read(self, _size: int) -> bytes:
                for piece in self.pieces:
                    return piece
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with pytest.raises(OSError, match="No space"):
            storage.keep(Breaking(), limit=1_000)
        assert list((tmp_path / "imports").iterdir()) == []

    def test_is_told_by_the_health_page_which_stays_well(self, db, client, monkeypatch):
        usage = shutil._ntuple_diskusage(100, 99, 1)
        monkeypatch.setattr("tongxin.web.signin.views.shutil.disk_usage", lambda _place: usage)
        answer = client.get("/health/")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok", "writing": "disk full"})


def test_files_of_which_no_row_speaks_are_found_and_cleared_when_they_are_old(db, settings, tmp_path):
    settings.HOME = tmp_path
    for folder, name in (
        ("files", "a" * 40),
        ("files", "b" * 40),
        ("imports", "c" * 40),
        ("files", "short"),
        ("files", ".part-d"),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text("x")
        old = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
        os.utime(tmp_path / folder / name, (old, old))
    at = datetime(2026, 1, 3, tzinfo=UTC)
    assert [path.name[0] for path in orphans(at=at)] == ["a", "b", "c", "."]
    os.utime(tmp_path / "files" / ("b" * 40), ((at - timedelta(hours=1)).timestamp(),) * 2)
    assert clear_orphans(at=at) == 3
    assert sorted(path.name[0] for path in (tmp_path / "files").iterdir()) == ["b", "s"]


class TestFilesOthersCanRead:
    def test_are_told_with_what_to_do(self, settings, tmp_path):
        settings.HOME = tmp_path
        tmp_path.chmod(0o755)
        (tmp_path / "files").mkdir(mode=0o700)
        (tmp_path / "files").chmod(0o755)
        (warning,) = checks.check_private_files(None)
        assert warning.id == "tongxin.W003"
        assert f"chmod -R go-rwx {tmp_path / 'files'}" in warning.hint

    def test_are_none_behind_a_closed_door(self, settings, tmp_path):
        settings.HOME = tmp_path
        (tmp_path / "files").mkdir()
        (tmp_path / "files").chmod(0o755)
        tmp_path.chmod(0o700)
        assert checks.check_private_files(None) == []


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example/x", "/\\evil.example/x"])
def test_a_referer_leads_nowhere_else(rf, path):
    request = rf.post(
        "/x/", headers={"Referer": f"http://testserver{path}", "HX-Current-URL": f"http://testserver{path}"}
    )
    assert page_before(request, default="/default/") == "/default/"
    assert came_from(request, default="/default/") == "/default/"


def test_a_referer_of_ours_is_followed(rf):
    request = rf.post("/x/", headers={"Referer": "http://testserver/accounts/?q=1"})
    assert page_before(request, default="/default/") == "/accounts/?q=1"
