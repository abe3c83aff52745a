"""How commands speak: sentences for people, one JSON object for programs."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

import click

from tongxin.common.errors import Refusal
from tongxin.jobs.exits import Exit
from tongxin.wording.sentences import sentence

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class CommandRefused(click.ClickException):
    """End the command with a reason and a way to mend it."""

    exit_code = int(Exit.REFUSED)

    def __init__(self, code: str, sentence: str, **params: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.params: Mapping[str, Any] = params
        context = click.get_current_context(silent=True)
        self.as_json = bool(context and context.params.get("as_json"))

    def show(self, file: Any = None) -> None:
        """Print the reason to standard error, or as JSON to standard output."""
        if self.as_json:
            say_json({"error": {"code": self.code, "sentence": self.message, **self.params}})
        else:
            click.echo(self.message, file=file, err=True)


class NotReady(CommandRefused):
    """End the command because the set-up is not ready for it."""

    exit_code = int(Exit.NOT_READY)


class PortTaken(CommandRefused):
    """End the command because another program listens on the address."""

    exit_code = int(Exit.PORT_TAKEN)


class Subcommand(click.Command):
    """A subcommand; a refusal of the domain ends it with the refusal's sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand.

        Raises:
            Stop: the domain refused.

        """
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise CommandRefused(refusal.code, sentence(refusal), **refusal.params) from refusal


def json_option(function: Decorated) -> Decorated:
    """Give a command the option `--json`, handed over as `as_json`."""
    option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs, not sentences.")
    return option(function)


def say(sentence: str = "") -> None:
    """Print one line."""
    click.echo(sentence)


def say_json(content: Mapping[str, Any]) -> None:
    """Print one JSON object on one line."""
    click.echo(json.dumps(content, ensure_ascii=False, default=str))


def leave(code: Exit) -> NoReturn:
    """End the command with an exit code."""
    raise click.exceptions.Exit(int(code))
