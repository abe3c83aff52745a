"""Prove the audit log."""

import click
from django.utils.translation import gettext as _

from tongxin.audit.selectors import first_broken_link
from tongxin.jobs.exits import Exit
from tongxin.jobs.migrate import require_migrated
from tongxin.jobs.output import Verb, json_option, leave, say, say_json


@click.group()
def audit() -> None:
    """Examine the audit log."""


@audit.command(cls=Verb)
@json_option
def verify(*, as_json: bool) -> None:
    """Check that no row of the audit log was changed or removed; exit code 5 when one was."""
    require_migrated()
    broken = first_broken_link()
    if as_json:
        say_json({"whole": broken is None, "first_broken_row": broken})
    elif broken is None:
        say(_("The audit log is whole."))
    else:
        say(
            _(
                "Row %(row)s of the audit log does not fit the row before it: "
                "something was changed or removed by other means than Tongxin. Compare with a backup."
            )
            % {"row": broken}
        )
    if broken is not None:
        leave(Exit.FINDINGS)
