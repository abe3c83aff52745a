"""Prove the audit log."""

from collections.abc import Iterator

import click
from django.utils.translation import gettext as _

from tongxin.audit.selectors import Proof, prove_log
from tongxin.jobs.exits import Exit
from tongxin.jobs.migrate import require_migrated
from tongxin.jobs.output import Subcommand, json_option, leave, say, say_json


@click.group()
def audit() -> None:
    """Examine the audit log."""


@audit.command(cls=Subcommand)
@json_option
def verify(*, as_json: bool) -> None:
    """Check that no row of the audit log was changed or removed; exit code 5 when one was."""
    require_migrated()
    proof = prove_log()
    if as_json:
        say_json(
            {
                "whole": proof.is_whole,
                "first_broken_row": proof.broken_at,
                "sealed_row": proof.sealed_at,
                "seal_is_ours": proof.seal_is_ours,
            }
        )
    else:
        for line in _sentences(proof):
            say(line)
    if not proof.is_whole:
        leave(Exit.FINDINGS)


def _sentences(proof: Proof) -> Iterator[str]:
    if proof.broken_at is not None:
        yield _(
            "Row %(row)s of the audit log does not fit the row before it: "
            "something was changed or removed by other means than Tongxin. Compare with a backup."
        ) % {"row": proof.broken_at}
    elif proof.seal_is_ours:
        yield _("The audit log is whole.")
    if not proof.seal_is_ours:
        yield _(
            "The seal of the log was not written by this installation: somebody changed the file, or the key."
        )
    elif proof.sealed_at is not None:
        yield _("Its end is sealed outside the database at row %(row)s.") % {"row": proof.sealed_at}
    else:
        yield _("Its end is not sealed: rows missing there do not show. The next change seals it.")
