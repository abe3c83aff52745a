"""Search the whole domain within what one may see."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.in_subquery import InSubquery
from tongxin.crm.accounts.choices import OPEN_STATUSES, AccountStatus
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.crm.accounts.selectors import of_own_team
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import OpportunityMember
from tongxin.crm.records import RECORDS
from tongxin.records.reading import with_names
from tongxin.records.writing import index_records
from tongxin.search.models import SearchDocument
from tongxin.search.selectors import find

# In the order in which results are shown.
SEARCHED = (
    Kind.ACCOUNT,
    Kind.PERSON,
    Kind.OPPORTUNITY,
    Kind.INTERACTION,
    Kind.TENDER,
    *(definition.kind for definition in RECORDS if definition.searched),
)
# Known to everybody who signs in.
COMMON = (
    Kind.TENDER,
    *(definition.kind for definition in RECORDS if definition.searched and definition.shared),
)
# Of so many accounts the documents are soon read one by one.
FEW_ACCOUNTS = 1000


def ensure_indexed() -> int:
    """Let search find declared records that were made before search knew of their kind; return how many there were."""
    made = 0
    for definition in RECORDS:
        if definition.searched:
            known = SearchDocument.objects.filter(kind=definition.kind).values_list("object_uid", flat=True)
            rows: QuerySet[Any] = definition.model._default_manager.exclude(uid__in=known)
            if hasattr(definition.model, "deleted_at"):
                rows = rows.filter(deleted_at=None)
            found = list(with_names(definition, rows))
            index_records(definition, found)
            made += len(found)
    return made


def document_scope(actor: Actor) -> Q:
    """Return the condition under which a search document is visible.

    Its account's, or its own deal team's, who need not see the account; without an account its owner's.
    """
    if actor.sees_all:
        return Q()
    joined = (
        OpportunityMember.objects.filter(user_id__in=actor.covers)
        .exclude(opportunity__outcome=Outcome.DELETED)
        .exclude(opportunity__account__status__in=(AccountStatus.DELETED, AccountStatus.MERGED))
    )
    own = Q(account_id=None, owner_id__in=actor.covers)
    deals = InSubquery("object_uid", joined.values_list("opportunity__uid", flat=True))
    of_deal_team = Q(kind=Kind.OPPORTUNITY) & Q(deals)
    return of_own_team(actor, "account_id") | of_deal_team | own | Q(kind__in=COMMON)


def search(actor: Actor, text: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[SearchDocument]:
    """Return what the actor may see that matches a text, best first; Traditional, Simplified and pinyin all find."""
    known = tuple(kind for kind in (kinds or SEARCHED) if kind in SEARCHED)
    if not known:
        return []
    return find(
        text, visible=document_scope(actor), is_small=lambda: _sees_few(actor), kinds=known, limit=limit
    )


def _sees_few(actor: Actor) -> bool:
    if actor.sees_all:
        return False
    memberships = AccountMember.objects.filter(user_id__in=actor.covers).order_by()
    return memberships.count() <= FEW_ACCOUNTS


def account_names(documents: Sequence[SearchDocument]) -> dict[int, str]:
    """Return the names of the accounts that results hang on, by number; one query."""
    ids = {document.account_id for document in documents if document.account_id is not None}
    accounts = Account.objects.filter(pk__in=ids, status__in=OPEN_STATUSES)
    return {account.pk: account.display_name for account in accounts.only("name", "short_name")}


def accounts_found(documents: Sequence[SearchDocument]) -> dict[int, Account]:
    """Return the accounts among results, by number, with tier, owner and the number of their parent; one query."""
    ids = {document.account_id for document in documents if document.kind == Kind.ACCOUNT}
    if not ids:
        return {}
    return Account.objects.filter(status__in=OPEN_STATUSES).select_related("tier", "owner").in_bulk(ids)


def last_mentioned(actor: Actor, kind: str, limit: int) -> list[SearchDocument]:
    """Return the visible records of a kind touched last, to offer before anything is typed."""
    documents = SearchDocument.objects.filter(document_scope(actor), kind=kind)
    return list(documents.order_by("-touched_at", "-pk")[:limit])
