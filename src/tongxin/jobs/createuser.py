"""Create somebody who can sign in, from the server's terminal."""

from typing import IO

import click
from django.conf import settings
from django.utils.translation import gettext as _

from tongxin.common.clock import now
from tongxin.jobs.migrate import require_migrated
from tongxin.jobs.output import CommandRefused, Subcommand, json_option, say, say_json
from tongxin.team.actions import create_user
from tongxin.team.choices import Language, Role


@click.command(cls=Subcommand)
@click.option("--username", prompt=True, help="Sign-in name.")
@click.option("--name", "display_name", prompt="Name", help="Name that colleagues see.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(Role.values, case_sensitive=False),
    help="A role; may be given several times.",
)
@click.option("--email", default="", help="Mail address.")
@click.option(
    "--language", type=click.Choice(Language.values), default=settings.LANGUAGE_CODE, show_default=True
)
@click.option(
    "--password-file",
    type=click.File(),
    help="File with the password, - for standard input. Left out: the command asks.",
)
@json_option
def createuser(
    *,
    username: str,
    display_name: str,
    roles: tuple[str, ...],
    email: str,
    language: str,
    password_file: IO[str] | None,
    as_json: bool,
) -> None:
    """Create a user. The first one should be an ADMINISTRATOR."""
    require_migrated()
    chosen = roles or _ask_for_roles()
    user = create_user(
        actor=None,
        at=now(),
        username=username,
        display_name=display_name,
        password=_password(password_file),
        roles=chosen,
        email=email,
        language=language,
    )
    if as_json:
        say_json({"uid": user.uid, "username": user.username, "roles": user.roles})
    else:
        say(_("%(name)s can sign in as %(username)s.") % {"name": display_name, "username": username})


def _ask_for_roles() -> tuple[str, ...]:
    answer: str = click.prompt(f"Roles ({', '.join(Role.values)})", default=Role.ADMINISTRATOR.value)
    return tuple(part.strip().upper() for part in answer.split(",") if part.strip())


def _password(file: IO[str] | None) -> str:
    if file is None:
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    password = file.read().strip("\r\n")
    if not password:
        raise CommandRefused("PASSWORD_EMPTY", _("The password file is empty."))
    return password
