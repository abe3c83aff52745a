"""A copy for trials, in which nobody can be found."""

from pathlib import Path

import click
from django.utils.translation import gettext as _

from tongxin.archive.rotation import summary
from tongxin.common.clock import now
from tongxin.jobs.backup import not_written
from tongxin.jobs.migrate import require_migrated
from tongxin.jobs.output import Subcommand, json_option, say, say_json
from tongxin.privacy.anonymising import write_anonymised


@click.command("anonymised-copy", cls=Subcommand)
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def anonymised_copy(*, target: Path, as_json: bool) -> None:
    """Write everything to the file TARGET with other names and without texts, for trials: tongxin restore reads it.

    Attachments, imports, the audit log, tokens and passwords are left out; all users of the copy have one new password.
    """
    require_migrated()
    try:
        manifest, password = write_anonymised(target, at=now())
    except OSError as error:
        raise not_written(error) from error
    if as_json:
        say_json({**summary(target, manifest), "password": password})
        return
    say(_("%(file)s holds %(rows)s rows without personal data.") % {"file": target, "rows": manifest.rows})
    say(
        _("Every user of the copy signs in as user-NUMBER with the password %(password)s")
        % {"password": password}
    )
