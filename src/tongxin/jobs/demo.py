"""Start Tongxin with demo data on this machine."""

import unicodedata
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongxin.common.clock import now
from tongxin.demo.people import DEMO_PASSWORD, PEOPLE, create_people, language_of
from tongxin.demo.words import Words
from tongxin.demo.world import create_world
from tongxin.jobs.importing import import_for_demo
from tongxin.jobs.migrate import bring_up_to_date
from tongxin.jobs.output import Subcommand, json_option, say, say_json
from tongxin.jobs.serve import require_free_port, run_server
from tongxin.team.choices import Language
from tongxin.team.selectors import has_user, has_users, names_of

HOST = "127.0.0.1"


@click.command(cls=Subcommand)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--data",
    type=click.Path(exists=True, path_type=Path),
    help="Start an empty database on this folder of CRM exports instead of the demo company.",
)
@click.option(
    "--language",
    type=click.Choice(Language.values),
    default=settings.LANGUAGE_CODE,
    show_default=True,
    help="The language of the demo company, when it is made.",
)
@click.option("--no-serve", is_flag=True, help="Prepare the data, do not start the server.")
@json_option
def demo(*, port: int, data: Path | None, language: str, no_serve: bool, as_json: bool) -> None:
    """Prepare the database, fill it with demo data when it is empty, and serve it to this machine only."""
    if not no_serve:
        require_free_port(HOST, port)
    with override(language):
        bring_up_to_date(quiet=as_json)
    was_there = has_users()
    if not was_there:
        _fill(data, language, quiet=as_json)
    with override(language):
        if was_there and not as_json and _was_typed("language"):
            _tell_language(language)
        _tell_sign_in(f"http://{HOST}:{port}/", as_json=as_json)
        if not no_serve:
            run_server(host=HOST, port=port, as_json=as_json)


def _fill(data: Path | None, language: str, *, quiet: bool) -> None:
    """Put the demo company into an empty database, or its people and what the exports hold."""
    if data is None:
        if not quiet:
            with override(language):
                say(_("Making the demo company: people, customers, opportunities, visits …"))
        create_world(at=now(), language=language)
        return
    create_people(at=now(), words=Words.of(language))
    import_for_demo(data, quiet=quiet)


def _was_typed(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source is click.core.ParameterSource.COMMANDLINE


def _tell_language(wanted: str) -> None:
    """Say that data which are there already stay in their language, and how to begin anew."""
    found = _language_found()
    if found == wanted:
        return
    if found:
        say(_("There are data already, in %(found)s. They stay in that language.") % {"found": _named(found)})
    else:
        say(_("There are data already. They stay in their language."))
    say(
        _("For a demo in %(wanted)s, begin in an empty folder, without TONGXIN_DATABASE_URL: %(command)s")
        % {"wanted": _named(wanted), "command": f"TONGXIN_HOME=FOLDER tongxin demo --language {wanted}"}
    )
    say()


def _named(language: str) -> str:
    return str(Language(language).label)


def _language_found() -> str:
    return language_of(names_of([person.username for person in PEOPLE]))


def sign_in_table() -> list[dict[str, str]]:
    """Return who can sign in to the demo: role, name and sign-in name, in the active language."""
    names = names_of([person.username for person in PEOPLE])
    return [
        {
            "role": str(person.role.label),
            "name": names.get(person.username, person.name),
            "username": person.username,
        }
        for person in PEOPLE
    ]


def _tell_sign_in(address: str, *, as_json: bool) -> None:
    people = sign_in_table() if has_user(PEOPLE[0].username) else []
    if as_json:
        say_json(
            {
                "address": address,
                "password": DEMO_PASSWORD if people else "",
                "people": people,
                "language": _language_found(),
            }
        )
    elif people:
        _print_sign_in(address, people)


def _print_sign_in(address: str, rows: list[dict[str, str]]) -> None:
    say(_("Open %(address)s and sign in as one of these people:") % {"address": address})
    say()
    width = max(_columns(row["role"]) for row in rows)
    for row in rows:
        say(f"  {row['role']}{' ' * (width - _columns(row['role']))}  {row['username']:<16}{row['name']}")
    say()
    say(
        _("Password of each: %(password)s (for this demo only; everybody knows it)")
        % {"password": DEMO_PASSWORD}
    )
    say()


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
