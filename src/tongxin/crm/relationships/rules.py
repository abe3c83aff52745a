"""What makes a log entry, a promise and a file acceptable."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tongxin.common.actor import Actor
from tongxin.common.dates.calendar import FIRST_YEAR, is_within_calendar
from tongxin.common.errors import Conflict, Denied, Refusal
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.relationships.choices import InteractionKind, PromiseState, Sentiment, Side
from tongxin.crm.relationships.models import Attachment, Interaction, Promise
from tongxin.team.models import User

# A visit can be entered ahead, as planned; further ahead it is a slip of the year.
FURTHEST_AHEAD = timedelta(days=400)
LONGEST_TEXT = 20_000
LONGEST_PROMISE = 300
LONGEST_POSTPONEMENT = 365
CONTACT_KINDS = frozenset(
    {InteractionKind.VISIT, InteractionKind.MEETING, InteractionKind.CALL, InteractionKind.MAIL}
)


class InteractionRefused(Refusal):
    """Say why a log entry cannot be saved so."""


class PromiseRefused(Refusal):
    """Say why a promise cannot be saved so."""


class AttachmentRefused(Refusal):
    """Say why a file is not kept."""


def check_can_log(actor: Actor, account: Account | None) -> None:
    """Let those who may edit log what happened at an account in use, or apart from any account.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `ACCOUNT_CLOSED`.
    """
    actor.must_have(Right.EDIT)
    if account is not None and not account.is_open:
        raise Conflict("ACCOUNT_CLOSED", name=account.name)


def check_interaction_values(values: Mapping[str, Any], *, at: datetime) -> None:
    """Accept a log entry's values as they are to be stored; only the text is needed.

    Raises:
        InteractionRefused: which value is wrong, and why.
    """
    if "text" in values:
        if not values["text"].strip():
            raise InteractionRefused("TEXT_MISSING", field="text")
        if len(values["text"]) > LONGEST_TEXT:
            raise InteractionRefused("TEXT_LONG", field="text", most=LONGEST_TEXT)
    if "kind" in values and values["kind"] not in InteractionKind.values:
        raise InteractionRefused("INTERACTION_KIND_UNKNOWN", field="kind", kind=values["kind"])
    sentiment = values.get("sentiment")
    if sentiment is not None and sentiment not in Sentiment.values:
        raise InteractionRefused("SENTIMENT_UNKNOWN", field="sentiment")
    moment = values.get("occurred_at")
    if moment is not None and moment > at + FURTHEST_AHEAD:
        raise InteractionRefused("MOMENT_FAR", field="occurred_at")
    if moment is not None and not is_within_calendar(moment):
        raise InteractionRefused("MOMENT_EARLY", field="occurred_at", first=FIRST_YEAR)


def check_is_theirs(actor: Actor, interaction: Interaction) -> None:
    """Let authors, who covers for them, and who sees every account act on a log entry.

    Raises:
        Denied: the actor lacks the right, or the entry is a colleague's.
    """
    actor.must_have(Right.EDIT)
    if not (actor.sees_all or interaction.author_id in actor.covers):
        raise Denied("INTERACTION_NOT_YOURS")


def check_can_change_interaction(actor: Actor, interaction: Interaction) -> None:
    """Let those whose entry it is change one that was not deleted.

    Raises:
        Denied: see `check_is_theirs`.
        Conflict: `INTERACTION_DELETED`.
    """
    check_is_theirs(actor, interaction)
    if interaction.deleted_at is not None:
        raise Conflict("INTERACTION_DELETED")


def can_change_interaction(actor: Actor, interaction: Interaction) -> bool:
    """Ask `check_can_change_interaction`."""
    try:
        check_can_change_interaction(actor, interaction)
    except (Denied, Conflict):
        return False
    return True


def check_can_write_private_note(actor: Actor, author_id: int) -> None:
    """Let nobody but the author write the private note.

    Raises:
        Denied: `PRIVATE_NOTE_NOT_YOURS`.
    """
    if author_id != actor.user.pk:
        raise Denied("PRIVATE_NOTE_NOT_YOURS")


def can_read_private_note(actor: Actor, author_id: int) -> bool:
    """Say whether the actor may read an author's private notes."""
    return author_id == actor.user.pk or actor.has(Right.PRIVATE_NOTE)


def is_contact(kind: str, occurred_at: datetime, *, at: datetime) -> bool:
    """Say whether an entry counts as contact with the customer: not a note, and not still to come."""
    return kind in CONTACT_KINDS and occurred_at <= at


def check_promise_values(values: Mapping[str, Any]) -> None:
    """Accept a promise's values as they are to be stored.

    Raises:
        PromiseRefused: `PROMISE_TEXT_MISSING`, `PROMISE_TEXT_LONG`, `SIDE_UNKNOWN` or `OWNER_INACTIVE`.
    """
    if "text" in values:
        if not values["text"].strip():
            raise PromiseRefused("PROMISE_TEXT_MISSING", field="text")
        if len(values["text"].strip()) > LONGEST_PROMISE:
            raise PromiseRefused("PROMISE_TEXT_LONG", field="text", most=LONGEST_PROMISE)
    if "side" in values and values["side"] not in Side.values:
        raise PromiseRefused("SIDE_UNKNOWN", field="side", side=values["side"])
    owner: User | None = values.get("owner")
    if owner is not None and not owner.is_active:
        raise PromiseRefused("OWNER_INACTIVE", field="owner", owner=owner.display_name)


def check_is_open(promise: Promise) -> None:
    """Accept a promise that is neither kept nor dropped.

    Raises:
        Conflict: `PROMISE_SETTLED`.
    """
    if promise.state != PromiseState.OPEN:
        raise Conflict("PROMISE_SETTLED")


def check_can_finish(actor: Actor, promise: Promise) -> None:
    """Let those who may edit settle and put off promises, and everybody their own.

    Raises:
        Denied: it is somebody else's, and the actor lacks the right.
        Conflict: `ACCOUNT_CLOSED`.
    """
    if promise.owner_id != actor.user.pk:
        actor.must_have(Right.EDIT)
    if not promise.account.is_open:
        raise Conflict("ACCOUNT_CLOSED", name=promise.account.name)


def can_finish(actor: Actor, promise: Promise) -> bool:
    """Say whether the actor may settle the promise and put it off."""
    return promise.owner_id == actor.user.pk or actor.has(Right.EDIT)


def check_can_settle(actor: Actor, promise: Promise, state: str) -> None:
    """Let those who may edit, and its owner, say that an open promise was kept or dropped.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `PROMISE_SETTLED`.
        PromiseRefused: `PROMISE_STATE_UNKNOWN`.
    """
    check_can_finish(actor, promise)
    if state not in {PromiseState.KEPT, PromiseState.DROPPED}:
        raise PromiseRefused("PROMISE_STATE_UNKNOWN", field="state", state=state)
    check_is_open(promise)


def check_can_postpone(actor: Actor, promise: Promise, days: int) -> None:
    """Let those who may edit, and its owner, put an open promise off, by a year at the most.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `PROMISE_SETTLED`.
        PromiseRefused: `DAYS_OUTSIDE`.
    """
    check_can_finish(actor, promise)
    check_is_open(promise)
    if not 1 <= days <= LONGEST_POSTPONEMENT:
        raise PromiseRefused("DAYS_OUTSIDE", field="days", most=LONGEST_POSTPONEMENT)


def check_is_their_file(actor: Actor, attachment: Attachment) -> None:
    """Let whoever uploaded a file, and those who may delete, decide whether it stays.

    Raises:
        Denied: the actor lacks the right.
    """
    actor.must_have(Right.EDIT)
    if attachment.uploaded_by_id != actor.user.pk:
        actor.must_have(Right.DELETE)


def check_can_delete_attachment(actor: Actor, attachment: Attachment) -> None:
    """Let whoever uploaded a file, and those who may delete, take it away.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `ATTACHMENT_DELETED`.
    """
    check_is_their_file(actor, attachment)
    if attachment.deleted_at is not None:
        raise Conflict("ATTACHMENT_DELETED", name=attachment.name)


def can_delete_attachment(actor: Actor, attachment: Attachment) -> bool:
    """Ask `check_can_delete_attachment`."""
    try:
        check_can_delete_attachment(actor, attachment)
    except (Denied, Conflict):
        return False
    return True
