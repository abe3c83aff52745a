"""Processes and their stages; everybody who signs in may read them."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from tongxin.common.errors import Missing
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.models import DictionaryEntry
from tongxin.crm.opportunities.models import Process, Stage


def processes() -> QuerySet[Process]:
    """Return the processes in use with their stages in order, the default one first."""
    ordered = Prefetch("stages", queryset=Stage.objects.order_by("position", "pk"))
    return Process.objects.filter(is_active=True).prefetch_related(ordered).order_by("-is_default", "pk")


def default_process() -> Process:
    """Return the process that deals go through when nobody says.

    Raises:
        Missing: `PROCESS_MISSING`, none is in use.
    """
    process = Process.objects.filter(is_active=True).order_by("-is_default", "pk").first()
    if process is None:
        raise Missing("PROCESS_MISSING", uid="")
    return process


def get_process(code: str) -> Process:
    """Return the process with a code or uid.

    Raises:
        Missing: there is none.
    """
    process = Process.objects.filter(code=code).first() or Process.objects.filter(uid=code).first()
    if process is None:
        raise Missing("PROCESS_MISSING", uid=code)
    return process


def stages_of(process: Process) -> Sequence[Stage]:
    """Return a process's stages in order, those out of use too."""
    return list(Stage.objects.filter(process=process).order_by("position", "pk"))


def first_stage(process: Process) -> Stage:
    """Return the stage a deal begins in.

    Raises:
        Missing: `STAGE_MISSING`, the process has no stage in use.
    """
    stage = Stage.objects.filter(process=process, is_active=True).order_by("position", "pk").first()
    if stage is None:
        raise Missing("STAGE_MISSING", uid=process.code)
    return stage


def get_stage(process: Process, code: str) -> Stage:
    """Return the stage of a process with a code or uid.

    Raises:
        Missing: there is none.
    """
    for stage in stages_of(process):
        if code in {stage.code, stage.uid}:
            return stage
    raise Missing("STAGE_MISSING", uid=code)


def get_entry_of(kind: DictionaryKind, code: str) -> DictionaryEntry:
    """Return the entry of a dictionary with a code or uid.

    Raises:
        Missing: there is none.
    """
    entries = DictionaryEntry.objects.filter(kind=kind)
    entry = entries.filter(code=code).first() or entries.filter(uid=code).first()
    if entry is None:
        raise Missing("DICTIONARY_MISSING", uid=code)
    return entry


def entries_in_use(kind: DictionaryKind) -> QuerySet[DictionaryEntry]:
    """Return a dictionary's entries in use, in order."""
    return DictionaryEntry.objects.filter(kind=kind, is_active=True).order_by("position", "pk")
