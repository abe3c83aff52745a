"""The tender register from the server's terminal: bring notices in, and give out what they say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from tongxin.common.clock import now
from tongxin.crm.tenders.choices import SourceResult
from tongxin.crm.tenders.facts import plain_facts, read_facts
from tongxin.crm.tenders.selectors import due_sources, each_compiled, framework_ocids, sources_in_use
from tongxin.importers.notices.findings import Finding
from tongxin.importers.notices.importing import Outcome, import_notices
from tongxin.importers.notices.jsontext import parse_json
from tongxin.importers.notices.sources import fetch_source
from tongxin.jobs.exits import Exit
from tongxin.jobs.importing import acting_user
from tongxin.jobs.migrate import require_migrated_or_new
from tongxin.jobs.output import Subcommand, json_option, say, say_json
from tongxin.wording.notices import finding_sentence

_SHOWN = 20


@click.command("import-tenders", cls=Subcommand)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--as", "username", default="", help="Sign-in name of who imports; the system itself when left out."
)
@json_option
def import_tenders(*, paths: tuple[Path, ...], username: str, as_json: bool) -> None:
    """Bring files or folders of public notices into the tender register: OCDS, lists (CSV, XLSX), Taiwan's notices.

    The same data twice changes nothing; every release, record, row and broken line is accounted for.
    """
    require_migrated_or_new()
    actor = acting_user(username) if username else None
    with click.progressbar(length=0, label=_("Reading notices"), hidden=as_json, show_pos=True) as bar:

        def advance(read: int) -> None:
            bar.length = read
            bar.update(read - bar.pos)

        outcome = import_notices(actor=actor, at=now(), paths=paths, progress=advance)
    if as_json:
        say_json(_result(outcome))
    else:
        _say_outcome(outcome)


@click.command("fetch-tenders", cls=Subcommand)
@click.option(
    "--all", "every", is_flag=True, help="Fetch every source that is in use, not only those that are due."
)
@json_option
def fetch_tenders(*, every: bool, as_json: bool) -> None:
    """Fetch the sources of notices that are due, as the worker does by itself, and say how each ended."""
    require_migrated_or_new()
    failed = False
    for due in sources_in_use() if every else due_sources(at=now()):
        source = fetch_source(source=due, at=now())
        result = SourceResult(source.last_result)
        failed = failed or result not in {SourceResult.TAKEN, SourceResult.UNCHANGED}
        if as_json:
            say_json(
                {
                    "source": source.uid,
                    "name": source.name,
                    "result": result.value,
                    "read": source.last_read,
                    "left_out": source.last_left_out,
                    "changed": source.last_changed,
                }
            )
        else:
            say(f"{source.name}: {result.label}")
    if failed:
        raise SystemExit(int(Exit.FINDINGS))


@click.command("tenders", cls=Subcommand)
@json_option
def tenders(*, as_json: bool) -> None:
    """Give out the tender register: with --json one line for each process, for programs that count."""
    require_migrated_or_new()
    frameworks = framework_ocids()
    for ocid, compiled in each_compiled():
        line = plain_facts(read_facts(parse_json(compiled), is_framework=ocid in frameworks))
        if as_json:
            say_json(line)
        else:
            price = ", ".join(f"{amount} {currency}" for currency, amount in line["price"].items())
            say("\t".join([ocid, line["title"], line["buyer"] or "", price]))


def _result(outcome: Outcome) -> dict[str, Any]:
    return {
        "read": outcome.read,
        "valid": outcome.valid,
        "imported": len(outcome.imported),
        "updated": len(outcome.updated),
        "unchanged": len(outcome.unchanged),
        "rejected": [_finding(finding) for finding in outcome.rejected],
        "warnings": [_finding(finding) for finding in outcome.warnings],
        "releases": len(outcome.releases),
        "processes": outcome.processes,
    }


def _finding(finding: Finding) -> Mapping[str, Any]:
    return {
        "file": finding.file,
        "line": finding.line,
        "ocid": finding.ocid,
        "path": finding.path,
        "code": finding.code.value,
        "reason": finding_sentence(finding.code, finding.params),
    }


def _say_outcome(outcome: Outcome) -> None:
    say(
        _("Read %(read)s, taken in %(valid)s, left out %(rejected)s.")
        % {"read": outcome.read, "valid": outcome.valid, "rejected": len(outcome.rejected)}
    )
    say(
        _("Processes: %(imported)s new, %(updated)s updated, %(unchanged)s unchanged.")
        % {
            "imported": len(outcome.imported),
            "updated": len(outcome.updated),
            "unchanged": len(outcome.unchanged),
        }
    )
    for title, findings in ((_("Left out:"), outcome.rejected), (_("Worth knowing:"), outcome.warnings)):
        if findings:
            say(title)
        for finding in findings[:_SHOWN]:
            place = (
                f"{finding.file}{'' if finding.line is None else f':{finding.line}'} {finding.path}".strip()
            )
            say(f"  {place}: {finding_sentence(finding.code, finding.params)}")
        if len(findings) > _SHOWN:
            say(_("  and %(count)s more; --json lists all.") % {"count": len(findings) - _SHOWN})
