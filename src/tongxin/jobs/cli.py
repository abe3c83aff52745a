"""The `tongxin` command: finds the subcommand and readies Django for it."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module

import click

from tongxin import __version__
from tongxin.jobs.exits import Exit
from tongxin.jobs.terminal import terminal_language

COMMANDS: Mapping[str, str] = {
    "demo": "tongxin.jobs.demo:demo",
    "serve": "tongxin.jobs.serve:serve",
    "worker": "tongxin.jobs.worker:worker",
    "migrate": "tongxin.jobs.migrate:migrate",
    "import": "tongxin.jobs.importing:import_files",
    "import-tenders": "tongxin.jobs.tenders:import_tenders",
    "fetch-tenders": "tongxin.jobs.tenders:fetch_tenders",
    "tenders": "tongxin.jobs.tenders:tenders",
    "market": "tongxin.jobs.market:market",
    "createuser": "tongxin.jobs.createuser:createuser",
    "backup": "tongxin.jobs.backup:backup",
    "restore": "tongxin.jobs.backup:restore",
    "move": "tongxin.jobs.move:move",
    "anonymised-copy": "tongxin.jobs.anonymised:anonymised_copy",
    "personal-data": "tongxin.jobs.personal_data:personal_data",
    "doctor": "tongxin.jobs.doctor:doctor",
    "audit": "tongxin.jobs.audit:audit",
    "django": "tongxin.jobs.pass_through:django",
}


class SettingsWrong(click.ClickException):
    """Say that Django cannot start with these settings."""

    exit_code = int(Exit.NOT_READY)


class Tongxin(click.Group):
    """Load each subcommand when it is asked for, with Django ready before it is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the subcommands in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return one of our subcommands, or one that hands over to Django's command of that name."""
        prepare()
        if cmd_name in COMMANDS:
            module, _, name = COMMANDS[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        from tongxin.jobs.pass_through import command_of_django  # noqa: PLC0415 - after Django is ready

        return command_of_django(cmd_name)


def prepare() -> None:
    """Read the settings and ready Django, in the terminal's language.

    Raises:
        SettingsWrong: a setting cannot be used.

    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxin.config.settings")
    from django import setup  # noqa: PLC0415 - after the settings module is named
    from django.apps import apps  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    if apps.ready:
        return
    try:
        setup()
    except (ValueError, OSError) as error:
        raise SettingsWrong(f"The settings cannot be used: {error}") from error
    from django.conf import settings  # noqa: PLC0415

    translation.activate(terminal_language() or settings.LANGUAGE_CODE)


@click.command(cls=Tongxin, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tongxin")
def tongxin() -> None:
    """Tongxin 同心: key-account management for suppliers who live from a few large customers."""


def main() -> None:
    """Run the command and leave with its exit code."""
    try:
        sys.exit(tongxin.main(prog_name="tongxin", standalone_mode=False) or Exit.DONE)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(Exit.STOPPED)
