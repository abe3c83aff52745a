"""Send a file so that no browser runs or shows it."""

from typing import TYPE_CHECKING

from django.http import FileResponse

from tongxin.crm.relationships.selectors import open_attachment

if TYPE_CHECKING:
    from tongxin.crm.relationships.models import Attachment


def download_response(attachment: "Attachment") -> FileResponse:
    """Return the file as a download: never inline, never sniffed, and without rights if opened anyway."""
    response = FileResponse(
        open_attachment(attachment),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
