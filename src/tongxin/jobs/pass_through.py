"""Hand over to Django's own management commands, for developers."""

import click
from django.core.management import execute_from_command_line, get_commands

ANY_ARGUMENTS = {"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []}


@click.command(context_settings=ANY_ARGUMENTS, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django(arguments: tuple[str, ...]) -> None:
    """Run one of Django's management commands (for developers)."""
    execute_from_command_line(["tongxin django", *arguments])


def command_of_django(name: str) -> click.Command | None:
    """Return a subcommand that runs Django's command of this name, or `None` when there is none."""
    if name not in get_commands():
        return None

    @click.command(name, context_settings=ANY_ARGUMENTS, add_help_option=False)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def run(arguments: tuple[str, ...]) -> None:
        execute_from_command_line(["tongxin", name, *arguments])

    return run
