"""Processes and their stages: what administrators may change, and what must hold."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Conflict, Missing, Refusal
from tongxin.common.models import save_changes
from tongxin.common.rights import Right
from tongxin.crm.accounts.labels import clean_labels, code_from
from tongxin.crm.opportunities.models import Opportunity, Process, Stage, StageEntry

MOST_PERCENT = 100
PROCESS_FIELDS = frozenset({"labels", "is_active", "is_default"})
STAGE_FIELDS = frozenset({"labels", "our_labels", "probability", "is_active"})


class ProcessRefused(Refusal):
    """Say why a process or a stage cannot be saved so."""


def all_processes() -> QuerySet[Process]:
    """Return every process, the default one first."""
    return Process.objects.order_by("-is_default", "-is_active", "pk")


def active_processes() -> QuerySet[Process]:
    """Return the processes that forms offer, the default one first."""
    return all_processes().filter(is_active=True)


def get_process(uid: str) -> Process:
    """Return one process; everybody signed in may read the processes.

    Raises:
        Missing: `PROCESS_MISSING`.

    """
    process = Process.objects.filter(uid=uid).first()
    if process is None:
        raise Missing("PROCESS_MISSING", uid=uid)
    return process


def default_process() -> Process:
    """Return the process that new deals start in.

    Raises:
        Missing: `PROCESS_MISSING` before the reference data are put in.

    """
    process = active_processes().filter(is_default=True).first()
    if process is None:
        raise Missing("PROCESS_MISSING", uid="")
    return process


def stages_of(process: Process) -> QuerySet[Stage]:
    """Return all stages of a process in their order, active or not."""
    return Stage.objects.filter(process=process).order_by("position", "pk")


def active_stages_of(process: Process) -> QuerySet[Stage]:
    """Return the stages that deals can be moved to, in their order."""
    return stages_of(process).filter(is_active=True)


def get_stage(uid: str) -> Stage:
    """Return one stage with its process.

    Raises:
        Missing: `STAGE_MISSING`.

    """
    stage = Stage.objects.select_related("process").filter(uid=uid).first()
    if stage is None:
        raise Missing("STAGE_MISSING", uid=uid)
    return stage


def is_in_use(stage: Stage) -> bool:
    """Say whether a deal stands in the stage or has ever been there."""
    if Opportunity.objects.filter(stage=stage).exists():
        return True
    return StageEntry.objects.filter(Q(stage=stage) | Q(from_stage=stage)).exists()


def can_remove_stage(stage: Stage) -> bool:
    """Ask `check_can_remove_stage`."""
    try:
        check_can_remove_stage(stage)
    except Conflict:
        return False
    return True


def check_can_remove_stage(stage: Stage) -> None:
    """Let a stage go that no deal's history knows and that is not the last active one.

    Raises:
        Conflict: `STAGE_IN_USE` or `LAST_STAGE`.

    """
    if is_in_use(stage):
        raise Conflict("STAGE_IN_USE", stage=stage.label)
    _check_not_last(stage)


@transaction.atomic
def add_process(*, actor: Actor, at: datetime, labels: Mapping[str, str]) -> Process:
    """Add a process without stages; it is inactive until it has some and is switched on.

    Raises:
        Denied: the actor may not administer.
        LabelRefused: see `clean_labels`.

    """
    actor.must_have(Right.ADMINISTER)
    cleaned = clean_labels(labels)
    taken = frozenset(Process.objects.values_list("code", flat=True))
    process = Process.objects.create(
        code=code_from(cleaned, taken=taken, fallback="PROCESS"),
        labels=cleaned,
        is_active=False,
        created_at=at,
        updated_at=at,
    )
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.PROCESS, target=process)
    return process


@transaction.atomic
def change_process(
    *,
    actor: Actor,
    at: datetime,
    process: Process,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Process:
    """Change a process's name, switch it on or off, or make it the default one.

    Raises:
        Denied: the actor may not administer.
        LabelRefused: see `clean_labels`.
        ProcessRefused: `DEFAULT_NEEDED`, `DEFAULT_INACTIVE`, `PROCESS_WITHOUT_STAGES`, `FIELD_UNKNOWN`.
        StaleVersion: somebody else changed the process meanwhile.

    """
    actor.must_have(Right.ADMINISTER)
    wanted = _checked(values, PROCESS_FIELDS)
    is_active = wanted.get("is_active", process.is_active)
    if process.is_default and not wanted.get("is_default", True):
        raise ProcessRefused("DEFAULT_NEEDED", field="is_default")
    if wanted.get("is_default", process.is_default) and not is_active:
        raise ProcessRefused("DEFAULT_INACTIVE", field="is_active")
    if is_active and not active_stages_of(process).exists():
        raise ProcessRefused("PROCESS_WITHOUT_STAGES", field="is_active")
    if wanted.get("is_default") and not process.is_default:
        for other in Process.objects.filter(is_default=True):
            gone = save_changes(other, {"is_default": False}, at=at)
            record(actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PROCESS, target=other, changes=gone)
    changes = save_changes(process, wanted, at=at, expected_version=expected_version)
    if changes:
        record(actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PROCESS, target=process, changes=changes)
    return process


@transaction.atomic
def add_stage(
    *,
    actor: Actor,
    at: datetime,
    process: Process,
    labels: Mapping[str, str],
    our_labels: Mapping[str, str],
    probability: int,
) -> Stage:
    """Add a stage at the end of a process.

    Args:
        actor: an administrator.
        at: when.
        process: where.
        labels: the customer's name of the stage.
        our_labels: our own name of it; may be empty.
        probability: assumed chance of winning of a deal in this stage, in percent.

    Raises:
        Denied: the actor may not administer.
        LabelRefused: see `clean_labels`.
        ProcessRefused: `PROBABILITY_RANGE`.

    """
    actor.must_have(Right.ADMINISTER)
    _check_probability(probability)
    cleaned = clean_labels(labels)
    present = Stage.objects.filter(process=process)
    last = present.aggregate(last=Max("position"))["last"]
    taken = frozenset(present.values_list("code", flat=True))
    stage = Stage.objects.create(
        process=process,
        code=code_from(cleaned, taken=taken, fallback="STAGE"),
        labels=cleaned,
        our_labels=clean_labels(our_labels, required=False),
        probability=probability,
        position=0 if last is None else last + 1,
        created_at=at,
        updated_at=at,
    )
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.STAGE, target=stage, process=process.label)
    return stage


@transaction.atomic
def change_stage(
    *,
    actor: Actor,
    at: datetime,
    stage: Stage,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Stage:
    """Change a stage's names or probability, or switch it on or off; deals in it stay where they are.

    Raises:
        Denied: the actor may not administer.
        LabelRefused: see `clean_labels`.
        ProcessRefused: `PROBABILITY_RANGE` or `FIELD_UNKNOWN`.
        Conflict: `LAST_STAGE` when an active process would be left without stages.
        StaleVersion: somebody else changed the stage meanwhile.

    """
    actor.must_have(Right.ADMINISTER)
    wanted = _checked(values, STAGE_FIELDS)
    if "probability" in wanted:
        _check_probability(wanted["probability"])
    if "our_labels" in wanted:
        wanted["our_labels"] = clean_labels(wanted["our_labels"], required=False)
    if not wanted.get("is_active", True):
        _check_not_last(stage)
    changes = save_changes(stage, wanted, at=at, expected_version=expected_version)
    if changes:
        record(actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.STAGE, target=stage, changes=changes)
    return stage


@transaction.atomic
def place_stage(*, actor: Actor, at: datetime, stage: Stage, position: int) -> Stage:
    """Move a stage to a place in its process, 0 being the first; the order of history is not touched.

    Raises:
        Denied: the actor may not administer.

    """
    actor.must_have(Right.ADMINISTER)
    order = list(stages_of(stage.process))
    before = [each.code for each in order]
    old = before.index(stage.code)
    order.insert(max(0, min(position, len(order) - 1)), order.pop(old))
    for place, each in enumerate(order):
        if each.position != place:
            Stage.objects.filter(pk=each.pk).update(position=place)
    after = [each.code for each in order]
    stage.position = after.index(stage.code)
    if after != before:
        changes = {"order": (before, after)}
        record(
            actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PROCESS, target=stage.process, changes=changes
        )
    return stage


@transaction.atomic
def remove_stage(*, actor: Actor, at: datetime, stage: Stage) -> None:
    """Delete a stage that was never used; one in use can only be switched off.

    Raises:
        Denied: the actor may not administer.
        Conflict: `STAGE_IN_USE` or `LAST_STAGE`.

    """
    actor.must_have(Right.ADMINISTER)
    check_can_remove_stage(stage)
    record(actor=actor, at=at, verb=Verb.DELETED, kind=Kind.STAGE, target=stage)
    stage.delete()


def _checked(values: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    unknown = values.keys() - allowed
    if unknown:
        raise ProcessRefused("FIELD_UNKNOWN", field=min(unknown), name=min(unknown))
    wanted = dict(values)
    if "labels" in wanted:
        wanted["labels"] = clean_labels(wanted["labels"])
    return wanted


def _check_probability(probability: int) -> None:
    if not 0 <= probability <= MOST_PERCENT:
        raise ProcessRefused("PROBABILITY_RANGE", field="probability")


def _check_not_last(stage: Stage) -> None:
    others = active_stages_of(stage.process).exclude(pk=stage.pk)
    if stage.process.is_active and not others.exists():
        raise Conflict("LAST_STAGE", field="is_active", stage=stage.label)
