"""Read log entries; private notes are withheld here, for every door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from tongxin.audit.choices import Kind as AuditKind
from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.listing import Kind, ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import of_own_team
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.opportunities.selectors import visible_through_opportunity
from tongxin.crm.relationships.choices import InteractionKind, Sentiment
from tongxin.crm.relationships.models import (
    Attachment,
    Interaction,
    InteractionColleague,
    InteractionOpportunity,
    InteractionPerson,
    Promise,
)
from tongxin.crm.relationships.rules import can_change_interaction, can_read_private_note
from tongxin.crm.stakeholders.models import Person
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.search.selectors import matching_uids
from tongxin.team.models import User

INTERACTION_LIST = ListSchema(
    fields=(
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(key="kind", path="kind", kind=Kind.CODE, sort="kind"),
        ListField(key="occurred_at", path="occurred_at", kind=Kind.MOMENT, sort="occurred_at"),
        ListField(key="text", path="text"),
        ListField(
            key="account",
            path="account__uid",
            kind=Kind.CODE,
            sort="account__sort_key",
            pinyin_sort="account__pinyin_key",
        ),
        ListField(key="author", path="author__uid", kind=Kind.CODE, sort="author__display_name"),
        ListField(key="sentiment", path="sentiment", kind=Kind.NUMBER, sort="sentiment"),
        ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
        ListField(key="updated_at", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
    ),
    default_sort=(SortKey(key="occurred_at", descending=True),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionView:
    """A log entry as one actor may read it.

    Attributes:
        private_note: empty unless the actor wrote it or may read such notes.
        may_change: whether they may change or delete the entry.

    """

    uid: str
    version: int
    kind: InteractionKind
    occurred_at: datetime
    text: str
    private_note: str
    sentiment: Sentiment | None
    author: User
    account: Account | None
    people: tuple[Person, ...]
    opportunities: tuple[Opportunity, ...]
    colleagues: tuple[User, ...]
    promises: tuple[Promise, ...]
    attachments: tuple[Attachment, ...]
    may_change: bool
    created_at: datetime
    updated_at: datetime


def interaction_scope(actor: Actor) -> Q:
    """Return the condition under which a log entry is visible: its account's, else its author's."""
    if actor.sees_all:
        return Q()
    return of_own_team(actor, "account_id") | Q(account=None, author_id__in=actor.covers)


def visible_interactions(actor: Actor) -> QuerySet[Interaction]:
    """Return the log entries the actor may see that were not deleted."""
    return Interaction.objects.filter(interaction_scope(actor), deleted_at=None)


def get_interaction_for(actor: Actor, uid: str, *, deleted: bool = False) -> Interaction:
    """Return a log entry with account and author; with `deleted`, one to be restored.

    Raises:
        Missing: there is none for this actor.
    """
    rows = Interaction.objects.filter(interaction_scope(actor), uid=uid, deleted_at__isnull=not deleted)
    interaction = rows.select_related("account", "author").first()
    if interaction is None:
        raise Missing("INTERACTION_MISSING", uid=uid)
    return interaction


def list_interactions(actor: Actor, query: ListQuery) -> Page[Interaction]:
    """Return one page of the visible log entries that meet a query."""
    rows = narrowed_interactions(actor, query).select_related("account", "author")
    return INTERACTION_LIST.page(rows, query, actor=actor)


def narrowed_interactions(actor: Actor, query: ListQuery) -> QuerySet[Interaction]:
    """Return the visible log entries that meet a query's conditions, unordered."""
    rows = visible_interactions(actor)
    if query.text:
        rows = rows.filter(uid__in=matching_uids(query.text, AuditKind.INTERACTION))
    return INTERACTION_LIST.narrow(rows, query, actor=actor, aliases={"me": actor.user.uid})


def views_of(actor: Actor, interactions: Sequence[Interaction]) -> list[InteractionView]:
    """Return entries as the actor may read them; five queries, however many there are."""
    prefetch_related_objects(
        interactions,
        Prefetch("people", _people_seen_by(actor)),
        Prefetch("opportunities", _deals_seen_by(actor)),
        Prefetch("colleagues", InteractionColleague.objects.select_related("user").order_by("pk")),
        Prefetch("promises", Promise.objects.select_related("owner").order_by("pk")),
        Prefetch("attachments", Attachment.objects.filter(deleted_at=None).order_by("pk")),
    )
    return [_view(actor, interaction) for interaction in interactions]


def _people_seen_by(actor: Actor) -> QuerySet[InteractionPerson]:
    # Asked of each of the few who were there, not gathered from all people.
    seen = visible_people(actor).filter(pk=OuterRef("person_id"))
    return InteractionPerson.objects.filter(Exists(seen)).select_related("person").order_by("pk")


def _deals_seen_by(actor: Actor) -> QuerySet[InteractionOpportunity]:
    seen = InteractionOpportunity.objects.filter(visible_through_opportunity(actor, "opportunity"))
    return seen.select_related("opportunity").order_by("pk")


def _view(actor: Actor, interaction: Interaction) -> InteractionView:
    reads = can_read_private_note(actor, interaction.author_id)
    return InteractionView(
        uid=interaction.uid,
        version=interaction.version,
        kind=InteractionKind(interaction.kind),
        occurred_at=interaction.occurred_at,
        text=interaction.text,
        private_note=interaction.private_note if reads else "",
        sentiment=Sentiment(interaction.sentiment) if interaction.sentiment else None,
        author=interaction.author,
        account=interaction.account,
        people=tuple(link.person for link in interaction.people.all()),
        opportunities=tuple(link.opportunity for link in interaction.opportunities.all()),
        colleagues=tuple(link.user for link in interaction.colleagues.all()),
        promises=tuple(interaction.promises.all()),
        attachments=tuple(interaction.attachments.all()),
        may_change=can_change_interaction(actor, interaction),
        created_at=interaction.created_at,
        updated_at=interaction.updated_at,
    )
