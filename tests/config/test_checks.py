import re
from pathlib import Path

import pytest
from django.core.checks import run_checks

from tongxin.common.hosts import foreign_hosts
from tongxin.common.sqlite_versions import wal_is_safe
from tongxin.config import checks

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/checks.md"


def ids(check) -> list[str]:
    return [message.id for message in check(None)]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_which_sqlite_versions_are_free_of_the_wal_reset_race(version, safe):
    assert wal_is_safe(version) is safe


class TestSqliteJournal:
    @pytest.fixture
    def database(self, settings):
        def use(journal: str, version: str, monkeypatch) -> None:
            settings.DATABASES["default"]["OPTIONS"] = {"init_command": f"PRAGMA journal_mode={journal};"}
            monkeypatch.setattr(checks.sqlite3, "sqlite_version", version)

        kept = settings.DATABASES["default"].get("OPTIONS", {})
        yield use
        settings.DATABASES["default"]["OPTIONS"] = kept

    def test_wal_with_an_affected_version_is_refused(self, database, monkeypatch):
        database("wal", "3.40.1", monkeypatch)
        assert ids(checks.check_sqlite_journal) == ["tongxin.E001"]

    @pytest.mark.parametrize(("journal", "version"), [("wal", "3.53.4"), ("delete", "3.40.1")])
    def test_a_safe_pair_is_fine(self, database, monkeypatch, journal, version):
        database(journal, version, monkeypatch)
        assert ids(checks.check_sqlite_journal) == []


def test_debug_is_refused_where_others_reach_the_server(settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["kam.example.com"]
    assert ids(checks.check_debug) == ["tongxin.E002"]
    settings.ALLOWED_HOSTS = ["localhost"]
    assert ids(checks.check_debug) == []
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["kam.example.com"]
    assert ids(checks.check_debug) == []


def test_a_signing_key_that_others_can_read_is_refused(settings, tmp_path):
    settings.HOME = tmp_path
    assert ids(checks.check_secret_file) == []
    key = tmp_path / "secret_key"
    key.write_text("x")
    for mode, found in ((0o640, ["tongxin.E003"]), (0o604, ["tongxin.E003"]), (0o600, [])):
        key.chmod(mode)
        assert ids(checks.check_secret_file) == found


def test_plain_http_is_warned_of_where_others_reach_the_server(settings):
    settings.ALLOWED_HOSTS, settings.SESSION_COOKIE_SECURE = ["kam.example.com"], False
    assert ids(checks.check_https) == ["tongxin.W001"]
    settings.SESSION_COOKIE_SECURE = True
    assert ids(checks.check_https) == []


def test_answering_to_any_name_is_warned_of(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert ids(checks.check_any_host) == ["tongxin.W002"]
    settings.ALLOWED_HOSTS = ["localhost"]
    assert ids(checks.check_any_host) == []


def test_which_hosts_are_foreign():
    assert foreign_hosts(["localhost", "127.0.0.1", "[::1]", "kam.example.com", "*"]) == [
        "kam.example.com",
        "*",
    ]


def test_the_checks_are_registered_and_this_set_up_passes_them():
    assert [message for message in run_checks() if (message.id or "").startswith("tongxin.")] == []


def test_every_number_is_explained():
    source = (Path(checks.__file__)).read_text(encoding="utf-8")
    examinations = Path(checks.__file__).parents[1] / "jobs/examinations.py"
    used = set(re.findall(r"tongxin\.[EW]\d{3}", source))
    used |= set(re.findall(r'code="(D\d{3})"', examinations.read_text(encoding="utf-8")))
    used |= set(re.findall(r'or "(D\d{3})"', examinations.read_text(encoding="utf-8")))
    explained = set(re.findall(r"^### ((?:tongxin\.[EW]|D)\d{3})", PAGE.read_text(encoding="utf-8"), re.M))
    assert used == explained
