"""The command itself: exit codes for the shell, and settings that cannot be used said in one line."""

import os
import subprocess
import sys

import click
import pytest
from django.db import OperationalError

from tongxin.jobs import cli, migrate
from tongxin.jobs.exits import Exit
from tongxin.jobs.output import NotReady


@pytest.fixture
def leaves_with(monkeypatch):
    def code(outcome):
        def command(**_how):
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setattr(cli.tongxin, "main", command)
        with pytest.raises(SystemExit) as left:
            cli.main()
        return left.value.code

    return code


def test_every_end_has_its_exit_code(leaves_with, capsys):
    assert leaves_with(None) == Exit.DONE
    assert leaves_with(int(Exit.FINDINGS)) == Exit.FINDINGS
    assert leaves_with(click.UsageError("What?")) == Exit.USAGE
    assert "What?" in capsys.readouterr().err
    assert leaves_with(click.Abort()) == Exit.STOPPED
    assert leaves_with(KeyboardInterrupt()) == Exit.STOPPED


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"TONGXIN_DATABASE_URL": "mysql://localhost/x"}, "starts with 'mysql'"),
        ({"TONGXIN_FISCAL_YEAR_START": "13"}, "fiscal_year_start"),
        ({"TONGXIN_SECRET_KEY_FILE": "/nowhere/key"}, "/nowhere/key"),
    ],
)
def test_settings_that_cannot_be_used_are_said_without_a_traceback(tmp_path, setting, said):
    around = {**os.environ, "TONGXIN_HOME": str(tmp_path), **setting}
    around.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tongxin", "migrate"], env=around, capture_output=True, text=True, check=False
    )
    assert done.returncode == Exit.NOT_READY
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_out_of_reach_is_said_with_its_reason(monkeypatch):
    def refuse() -> None:
        raise OperationalError("connection refused\n")

    monkeypatch.setattr(migrate.connection, "prepare_database", refuse)
    with pytest.raises(NotReady, match="cannot be reached: connection refused") as refused:
        migrate.missing_migrations()
    assert refused.value.code == "DATABASE_UNREACHABLE"
