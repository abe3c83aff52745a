"""Keep files; never under the name they came with, never without a look inside."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.filetypes import clean_name, media_type_of
from tongxin.crm.relationships.models import Attachment, Interaction
from tongxin.crm.relationships.rules import (
    AttachmentRefused,
    check_can_delete_attachment,
    check_can_log,
    check_is_their_file,
)
from tongxin.crm.stakeholders.models import Person


def add_attachment(
    *,
    actor: Actor,
    at: datetime,
    file: "File[bytes]",
    name: str,
    account: Account | None = None,
    person: Person | None = None,
    opportunity: Opportunity | None = None,
    interaction: Interaction | None = None,
) -> Attachment:
    """Keep a file with an account, a person, a deal or a visit.

    Args:
        file: what was uploaded; its type is judged by its content.
        name: what it is called; kept only as text, made harmless.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        AttachmentRefused: `FILE_PLACE_MISSING`, `FILE_LARGE`, `FILE_EMPTY`, or see `media_type_of`.
    """
    if not any((account, person, opportunity, interaction)):
        raise AttachmentRefused("FILE_PLACE_MISSING", field="account")
    place = account or _account_of(person, opportunity, interaction)
    check_can_log(actor, place)
    places = {"account": place, "person": person, "opportunity": opportunity, "interaction": interaction}
    return keep_file(actor=actor, at=at, file=file, name=name, places=places)


def keep_file(
    *,
    actor: Actor,
    at: datetime,
    file: "File[bytes]",
    name: str,
    places: Mapping[str, Any],
    beside: Callable[[Attachment], object] = lambda _kept: None,
) -> Attachment:
    """Keep a file for which the caller has checked that the actor may: content, row and log, all or nothing.

    Args:
        actor: who.
        at: when.
        file: what was uploaded; its type is judged by its content.
        name: what it is called; kept only as text, made harmless.
        places: field of the row → the record that the file is kept with.
        beside: what else is written with the row, for files of records that know of files and not the other way round.

    Raises:
        AttachmentRefused: `FILE_LARGE`, `FILE_EMPTY`, or see `media_type_of`.
    """
    if not file.size:
        raise AttachmentRefused("FILE_EMPTY", field="file")
    if file.size > settings.MAX_UPLOAD_BYTES:
        raise AttachmentRefused("FILE_LARGE", field="file", most=settings.MAX_UPLOAD_BYTES // 1024 // 1024)
    media_type = media_type_of(file, name)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    stored_name = secrets.token_hex(20)
    with ExitStack() as kept_only_with_its_row:
        # Also of a file that could be written by half only.
        kept_only_with_its_row.callback(default_storage.delete, stored_name)
        stored_name = default_storage.save(stored_name, file)
        with transaction.atomic():
            kept = Attachment.objects.create(
                **places, name=clean_name(name, media_type), stored_name=stored_name, media_type=media_type,
                size=file.size, sha256=digest.hexdigest(), uploaded_by=actor.user, created_at=at,
            )  # fmt: skip
            beside(kept)
            _note(actor, at, Verb.CREATED, kept)
        kept_only_with_its_row.pop_all()
    return kept


@transaction.atomic
def delete_attachment(*, actor: Actor, at: datetime, attachment: Attachment) -> Attachment:
    """Hide a file; its content stays until it is purged, so that it can be restored.

    Raises:
        Denied: somebody else uploaded it and the actor may not delete.
        Conflict: it was deleted already.
    """
    check_can_delete_attachment(actor, attachment)
    attachment.deleted_at = at
    attachment.save(update_fields=["deleted_at"])
    _note(actor, at, Verb.DELETED, attachment)
    return attachment


@transaction.atomic
def restore_attachment(*, actor: Actor, at: datetime, attachment: Attachment) -> Attachment:
    """Bring a deleted file back; one that was not deleted stays as it is.

    Raises:
        Denied: the actor may not.
    """
    if attachment.deleted_at is not None:
        check_is_their_file(actor, attachment)
        attachment.deleted_at = None
        attachment.save(update_fields=["deleted_at"])
        _note(actor, at, Verb.RESTORED, attachment)
    return attachment


@transaction.atomic
def purge_attachments(*, at: datetime, kept_for: timedelta) -> int:
    """Let files go that were deleted longer ago than they can be restored, row and content; return how many.

    Their history stays in the log. The contents go when the transaction has held.
    """
    gone = Attachment.objects.filter(deleted_at__lte=at - kept_for)
    names = list(gone.values_list("stored_name", flat=True))
    gone.delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
    return len(names)


def record_download(*, actor: Actor, at: datetime, attachment: Attachment) -> None:
    """Note in the audit log that somebody took a file."""
    _note(actor, at, Verb.DOWNLOADED, attachment)


def _account_of(
    person: Person | None, opportunity: Opportunity | None, interaction: Interaction | None
) -> Account | None:
    for holder in (opportunity, interaction, person):
        if holder is not None and holder.account is not None:
            return holder.account
    return None


def _note(actor: Actor, at: datetime, verb: Verb, attachment: Attachment) -> None:
    record(
        actor=actor, at=at, verb=verb, kind=Kind.ATTACHMENT, target=attachment,
        account_uid=attachment.account.uid if attachment.account else "",
    )  # fmt: skip
