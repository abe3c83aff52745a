"""Files kept with accounts, people, opportunities and log entries."""

from typing import TYPE_CHECKING, Any

from django.http import FileResponse
from ninja import File
from ninja.files import UploadedFile

from tongxin.api.etags import made
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.relationships import AttachmentOut, AttachmentsOut
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.bids.actions import add_qualification_file
from tongxin.crm.bids.declared.papers import QUALIFICATION
from tongxin.crm.bids.desk_selectors import files_of
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.relationships import actions, selectors
from tongxin.crm.relationships.selectors import get_attachment_for, get_interaction_for
from tongxin.crm.stakeholders.selectors import get_person_for
from tongxin.records import reading

if TYPE_CHECKING:
    from tongxin.crm.relationships.models import Attachment

router = ApiRouter(tags=["relationships"])
# Whatever the file is: programs ask for its media type apart, and no browser shows it.
OCTETS = "application/octet-stream"
BINARY = {OCTETS: {"schema": {"type": "string", "format": "binary"}}}


@router.show("/accounts/{uid}/attachments", of=AttachmentsOut, access=seeing(uid="ACCOUNT"))
def account_attachments(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the files kept with an account and all that hangs on it."""
    account = get_account_for(request.actor, uid)
    return {"attachments": list(selectors.attachments_of(request.actor, account=account))}


@router.make("/accounts/{uid}/attachments", of=AttachmentOut, access=seeing(uid="ACCOUNT"))
def make_account_attachment(
    request: ApiRequest,
    uid: str,
    file: File[UploadedFile],
) -> "Attachment":
    """Keep a file with an account."""
    return _keep(request, file, account=get_account_for(request.actor, uid))


@router.make("/people/{uid}/attachments", of=AttachmentOut, access=seeing(uid="PERSON"))
def make_person_attachment(
    request: ApiRequest,
    uid: str,
    file: File[UploadedFile],
) -> "Attachment":
    """Keep a file with a person."""
    return _keep(request, file, person=get_person_for(request.actor, uid))


@router.make("/opportunities/{uid}/attachments", of=AttachmentOut, access=seeing(uid="OPPORTUNITY"))
def make_opportunity_attachment(
    request: ApiRequest,
    uid: str,
    file: File[UploadedFile],
) -> "Attachment":
    """Keep a file with an opportunity."""
    return _keep(request, file, opportunity=get_opportunity_for(request.actor, uid))


@router.make("/interactions/{uid}/attachments", of=AttachmentOut, access=seeing(uid="INTERACTION"))
def make_interaction_attachment(
    request: ApiRequest,
    uid: str,
    file: File[UploadedFile],
) -> "Attachment":
    """Keep a file with a log entry."""
    return _keep(request, file, interaction=get_interaction_for(request.actor, uid))


@router.show("/qualifications/{uid}/attachments", of=AttachmentsOut, access=signed_in(uid="QUALIFICATION"))
def qualification_attachments(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the files of one of our papers."""
    paper = reading.get_for(QUALIFICATION, request.actor, uid)
    return {"attachments": files_of(request.actor, paper)}


@router.make("/qualifications/{uid}/attachments", of=AttachmentOut, access=signed_in(uid="QUALIFICATION"))
def make_qualification_attachment(
    request: ApiRequest,
    uid: str,
    file: File[UploadedFile],
) -> "Attachment":
    """Keep a file with one of our papers; whoever may see the paper may take it."""
    paper = reading.get_for(QUALIFICATION, request.actor, uid)
    kept = add_qualification_file(
        actor=request.actor, at=now(), file=file, name=file.name or "", qualification=paper
    )
    return made(request, kept, "attachment")


@router.show("/attachments/{uid}", of=AttachmentOut, access=seeing(uid="ATTACHMENT"))
def attachment(request: ApiRequest, uid: str) -> "Attachment":
    """Show what is known of a file."""
    return get_attachment_for(request.actor, uid)


@router.show(
    "/attachments/{uid}/content",
    of=None,
    access=seeing(uid="ATTACHMENT"),
    openapi_extra={"responses": {200: {"description": "The file.", "content": BINARY}}},
)
def attachment_content(request: ApiRequest, uid: str) -> FileResponse:
    """Take a file, always as a download; the audit log keeps who took it."""
    found = get_attachment_for(request.actor, uid)
    response = FileResponse(
        selectors.open_attachment(found),
        as_attachment=True,
        filename=found.name,
        content_type=OCTETS,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    actions.record_download(actor=request.actor, at=now(), attachment=found)
    return response


@router.remove("/attachments/{uid}", access=seeing(uid="ATTACHMENT"), versioned=False)
def delete_attachment(request: ApiRequest, uid: str) -> None:
    """Delete a file; it can be restored."""
    found = get_attachment_for(request.actor, uid)
    actions.delete_attachment(actor=request.actor, at=now(), attachment=found)


@router.make(
    "/deleted-attachments/{uid}/restorations", of=AttachmentOut, access=seeing(uid="HIDDEN_ATTACHMENT")
)
def make_attachment_restoration(request: ApiRequest, uid: str) -> "Attachment":
    """Bring a deleted file back."""
    found = get_attachment_for(request.actor, uid, deleted=True)
    return made(
        request, actions.restore_attachment(actor=request.actor, at=now(), attachment=found), "attachment"
    )


def _keep(request: ApiRequest, file: UploadedFile, **place: Any) -> "Attachment":
    kept = actions.add_attachment(actor=request.actor, at=now(), file=file, name=file.name or "", **place)
    return made(request, kept, "attachment")
