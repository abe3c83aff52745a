"""Stages by what forms and programs name them with."""

from tongxin.common.errors import Missing
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import active_entries_of
from tongxin.crm.accounts.models import DictionaryEntry
from tongxin.crm.opportunities.models import Process, Stage
from tongxin.crm.opportunities.processes import active_stages_of, default_process, stages_of
from tongxin.crm.opportunities.rules import OpportunityRefused


def first_stage(process: Process | None = None) -> Stage:
    """Return the stage a deal begins in, of the default process when none is given.

    Raises:
        Missing: `PROCESS_MISSING`, or `STAGE_MISSING` for a process without a stage in use.
    """
    process = process or default_process()
    stage = active_stages_of(process).first()
    if stage is None:
        raise Missing("STAGE_MISSING", uid=process.code)
    return stage


def default_stages() -> list[Stage]:
    """Return the stages in use of the default process, in order; none before there is a process."""
    rows = Stage.objects.filter(process__is_default=True, process__is_active=True, is_active=True)
    return list(rows.select_related("process").order_by("position", "pk"))


def find_stage(process: Process, code: str) -> Stage:
    """Return the stage of a process with a code or uid.

    Raises:
        Missing: there is none.
    """
    for stage in stages_of(process):
        if code in {stage.code, stage.uid}:
            return stage
    raise Missing("STAGE_MISSING", uid=code)


def entry_by_code(kind: DictionaryKind, code: str, *, field: str) -> DictionaryEntry:
    """Return the active entry of a dictionary with a code.

    Raises:
        OpportunityRefused: `ENTRY_UNKNOWN` at the field that named it.
    """
    entry = active_entries_of(kind).filter(code=code).first()
    if entry is None:
        raise OpportunityRefused("ENTRY_UNKNOWN", field=field, entry=code)
    return entry
