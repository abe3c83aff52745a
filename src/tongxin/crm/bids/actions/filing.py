"""Keep the files of our own papers."""

from datetime import datetime

from django.core.files.base import File

from tongxin.common.actor import Actor
from tongxin.crm.bids.declared.papers import QUALIFICATION
from tongxin.crm.bids.desk_models import Qualification
from tongxin.crm.bids.qualification_models import QualificationFile
from tongxin.crm.relationships.actions import keep_file
from tongxin.crm.relationships.models import Attachment
from tongxin.records.checks import check_may_write


def add_qualification_file(
    *, actor: Actor, at: datetime, file: "File[bytes]", name: str, qualification: Qualification
) -> Attachment:
    """Keep a file with one of our papers: whoever may see the paper may take it.

    Raises:
        Denied: the actor may not edit.
        AttachmentRefused: see `keep_file`.

    """
    check_may_write(QUALIFICATION, actor, qualification, None)
    return keep_file(
        actor=actor,
        at=at,
        file=file,
        name=name,
        places={},
        beside=lambda kept: QualificationFile.objects.create(
            qualification=qualification, attachment=kept, created_at=at
        ),
    )
