"""Import files of other systems from the server's terminal."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.common.actor import Actor
from tongxin.common.clock import now
from tongxin.common.rights import Channel, Right
from tongxin.importers import actions
from tongxin.importers.files.source import tables_under
from tongxin.importers.report import write_error_rows
from tongxin.importers.selectors import outcome_counts
from tongxin.jobs.migrate import require_migrated
from tongxin.jobs.output import Stop, Verb, json_option, say, say_json
from tongxin.team.actions import change_user
from tongxin.team.choices import Role
from tongxin.team.selectors import active_administrators, active_users, find_user, get_actor
from tongxin.wording.imports import finding_label, problem_sentence, target_label

if TYPE_CHECKING:
    from tongxin.importers.models import ImportBatch


@click.command("import", cls=Verb)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--as", "username", default="", help="Sign-in name of who imports; the one administrator when left out."
)
@click.option(
    "--source", default="", help="System that the ids belong to, such as salesforce; guessed when left out."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, write nothing.")
@click.option(
    "--errors",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the rows left out to this XLSX file.",
)
@json_option
def import_files(
    *, paths: tuple[Path, ...], username: str, source: str, dry_run: bool, errors: Path | None, as_json: bool
) -> None:
    """Import CSV and XLSX files, folders or ZIP archives of them. The same files twice change nothing."""
    require_migrated()
    actor = _actor(username)
    files = tables_under(paths)
    if not files:
        raise Stop("FILES_MISSING", _("There is no table to import under these paths."))
    if dry_run:
        result = preview_files(actor, files, source=source, quiet=as_json)
    else:
        batch = import_paths(actor, files, source=source, quiet=as_json)
        result = _result(batch)
        if errors is not None:
            result["error_rows"] = _write_errors(batch, errors)
    if as_json:
        say_json(result)
    else:
        _say_result(result, dry_run=dry_run)


def import_paths(
    actor: Actor, files: Sequence[Path], *, source: str = "", quiet: bool = False
) -> "ImportBatch":
    """Import files at once, with a bar of progress unless `quiet`; return the finished import."""
    batch = _start(actor, files, source)
    with click.progressbar(length=1, label=_("Importing"), hidden=quiet, show_pos=True) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return actions.run_import(actor=actor, batch=batch, clock=now, progress=advance)


def import_for_demo(data: Path, *, quiet: bool) -> None:
    """Import a folder of exports as the demo's administrator; its directors may then see all that came in.

    Raises:
        Stop: there is no table under the path.
    """
    files = tables_under([data])
    if not files:
        raise Stop("FILES_MISSING", _("There is no table to import under these paths."))
    actor = _actor("")
    batch = import_paths(actor, files, quiet=quiet)
    for director in (user for user in active_users() if Role.SALES_DIRECTOR in user.roles):
        change_user(actor=actor, at=now(), user=director, values={"granted_rights": [Right.SEE_ALL.value]})
    if not quiet:
        _say_result(_result(batch), dry_run=False)
        say()


def preview_files(actor: Actor, files: Sequence[Path], *, source: str, quiet: bool) -> dict[str, Any]:
    """Return what an import of the files would do; nothing stays behind."""
    batch = _start(actor, files, source)
    try:
        with click.progressbar(length=1, label=_("Checking"), hidden=quiet, show_pos=True) as bar:

            def advance(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            preview = actions.preview(actor=actor, at=now(), batch=batch, progress=advance)
        return {
            "source": batch.source,
            "totals": preview.tally.totals(),
            "findings": preview.plan.findings(),
            "refused": _refused(preview.refusals),
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


def _actor(username: str) -> Actor:
    if username:
        user = find_user(username)
        if user is None:
            raise Stop("USER_MISSING", _("Nobody signs in as %(username)s.") % {"username": username})
    else:
        administrators = active_administrators()
        if len(administrators) != 1:
            raise Stop("USER_UNSAID", _("Say who imports: --as USERNAME"))
        user = administrators[0]
    return get_actor(user, as_of=timezone.localdate(now()), channel=Channel.COMMAND)


def _start(actor: Actor, files: Sequence[Path], source: str) -> "ImportBatch":
    with ExitStack() as stack:
        streams = [(path.name, stack.enter_context(path.open("rb"))) for path in files]
        return actions.start_import(actor=actor, at=now(), files=streams, source=source)


def _result(batch: "ImportBatch") -> dict[str, Any]:
    return {
        "import": batch.uid,
        "source": batch.source,
        "totals": batch.totals,
        "rows": outcome_counts(batch),
        "findings": {code: count for code, count in batch.findings.items() if isinstance(count, int)},
        "refused": batch.findings.get("refused", []),
    }


def _refused(refusals: Sequence[Any]) -> list[list[str]]:
    return [[refusal.sheet, refusal.code.value] for refusal in refusals]


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
    if result["findings"]:
        say(_("Worth knowing:"))
    for code, count in sorted(result["findings"].items(), key=lambda pair: -pair[1]):
        say(f"  {count:>7,}  {finding_label(code)}")
