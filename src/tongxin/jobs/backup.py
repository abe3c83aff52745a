"""Write everything to one file, and read it back."""

from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.archive.manifest import Manifest
from tongxin.archive.reading import check_archive
from tongxin.archive.restoring import restore_archive
from tongxin.archive.rotation import back_up, summary
from tongxin.audit.selectors import prove_log
from tongxin.common.clock import now
from tongxin.common.failures import Failure, failure_of
from tongxin.jobs.exits import Exit
from tongxin.jobs.migrate import bring_up_to_date, require_migrated
from tongxin.jobs.output import Stop, Verb, json_option, leave, say, say_json

MEBIBYTE = 1024 * 1024


@click.command(cls=Verb)
@click.argument("target", required=False, type=click.Path(path_type=Path))
@json_option
def backup(*, target: Path | None, as_json: bool) -> None:
    """Write database and files to one file, while others go on working, and read it back to check it.

    TARGET is a file, or a folder for one that is named by the time; left out, the folder of the settings, where the oldest go.
    """
    require_migrated()
    try:
        path, manifest = back_up(at=now(), target=target)
    except OSError as error:
        raise _not_written(error) from error
    if as_json:
        say_json(summary(path, manifest))
        return
    say(_told(manifest) % {"file": path, "size": path.stat().st_size // MEBIBYTE + 1})
    if manifest.missing:
        say(
            _("Files that records speak of but that are not there: %(names)s")
            % {"names": ", ".join(manifest.missing)}
        )


@click.command(cls=Verb)
@click.argument("archive", type=click.Path(path_type=Path))
@click.option(
    "--check", is_flag=True, help="Read the file wholly and compare it with itself; change nothing."
)
@json_option
def restore(*, archive: Path, check: bool, as_json: bool) -> None:
    """Read a backup into an empty installation: every row is compared, and all of it comes back or nothing."""
    if check:
        manifest = check_archive(archive)
    else:
        try:
            manifest = restore_archive(archive, at=now(), upgrade=lambda: bring_up_to_date(quiet=True))
        except OSError as error:
            raise _not_written(error) from error
    whole = check or prove_log().is_whole
    if as_json:
        say_json({**summary(archive, manifest), "written_at": manifest.at, "log_is_whole": whole})
    elif check:
        say(_("The backup is whole: %(rows)s rows, %(files)s files.") % _counts(manifest))
    else:
        say(_("Read back and compared: %(rows)s rows, %(files)s files.") % _counts(manifest))
        if not whole:
            say(_("The audit log that came back is not whole. See: tongxin audit verify"))
    if not whole:
        leave(Exit.FINDINGS)


def _counts(manifest: Manifest) -> dict[str, int]:
    return {"rows": manifest.rows, "files": len(manifest.files)}


def _told(manifest: Manifest) -> str:
    return ngettext(
        "%(file)s holds %(rows)s row and %(files)s files, %(size)s MiB; it was read back and is whole.",
        "%(file)s holds %(rows)s rows and %(files)s files, %(size)s MiB; it was read back and is whole.",
        manifest.rows,
    ) % {"rows": manifest.rows, "files": len(manifest.files), "file": "%(file)s", "size": "%(size)s"}


def _not_written(error: OSError) -> Stop:
    if failure_of(error) is Failure.NO_ROOM:
        return Stop("NO_ROOM", _("There is no room on the disk. Nothing was changed; make room and repeat."))
    place = error.filename or ""
    sentence = _("%(place)s cannot be written to: %(error)s") % {"place": place, "error": error.strerror}
    return Stop("CANNOT_WRITE", sentence)
