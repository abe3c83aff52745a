import json
import shutil
import zoneinfo
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import checks
from django.db import OperationalError, connection
from tests.audit.test_log import note, tamper
from tests.factories import AT, make_user

from tongxin.background.actions import enqueue
from tongxin.common.clock import now
from tongxin.demo.people import DEMO_PASSWORD
from tongxin.jobs import examinations
from tongxin.jobs.doctor import examine
from tongxin.jobs.examinations import Finding, State
from tongxin.jobs.exits import Exit
from tongxin.jobs.output import NotReady
from tongxin.jobs.worker import HEARTBEAT

pytestmark = pytest.mark.django_db


def states(examination) -> list[tuple[str, State]]:
    return [(finding.code, finding.state) for finding in examination()]


@pytest.fixture
def home(settings, tmp_path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


class TestTheCommand:
    def test_a_sound_set_up(self, run, monkeypatch):
        monkeypatch.setattr(
            "tongxin.jobs.doctor.examine", lambda: [Finding(code="D1", state=State.OK, what="Fine")]
        )
        result = run("doctor")
        assert (result.exit_code, "✓ D1  Fine" in result.stdout) == (0, True)
        assert "Nothing must be mended." in result.stdout

    def test_an_error_is_told_with_its_remedy_and_its_exit_code(self, run, monkeypatch):
        found = [Finding(code="D9", state=State.ERROR, what="Broken", mend="Mend it")]
        monkeypatch.setattr("tongxin.jobs.doctor.examine", lambda: found)
        result = run("doctor")
        assert result.exit_code == Exit.FINDINGS
        assert "✗ D9  Broken" in result.stdout
        assert "→ Mend it" in result.stdout
        assert "1 thing must be mended." in result.stdout
        told = run("doctor", "--json")
        assert told.exit_code == Exit.FINDINGS
        assert json.loads(told.stdout) == {
            "healthy": False,
            "findings": [{"code": "D9", "state": "error", "what": "Broken", "mend": "Mend it"}],
        }

    def test_everything_is_looked_at(self):
        assert {finding.code for finding in examine()} >= {f"D{number:03}" for number in range(3, 14)} - {
            "D006"
        }

    def test_without_a_database_nothing_in_it_is_asked(self):
        def broken():
            yield Finding(code="D003", state=State.ERROR, what="Gone", blocks=True)

        def never():
            raise AssertionError

        assert [finding.code for finding in examine((broken,), (never,))] == ["D003"]


class TestExaminations:
    def test_python(self, monkeypatch):
        assert states(examinations.python_version) == [("D001", State.OK)]
        monkeypatch.setattr(examinations, "OLDEST_PYTHON", (9, 0))
        assert states(examinations.python_version) == [("D001", State.ERROR)]

    @pytest.mark.parametrize(
        ("version", "journal", "state"),
        [
            ("3.53.4", "wal", State.OK),
            ("3.40.1", "wal", State.ERROR),
            ("3.40.1", "delete", State.WARNING),
        ],
    )
    def test_sqlite(self, monkeypatch, version, journal, state):
        monkeypatch.setattr(examinations.sqlite3, "sqlite_version", version)
        assert examinations._sqlite_finding(journal).state == state

    def test_a_postgresql_that_may_lose_commits(self):
        finding = examinations._durability_finding(["fsync", "synchronous_commit"])
        assert (finding.state, "switched off: fsync, synchronous_commit." in finding.what) == (
            State.ERROR,
            True,
        )
        assert examinations._durability_finding([]).state == State.OK
        # The one that the tests run on gives all of them up for speed.
        told = dict(states(examinations.database_engine))
        assert told.get("D018") == (State.ERROR if connection.vendor == "postgresql" else None)

    def test_a_database_that_answers_and_one_that_does_not(self, monkeypatch):
        assert ("D003", State.OK) in states(examinations.database_engine)

        def broken():
            raise OperationalError("no route")

        monkeypatch.setattr(examinations.connection, "cursor", broken)
        (finding,) = examinations.database_engine()
        assert (finding.code, finding.blocks, "no route" in finding.what) == ("D003", True, True)

    def test_the_folder_and_its_space(self, home, monkeypatch):
        space = namedtuple("space", "free")
        for free, state in ((50, State.ERROR), (500, State.WARNING), (5_000, State.OK)):
            monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: space(free * 1024 * 1024))
            assert states(examinations.home_folder) == [("D004", State.OK), ("D005", state)]
        assert list(home.iterdir()) == []

    def test_a_folder_that_cannot_be_written_to(self, settings, tmp_path):
        settings.HOME = tmp_path / "missing"
        assert states(examinations.home_folder) == [("D004", State.ERROR)]

    def test_the_numbered_checks(self, monkeypatch):
        monkeypatch.setattr(examinations, "run_checks", list)
        assert states(examinations.settings_checks) == [("D006", State.OK)]
        found = [checks.Error("a", id="tongxin.E001", hint="h"), checks.Warning("b")]
        monkeypatch.setattr(examinations, "run_checks", lambda: found)
        assert states(examinations.settings_checks) == [
            ("tongxin.E001", State.ERROR),
            ("D006", State.WARNING),
        ]

    def test_the_time_zone(self, settings, monkeypatch):
        assert states(examinations.time_zone) == [("D007", State.OK)]

        def unknown(_name):
            raise zoneinfo.ZoneInfoNotFoundError

        monkeypatch.setattr(examinations.zoneinfo, "ZoneInfo", unknown)
        assert states(examinations.time_zone) == [("D007", State.ERROR)]

    def test_translations(self, settings, tmp_path):
        settings.LOCALE_PATHS = [tmp_path]
        source = tmp_path / "zh_Hant/LC_MESSAGES/django.po"
        source.parent.mkdir(parents=True)
        source.write_text("")
        (finding,) = examinations.catalogues()
        assert (finding.state, "zh_Hant" in finding.what) == (State.WARNING, True)
        source.with_suffix(".mo").write_text("")
        assert states(examinations.catalogues) == [("D008", State.OK)]

    def test_static_files(self, settings, tmp_path, monkeypatch):
        settings.STATIC_ROOT = tmp_path
        assert states(examinations.static_files) == [("D009", State.WARNING)]
        monkeypatch.setattr(examinations, "static_files_are_current", lambda: True)
        assert states(examinations.static_files) == [("D009", State.OK)]

    def test_migrations(self, monkeypatch):
        assert states(examinations.migrations) == [("D010", State.OK)]
        monkeypatch.setattr(examinations, "missing_migrations", lambda: ["crm.0002"])
        (finding,) = examinations.migrations()
        assert (finding.state, finding.blocks, "crm.0002" in finding.what) == (State.ERROR, True, True)

        def unreachable():
            raise NotReady("DATABASE_UNREACHABLE", "Gone")

        monkeypatch.setattr(examinations, "missing_migrations", unreachable)
        assert states(examinations.migrations) == [("D010", State.ERROR)]

    def test_the_worker(self, home):
        assert states(examinations.worker_alive) == [("D011", State.WARNING)]
        (home / HEARTBEAT).write_text("{}")
        assert states(examinations.worker_alive) == [("D011", State.OK)]
        enqueue(actor=None, at=now() - timedelta(minutes=5), task="x", params={})
        assert states(examinations.worker_alive) == [("D011", State.ERROR)]

    def test_the_audit_log(self):
        event = note()
        assert states(examinations.audit_log) == [("D012", State.OK)]
        tamper("UPDATE audit_auditevent SET user_name = 'X' WHERE id = %s", event.pk)
        assert states(examinations.audit_log) == [("D012", State.ERROR)]

    def test_administrators_and_demo_passwords(self, settings):
        assert states(examinations.administrators) == [("D013", State.ERROR)]
        make_user(["ADMINISTRATOR"], username="demo.admin", password=DEMO_PASSWORD, at=AT)
        assert states(examinations.administrators) == [("D013", State.OK)]
        settings.ALLOWED_HOSTS = ["kam.example.com"]
        assert states(examinations.administrators) == [("D013", State.OK), ("D014", State.ERROR)]
