"""Write accounts: change, place in a tree, delete and restore."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import Changes, save_changes
from tongxin.common.rights import Right
from tongxin.common.text.names import match_key
from tongxin.common.text.pinyin import sort_key
from tongxin.crm.accounts.choices import OPEN_STATUSES, AccountStatus, NameKind, TeamFunction
from tongxin.crm.accounts.models import Account, AccountAlias, AccountMember
from tongxin.crm.accounts.rules import (
    AccountRefused,
    check_can_delete,
    check_can_edit,
    check_parent,
    check_tax_id,
    check_values,
)
from tongxin.search.actions import Entry, index, remove
from tongxin.team.models import User

EDITABLE = (
    "name", "name_latin", "short_name", "kind", "status", "tier", "segment", "region", "industry",
    "tax_id", "tax_id_kind", "country", "currency", "fiscal_year_start", "website", "phone", "address",
    "employees", "annual_revenue", "founded_year", "situation",
)  # fmt: skip
DERIVED = ("match_key", "sort_key", "pinyin_key")


@transaction.atomic
def change_account(
    *,
    actor: Actor,
    at: datetime,
    account: Account,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Changes:
    """Change any of `EDITABLE`; return field → (old, new).

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        AccountRefused: which value is wrong, and why.
        StaleVersion: somebody else changed the account meanwhile.
    """
    check_can_edit(actor, account)
    check_known(values)
    check_values(values)
    check_tax_id(
        values.get("tax_id_kind", account.tax_id_kind),
        values.get("tax_id", account.tax_id) if values.keys() & {"tax_id", "tax_id_kind"} else "",
    )
    if values.get("status") in {AccountStatus.MERGED, AccountStatus.DELETED}:
        raise AccountRefused("STATUS_BY_ACTION", field="status")
    more = derived(values["name"]) if "name" in values else {}
    changes = save_changes(account, {**values, **more}, at=at, expected_version=expected_version)
    changes = {field: change for field, change in changes.items() if field not in DERIVED}
    _note(actor, at, account, changes)
    if changes:
        index_accounts([account])
    return changes


@transaction.atomic
def move_account(
    *,
    actor: Actor,
    at: datetime,
    account: Account,
    parent: Account | None,
    expected_version: int | None = None,
) -> Account:
    """Place an account, with all below it, under another one or at the top.

    Raises:
        Denied: the actor may not edit.
        AccountRefused: see `check_parent`.
        StaleVersion: somebody else changed the account meanwhile.
    """
    check_can_edit(actor, account)
    check_parent(account, parent, account.kind)
    old_path = account.tree_path
    changes = save_changes(account, {"parent": parent}, at=at, expected_version=expected_version)
    if changes:
        _move_tree(account, old_path)
        _note(actor, at, account, changes)
    return account


@transaction.atomic
def set_owner(
    *, actor: Actor, at: datetime, account: Account, owner: User, expected_version: int | None = None
) -> Account:
    """Hand an account to another owner, who joins its team as customer responsible.

    Raises:
        Denied: the actor may not change teams.
        StaleVersion: somebody else changed the account meanwhile.
    """
    actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
    check_can_edit(actor, account)
    changes = save_changes(account, {"owner": owner}, at=at, expected_version=expected_version)
    AccountMember.objects.get_or_create(
        account=account,
        user=owner,
        function=TeamFunction.CUSTOMER,
        defaults={"since": at.date(), "created_at": at},
    )
    _note(actor, at, account, changes)
    return account


@transaction.atomic
def delete_account(
    *, actor: Actor, at: datetime, account: Account, expected_version: int | None = None
) -> Account:
    """Hide an account; nothing that hangs on it is lost, and it can be restored.

    Raises:
        Denied: the actor may not delete.
        Conflict: accounts stand below it, or it is not in use.
        StaleVersion: somebody else changed the account meanwhile.
    """
    children = list(Account.objects.filter(parent=account, status__in=OPEN_STATUSES)[:5])
    check_can_delete(actor, account, children)
    save_changes(account, {"status": AccountStatus.DELETED}, at=at, expected_version=expected_version)
    record(actor=actor, at=at, verb=Verb.DELETED, kind=Kind.ACCOUNT, target=account, account_uid=account.uid)
    remove(Kind.ACCOUNT, [account.uid])
    return account


@transaction.atomic
def restore_account(*, actor: Actor, at: datetime, account: Account) -> Account:
    """Bring a deleted account back as it was; one that is in use already stays as it is.

    Raises:
        Denied: the actor may not delete and restore.
        AccountRefused: `RESTORE_MERGED`, the account was merged: undo the merge instead.
    """
    actor.must_have(Right.DELETE)
    if account.status == AccountStatus.MERGED:
        raise AccountRefused("RESTORE_MERGED", name=account.name)
    if save_changes(account, {"status": AccountStatus.ACTIVE}, at=at):
        record(
            actor=actor, at=at, verb=Verb.RESTORED, kind=Kind.ACCOUNT, target=account, account_uid=account.uid
        )
        index_accounts([account])
    return account


@transaction.atomic
def set_aliases(
    *, actor: Actor, at: datetime, account: Account, aliases: Sequence[tuple[str, str]]
) -> list[AccountAlias]:
    """Replace the account's other names.

    Raises:
        Denied: the actor may not edit.
        AccountRefused: `NAME_KIND_UNKNOWN`.
    """
    check_can_edit(actor, account)
    old = list(AccountAlias.objects.filter(account=account).values_list("name", flat=True))
    AccountAlias.objects.filter(account=account).exclude(name__in=[name for name, _ in aliases]).delete()
    kept = [_add_alias(account, name, kind, at) for name, kind in aliases]
    new = [alias.name for alias in kept]
    if sorted(old) != sorted(new):
        _note(actor, at, account, {"aliases": (old, new)})
        index_accounts([account])
    return kept


def index_accounts(accounts: Iterable[Account]) -> None:
    """Put accounts into the search index under all their names."""
    accounts = list(accounts)
    others: dict[int, list[str]] = {account.pk: [] for account in accounts}
    aliases = AccountAlias.objects.filter(account_id__in=others.keys()).values_list("account_id", "name")
    for account_id, name in aliases:
        others[account_id].append(name)
    index(
        Entry(
            kind=Kind.ACCOUNT,
            uid=account.uid,
            title=account.name,
            names=tuple(filter(None, (account.name_latin, account.short_name, *others[account.pk]))),
            subtitle=account.country,
            body=" ".join(
                filter(None, (account.tax_id, account.address, account.website, account.situation))
            ),
            account_id=account.pk,
            owner_id=account.owner_id,
            touched_at=account.updated_at,
        )
        for account in accounts
    )


def check_known(values: Mapping[str, Any]) -> None:
    """Refuse fields that are not an account's to edit.

    Raises:
        AccountRefused: `FIELD_UNKNOWN`.
    """
    for field in values:
        if field not in EDITABLE:
            raise AccountRefused("FIELD_UNKNOWN", field=field, name=field)


def derived(name: str) -> dict[str, str]:
    """Return what is kept beside a name: the key for duplicates and the keys to sort by, strokes and pinyin."""
    return {
        "match_key": match_key(name)[:200],
        "sort_key": sort_key(name, language="zh-hant")[:240],
        "pinyin_key": sort_key(name, language="zh-hans")[:240],
    }


def _add_alias(account: Account, name: str, kind: str, at: datetime) -> AccountAlias:
    if kind not in NameKind.values:
        raise AccountRefused("NAME_KIND_UNKNOWN", field="aliases", kind=kind)
    alias, _ = AccountAlias.objects.update_or_create(
        account=account,
        name=name.strip(),
        defaults={"kind": kind, "match_key": match_key(name)[:200]},
        create_defaults={"kind": kind, "match_key": match_key(name)[:200], "created_at": at},
    )
    return alias


def _move_tree(account: Account, old_path: str) -> None:
    parent = account.parent
    new_path = f"{parent.tree_path if parent else '/'}{account.pk}/"
    # One statement moves the whole branch along.
    Account.objects.filter(tree_path__startswith=old_path).update(
        tree_path=Concat(Value(new_path), Substr("tree_path", len(old_path) + 1))
    )
    account.tree_path = new_path


def _note(actor: Actor, at: datetime, account: Account, changes: Changes) -> None:
    if changes:
        record(
            actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.ACCOUNT, target=account, account_uid=account.uid,
            changes=changes,
        )  # fmt: skip
