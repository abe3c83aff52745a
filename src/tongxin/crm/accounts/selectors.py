"""Read accounts, always within what the actor may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Max, Q, QuerySet

from tongxin.audit.choices import Kind as AuditKind
from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.in_subquery import InSubquery
from tongxin.common.listing import Kind, ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.common.naming import named_along
from tongxin.common.rights import Right
from tongxin.common.text.names import blocking_keys, match_key, similarity
from tongxin.crm.accounts.choices import OPEN_STATUSES, AccountStatus
from tongxin.crm.accounts.models import (
    Account,
    AccountAlias,
    AccountMember,
    AccountMerge,
    DictionaryEntry,
    PurchasingGroup,
)
from tongxin.crm.accounts.rules import DICTIONARY_FIELDS, AccountRefused
from tongxin.search.selectors import matching_uids
from tongxin.team.viewers import Viewers, viewers_of

LABELLED = ("tier", "segment", "region", "industry", "owner")
ALIKE = 80.0
MOST_CANDIDATES = 500

ACCOUNT_LIST = ListSchema(
    fields=(
        ListField(key="name", path="name", sort="sort_key", pinyin_sort="pinyin_key"),
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(key="short_name", path="short_name"),
        ListField(key="kind", path="kind", kind=Kind.CODE, sort="kind"),
        ListField(key="status", path="status", kind=Kind.CODE),
        ListField(key="tier", path="tier__code", kind=Kind.CODE, sort="tier__position"),
        ListField(key="segment", path="segment__code", kind=Kind.CODE, sort="segment__position"),
        ListField(key="region", path="region__code", kind=Kind.CODE, sort="region__position"),
        ListField(key="industry", path="industry__code", kind=Kind.CODE, sort="industry__position"),
        ListField(key="owner", path="owner__uid", kind=Kind.CODE, sort="owner__display_name"),
        ListField(key="parent", path="parent__uid", kind=Kind.CODE),
        ListField(key="country", path="country", sort="country"),
        ListField(key="currency", path="currency", kind=Kind.CODE),
        ListField(key="tax_id", path="tax_id", kind=Kind.CODE),
        ListField(key="employees", path="employees", kind=Kind.NUMBER, sort="employees"),
        ListField(key="annual_revenue", path="annual_revenue", kind=Kind.NUMBER, sort="annual_revenue"),
        ListField(key="founded_year", path="founded_year", kind=Kind.NUMBER, sort="founded_year"),
        ListField(key="last_contact_at", path="last_contact_at", kind=Kind.MOMENT, sort="last_contact_at"),
        ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
        ListField(key="updated_at", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
    ),
    default_sort=(SortKey(key="name", descending=False),),
)


def visible_accounts(actor: Actor) -> QuerySet[Account]:
    """Return the accounts in use that the actor may see: by team, by reporting line, or by role."""
    return Account.objects.filter(visible_to_team(actor), status__in=OPEN_STATUSES)


def has_accounts() -> bool:
    """Say whether any account was ever created."""
    return Account.objects.exists()


def visible_through(actor: Actor, path: str) -> Q:
    """Return the condition that the account at `path` of another model is visible; upper applets scope by it.

    What hangs on a deleted account is hidden with it, and comes back with it.
    """
    in_use = Q(**{f"{path}__status__in": OPEN_STATUSES})
    if actor.sees_all:
        return in_use
    return in_use & of_own_team(actor, f"{path}_id")


def get_account_for(actor: Actor, uid: str) -> Account:
    """Return an account with what its page shows first.

    Raises:
        Missing: it does not exist for this actor.
    """
    account = visible_accounts(actor).select_related(*LABELLED, "parent").filter(uid=uid).first()
    if account is None:
        raise Missing("ACCOUNT_MISSING", uid=uid)
    withhold_parents(actor, [account])
    return account


def withhold_parents(actor: Actor, accounts: Sequence[Account]) -> None:
    """Note which of the accounts stand below one that the actor does not see; one query, none for who sees all.

    Somebody on the team of a subsidiary alone learns neither name nor uid of the group, at any door.
    """
    above = {account.parent_id for account in accounts if account.parent_id is not None}
    seen = above
    if above and not actor.sees_all:
        seen = set(visible_accounts(actor).filter(pk__in=above).values_list("pk", flat=True))
    for account in accounts:
        account.hidden_parents = frozenset(above - seen)


def seen_parent(account: Account) -> Account | None:
    """Return the account above one that was read for an actor; `None` when there is none, or they do not see it."""
    return None if account.parent_id in account.hidden_parents else account.parent


def restricted_history(account: Account) -> dict[str, str]:
    """Return what the history of an account that was read for an actor must not tell them: field → right."""
    return {"parent": Right.SEE_ALL.value} if account.parent_id in account.hidden_parents else {}


def list_accounts(actor: Actor, query: ListQuery, *, along: Sequence[str] = LABELLED) -> Page[Account]:
    """Return one page of the visible accounts that meet a query, with the records `along` that their rows name."""
    page = ACCOUNT_LIST.page(
        named_along(narrowed_accounts(actor, query), *along),
        query,
        actor=actor,
    )
    if "parent" in along:
        withhold_parents(actor, page.items)
    return page


def narrowed_accounts(actor: Actor, query: ListQuery) -> QuerySet[Account]:
    """Return the visible accounts that meet a query's conditions, unordered."""
    rows = visible_accounts(actor)
    if query.text:
        rows = rows.filter(uid__in=matching_uids(query.text, AuditKind.ACCOUNT))
    return ACCOUNT_LIST.narrow(rows, query, actor=actor, aliases={"me": actor.user.uid})


def get_deleted_account_for(actor: Actor, uid: str) -> Account:
    """Return a deleted account that the actor saw before, to restore it.

    Raises:
        Missing: it does not exist for this actor.
    """
    accounts = Account.objects.filter(uid=uid, status=AccountStatus.DELETED)
    account = accounts.filter(visible_to_team(actor)).first()
    if account is None:
        raise Missing("ACCOUNT_MISSING", uid=uid)
    return account


def visible_to_team(actor: Actor) -> Q:
    """Return the condition on accounts that the actor is on the team, covers somebody who is, or sees all."""
    if actor.sees_all:
        return Q()
    return of_own_team(actor, "id")


def accounts_of_branch(account: Account) -> QuerySet[Account, int]:
    """Return the numbers of an account and of all below it, in use or not, as a subquery."""
    path = account.tree_path
    if connection.vendor == "sqlite":
        # Its index serves comparisons, not LIKE; "0" follows "/" in the order of characters.
        below = Q(tree_path__gte=path, tree_path__lt=f"{path[:-1]}0")
    else:
        below = Q(tree_path__startswith=path)
    return Account.objects.filter(below).values_list("pk", flat=True)


def last_contact_below(actor: Actor, account: Account) -> datetime | None:
    """Return when we last were in contact with a visible account below another, `None` for never; one query."""
    below = visible_accounts(actor).filter(pk__in=accounts_of_branch(account)).exclude(pk=account.pk)
    latest: datetime | None = below.aggregate(latest=Max("last_contact_at"))["latest"]
    return latest


def of_own_team(actor: Actor, path: str) -> Q:
    """Return the condition that `path` holds the number of an account on whose team is somebody the actor covers.

    Not a condition on each row: the database then begins with the few accounts of a team, not with all.
    """
    members = AccountMember.objects.filter(user_id__in=actor.covers)
    return Q(InSubquery(path, members.values_list("account_id", flat=True)))


def viewers_of_account(account: Account, *, as_of: date) -> Viewers:
    """Return who sees an account and what hangs on it; three queries."""
    return viewers_of(set(account.members.values_list("user_id", flat=True)), as_of=as_of)


def dictionary_entries() -> dict[str, list[DictionaryEntry]]:
    """Return the active entries of every dictionary, by kind, in their order, with what choices show; one query."""
    entries: dict[str, list[DictionaryEntry]] = {}
    rows = DictionaryEntry.objects.filter(is_active=True).only("uid", "kind", "code", "labels")
    for entry in rows.order_by("kind", "position", "pk"):
        entries.setdefault(entry.kind, []).append(entry)
    return entries


def get_member(account: Account, uid: str) -> AccountMember:
    """Return a membership of an account that was loaded for the actor.

    Raises:
        Missing: there is none.
    """
    member = AccountMember.objects.select_related("user", "account").filter(account=account, uid=uid).first()
    if member is None:
        raise Missing("MEMBER_MISSING", uid=uid)
    return member


def get_merge(account: Account, uid: str) -> AccountMerge:
    """Return a merge into an account that was loaded for the actor.

    Raises:
        Missing: there is none.
    """
    merge = (
        AccountMerge.objects.select_related("survivor", "absorbed").filter(survivor=account, uid=uid).first()
    )
    if merge is None:
        raise Missing("MERGE_MISSING", uid=uid)
    return merge


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """One account of a group tree; `visible` is false for those the actor only learns the name of."""

    account: Account
    depth: int
    visible: bool


def group_tree(actor: Actor, account: Account, *, limit: int = 200) -> list[TreeNode]:
    """Return the whole visible tree around an account, top first; accounts of other teams are left out."""
    root = account.tree_path.split("/")[1] if account.tree_path else str(account.pk)
    rows = (
        visible_accounts(actor)
        .filter(pk__in=accounts_of_branch(Account(tree_path=f"/{root}/")))
        .select_related("tier")
        .order_by("tree_path")[:limit]
    )
    return [TreeNode(account=row, depth=row.tree_path.count("/") - 2, visible=True) for row in rows]


def team_of(account: Account) -> QuerySet[AccountMember]:
    """Return the account's team, the iron triangle first."""
    return AccountMember.objects.filter(account=account).select_related("user").order_by("pk")


def aliases_of(account: Account) -> QuerySet[AccountAlias]:
    """Return the account's other names."""
    return AccountAlias.objects.filter(account=account).order_by("pk")


def purchasing_groups_of(account: Account) -> QuerySet[PurchasingGroup]:
    """Return the joint purchasing groups the account buys in."""
    return PurchasingGroup.objects.filter(members__account=account).order_by("name")


def survivors_of_accounts(absorbed: Iterable[int]) -> dict[int, int]:
    """Return by the id of each account that was merged into another which that is now."""
    merged = Account.objects.filter(pk__in=set(absorbed), status=AccountStatus.MERGED).exclude(
        merged_into=None
    )
    return {pk: into for pk, into in merged.values_list("pk", "merged_into_id") if into is not None}


def merges_of(account: Account) -> QuerySet[AccountMerge]:
    """Return what was merged into the account and can still be undone, newest first."""
    return (
        AccountMerge.objects.filter(survivor=account, undone_at=None)
        .select_related("absorbed")
        .order_by("-pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """An account that may be the same one; `known` is false when the actor may not see it."""

    account: Account
    likeness: float
    reason: str
    known: bool


def find_lookalikes(
    actor: Actor, *, names: Sequence[str], tax_id: str = "", excluding: Account | None = None
) -> list[Lookalike]:
    """Return accounts that may be the same as one about to be entered, most alike first.

    Compares across 繁 and 簡, legal forms, full and half width, other names and tax id. Accounts of other
    teams count too, or two teams would enter the same customer: their name is given, nothing else.
    """
    keys = {match_key(name) for name in names if name}
    wanted = _perhaps_the_same(keys, names, tax_id)
    candidates = Account.objects.filter(wanted, status__in=OPEN_STATUSES)
    if excluding is not None:
        candidates = candidates.exclude(pk=excluding.pk)
    visible = set(visible_accounts(actor).filter(wanted).values_list("pk", flat=True)[:MOST_CANDIDATES])
    by_alias = set(AccountAlias.objects.filter(match_key__in=keys).values_list("account_id", flat=True))
    found: list[Lookalike] = []
    for account in candidates.order_by("pk")[:MOST_CANDIDATES]:
        likeness = max((similarity(name, account.name) for name in names if name), default=0.0)
        same_number = bool(tax_id) and account.tax_id == tax_id
        if same_number or likeness >= ALIKE or account.match_key in keys or account.pk in by_alias:
            reason = "TAX_ID" if same_number else "NAME"
            found.append(
                Lookalike(account=account, likeness=likeness, reason=reason, known=account.pk in visible)
            )
    return sorted(found, key=lambda item: (item.reason != "TAX_ID", -item.likeness))[:10]


def search_accounts(actor: Actor, text: str, *, limit: int = 20) -> list[Account]:
    """Return visible accounts that a text finds, newest change first."""
    rows = visible_accounts(actor).filter(uid__in=matching_uids(text, AuditKind.ACCOUNT))
    return list(rows.select_related(*LABELLED).order_by("-updated_at", "pk")[:limit])


def _perhaps_the_same(keys: set[str], names: Sequence[str], tax_id: str) -> Q:
    wanted = Q(match_key__in=keys) | Q(aliases__match_key__in=keys)
    wanted = Q(pk__in=Account.objects.filter(wanted).values("pk"))
    for block in set().union(*(blocking_keys(name) for name in names if name)):
        wanted |= Q(match_key__contains=block)
    return wanted | Q(tax_id=tax_id) if tax_id else wanted


def entries_by_code(codes: Mapping[str, str]) -> dict[str, DictionaryEntry]:
    """Return the dictionary entries that codes name, by field.

    Args:
        codes: field of an account (`tier`, `segment`, `region`, `industry`) → code.

    Raises:
        AccountRefused: `ENTRY_UNKNOWN`, the dictionary has no active entry with that code.
    """
    found: dict[str, DictionaryEntry] = {}
    for field, code in codes.items():
        entry = DictionaryEntry.objects.filter(
            kind=DICTIONARY_FIELDS[field], code=code, is_active=True
        ).first()
        if entry is None:
            raise AccountRefused("ENTRY_UNKNOWN", field=field, entry=code)
        found[field] = entry
    return found
