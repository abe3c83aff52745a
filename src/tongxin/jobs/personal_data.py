"""Personal data from the command line: what is held on somebody, erasing it, erasing it again."""

import json
import os
from pathlib import Path

import click
from django.utils.translation import gettext as _

from tongxin.common.clock import now
from tongxin.jobs.migrate import require_migrated
from tongxin.jobs.output import CommandRefused, Subcommand, json_option, say, say_json
from tongxin.privacy.erasing import erase, erase_again
from tongxin.privacy.holdings import holdings_of, note_given
from tongxin.privacy.retention import due, remove_all_due, rules
from tongxin.privacy.subjects import Subject, SubjectKind, find_subject
from tongxin.wording.sentences import SENTENCES

user_option = click.option("--user", is_flag=True, help="UID is a colleague's, not a person's at a customer.")


@click.group("personal-data")
def personal_data() -> None:
    """Give out or erase what is held on somebody; UID is what stands in the address of their page."""


@personal_data.command("file", cls=Subcommand)
@click.argument("uid")
@click.argument("target", type=click.Path(path_type=Path))
@user_option
@json_option
def file_of(*, uid: str, target: Path, user: bool, as_json: bool) -> None:
    """Write everything held on somebody to the JSON file TARGET, judgements and private notes included."""
    require_migrated()
    at, subject = now(), _subject(uid, user=user)
    holdings = holdings_of(None, subject, at=at)
    text = json.dumps(holdings.as_json(), ensure_ascii=False, indent=1, default=str)
    with os.fdopen(
        os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8"
    ) as out:
        out.write(text)
    note_given(actor=None, at=at, holdings=holdings)
    if as_json:
        say_json({"file": str(target), "rows": holdings.rows, "mentions": len(holdings.mentions)})
    else:
        say(
            _("%(file)s holds %(rows)s rows and %(mentions)s texts that name them.")
            % {"file": target, "rows": holdings.rows, "mentions": len(holdings.mentions)}
        )


@personal_data.command("erase", cls=Subcommand)
@click.argument("uid")
@user_option
@click.option("--everywhere", is_flag=True, help="Also in texts where somebody else may be meant.")
@json_option
def erase_one(*, uid: str, user: bool, everywhere: bool, as_json: bool) -> None:
    """Erase somebody for good; history stays, without their name."""
    require_migrated()
    done = erase(actor=None, at=now(), subject=_subject(uid, user=user), everywhere=everywhere)
    if as_json:
        say_json(done)
    else:
        say(
            _("Erased: %(rows)s rows deleted, %(texts)s texts without the name.")
            % {"rows": done["deleted_rows"], "texts": done["texts"]}
        )


@personal_data.command("erase-again", cls=Subcommand)
@json_option
def again(*, as_json: bool) -> None:
    """Erase again whom the list of erasures names and who is there all the same; `restore` does it by itself."""
    require_migrated()
    done = erase_again(at=now())
    if as_json:
        say_json(done)
    else:
        say(_("Erased again, as they had been: %(count)s.") % {"count": done["erased_again"]})


@personal_data.command("retention", cls=Subcommand)
@click.option(
    "--remove", is_flag=True, help="Remove what is due by all rules, not only by those that work every night."
)
@json_option
def retention(*, remove: bool, as_json: bool) -> None:
    """Say what the rules of retention make due; with --remove, remove it."""
    require_migrated()
    at = now()
    found = [due(rule, at=at) for rule in rules()]
    removed = remove_all_due(at=at, automatic_only=False) if remove else {}
    if as_json:
        counts = {each.rule.code: {"months": each.rule.months, "due": each.count} for each in found}
        say_json({"rules": counts, "removed": dict(removed)})
        return
    for each in found:
        kept = (
            _("kept for ever")
            if each.rule.months is None
            else _("%(months)s months") % {"months": each.rule.months}
        )
        say(_("%(what)s: %(kept)s, due: %(count)s") % {"what": each.rule, "kept": kept, "count": each.count})
    if remove:
        say(_("Removed: %(count)s.") % {"count": sum(removed.values())})


def _subject(uid: str, *, user: bool) -> Subject:
    kind = SubjectKind.USER if user else SubjectKind.PERSON
    subject = find_subject(kind, uid)
    if subject is None:
        raise CommandRefused(f"{kind}_MISSING", str(SENTENCES[f"{kind}_MISSING"]))
    return subject
