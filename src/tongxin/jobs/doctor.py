"""Examine the set-up and say what is wrong with it and how to mend it."""

from collections.abc import Callable, Iterator

import click
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.jobs.examinations import EXAMINATIONS, NEEDS_DATABASE, Finding, State, said_of_damage
from tongxin.jobs.exits import Exit
from tongxin.jobs.output import Subcommand, json_option, leave, say, say_json

MARKS = {State.OK: "✓", State.WARNING: "!", State.ERROR: "✗"}


@click.command(cls=Subcommand)
@json_option
def doctor(*, as_json: bool) -> None:
    """Examine the set-up: what is wrong, and how to mend it; exit code 5 when something is."""
    findings = list(examine())
    errors = sum(finding.state == State.ERROR for finding in findings)
    if as_json:
        say_json(
            {
                "healthy": not errors,
                "findings": [
                    {"code": each.code, "state": each.state, "what": each.what, "mend": each.mend}
                    for each in findings
                ],
            }
        )
    else:
        _print(findings, errors)
    if errors:
        leave(Exit.FINDINGS)


def examine(
    examinations: tuple[Callable[[], Iterator[Finding]], ...] = EXAMINATIONS,
    needs_database: tuple[Callable[[], Iterator[Finding]], ...] = NEEDS_DATABASE,
) -> Iterator[Finding]:
    """Yield the findings; what needs a readable database is asked only when there is one."""
    usable = True
    for examination in examinations:
        for finding in examination():
            usable = usable and not (finding.state == State.ERROR and finding.blocks)
            yield finding
    for examination in needs_database if usable else ():
        try:
            for finding in examination():
                yield finding
                if finding.state == State.ERROR and finding.blocks:
                    return
        except DatabaseError as error:
            yield Finding(code="D015", state=State.ERROR, what=said_of_damage([str(error)]), blocks=True)
            return


def _print(findings: list[Finding], errors: int) -> None:
    for finding in findings:
        say(f"{MARKS[finding.state]} {finding.code}  {finding.what}")
        if finding.mend:
            say(f"        → {finding.mend}")
    say()
    if errors:
        text = ngettext("%(count)d thing must be mended.", "%(count)d things must be mended.", errors)
        say(text % {"count": errors})
    else:
        say(_("Nothing must be mended."))
