"""Rules of retention: what is due, shown before anything is removed; removing it by hand or every night."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import models, transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.models import save_changes
from tongxin.common.rights import Channel
from tongxin.crm.committees.models import Judgement
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person
from tongxin.importers import storage
from tongxin.importers.choices import BatchState
from tongxin.importers.models import ImportBatch, ImportChange, ImportFile
from tongxin.privacy.choices import FEWEST_MONTHS, MOST_MONTHS, Kept
from tongxin.privacy.erasing import erase_due
from tongxin.privacy.models import RetentionRule
from tongxin.privacy.names import NAMELESS
from tongxin.privacy.refusals import PrivacyRefused
from tongxin.privacy.subjects import SubjectKind, check_can_manage
from tongxin.team.models import User

DAYS_A_MONTH = 365.25 / 12
MOST_SHOWN = 200
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a rule would remove now.

    Attributes:
        rule: the rule.
        count: how many.
        rows: the first of them, the oldest first: what it is called, and since when.

    """

    rule: RetentionRule
    count: int
    rows: tuple[tuple[str, datetime], ...]


def rules() -> list[RetentionRule]:
    """Return the rules, one for each kind of data; those never touched keep for ever."""
    kept = {rule.code: rule for rule in RetentionRule.objects.all()}
    return [kept.get(code) or RetentionRule(code=code) for code in Kept.values]


def get_rule(actor: Actor, code: str) -> RetentionRule:
    """Return a rule.

    Raises:
        Denied: the actor may not administer, or does not see everything.
        Missing: `RETENTION_MISSING`.

    """
    check_can_manage(actor)
    found = next((rule for rule in rules() if rule.code == code), None)
    if found is None:
        raise Missing("RETENTION_MISSING")
    return found


@transaction.atomic
def set_rule(
    *, actor: Actor, at: datetime, code: str, months: int | None, is_automatic: bool
) -> RetentionRule:
    """Say how long something is kept; nothing is removed by it yet.

    Raises:
        Denied: the actor may not administer, or does not see everything.
        Missing: `RETENTION_MISSING`.
        PrivacyRefused: `MONTHS_OUTSIDE`.

    """
    get_rule(actor, code)
    if months is not None and not FEWEST_MONTHS <= months <= MOST_MONTHS:
        raise PrivacyRefused("MONTHS_OUTSIDE", field="months", fewest=FEWEST_MONTHS, most=MOST_MONTHS)
    rule, _made = RetentionRule.objects.select_for_update().get_or_create(
        code=code, defaults={"created_at": at, "updated_at": at}
    )
    values = {"months": months, "is_automatic": is_automatic and months is not None}
    changes = save_changes(rule, values, at=at)
    if changes:
        record(
            actor=actor,
            at=at,
            verb=Verb.CHANGED,
            kind=Kind.RETENTION,
            target=rule,
            label=code,
            changes=changes,
        )
    return rule


def due(rule: RetentionRule, *, at: datetime) -> Due:
    """Return what a rule would remove now; nothing without a number of months."""
    if rule.months is None:
        return Due(rule=rule, count=0, rows=())
    aim = _AIMS[Kept(rule.code)]
    rows = aim.rows(_before(rule, at))
    shown = tuple((aim.name(row), row.since) for row in rows.order_by("since", "pk")[:MOST_SHOWN])
    return Due(rule=rule, count=rows.count(), rows=shown)


def remove_due(*, actor: Actor | None, at: datetime, rule: RetentionRule) -> int:
    """Remove what a rule makes due, at most 500 at once; return how many.

    Args:
        actor: who asks; `None` for the worker by night.
        at: when.
        rule: the rule.

    Raises:
        Denied: the actor may not administer, or does not see everything.

    """
    if actor is not None:
        check_can_manage(actor)
    if rule.months is None:
        return 0
    aim = _AIMS[Kept(rule.code)]
    with transaction.atomic():
        numbers = list(
            aim.rows(_before(rule, at)).order_by("since", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
        )
        count = aim.remove(numbers, at) if numbers else 0
        if count:
            record(
                actor=actor, at=at, verb=Verb.CLEANED, kind=Kind.RETENTION, label=rule.code,
                channel=Channel.COMMAND if actor else Channel.JOB, count=count, months=rule.months,
            )  # fmt: skip
    return count


def remove_all_due(*, at: datetime, automatic_only: bool = True) -> Mapping[str, int]:
    """Remove what the rules make due: those that work by themselves, or all; return rule → how many."""
    chosen = [
        rule for rule in rules() if rule.months is not None and (rule.is_automatic or not automatic_only)
    ]
    return {rule.code: remove_due(actor=None, at=at, rule=rule) for rule in chosen}


def _before(rule: RetentionRule, at: datetime) -> datetime:
    return at - timedelta(days=DAYS_A_MONTH * (rule.months or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Aim:
    rows: Callable[[datetime], "models.QuerySet[Any]"]
    name: Callable[[Any], str]
    remove: Callable[[list[int], datetime], int]


def _people(before: datetime) -> "models.QuerySet[Person]":
    since = models.functions.Coalesce("last_contact_at", "updated_at")
    gone = Person.objects.filter(status__in=(PersonStatus.LEFT, PersonStatus.DELETED)).exclude(
        full_name=NAMELESS
    )
    return gone.annotate(since=since).filter(since__lt=before)


def _users(before: datetime) -> "models.QuerySet[User]":
    gone = User.objects.filter(is_active=False).exclude(display_name=NAMELESS)
    return gone.annotate(since=models.F("updated_at")).filter(since__lt=before)


def _judgements(before: datetime) -> "models.QuerySet[Judgement]":
    return Judgement.objects.filter(judged_on__lt=before.date()).annotate(since=models.F("created_at"))


def _notes(before: datetime) -> "models.QuerySet[Interaction]":
    noted = Interaction.objects.exclude(private_note="")
    return noted.annotate(since=models.F("occurred_at")).filter(since__lt=before)


def _imports(before: datetime) -> "models.QuerySet[ImportBatch]":
    over = ImportBatch.objects.filter(state__in=(BatchState.DONE, BatchState.CANCELLED, BatchState.UNDONE))
    held = models.Exists(ImportFile.objects.filter(batch=models.OuterRef("pk")))
    rows = models.Exists(ImportChange.objects.filter(batch=models.OuterRef("pk")))
    since = models.functions.Coalesce("finished_at", "updated_at")
    return over.annotate(since=since).filter(held | rows, since__lt=before)


def _remove_judgements(numbers: list[int], _at: datetime) -> int:
    return Judgement.objects.filter(pk__in=numbers).delete()[0]


def _remove_notes(numbers: list[int], at: datetime) -> int:
    notes = Interaction.objects.filter(pk__in=numbers)
    return notes.update(private_note="", version=models.F("version") + 1, updated_at=at)


def _remove_imports(numbers: list[int], _at: datetime) -> int:
    files = ImportFile.objects.filter(batch__in=numbers)
    transaction.on_commit(partial(storage.discard, list(files.values_list("stored_name", flat=True))))
    files.delete()
    ImportChange.objects.filter(batch__in=numbers).delete()
    return len(numbers)


_AIMS: Mapping[Kept, _Aim] = {
    Kept.PEOPLE_LEFT: _Aim(rows=_people, name=str, remove=partial(erase_due, SubjectKind.PERSON)),
    Kept.USERS_GONE: _Aim(rows=_users, name=str, remove=partial(erase_due, SubjectKind.USER)),
    Kept.JUDGEMENTS: _Aim(rows=_judgements, name=lambda row: str(row.seat), remove=_remove_judgements),
    Kept.PRIVATE_NOTES: _Aim(rows=_notes, name=lambda row: str(row.account or row.uid), remove=_remove_notes),
    Kept.IMPORTED_FILES: _Aim(rows=_imports, name=str, remove=_remove_imports),
}
