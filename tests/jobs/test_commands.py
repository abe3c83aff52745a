import json
import re
from pathlib import Path

import click
import pytest
from django.core.management import get_commands
from tests.audit.test_log import note, tamper
from tests.factories import PASSWORD, make_user

from tongxin import __version__
from tongxin.background.actions import enqueue
from tongxin.background.models import JobRun
from tongxin.background.tasks import register, repeated_tasks
from tongxin.common.clock import now
from tongxin.common.errors import Refusal
from tongxin.jobs import migrate
from tongxin.jobs.cli import COMMANDS, tongxin
from tongxin.jobs.exits import MEANINGS, Exit
from tongxin.jobs.output import CommandRefused, Subcommand, json_option
from tongxin.jobs.terminal import terminal_language
from tongxin.team.models import User

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/command.md").read_text(encoding="utf-8")


def commands() -> dict[str, click.Command]:
    """Return every subcommand by its whole name."""
    found: dict[str, click.Command] = {}
    context = click.Context(tongxin)
    for name in COMMANDS:
        command = tongxin.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": each for inner, each in command.commands.items()}
        else:
            found[name] = command
    return found


class TestDocumentation:
    def test_every_command_and_option_is_on_the_page(self):
        missing = [
            option
            for name, command in commands().items()
            for option in [f"`tongxin {name}`"]
            + [
                each
                for parameter in command.params
                if isinstance(parameter, click.Option)
                for each in parameter.opts
            ]
            if option not in PAGE and f"`{option}" not in PAGE
        ]
        assert missing == []

    def test_the_page_names_no_command_that_is_not_there(self):
        named = set(re.findall(r"^\| `tongxin ([a-z -]+)`", PAGE, re.MULTILINE))
        assert named == set(commands())

    def test_every_exit_code_is_on_the_page_with_its_meaning(self):
        for code in Exit:
            assert f"| {int(code)} | {MEANINGS[code]} |" in PAGE
        assert len(re.findall(r"^\| \d+ \|", PAGE, re.MULTILINE)) == len(Exit)

    def test_every_command_but_djangos_speaks_json(self):
        for name, command in commands().items():
            if name != "django":
                assert any("--json" in parameter.opts for parameter in command.params), name

    def test_the_version_is_the_projects(self, run):
        assert __version__ in run("--version").output
        assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


class TestCommandLine:
    def test_help_lists_the_commands(self, run):
        assert all(name in run("--help").output for name in COMMANDS)

    def test_an_unknown_command_is_a_mistake_of_usage(self, run):
        assert run("fly").exit_code == Exit.USAGE

    def test_djangos_commands_go_on_working(self, run):
        context = click.Context(tongxin)
        assert {"makemigrations", "shell"} <= set(get_commands())
        assert tongxin.get_command(context, "makemigrations").name == "makemigrations"
        assert run("makemigrations", "--check", "--dry-run").exit_code == 0
        assert run("django", "makemigrations", "--check", "--dry-run").exit_code == 0

    def test_a_refusal_of_the_domain_is_a_sentence_or_json(self, run):
        @click.command(cls=Subcommand)
        @json_option
        def refuse(*, as_json: bool) -> None:
            raise Refusal("NAME_TAKEN", name="Lin")

        from click.testing import CliRunner

        plain = CliRunner().invoke(refuse)
        assert (plain.exit_code, plain.stderr) == (Exit.REFUSED, "“Lin” is there already.\n")
        told = json.loads(CliRunner().invoke(refuse, ["--json"]).stdout)["error"]
        assert told == {"code": "NAME_TAKEN", "sentence": "“Lin” is there already.", "name": "Lin"}

    @pytest.mark.parametrize(
        ("variables", "language"),
        [
            ({"LANG": "zh_TW.UTF-8"}, "zh-hant"),
            ({"LANG": "zh_HK"}, "zh-hant"),
            ({"LANG": "zh-Hant"}, "zh-hant"),
            ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
            ({"LANG": "en_US.UTF-8"}, "en"),
            ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW"}, "zh-hant"),
            ({"LANG": "C.UTF-8"}, ""),
            ({}, ""),
        ],
    )
    def test_the_terminal_says_its_language(self, monkeypatch, variables, language):
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert terminal_language() == language


class TestMigrate:
    def test_puts_in_the_reference_data_once(self, run):
        first = json.loads(run("migrate", "--json").stdout)
        assert first["applied"] == []
        assert first["reference_rows_added"] > 50
        assert "up to date" in run("migrate").stdout

    def test_missing_migrations_are_named(self, run, monkeypatch):
        monkeypatch.setattr(migrate, "missing_migrations", lambda: ["crm.0001_initial"])
        result = run("worker", "--once")
        assert result.exit_code == Exit.NOT_READY
        assert "tongxin migrate" in result.stderr

    def test_an_unreachable_database_is_said(self, run, monkeypatch):
        from django.db import OperationalError

        def broken(_connection):
            raise OperationalError("no route")

        monkeypatch.setattr(migrate, "WholeMigrationExecutor", broken)
        result = run("migrate", "--json")
        assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (
            Exit.NOT_READY,
            "DATABASE_UNREACHABLE",
        )


class TestCreateUser:
    def test_takes_everything_as_options(self, run, tmp_path):
        secret = tmp_path / "password"
        secret.write_text(PASSWORD + "\n")
        result = run(
            *("createuser", "--username", "lin", "--name", "林靖雯", "--role", "kam", "--role", "SERVICE"),
            *("--email", "lin@example.com", "--language", "zh-hans", "--password-file", secret, "--json"),
        )
        user = User.objects.get(username="lin")
        assert json.loads(result.stdout) == {"uid": user.uid, "username": "lin", "roles": ["KAM", "SERVICE"]}
        assert (user.display_name, user.email, user.language) == ("林靖雯", "lin@example.com", "zh-hans")
        assert user.check_password(PASSWORD)

    def test_asks_for_what_is_left_out(self, run):
        result = run("createuser", input=f"boss\nThe Boss\n\n{PASSWORD}\n{PASSWORD}\n")
        assert "The Boss can sign in as boss." in result.stdout
        assert User.objects.get(username="boss").roles == ["ADMINISTRATOR"]
        assert PASSWORD not in result.stdout

    def test_reads_the_password_from_standard_input(self, run):
        arguments = ("createuser", "--username", "x", "--name", "X", "--role", "KAM", "--password-file", "-")
        assert run(*arguments, input=PASSWORD).exit_code == 0
        assert User.objects.get(username="x").check_password(PASSWORD)

    def test_refuses_empty_and_weak_passwords_and_taken_names(self, run):
        make_user(username="taken")
        arguments = ("--name", "X", "--role", "KAM", "--password-file", "-")
        for name, password in (("x", ""), ("x", "short"), ("taken", PASSWORD)):
            assert run("createuser", "--username", name, *arguments, input=password).exit_code == Exit.REFUSED
        assert not User.objects.filter(username="x").exists()


class TestAuditVerify:
    def test_a_whole_log(self, run):
        note()
        assert "whole" in run("audit", "verify").stdout
        told = json.loads(run("audit", "verify", "--json").stdout)
        assert told == {"whole": True, "first_broken_row": None, "sealed_row": None, "seal_is_ours": True}

    def test_a_broken_log_ends_with_its_own_code(self, run):
        row = note().pk
        tamper("UPDATE audit_auditevent SET user_name = 'X' WHERE id = %s", row)
        result = run("audit", "verify")
        assert result.exit_code == Exit.FINDINGS
        assert f"Row {row} " in result.stdout
        told = run("audit", "verify", "--json")
        assert json.loads(told.stdout).items() >= {"whole": False, "first_broken_row": row}.items()
        assert told.exit_code == Exit.FINDINGS


class TestWorker:
    @pytest.fixture(autouse=True)
    def keep_connection(self, monkeypatch):
        """The test's transaction lives in the connection; a worker would renew it between jobs."""
        monkeypatch.setattr("tongxin.jobs.worker.close_old_connections", lambda: None)

    def test_runs_what_waits_then_ends(self, run):
        register("test.job", lambda **_more: {"ok": True})
        for _ in range(3):
            enqueue(actor=None, at=now(), task="test.job", params={})
        done = run("worker", "--once", "--json")
        assert done.exit_code == 0, done.exception
        assert json.loads(done.stdout) == {"jobs": 3}
        assert set(JobRun.objects.values_list("state", flat=True)) == {"DONE"}
        assert "Jobs run: 0" in run("worker", "--once").stdout

    def test_stops_when_told_and_shows_that_it_lives(self, settings, tmp_path, monkeypatch):
        from threading import Event

        from tongxin.jobs import worker

        settings.HOME = tmp_path
        stop = Event()
        monkeypatch.setattr(stop, "wait", lambda _seconds: stop.set())
        assert worker.last_beat(tmp_path) is None
        assert worker.run_until(stop) == len(repeated_tasks())
        assert worker.last_beat(tmp_path) is not None
        assert {job.task for job in JobRun.objects.all()} == set(repeated_tasks())


def test_a_stop_outside_a_command_is_plain(capsys):
    CommandRefused("X", "Something is wrong.").show()
    assert capsys.readouterr().err == "Something is wrong.\n"
