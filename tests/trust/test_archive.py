"""An archive holds everything, is read back to equal rows on either database, and is refused when a byte of it is wrong."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection
from tests.audit.test_log import note
from tests.factories import AT, make_actor, make_user
from tests.importers.running import run as run_import
from tests.meta.records import MAKERS, make_world
from tests.plugins.prepared import put_tables

from tongxin.archive import rotation, writing
from tongxin.archive.manifest import KEY_NAME, NAME
from tongxin.archive.reading import check_archive
from tongxin.archive.refusals import ArchiveRefused, NotEmpty
from tongxin.archive.restoring import restore_archive
from tongxin.archive.writing import write_archive
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Refusal
from tongxin.crm.opportunities.reference import ensure_reference_data

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path, monkeypatch) -> Path:
    settings.HOME = place = tmp_path / "home"
    settings.BACKUP_FOLDER = str(place / "backups")
    storage = FileSystemStorage(location=str(place / "files"))
    monkeypatch.setattr("tongxin.crm.relationships.actions.attachments.default_storage", storage)
    return place


@pytest.fixture
def archive(home, tmp_path) -> Path:
    """A small one, of a user, a file and a few rows of the log."""
    note(make_actor())
    (home / "files").mkdir(parents=True)
    (home / "files" / ("a" * 40)).write_bytes(b"minutes of the meeting" * 50)
    write_archive(tmp_path / "small.zip", at=AT)
    return tmp_path / "small.zip"


def tongxin(home: Path, address: str, *arguments: str) -> dict:
    around = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
    around |= {
        "TONGXIN_HOME": str(home), "TONGXIN_DATABASE_URL": address, "LANG": "en_US.UTF-8",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "DJANGO_SETTINGS_MODULE": "tongxin.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tongxin", *arguments, "--json"],
        env=around, capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def tables_in(path: Path) -> dict[str, tuple[int, str]]:
    return {part.model: (part.size, part.sha256) for part in check_archive(path).tables}


@pytest.mark.requirement("R9.7")
@pytest.mark.fault("F16", "F19")
def test_an_empty_installation_reads_back_equal_rows(home, tmp_path, prepared_file, new_database):
    ensure_reference_data(at=AT)
    world = make_world()
    for kind in MAKERS:
        world.record(kind)
    run_import(make_actor(roles=["ADMINISTRATOR"]), Account="Id,Name\nA1,曜禾醫療\n")
    first = write_archive(tmp_path / "first.zip", at=AT)
    written = tables_in(tmp_path / "first.zip")
    filled = {model for model, (rows, _) in written.items() if rows}
    assert len(filled) > 30
    assert {"audit.AuditEvent", "crm.Attachment", "search.SearchDocument", "importers.ExternalRef"} <= filled
    assert first.files
    assert first.missing == []

    new = put_tables(prepared_file, tmp_path / "new") if connection.vendor == "sqlite" else tmp_path / "new"
    told = tongxin(new, "", "restore", str(tmp_path / "first.zip"))
    assert (told["rows"], told["files"], told["log_is_whole"]) == (first.rows, len(first.files), True)
    for part in first.files:
        assert (new / part.name).read_bytes() == (home / part.name).read_bytes()

    # Read back, compared and brought up to date: the log has gone on, and the search index is filled up.
    tongxin(new, "", "backup", str(tmp_path / "second.zip"))
    again = tables_in(tmp_path / "second.zip")
    grown = {model for model in written if written[model] != again[model]}
    assert grown <= {"audit.AuditEvent", "search.SearchDocument"}

    # On to another database, and from there into a backup once more.
    address = new_database()
    assert tongxin(new, "", "move", "--to", address)["rows"] == sum(rows for rows, _ in again.values()) + 1
    tongxin(new, address, "backup", str(tmp_path / "third.zip"))
    moved = tables_in(tmp_path / "third.zip")
    assert {model for model in again if again[model] != moved[model]} == {"audit.AuditEvent"}
    assert tongxin(new, address, "audit", "verify")["whole"]


@pytest.mark.fault("F16")
class TestADamagedArchive:
    def test_is_refused_wherever_a_byte_is_wrong(self, archive):
        content = bytearray(archive.read_bytes())
        for place in range(0, len(content), max(1, len(content) // 60)):
            damaged = bytearray(content)
            damaged[place] ^= 0xFF
            archive.write_bytes(damaged)
            try:
                check_archive(archive)
            except ArchiveRefused:
                continue
            # What the ZIP format keeps twice may be wrong once; no content is.
            archive.write_bytes(content)
            assert _contents_equal(damaged, content, archive)

    @pytest.mark.parametrize("kept", [0, 1, 100, 0.5, 0.99])
    def test_is_refused_when_it_was_cut(self, archive, kept):
        content = archive.read_bytes()
        archive.write_bytes(content[: int(kept * len(content)) if kept < 1 else kept])
        with pytest.raises(ArchiveRefused, match="ARCHIVE_DAMAGED"):
            check_archive(archive)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("../../etc/passwd", b"x"),
            ("/etc/passwd", b"x"),
            ("files/../../x", b"x"),
            ("tables/more.jsonl", b"{}\n"),
            ("tables/team.User.jsonl", b'{"id": 1}\n'),
        ],
    )
    def test_is_refused_with_parts_that_were_put_in(self, archive, name, content):
        with ZipFile(archive, "a") as opened:
            opened.writestr(name, content)
        with pytest.raises(ArchiveRefused, match="ARCHIVE_DAMAGED"):
            check_archive(archive)

    def test_is_refused_when_it_names_a_path_of_its_own(self, archive, tmp_path):
        with ZipFile(archive) as opened:
            parts = {name: opened.read(name) for name in opened.namelist()}
        name = "files/" + "a" * 40
        parts["files/../../evil"] = parts.pop(name)
        parts[NAME] = parts[NAME].replace(name.encode(), b"files/../../evil")
        with ZipFile(archive, "w", compression=ZIP_DEFLATED) as opened:
            for each, content in parts.items():
                opened.writestr(each, content)
        with pytest.raises(ArchiveRefused, match="ARCHIVE_DAMAGED"):
            check_archive(archive)

    def test_of_a_newer_program_is_refused(self, archive):
        with ZipFile(archive) as opened:
            parts = {name: opened.read(name) for name in opened.namelist()}
        parts[NAME] = parts[NAME].replace(b'"format": 1', b'"format": 2')
        with ZipFile(archive, "w") as opened:
            for each, content in parts.items():
                opened.writestr(each, content)
        with pytest.raises(ArchiveRefused, match="ARCHIVE_NEWER"):
            check_archive(archive)

    def test_that_is_not_there_is_said(self, tmp_path):
        with pytest.raises(ArchiveRefused, match="ARCHIVE_MISSING"):
            check_archive(tmp_path / "nothing.zip")

    def test_changes_nothing(self, archive, home):
        archive.write_bytes(archive.read_bytes()[:-30])
        before = AuditEvent.objects.count(), sorted(home.rglob("*"))
        with pytest.raises(Refusal):
            restore_archive(archive, at=AT, upgrade=lambda: None)
        assert (AuditEvent.objects.count(), sorted(home.rglob("*"))) == before


def _contents_equal(damaged: bytes, content: bytes, archive: Path) -> bool:
    archive.write_bytes(damaged)
    with ZipFile(archive) as opened:
        seen = {name: opened.read(name) for name in opened.namelist()}
    archive.write_bytes(content)
    with ZipFile(archive) as opened:
        return seen == {name: opened.read(name) for name in opened.namelist()}


def test_an_installation_in_use_is_never_written_over(archive):
    note(make_actor())
    with pytest.raises(NotEmpty, match="RESTORE_NOT_EMPTY"):
        restore_archive(archive, at=AT, upgrade=lambda: None)


@pytest.mark.fault("F17")
def test_a_restore_that_was_cut_off_before_its_end_goes_on(archive):
    manifest = restore_archive(archive, at=AT, upgrade=lambda: None)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.params["rows"]) == ("RESTORED", manifest.rows)
    with pytest.raises(NotEmpty):
        restore_archive(archive, at=AT, upgrade=lambda: None)


def test_a_backup_is_its_owners_alone_and_brings_the_key_of_the_log(archive, home):
    assert archive.stat().st_mode & 0o077 == 0
    with ZipFile(archive) as opened:
        assert opened.read(KEY_NAME) == (home / "audit_key").read_bytes()


def test_files_that_rows_speak_of_but_that_are_gone_are_named(home, tmp_path):
    world = make_world()
    attachment = world.record("ATTACHMENT")
    shutil.rmtree(home / "files")
    manifest = write_archive(tmp_path / "x.zip", at=AT)
    assert f"files/{attachment.stored_name}" in manifest.missing


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), PermissionError(13, "Permission denied")]
)
@pytest.mark.fault("F17")
def test_a_backup_that_fails_leaves_nothing_half(home, tmp_path, monkeypatch, error):
    def fail(*_args: object) -> None:
        raise error

    make_user()
    older = write_archive(tmp_path / "out" / "x.zip", at=AT)
    monkeypatch.setattr(writing, "check_archive", fail)
    with pytest.raises(OSError, match=error.strerror):
        write_archive(tmp_path / "out" / "x.zip", at=AT)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["x.zip"]
    assert check_archive(tmp_path / "out" / "x.zip") == older


class TestByPlan:
    def test_the_oldest_go_and_other_files_stay(self, home, settings):
        settings.BACKUPS_KEPT = 2
        folder = Path(settings.BACKUP_FOLDER)
        folder.mkdir(parents=True)
        (folder / "notes.txt").write_text("mine")
        (folder / ".tongxin-20261101T000000Z.zip.part").write_text("half of one whose process was killed")
        os.utime(folder / ".tongxin-20261101T000000Z.zip.part", (0, 0))
        made = [rotation.back_up(at=AT + timedelta(days=day))[0] for day in range(4)]
        assert rotation.backups_in(folder) == made[2:]
        assert sorted(folder.iterdir()) == sorted([folder / "notes.txt", *made[2:]])
        assert AuditEvent.objects.filter(verb="EXPORTED", object_kind="BACKUP").count() == 4

    def test_one_asked_for_by_name_makes_none_go(self, home, settings, tmp_path):
        settings.BACKUPS_KEPT = 1
        planned = rotation.back_up(at=AT)[0]
        named = rotation.back_up(at=AT, target=tmp_path / "mine.zip")[0]
        in_folder = rotation.back_up(at=AT, target=tmp_path)[0]
        assert planned.exists()
        assert (named.name, in_folder.parent) == ("mine.zip", tmp_path)

    def test_the_worker_makes_them(self, home, settings):
        from tongxin.background.actions import enqueue
        from tongxin.background.worker import run_next

        enqueue(actor=None, at=AT, task="backup", params={})
        job = run_next(clock=lambda: AT)
        assert (job.state, job.error) == ("DONE", "")
        assert Path(job.result["file"]).exists()

    def test_a_folder_that_is_not_there_holds_none(self, tmp_path):
        assert rotation.backups_in(tmp_path / "nothing") == []
