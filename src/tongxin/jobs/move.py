"""Move an installation to another database."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

from tongxin.archive.manifest import Manifest
from tongxin.archive.writing import write_archive
from tongxin.audit.selectors import end_of_log
from tongxin.common.clock import now
from tongxin.jobs.migrate import require_migrated
from tongxin.jobs.output import CommandRefused, Subcommand, json_option, say, say_json


@click.command(cls=Subcommand)
@click.option("--to", "address", required=True, help="The empty database: postgresql://… or sqlite:///….")
@json_option
def move(*, address: str, as_json: bool) -> None:
    """Copy every row to another, empty database, and compare; stop the server first. The present one is not changed.

    Attachments stay where they are. Afterwards set TONGXIN_DATABASE_URL to the new address.
    """
    require_migrated()
    before = end_of_log()
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".move-") as folder:
        path = Path(folder) / "move.zip"
        manifest = write_archive(path, at=now(), with_files=False)
        _read_into(address, path)
    if end_of_log() != before:
        sentence = _(
            "Somebody worked meanwhile, and that is not in the copy. Stop the server and the worker, then repeat."
        )
        raise CommandRefused("CHANGED_MEANWHILE", sentence)
    _tell(manifest, as_json=as_json)


def _read_into(address: str, path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "tongxin", "restore", str(path), "--json"],
        env={**os.environ, "TONGXIN_DATABASE_URL": address, "TONGXIN_HOME": str(settings.HOME)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandRefused("MOVE_FAILED", _reason(done))


def _reason(done: "subprocess.CompletedProcess[str]") -> str:
    try:
        return str(json.loads(done.stdout.splitlines()[-1])["error"]["sentence"])
    except (IndexError, KeyError, ValueError):
        return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else str(done.returncode)


def _tell(manifest: Manifest, *, as_json: bool) -> None:
    if as_json:
        say_json({"tables": len(manifest.tables), "rows": manifest.rows})
        return
    say(_("Copied and compared: %(rows)s rows of %(tables)s tables.") % {
        "rows": manifest.rows, "tables": len(manifest.tables),
    })  # fmt: skip
    say(_("Now set TONGXIN_DATABASE_URL to the new address and start the server."))
