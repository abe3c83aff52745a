"""Settings come from the environment; secrets may come from files, and a key is made when there is none."""

import os
import stat

import pytest
from pydantic import ValidationError

from tongxin.config.env import Environment, read_environment


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("TONGXIN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TONGXIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_first_start_makes_a_key_that_only_its_owner_reads_and_keeps_it(home):
    first = read_environment().signing_key()
    file = home / "secret_key"
    assert (len(first) >= 50, stat.S_IMODE(file.stat().st_mode)) == (True, 0o600)
    assert read_environment().signing_key() == first


def test_a_key_given_is_used_and_none_is_written(monkeypatch, home):
    monkeypatch.setenv("TONGXIN_SECRET_KEY", "given")
    assert read_environment().signing_key() == "given"
    assert not home.exists()


def test_a_secret_is_read_from_the_file_named_unless_it_is_given_itself(monkeypatch, tmp_path):
    file = tmp_path / "database_url"
    file.write_text("postgresql://from-a-file/x\n")
    monkeypatch.setenv("TONGXIN_DATABASE_URL_FILE", str(file))
    assert read_environment().database_url.get_secret_value() == "postgresql://from-a-file/x"
    monkeypatch.setenv("TONGXIN_DATABASE_URL", "sqlite:///given")
    assert read_environment().database_url.get_secret_value() == "sqlite:///given"


def test_a_secret_file_that_is_not_there_stops_the_start(monkeypatch, tmp_path):
    monkeypatch.setenv("TONGXIN_SECRET_KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(OSError, match="nowhere"):
        read_environment()


def test_lists_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("TONGXIN_ALLOWED_HOSTS", "kam.example, kam.example.org,,")
    assert read_environment().allowed_hosts == ["kam.example", "kam.example.org"]
    assert Environment(trusted_origins=["https://kam.example"]).trusted_origins == ["https://kam.example"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("FISCAL_YEAR_START", "13"), ("SIGN_IN_ATTEMPTS", "0"), ("TRUSTED_PROXIES", "-1"), ("DEBUG", "perhaps")],
)
def test_a_value_out_of_its_range_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"TONGXIN_{name}", value)
    with pytest.raises(ValidationError):
        read_environment()


def test_secrets_are_not_printed(monkeypatch):
    monkeypatch.setenv("TONGXIN_SECRET_KEY", "topmost")
    monkeypatch.setenv("TONGXIN_DATABASE_URL", "postgresql://u:topmost@h/n")
    assert "topmost" not in repr(read_environment())
