"""Read files."""

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import of_own_team
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.models import Attachment, Interaction
from tongxin.crm.stakeholders.models import Person


def attachment_scope(actor: Actor) -> Q:
    """Return the condition under which a file is visible: its account's, that of our own paper, else who uploaded it.

    Our own papers are everybody's to see; the file of one that was deleted is its uploader's again.
    """
    if actor.sees_all:
        return Q()
    of_our_paper = Q(qualification_file__isnull=False, qualification_file__qualification__deleted_at=None)
    own = Q(account=None, uploaded_by_id__in=actor.covers)
    return of_own_team(actor, "account_id") | own | of_our_paper


def get_attachment_for(actor: Actor, uid: str, *, deleted: bool = False) -> Attachment:
    """Return a file's description; with `deleted`, one to be restored.

    Raises:
        Missing: there is none for this actor.
    """
    rows = Attachment.objects.filter(attachment_scope(actor), uid=uid, deleted_at__isnull=not deleted)
    attachment = rows.select_related("account", "uploaded_by").first()
    if attachment is None:
        raise Missing("ATTACHMENT_MISSING", uid=uid)
    return attachment


def attachments_of(
    actor: Actor,
    *,
    account: Account | None = None,
    person: Person | None = None,
    opportunity: Opportunity | None = None,
    interaction: Interaction | None = None,
) -> QuerySet[Attachment]:
    """Return the files kept with a record, newest first."""
    places = {"account": account, "person": person, "opportunity": opportunity, "interaction": interaction}
    chosen = {name: place for name, place in places.items() if place is not None}
    rows = Attachment.objects.filter(attachment_scope(actor), deleted_at=None, **chosen)
    return rows.select_related("uploaded_by", "account").order_by("-created_at", "-pk")


def open_attachment(attachment: Attachment) -> "File[bytes]":
    """Return the file itself, for reading.

    Raises:
        FileNotFoundError: the store has lost it.
    """
    return default_storage.open(attachment.stored_name)
