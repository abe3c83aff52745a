"""Write promises of either side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import Changes, save_changes
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.choices import PromiseState, Side
from tongxin.crm.relationships.models import Interaction, Promise
from tongxin.crm.relationships.rules import (
    PromiseRefused,
    check_can_finish,
    check_can_log,
    check_can_postpone,
    check_can_settle,
    check_is_open,
    check_promise_values,
)
from tongxin.crm.stakeholders.models import Person
from tongxin.team.models import User

EDITABLE = ("text", "side", "due_on", "owner", "person", "opportunity")
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPromise:
    """A promise about to be made; the owner is the actor when left out."""

    text: str
    side: str = Side.OURS
    due_on: date | None = None
    owner: User | None = None
    person: Person | None = None
    opportunity: Opportunity | None = None


@transaction.atomic
def add_promise(
    *,
    actor: Actor,
    at: datetime,
    promise: NewPromise,
    account: Account | None = None,
    interaction: Interaction | None = None,
) -> Promise:
    """Keep a promise; its account is that of the deal or the person when left out.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        PromiseRefused: which value is wrong, and why; `PROMISE_ACCOUNT_MISSING` without any account.
    """
    account = account or _account_of(promise)
    if account is None:
        raise PromiseRefused("PROMISE_ACCOUNT_MISSING", field="account")
    check_can_log(actor, account)
    values = {"text": promise.text, "side": promise.side, "owner": promise.owner}
    check_promise_values(values)
    kept = Promise.objects.create(
        account=account, interaction=interaction, person=promise.person, opportunity=promise.opportunity,
        text=promise.text.strip(), side=promise.side, due_on=promise.due_on,
        owner=promise.owner or actor.user, created_by=actor.user, created_at=at, updated_at=at,
    )  # fmt: skip
    entered = {"account": account, **{name: getattr(kept, name) for name in EDITABLE}}
    record(
        actor=actor, at=at, verb=Verb.CREATED, kind=Kind.PROMISE, target=kept, account_uid=account.uid,
        changes={name: (None, value) for name, value in entered.items() if value not in (None, "")},
    )  # fmt: skip
    return kept


@transaction.atomic
def change_promise(
    *,
    actor: Actor,
    at: datetime,
    promise: Promise,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Changes:
    """Change any of `EDITABLE` of an open promise; return field → (old, new). The actor takes one without an owner.

    Raises:
        Denied: the actor may not edit.
        Conflict: the promise is settled.
        PromiseRefused: which value is wrong, and why.
        StaleVersion: somebody else changed the promise meanwhile.
    """
    check_can_log(actor, promise.account)
    check_is_open(promise)
    for field in values:
        if field not in EDITABLE:
            raise PromiseRefused("FIELD_UNKNOWN", field=field, name=field)
    check_promise_values(values)
    owned = {"owner": values["owner"] or actor.user} if "owner" in values else {}
    return _save(actor, at, promise, {**values, **owned}, expected_version)


@transaction.atomic
def settle_promise(
    *,
    actor: Actor,
    at: datetime,
    promise: Promise,
    state: str = PromiseState.KEPT,
    expected_version: int | None = None,
) -> Promise:
    """Say that a promise was kept, or dropped.

    Raises:
        Denied: it is somebody else's, and the actor may not edit.
        Conflict: it is settled already.
        PromiseRefused: `PROMISE_STATE_UNKNOWN`.
        StaleVersion: somebody else changed the promise meanwhile.
    """
    check_can_settle(actor, promise, state)
    _save(actor, at, promise, {"state": state, "settled_at": at}, expected_version)
    return promise


@transaction.atomic
def reopen_promise(
    *, actor: Actor, at: datetime, promise: Promise, expected_version: int | None = None
) -> Promise:
    """Take a settlement back; a promise that is open stays so.

    Raises:
        Denied: it is somebody else's, and the actor may not edit.
        StaleVersion: somebody else changed the promise meanwhile.
    """
    check_can_finish(actor, promise)
    _save(actor, at, promise, {"state": PromiseState.OPEN, "settled_at": None}, expected_version)
    return promise


@transaction.atomic
def postpone_promise(
    *,
    actor: Actor,
    at: datetime,
    promise: Promise,
    as_of: date,
    days: int = WEEK,
    expected_version: int | None = None,
) -> Promise:
    """Put a promise off, counted from its date, or from `as_of` when that is past or there is none.

    Raises:
        Denied: it is somebody else's, and the actor may not edit.
        Conflict: it is settled already.
        PromiseRefused: `DAYS_OUTSIDE`.
        StaleVersion: somebody else changed the promise meanwhile.
    """
    check_can_postpone(actor, promise, days)
    due_on = max(promise.due_on or as_of, as_of) + timedelta(days=days)
    _save(actor, at, promise, {"due_on": due_on}, expected_version)
    return promise


def _account_of(promise: NewPromise) -> Account | None:
    if promise.opportunity is not None:
        return promise.opportunity.account
    return promise.person.account if promise.person is not None else None


def _save(
    actor: Actor, at: datetime, promise: Promise, values: Mapping[str, Any], expected_version: int | None
) -> Changes:
    changes = save_changes(promise, values, at=at, expected_version=expected_version)
    if changes:
        record(
            actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PROMISE, target=promise,
            account_uid=promise.account.uid, changes=changes,
        )  # fmt: skip
    return changes
