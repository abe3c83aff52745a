"""A file as pages list it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat

from tongxin.common.actor import Actor
from tongxin.crm.relationships.rules import can_delete_attachment
from tongxin.web.shell.addresses import record_url

if TYPE_CHECKING:
    from tongxin.crm.relationships.models import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file; without `deletion_url` the reader cannot delete it."""

    name: str
    url: str
    size: str
    deletion_url: str


def file_lines(actor: Actor, attachments: Iterable["Attachment"]) -> tuple[FileLine, ...]:
    """Return files as a page lists them."""
    return tuple(
        FileLine(
            name=item.name,
            url=record_url("web:attachment", item.uid),
            size=filesizeformat(item.size),
            deletion_url=record_url("web:attachment_deletion", item.uid)
            if can_delete_attachment(actor, item)
            else "",
        )
        for item in attachments
    )
