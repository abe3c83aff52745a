"""Read what is entered about the level of relationships; who may not read judgements finds nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.models import Deletable
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import OPEN_STATUSES
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import visible_accounts, visible_through
from tongxin.crm.ladder.criteria import Asked, criteria_of
from tongxin.crm.ladder.models import LadderClaim, LadderCriterion, LadderProof, LadderTarget

M = TypeVar("M", bound=Deletable)


def visible_rows(model: type[M], actor: Actor) -> QuerySet[M]:
    """Return the rows of accounts the actor may see, deleted ones included; none without the right to judgements."""
    rows: QuerySet[M] = model._default_manager.all()
    return rows.filter(visible_through(actor, "account")) if actor.has(Right.JUDGEMENT) else rows.none()


def house_criteria() -> list[LadderCriterion]:
    """Return the house's own rules."""
    return list(LadderCriterion.objects.filter(deleted_at=None).order_by("pk"))


def criteria_in_force() -> tuple[Asked, ...]:
    """Return what is asked for at each level, the lowest first, the least effort first."""
    return criteria_of(house_criteria())


def proofs_of(actor: Actor, accounts: Iterable[int], *, as_of: date) -> list[LadderProof]:
    """Return the evidence entered by hand at accounts until a day, the newest first."""
    rows = visible_rows(LadderProof, actor).filter(account__in=list(accounts), deleted_at=None)
    return list(rows.filter(observed_on__lte=as_of).order_by("-observed_on", "-pk"))


def claims_of(actor: Actor, accounts: Iterable[int], *, as_of: date) -> list[LadderClaim]:
    """Return the levels declared at accounts until a day, the newest first."""
    rows = visible_rows(LadderClaim, actor).filter(account__in=list(accounts), deleted_at=None)
    return list(rows.filter(declared_on__lte=as_of).order_by("-declared_on", "-pk"))


def targets_of(actor: Actor, accounts: Iterable[int]) -> list[LadderTarget]:
    """Return the levels aimed at, the one set last first."""
    rows = visible_rows(LadderTarget, actor).filter(account__in=list(accounts), deleted_at=None)
    return list(rows.select_related("owner").order_by("-created_at", "-pk"))


def accounts_with_ladder(
    actor: Actor, owners: Iterable[int] | None = None, *, most: int | None = None
) -> list[Account]:
    """Return the visible accounts in use where a level is declared or aimed at or evidence was entered; one query at most.

    Args:
        actor: who looks; without the right to judgements there are none.
        owners: only accounts of these colleagues, by number.
        most: how many at the most.
    """
    if not actor.has(Right.JUDGEMENT):
        return []
    models: tuple[type[Any], ...] = (LadderClaim, LadderTarget, LadderProof)
    told = Q()
    for model in models:
        told |= Q(Exists(model.objects.filter(account=OuterRef("pk"), deleted_at=None)))
    rows = visible_accounts(actor).filter(told, status__in=OPEN_STATUSES)
    if owners is not None:
        rows = rows.filter(owner__in=list(owners))
    return list(rows.select_related("owner", "tier").order_by("sort_key", "pk")[:most])


def key_accounts_besides(actor: Actor, accounts: Iterable[Account], *, most: int) -> list[Account]:
    """Return the visible key accounts in use beside these; none without the right to judgements."""
    if not actor.has(Right.JUDGEMENT) or most <= 0:
        return []
    rows = visible_accounts(actor).filter(tier__is_key=True, status__in=OPEN_STATUSES)
    rows = rows.exclude(pk__in=[account.pk for account in accounts])
    return list(rows.select_related("owner", "tier").order_by("sort_key", "pk")[:most])
