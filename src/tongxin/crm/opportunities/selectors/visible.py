"""Which deals an actor may see."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.in_subquery import InSubquery
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import AccountStatus
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity, OpportunityMember

SHOWN = ("account", "process", "stage", "owner", "source", "loss_reason")


def visible_opportunities(actor: Actor) -> QuerySet[Opportunity]:
    """Return the deals the actor may see: through the account, or as a member of the deal's own team."""
    # Not “one of the other outcomes”: that would bind lists to an index that cannot give their order.
    return _in_scope(actor).exclude(outcome=Outcome.DELETED)


def visible_through_opportunity(actor: Actor, path: str) -> Q:
    """Return the condition that the deal at `path` of another model is visible; upper applets scope by it."""
    if actor.sees_all:
        return ~Q(**{f"{path}__outcome": Outcome.DELETED})
    seen = visible_opportunities(actor).filter(pk=OuterRef(f"{path}_id"))
    return Q(Exists(seen))


def get_opportunity_for(actor: Actor, uid: str) -> Opportunity:
    """Return a deal with what its page shows first.

    Raises:
        Missing: it does not exist for this actor.
    """
    return _found(visible_opportunities(actor), uid)


def get_deleted_opportunity_for(actor: Actor, uid: str) -> Opportunity:
    """Return a deal, deleted or not, for who may restore it.

    Raises:
        Missing: it does not exist for this actor, or the actor may not delete and restore.
    """
    rows = _in_scope(actor) if actor.has(Right.DELETE) else visible_opportunities(actor)
    return _found(rows, uid)


def opportunities_by_uid(actor: Actor, uids: list[str]) -> dict[str, Opportunity]:
    """Return visible deals keyed by uid; unknown ones are left out."""
    rows = visible_opportunities(actor).filter(uid__in=uids).select_related(*SHOWN)
    return {opportunity.uid: opportunity for opportunity in rows}


def _in_scope(actor: Actor) -> QuerySet[Opportunity]:
    gone = Account.objects.filter(status__in=(AccountStatus.DELETED, AccountStatus.MERGED)).values("pk")
    rows = Opportunity.objects.exclude(account__in=gone)
    if actor.sees_all:
        return rows
    on_team = OpportunityMember.objects.filter(user_id__in=actor.covers).values("opportunity_id")
    return rows.filter(visible_through(actor, "account") | Q(InSubquery("id", on_team)))


def _found(rows: QuerySet[Opportunity], uid: str) -> Opportunity:
    opportunity = rows.select_related(*SHOWN).filter(uid=uid).first()
    if opportunity is None:
        raise Missing("OPPORTUNITY_MISSING", uid=uid)
    return opportunity
