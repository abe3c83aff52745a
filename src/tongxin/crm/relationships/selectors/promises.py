"""Read promises."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import accounts_of_branch, visible_through
from tongxin.crm.relationships.choices import PromiseState
from tongxin.crm.relationships.models import Promise


def visible_promises(actor: Actor) -> QuerySet[Promise]:
    """Return the promises at accounts the actor may see."""
    return Promise.objects.filter(visible_through(actor, "account"))


def get_promise_for(actor: Actor, uid: str) -> Promise:
    """Return a promise with what its row shows.

    Raises:
        Missing: there is none for this actor.
    """
    promise = _with_names(visible_promises(actor)).filter(uid=uid).first()
    if promise is None:
        raise Missing("PROMISE_MISSING", uid=uid)
    return promise


def promises_to_do(actor: Actor, *, until: date) -> QuerySet[Promise]:
    """Return the actor's own open promises due by a day (inclusive), and those of whom they cover, oldest first.

    Whoever sees every account covers nobody in particular: theirs are their own.
    """
    owners = Q(owner_id__in=actor.covers) | Q(owner=actor.user)
    return _with_names(
        visible_promises(actor)
        .filter(owners, state=PromiseState.OPEN, due_on__lte=until)
        .order_by(F("due_on").asc(), "pk")
    )


def last_promises_at(actor: Actor, accounts: Sequence[Account], *, most: int) -> dict[int, list[Promise]]:
    """Return the newest promises at some accounts, by the account's number; one query."""
    newest = Window(RowNumber(), partition_by="account_id", order_by=F("created_at").desc())
    rows = (
        visible_promises(actor)
        .filter(account__in=accounts)
        .exclude(state=PromiseState.DROPPED)
        .annotate(place=newest)
        .filter(place__lte=most)
        .order_by("-created_at", "-pk")
    )
    found: dict[int, list[Promise]] = {}
    for promise in rows:
        found.setdefault(promise.account_id, []).append(promise)
    return found


def promises_of_branch(actor: Actor, account: Account, *, limit: int = 20) -> list[Promise]:
    """Return the visible open promises of an account and of those below it, the earliest due first."""
    rows = visible_promises(actor).filter(account_id__in=accounts_of_branch(account), state=PromiseState.OPEN)
    return list(_with_names(rows).order_by(F("due_on").asc(nulls_last=True), "pk")[:limit])


def _with_names(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    return rows.select_related("account", "person", "opportunity", "owner", "interaction")
