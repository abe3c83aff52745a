"""Processes and their stages."""

from typing import TYPE_CHECKING, Any

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.settings import (
    PositionIn,
    ProcessChange,
    ProcessesOut,
    ProcessIn,
    ProcessOut,
    StageChange,
    StageIn,
    StageOut,
    by_language,
)
from tongxin.common.access import holding, signed_in
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.opportunities import processes as domain

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Process, Stage

router = ApiRouter(tags=["settings"])


@router.show("/processes", of=ProcessesOut, access=signed_in())
def processes(request: ApiRequest, *, retired: bool = False) -> dict[str, Any]:  # noqa: ARG001 - everybody sees the same
    """Show the processes in use with their stages; `retired` shows the others too."""
    return {"processes": list(domain.all_processes() if retired else domain.active_processes())}


@router.make("/processes", of=ProcessOut, access=holding(Right.ADMINISTER))
def make_process(request: ApiRequest, sent: ProcessIn) -> "Process":
    """Add a process; give it stages, then put it to use."""
    process = domain.add_process(actor=request.actor, at=now(), labels=by_language(sent.labels))
    return made(request, process, "process")


@router.show("/processes/{uid}", of=ProcessOut, access=signed_in(uid="PROCESS"))
def process(request: ApiRequest, uid: str) -> "Process":
    """Show a process with its stages."""
    return tag(request, domain.get_process(uid))


@router.change("/processes/{uid}", of=ProcessOut, access=holding(Right.ADMINISTER, uid="PROCESS"))
def change_process(request: ApiRequest, uid: str, sent: ProcessChange) -> "Process":
    """Change a process's name, put it to use, retire it, or make it the default one."""
    found = domain.get_process(uid)
    changed = domain.change_process(
        actor=request.actor,
        at=now(),
        process=found,
        values=values_of(request, sent),
        expected_version=expected_version(request, found),
    )
    return tag(request, changed)


@router.make("/processes/{uid}/stages", of=StageOut, access=holding(Right.ADMINISTER, uid="PROCESS"))
def make_stage(request: ApiRequest, uid: str, sent: StageIn) -> "Stage":
    """Add a stage at the end of a process."""
    stage = domain.add_stage(actor=request.actor, at=now(), process=domain.get_process(uid), **sent.dict())
    return made(request, stage, "stage")


@router.show("/stages/{uid}", of=StageOut, access=signed_in(uid="STAGE"))
def stage(request: ApiRequest, uid: str) -> "Stage":
    """Show a stage."""
    return tag(request, domain.get_stage(uid))


@router.change("/stages/{uid}", of=StageOut, access=holding(Right.ADMINISTER, uid="STAGE"))
def change_stage(request: ApiRequest, uid: str, sent: StageChange) -> "Stage":
    """Change a stage's names or chance, or retire it."""
    found = domain.get_stage(uid)
    changed = domain.change_stage(
        actor=request.actor,
        at=now(),
        stage=found,
        values=values_of(request, sent),
        expected_version=expected_version(request, found),
    )
    return tag(request, changed)


@router.make("/stages/{uid}/placement", of=StageOut, access=holding(Right.ADMINISTER, uid="STAGE"))
def make_stage_placement(request: ApiRequest, uid: str, sent: PositionIn) -> "Stage":
    """Move a stage to another place of its process; histories stay as they are."""
    return domain.place_stage(
        actor=request.actor, at=now(), stage=domain.get_stage(uid), position=sent.position
    )


@router.remove("/stages/{uid}", access=holding(Right.ADMINISTER, uid="STAGE"))
def delete_stage(request: ApiRequest, uid: str) -> None:
    """Delete a stage that was never used."""
    found = domain.get_stage(uid)
    expected_version(request, found)
    domain.remove_stage(actor=request.actor, at=now(), stage=found)
