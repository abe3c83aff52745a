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
from tongxin.jobs.output import CommandRefused, Subcommand, json_option, leave, say, say_json
from tongxin.privacy.erasing import erase_again
from tongxin.privacy.indexing import index_everything

MEBIBYTE = 1024 * 1024


@click.command(cls=Subcommand)
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
        raise not_written(error) from error
    if as_json:
        say_json(summary(path, manifest))
        return
    say(_told(manifest) % {"file": path, "size": path.stat().st_size // MEBIBYTE + 1})
    if manifest.missing:
        say(
            _("Files that records mention but that are missing: %(names)s")
            % {"names": ", ".join(manifest.missing)}
        )


@click.command(cls=Subcommand)
@click.argument("archive", type=click.Path(path_type=Path))
@click.option(
    "--check", is_flag=True, help="Read the file wholly and compare it with itself; change nothing."
)
@json_option
def restore(*, archive: Path, check: bool, as_json: bool) -> None:
    """Read a backup into an empty installation: every row is compared, and all of it comes back or nothing.

    Who was erased since the backup is erased again, by the lists of erasures in the backup and in the data folder.
    """
    manifest, erased = (check_archive(archive), 0) if check else read_back(archive)
    whole = check or prove_log().is_whole
    if as_json:
        say_json(
            {
                **summary(archive, manifest),
                "written_at": manifest.at,
                "log_is_whole": whole,
                "erased_again": erased,
            }
        )
    elif check:
        say(_("The backup is whole: %(rows)s rows, %(files)s files.") % _counts(manifest))
    else:
        say(_("Read back and compared: %(rows)s rows, %(files)s files.") % _counts(manifest))
        if erased:
            say(_("Erased again, as they had been: %(count)s.") % {"count": erased})
        if not whole:
            say(_("The audit log that came back is not whole. See: tongxin audit verify"))
    if not whole:
        leave(Exit.FINDINGS)


def read_back(archive: Path) -> tuple[Manifest, int]:
    """Read an archive back, with its index, and erase again who had been; return also how many these were.

    Raises:
        CommandRefused: there is no room, or the place cannot be written to.

    """
    erased = 0

    def finish() -> None:
        nonlocal erased
        index_everything()
        erased = erase_again(at=now())["erased_again"]

    try:
        manifest = restore_archive(
            archive, at=now(), upgrade=lambda: bring_up_to_date(quiet=True), finish=finish
        )
    except OSError as error:
        raise not_written(error) from error
    return manifest, erased


def _counts(manifest: Manifest) -> dict[str, int]:
    return {"rows": manifest.rows, "files": len(manifest.files)}


def _told(manifest: Manifest) -> str:
    return ngettext(
        "%(file)s holds %(rows)s row and %(files)s files, %(size)s MiB; it was read back and is whole.",
        "%(file)s holds %(rows)s rows and %(files)s files, %(size)s MiB; it was read back and is whole.",
        manifest.rows,
    ) % {"rows": manifest.rows, "files": len(manifest.files), "file": "%(file)s", "size": "%(size)s"}


def not_written(error: OSError) -> CommandRefused:
    """Return why a file could not be written, as the command's end."""
    if failure_of(error) is Failure.NO_ROOM:
        return CommandRefused(
            "NO_ROOM", _("There is no room on the disk. Nothing was changed; make room and repeat.")
        )
    place = error.filename or ""
    sentence = _("%(place)s cannot be written to: %(error)s") % {"place": place, "error": error.strerror}
    return CommandRefused("CANNOT_WRITE", sentence)
