"""Log visits, meetings, calls, mails and notes, one or many: the same facts and checks, in few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tongxin.audit.actions import record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.actions.contact import Concerned, raise_last_contacts
from tongxin.crm.relationships.actions.interactions import index_interactions, names_of
from tongxin.crm.relationships.actions.links import BATCH, Links, write_links
from tongxin.crm.relationships.actions.promises import NewPromise, add_promise
from tongxin.crm.relationships.choices import InteractionKind
from tongxin.crm.relationships.marks import without_marks
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.relationships.rules import check_can_log, check_interaction_values, is_contact
from tongxin.crm.relationships.selectors.mentions import mentioned_opportunities, mentioned_people
from tongxin.crm.stakeholders.models import Person
from tongxin.team.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInteraction:
    """One log entry to write, with whom and what it was about.

    Attributes:
        text: what was said, or is to be remembered.
        occurred_at: when; later than now when it is planned.
        author: whose entry it is; whoever writes it when left out.
        private_note: what only its author reads.
        kind: code of `InteractionKind`.
        sentiment: 1 (very bad) to 5 (very good).
        people: who was there at the customer, or is spoken of.
        opportunities: what it was about.
        colleagues: who else of us was there.

    """

    text: str
    occurred_at: datetime
    author: User | None = None
    private_note: str = ""
    kind: str = InteractionKind.VISIT
    sentiment: int | None = None
    account: Account | None = None
    people: tuple[Person, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    colleagues: tuple[User, ...] = ()


@transaction.atomic
def log_interaction(
    *,
    actor: Actor,
    at: datetime,
    text: str,
    kind: str = InteractionKind.VISIT,
    occurred_at: datetime | None = None,
    account: Account | None = None,
    people: Sequence[Person] = (),
    opportunities: Sequence[Opportunity] = (),
    colleagues: Sequence[User] = (),
    sentiment: int | None = None,
    private_note: str = "",
    promises: Sequence[NewPromise] = (),
) -> Interaction:
    """Log what happened; only the text is needed. Whom and what it names as @name and #name is concerned too.

    Args:
        text: what was said, or is to be remembered.
        kind: code of `InteractionKind`.
        occurred_at: when; `at` when left out, later than `at` when it is planned.
        account: that of the first deal, else of the first person with one, when left out.
        people: who was there at the customer, or is spoken of.
        opportunities: what it was about.
        colleagues: who else of us was there.
        sentiment: 1 (very bad) to 5 (very good).
        private_note: for the author's own eyes.
        promises: made on the occasion; they belong to its account unless they say otherwise.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        InteractionRefused: which value is wrong, and why.
        PromiseRefused: which promise's value is wrong, and why.
    """
    people = list(dict.fromkeys([*people, *mentioned_people(actor, text)]))
    opportunities = list(dict.fromkeys([*opportunities, *mentioned_opportunities(actor, text)]))
    new = NewInteraction(
        text=without_marks(text.strip(), names_of(people, opportunities, colleagues)),
        occurred_at=occurred_at or at, private_note=private_note.strip(), kind=kind, sentiment=sentiment,
        account=account or _account_of(people, opportunities), people=tuple(people),
        opportunities=tuple(opportunities), colleagues=tuple(colleagues),
    )  # fmt: skip
    interaction = write_interactions(actor=actor, at=at, rows=[new])[0]
    for promise in promises:
        add_promise(actor=actor, at=at, promise=promise, account=new.account, interaction=interaction)
    return interaction


def write_interactions(*, actor: Actor, at: datetime, rows: Sequence[NewInteraction]) -> list[Interaction]:
    """Write entries with links, audit and index, inside the caller's transaction; return them in the order of the rows.

    Raises:
        Denied: the actor may not edit.
        Conflict: an account is not in use.
        InteractionRefused: which value is wrong, and why.
    """
    made = [_interaction(actor, row, at) for row in rows]
    Interaction.objects.bulk_create(made, batch_size=BATCH)
    write_links(
        [
            Links(entry, row.people, row.opportunities, row.colleagues)
            for entry, row in zip(made, rows, strict=True)
        ]
    )
    raise_last_contacts([_concerned(row) for row in rows if is_contact(row.kind, row.occurred_at, at=at)])
    record_many(actor=actor, at=at, entries=[_event(entry) for entry in made])
    index_interactions(made)
    return made


def _interaction(actor: Actor, row: NewInteraction, at: datetime) -> Interaction:
    check_can_log(actor, row.account)
    values = {
        "text": row.text.strip(), "kind": row.kind, "occurred_at": row.occurred_at, "sentiment": row.sentiment,
        "private_note": row.private_note,
    }  # fmt: skip
    check_interaction_values(values, at=at)
    return Interaction(
        **values, account=row.account, author=row.author or actor.user, created_at=at, updated_at=at
    )


def _concerned(row: NewInteraction) -> Concerned:
    return Concerned(
        moment=row.occurred_at,
        accounts=(row.account.pk,) if row.account else (),
        people=tuple(person.pk for person in row.people),
        opportunities=tuple(deal.pk for deal in row.opportunities),
    )


def _event(entry: Interaction) -> dict[str, object]:
    return {
        "verb": Verb.CREATED,
        "object_kind": Kind.INTERACTION,
        "object_uid": entry.uid,
        "object_label": str(entry),
        "account_uid": entry.account.uid if entry.account else "",
        "params": {"occasion": entry.kind},
    }


def _account_of(people: Sequence[Person], opportunities: Sequence[Opportunity]) -> Account | None:
    if opportunities:
        return opportunities[0].account
    return next((person.account for person in people if person.account is not None), None)
