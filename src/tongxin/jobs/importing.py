"""Import files of other systems from the server's terminal."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.common.actor import Actor
from tongxin.common.clock import now
from tongxin.common.errors import Refusal
from tongxin.common.rights import Channel, Right
from tongxin.importers import actions
from tongxin.importers.choosing import TableChoice, choose_columns, choose_tables
from tongxin.importers.files.source import tables_under
from tongxin.importers.findings import counts_of_findings
from tongxin.importers.mapping.targets import IMPORTABLE
from tongxin.importers.report import write_error_rows
from tongxin.importers.rules import ImportRefused
from tongxin.importers.selectors import outcome_counts
from tongxin.jobs.migrate import require_migrated
from tongxin.jobs.output import CommandRefused, Subcommand, json_option, say, say_json
from tongxin.team.actions import change_user
from tongxin.team.choices import Role
from tongxin.team.selectors import active_administrators, active_users, find_user, get_actor
from tongxin.wording.imports import problem_sentence, target_label
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from tongxin.importers.models import ImportBatch

MOST_SAID, ROWS_NAMED = 25, 3


@click.command("import", cls=Subcommand)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--as", "username", default="", help="Sign-in name of who imports; the one administrator when left out."
)
@click.option(
    "--source", default="", help="System that the ids belong to, such as salesforce; guessed when left out."
)
@click.option(
    "--table",
    "tables",
    multiple=True,
    metavar="NAME=WHAT",
    help="Say what the rows of a table are, such as Export=ACCOUNT; nothing behind the = leaves it out.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="TABLE.HEADER=FIELD",
    help="Say what a column fills, as in accounts.revenue=annual_revenue*1000000; nothing behind the = ignores it.",
)
@click.option(
    "--encoding", default="", help="Encoding of the text files, such as big5; guessed when left out."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, write nothing.")
@click.option(
    "--errors",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the rows left out to this XLSX file.",
)
@json_option
def import_files(
    *,
    paths: tuple[Path, ...],
    username: str,
    source: str,
    tables: tuple[str, ...],
    columns: tuple[str, ...],
    encoding: str,
    dry_run: bool,
    errors: Path | None,
    as_json: bool,
) -> None:
    """Import CSV and XLSX files, folders or ZIP archives of them. The same files twice change nothing."""
    require_migrated()
    actor = acting_user(username)
    files = tables_under(paths)
    if not files:
        raise CommandRefused("FILES_MISSING", _("There is no table to import under these paths."))
    choices = Choices(source=source, tables=tables, columns=columns, encoding=encoding)
    if dry_run:
        result = preview_files(actor, files, choices, quiet=as_json)
    else:
        batch = import_paths(actor, files, choices, quiet=as_json)
        result = _result(batch)
        if errors is not None:
            result["error_rows"] = _write_errors(batch, errors)
    if as_json:
        say_json(result)
    else:
        _say_result(result, dry_run=dry_run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the command line says about the files.

    Attributes:
        source: the system that the ids belong to.
        tables: what tables hold, as NAME=WHAT.
        columns: what columns fill, as TABLE.HEADER=FIELD.
        encoding: that of the text files.

    """

    source: str = ""
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    encoding: str = ""


NO_CHOICES = Choices()


def import_paths(
    actor: Actor, files: Sequence[Path], choices: Choices = NO_CHOICES, *, quiet: bool = False
) -> "ImportBatch":
    """Import files at once, with a bar of progress unless `quiet`; return the finished import."""
    batch = _start(actor, files, choices)
    with click.progressbar(length=1, label=_("Importing"), hidden=quiet, show_pos=True) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        try:
            return actions.run_import(actor=actor, batch=batch, clock=now, progress=advance)
        except ImportRefused as refusal:
            actions.discard_import(actor=actor, at=now(), batch=batch)
            raise _undecided(refusal) from refusal


def _undecided(refusal: ImportRefused) -> CommandRefused:
    """Say which tables are in doubt, and what to write on the command line about them."""
    ways = " ".join(f"--table '{name}={guess}'" for name, guess in refusal.params.get("guesses", []))
    hint = _("For example: %(ways)s. Nothing behind the = leaves a table out.") % {"ways": ways}
    return CommandRefused(refusal.code, f"{sentence(refusal)} {hint}", **refusal.params)


def import_for_demo(data: Path, *, quiet: bool) -> None:
    """Import a folder of exports as the demo's administrator; its directors may then see all that came in.

    Raises:
        Stop: there is no table under the path.
    """
    files = tables_under([data])
    if not files:
        raise CommandRefused("FILES_MISSING", _("There is no table to import under these paths."))
    actor = acting_user("")
    batch = import_paths(actor, files, quiet=quiet)
    for director in (user for user in active_users() if Role.SALES_DIRECTOR in user.roles):
        change_user(actor=actor, at=now(), user=director, values={"granted_rights": [Right.SEE_ALL.value]})
    if not quiet:
        _say_result(_result(batch), dry_run=False)
        say()


def preview_files(
    actor: Actor, files: Sequence[Path], choices: Choices = NO_CHOICES, *, quiet: bool = False
) -> dict[str, Any]:
    """Return what an import of the files would do; nothing stays behind."""
    batch = _start(actor, files, choices)
    try:
        with click.progressbar(length=1, label=_("Checking"), hidden=quiet, show_pos=True) as bar:

            def advance(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            preview = actions.preview(actor=actor, at=now(), batch=batch, progress=advance)
        return {
            "source": batch.source,
            "totals": preview.tally.totals(),
            **_found(preview.findings),
            "failures": [
                {
                    "sheet": step.row.sheet,
                    "row": step.row.number,
                    "code": step.reason[0],
                    "column": step.reason[1],
                }
                for step in preview.tally.failures
            ],
        }
    finally:
        actions.discard_import(actor=actor, at=now(), batch=batch)


def acting_user(username: str) -> Actor:
    """Return who imports: the user named, or the one administrator.

    Raises:
        Stop: `USER_MISSING`, or `USER_UNSAID` when it is not clear who.

    """
    if username:
        user = find_user(username)
        if user is None:
            raise CommandRefused(
                "USER_MISSING", _("Nobody signs in as %(username)s.") % {"username": username}
            )
    else:
        administrators = active_administrators()
        if len(administrators) != 1:
            raise CommandRefused("USER_UNSAID", _("Say who imports: --as USERNAME"))
        user = administrators[0]
    return get_actor(user, as_of=timezone.localdate(now()), channel=Channel.COMMAND)


def _start(actor: Actor, files: Sequence[Path], choices: Choices) -> "ImportBatch":
    with ExitStack() as stack:
        streams = [(path.name, stack.enter_context(path.open("rb"))) for path in files]
        batch = actions.start_import(
            actor=actor, at=now(), files=streams, source=choices.source, encoding=choices.encoding
        )
    try:
        if choices.tables:
            pairs = [_name_and_what(text) for text in choices.tables]
            chosen = [TableChoice(name=name, target=_target(what)) for name, what in pairs]
            batch = choose_tables(actor=actor, at=now(), batch=batch, tables=chosen)
        if choices.columns:
            pairs = [_name_and_what(text) for text in choices.columns]
            batch = choose_columns(actor=actor, at=now(), batch=batch, columns=pairs)
    except (Refusal, CommandRefused):
        actions.discard_import(actor=actor, at=now(), batch=batch)
        raise
    return batch


def _name_and_what(text: str) -> tuple[str, str]:
    name, sign, what = text.rpartition("=")
    if not sign or not name:
        raise CommandRefused(
            "TABLE_OPTION",
            _("Write NAME=WHAT, as in --table Export=ACCOUNT or --column accounts.revenue=annual_revenue."),
        )
    return name, what


def _target(what: str) -> str:
    wanted = what.strip().upper()
    if wanted and wanted not in IMPORTABLE:
        allowed = ", ".join(target.value for target in IMPORTABLE)
        raise CommandRefused(
            "TARGET_UNKNOWN", _("The rows of a table can be: %(allowed)s") % {"allowed": allowed}
        )
    return wanted


def _result(batch: "ImportBatch") -> dict[str, Any]:
    return {
        "import": batch.uid,
        "source": batch.source,
        "totals": batch.totals,
        "rows": outcome_counts(batch),
        **_found(batch.findings),
    }


def _found(findings: dict[str, Any]) -> dict[str, Any]:
    """Return the findings as both the dry run and the run print them."""
    return {
        "findings": counts_of_findings(findings),
        "found": [
            {
                **{name: group[name] for name in ("code", "severity", "table", "column", "count", "rows")},
                "sentence": problem_sentence(group["code"], group["column"], group["params"]),
            }
            for group in findings.get("groups", [])
        ],
        "tables": findings.get("tables", []),
        "refused": findings.get("refused", []),
    }


def _write_errors(batch: "ImportBatch", target: Path) -> int:
    with target.open("wb") as stream:
        return write_error_rows(batch, stream, reason=problem_sentence, reason_header=_("Reason"))


def _say_result(result: Mapping[str, Any], *, dry_run: bool) -> None:
    for name, code in result["refused"]:
        say(f"{name}: {problem_sentence(code)}")
    say(_("This would be done:") if dry_run else _("This was done:"))
    for target, counts in result["totals"].items():
        parts = _(
            "created %(created)s, updated %(updated)s, unchanged %(unchanged)s, skipped %(skipped)s, failed %(failed)s"
        )
        numbers = {
            name: counts.get(name.upper(), 0)
            for name in ("created", "updated", "unchanged", "skipped", "failed")
        }
        say(f"  {target_label(target)}: {parts % numbers}")
    for title, severity in (
        (_("Rows left out:"), "ERROR"),
        (_("Values, columns and tables left out or changed:"), "WARNING"),
        (_("Worth knowing:"), "NOTE"),
    ):
        groups = [group for group in result["found"] if group["severity"] == severity]
        if groups:
            say(title)
        for group in groups[:MOST_SAID]:
            say(f"  {group['count']:>7,}  {_place(group)}{group['sentence']}")
        if len(groups) > MOST_SAID:
            say(_("  and %(count)s more; --json has them all.") % {"count": len(groups) - MOST_SAID})


def _place(group: Mapping[str, Any]) -> str:
    if not group["table"]:
        return ""
    rows = ", ".join(str(row) for row in group["rows"][:ROWS_NAMED])
    return f"{group['table']} {rows}: " if rows else f"{group['table']}: "
