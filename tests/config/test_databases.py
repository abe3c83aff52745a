"""One URL says which database; each engine gets its safe options."""

import pytest

from tongxin.config.databases import DatabaseUrlError, database_settings


def name_of(url, home):
    return database_settings(url, home=home)["NAME"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///data/tongxin.sqlite3", "data/tongxin.sqlite3"),
        ("sqlite:////srv/tongxin.sqlite3", "/srv/tongxin.sqlite3"),
        ("sqlite3:////srv/a%20b.sqlite3", "/srv/a b.sqlite3"),
    ],
)
def test_an_sqlite_file_is_named_from_here_or_from_the_root(tmp_path, url, name):
    assert name_of(url, tmp_path) == name


def test_without_a_url_the_file_lies_at_home(tmp_path):
    assert name_of("", tmp_path) == str(tmp_path / "tongxin.sqlite3")


def test_sqlite_keeps_what_it_answered_as_saved_and_waits_for_other_writers(tmp_path):
    options = database_settings("", home=tmp_path)["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 5
    assert "synchronous=FULL" in options["init_command"]
    assert "mmap" not in options["init_command"]


def test_postgresql_takes_everything_from_its_url(tmp_path):
    found = database_settings(
        "postgresql://kam:p%40ss@db.example:5433/tong%20xin?sslmode=require&connect_timeout=5", home=tmp_path
    )
    kept = {name: found[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    assert kept == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "tong xin",
        "USER": "kam",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require", "connect_timeout": "5"},
    }
    assert found["CONN_HEALTH_CHECKS"] is True


def test_postgresql_by_its_socket_needs_neither_host_nor_password(tmp_path):
    found = database_settings("postgres:///tongxin?host=/run/postgresql", home=tmp_path)
    assert (found["HOST"], found["PORT"], found["USER"], found["OPTIONS"]) == ("/run/postgresql", "", "", {})


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("mysql://localhost/tongxin", "'mysql'"),
        ("tongxin.sqlite3", "sqlite:///path"),
        ("sqlite://tongxin.sqlite3", "names no SQLite file"),
        ("sqlite:///", "names no SQLite file"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_with_the_way_to_write_it(tmp_path, url, hint):
    with pytest.raises(DatabaseUrlError, match=hint):
        database_settings(url, home=tmp_path)
