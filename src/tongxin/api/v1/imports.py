"""Imports: files in, how far they are, what became of each row, and taking it all back."""

import io
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form
from ninja.files import UploadedFile

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.imports import ImportFilesOut, ImportIn, ImportOut, ImportRowOut
from tongxin.api.v1.schemas.records import JobOut
from tongxin.common.access import holding, seeing
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.importers import actions, selectors
from tongxin.importers.report import write_error_rows
from tongxin.importers.rules import MOST_BYTES
from tongxin.importers.selectors import CHANGE_LIST, IMPORT_LIST, get_import_for
from tongxin.wording.imports import problem_sentence

if TYPE_CHECKING:
    from tongxin.background.models import JobRun
    from tongxin.common.listing import Page
    from tongxin.importers.models import ImportBatch, ImportChange

router = ApiRouter(tags=["imports"])
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}


@router.page("/imports", of=ImportOut, listing=IMPORT_LIST, access=holding(Right.IMPORT))
def imports(request: ApiRequest) -> "Page[ImportBatch]":
    """List my imports, newest first; administrators see everybody's."""
    return selectors.list_imports(request.actor, request.query)


def _system_of_files(request: ApiRequest) -> str:
    """Return the system named in the request, else the one guessed by reading its files in a child process."""
    named = request.POST.get("source", "")
    files = [(file.name or "", cast("BinaryIO", file)) for file in request.FILES.getlist("files")]
    if named or not files:
        return named
    return actions.guess_system(actor=request.actor, files=files, encoding=request.POST.get("encoding", ""))


@router.make(
    "/imports",
    of=ImportOut,
    access=holding(Right.IMPORT),
    most_bytes=MOST_BYTES,
    ahead=_system_of_files,
)
def make_import(request: ApiRequest, files: File[list[UploadedFile]], sent: Form[ImportIn]) -> "ImportBatch":
    """Hand in files; nothing is written before a run.

    `source` names the system that the ids in the files belong to; left out, it is guessed.
    """
    streams = [(file.name or "", cast("BinaryIO", file)) for file in files]
    batch = actions.start_import(
        actor=request.actor,
        at=now(),
        files=streams,
        title=sent.title,
        source=sent.source or str(request.ahead),
        encoding=sent.encoding,
    )
    return made(request, batch, "import_batch")


@router.show("/imports/{uid}", of=ImportOut, listing=IMPORT_LIST, access=seeing(uid="IMPORT"))
def import_batch(request: ApiRequest, uid: str) -> "ImportBatch":
    """Show how far an import is and what it did."""
    return tag(request, get_import_for(request.actor, uid))


@router.remove("/imports/{uid}", access=seeing(uid="IMPORT"))
def delete_import(request: ApiRequest, uid: str) -> None:
    """Forget an import that wrote nothing, with its files."""
    batch = get_import_for(request.actor, uid)
    expected_version(request, batch)
    actions.discard_import(actor=request.actor, at=now(), batch=batch)


@router.show("/imports/{uid}/files", of=ImportFilesOut, access=seeing(uid="IMPORT"))
def import_files(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the files of an import."""
    return {"files": list(selectors.files_of(get_import_for(request.actor, uid)))}


@router.make("/imports/{uid}/runs", of=JobOut, access=seeing(uid="IMPORT"))
def make_import_run(request: ApiRequest, uid: str) -> "JobRun":
    """Let a worker write the import; one that was cancelled goes on where it stopped."""
    batch = get_import_for(request.actor, uid)
    return made(request, actions.queue_import(actor=request.actor, at=now(), batch=batch), "job")


@router.make("/imports/{uid}/cancellation", of=ImportOut, access=seeing(uid="IMPORT"))
def make_import_cancellation(request: ApiRequest, uid: str) -> "ImportBatch":
    """Stop an import after the rows in work; what is written stays."""
    batch = get_import_for(request.actor, uid)
    return actions.cancel_import(actor=request.actor, at=now(), batch=batch)


@router.make("/imports/{uid}/undoing", of=JobOut, access=seeing(uid="IMPORT"))
def make_import_undoing(request: ApiRequest, uid: str) -> "JobRun":
    """Let a worker take the import back, except what was edited since or is in use."""
    batch = get_import_for(request.actor, uid)
    return made(request, actions.queue_undo(actor=request.actor, at=now(), batch=batch), "job")


@router.page("/imports/{uid}/rows", of=ImportRowOut, listing=CHANGE_LIST, access=seeing(uid="IMPORT"))
def import_rows(request: ApiRequest, uid: str) -> "Page[ImportChange]":
    """List what the rows did; `outcome=FAILED,SKIPPED` are the error rows, `undo=KEPT` those an undo left."""
    return selectors.list_changes(request.actor, get_import_for(request.actor, uid), request.query)


@router.show(
    "/imports/{uid}/error-workbook",
    of=None,
    access=seeing(uid="IMPORT"),
    openapi_extra={"responses": {200: {"description": "The workbook.", "content": BINARY}}},
)
def import_error_workbook(request: ApiRequest, uid: str) -> HttpResponse:
    """Take the rows that were not written as a workbook, each with its reason, to be mended and imported again."""
    batch = get_import_for(request.actor, uid)
    target = io.BytesIO()
    write_error_rows(batch, target, reason=problem_sentence, reason_header=_("Reason"))
    response = HttpResponse(target.getvalue(), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="import-{batch.number}-errors.xlsx"'
    return response
