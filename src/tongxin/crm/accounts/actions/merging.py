"""Make two accounts one, and undo it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.common.rights import Right
from tongxin.common.text.names import match_key
from tongxin.crm.accounts.actions.accounts import EDITABLE, index_accounts
from tongxin.crm.accounts.choices import AccountStatus, NameKind
from tongxin.crm.accounts.models import Account, AccountAlias, AccountMerge
from tongxin.crm.accounts.rules import MergeRefused, check_can_merge
from tongxin.search.actions import move_account as move_documents
from tongxin.search.actions import remove
from tongxin.search.models import SearchDocument

CHUNK = 500
# Rows of which one account may have only one alike: they are moved where the survivor has none.
UNIQUE_BESIDE: Mapping[str, tuple[str, ...]] = {
    "crm.AccountMember": ("user_id", "function"),
    "crm.AccountAlias": ("name",),
    "crm.PurchasingGroupMember": ("group_id",),
}
TAKEN_OVER = tuple(
    field for field in EDITABLE if field not in {"name", "kind", "status", "currency", "fiscal_year_start"}
)


@transaction.atomic
def merge_accounts(
    *, actor: Actor, at: datetime, survivor: Account, absorbed: Account, take: frozenset[str] = frozenset()
) -> AccountMerge:
    """Move everything of one account to another and hide the first; what moved is kept for the undo.

    Empty fields of the survivor are filled from the absorbed account; fields in `take` are taken from it
    even where the survivor has a value. The absorbed name stays as another name.

    Raises:
        Denied: the actor may not merge.
        MergeRefused: see `check_can_merge`.
        StaleVersion: somebody changed one of them meanwhile.
    """
    check_can_merge(actor, survivor, absorbed)
    moved: dict[str, list[Any]] = {
        label: _move_rows(label, field, absorbed, survivor) for label, field in _references()
    }
    old_path, new_path = absorbed.tree_path, survivor.tree_path
    _rebase_branch(moved["crm.Account.parent"], old_path, new_path)
    documents = list(
        SearchDocument.objects.filter(account_id=absorbed.pk).values_list("object_uid", flat=True)
    )
    move_documents(from_id=absorbed.pk, to_id=survivor.pk, uids=documents)
    moved["search"] = documents
    values = {
        field: getattr(absorbed, field)
        for field in TAKEN_OVER
        if (field in take or not getattr(survivor, field)) and getattr(absorbed, field)
    }
    changes = save_changes(survivor, values, at=at)
    _keep_name(survivor, absorbed, at)
    save_changes(absorbed, {"status": AccountStatus.MERGED, "merged_into": survivor}, at=at)
    merge = AccountMerge.objects.create(
        survivor=survivor,
        absorbed=absorbed,
        merged_by=actor.user,
        moved=moved,
        values={field: _reference(old) for field, (old, _) in changes.items()},
        created_at=at,
    )
    remove(Kind.ACCOUNT, [absorbed.uid])
    index_accounts([survivor])
    for account, other in ((survivor, absorbed), (absorbed, survivor)):
        record(
            actor=actor, at=at, verb=Verb.MERGED, kind=Kind.ACCOUNT, target=account, account_uid=account.uid,
            changes=changes if account is survivor else {}, other=other.name, merge=merge.uid,
            rows=sum(len(ids) for ids in moved.values()),
        )  # fmt: skip
    return merge


@transaction.atomic
def undo_merge(*, actor: Actor, at: datetime, merge: AccountMerge) -> Account:
    """Take a merge apart again: rows that moved go back, unless they were moved elsewhere since.

    Returns:
        The account that had been absorbed, in use again.

    Raises:
        Denied: the actor may not merge.
        MergeRefused: `MERGE_UNDONE`, it was undone already.
    """
    actor.must_have(Right.MERGE)
    if merge.undone_at is not None:
        raise MergeRefused("MERGE_UNDONE", name=merge.absorbed.name)
    survivor, absorbed = merge.survivor, merge.absorbed
    for label, field in _references():
        _give_back(label, field, merge.moved.get(label, []), survivor, absorbed)
    _rebase_branch(merge.moved.get("crm.Account.parent", []), survivor.tree_path, absorbed.tree_path)
    documents = [uid for uid in merge.moved.get("search", []) if uid != absorbed.uid]
    move_documents(from_id=survivor.pk, to_id=absorbed.pk, uids=documents)
    # Fields filled by the merge are emptied again where nobody changed them since.
    old = {
        field: value
        for field, value in merge.values.items()
        if _reference(getattr(survivor, field)) == _reference(getattr(absorbed, field))
    }
    save_changes(survivor, {_column(field): value for field, value in old.items()}, at=at)
    survivor.refresh_from_db()
    AccountAlias.objects.filter(account=survivor, name=absorbed.name).delete()
    save_changes(absorbed, {"status": AccountStatus.ACTIVE, "merged_into": None}, at=at)
    AccountMerge.objects.filter(pk=merge.pk).update(undone_at=at)
    merge.undone_at = at
    index_accounts([survivor, absorbed])
    for account in (survivor, absorbed):
        record(
            actor=actor, at=at, verb=Verb.UNMERGED, kind=Kind.ACCOUNT, target=account, account_uid=account.uid,
            other=(absorbed if account is survivor else survivor).name, merge=merge.uid,
        )  # fmt: skip
    return absorbed


def _references() -> list[tuple[str, str]]:
    """Return (label, field) of every foreign key to an account, whichever applet it belongs to."""
    skip = {"crm.Account.merged_into", "crm.AccountMerge.survivor", "crm.AccountMerge.absorbed"}
    found = [
        (f"{model._meta.label}.{field.name}", field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Account
    ]
    return sorted(item for item in found if item[0] not in skip)


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label.rpartition(".")[0])


def _move_rows(label: str, field: str, absorbed: Account, survivor: Account) -> list[int]:
    manager = _model(label)._default_manager
    rows = manager.filter(**{field: absorbed})
    beside = UNIQUE_BESIDE.get(label.rpartition(".")[0])
    if beside:
        taken = set(manager.filter(**{field: survivor}).values_list(*beside))
        ids = [pk for pk, *key in rows.values_list("pk", *beside) if tuple(key) not in taken]
    else:
        ids = list(rows.values_list("pk", flat=True))
    _point(label, field, ids, survivor)
    return ids


def _give_back(label: str, field: str, ids: list[int], survivor: Account, absorbed: Account) -> None:
    still = list(
        _model(label)._default_manager.filter(pk__in=ids, **{field: survivor}).values_list("pk", flat=True)
    )
    _point(label, field, still, absorbed)


def _point(label: str, field: str, ids: list[int], account: Account) -> None:
    for start in range(0, len(ids), CHUNK):
        _model(label)._default_manager.filter(pk__in=ids[start : start + CHUNK]).update(**{field: account})


def _rebase_branch(children: list[int], old_path: str, new_path: str) -> None:
    for child in Account.objects.filter(pk__in=children, tree_path__startswith=old_path):
        below = Account.objects.filter(tree_path__startswith=child.tree_path)
        for account in below:
            path = new_path + account.tree_path.removeprefix(old_path)
            Account.objects.filter(pk=account.pk).update(tree_path=path)


def _keep_name(survivor: Account, absorbed: Account, at: datetime) -> None:
    if absorbed.match_key != survivor.match_key or absorbed.name != survivor.name:
        AccountAlias.objects.get_or_create(
            account=survivor,
            name=absorbed.name,
            defaults={"kind": NameKind.OTHER, "match_key": match_key(absorbed.name)[:200], "created_at": at},
        )


def _reference(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return value if value is None or isinstance(value, int | str) else str(value)


def _column(field: str) -> str:
    return Account._meta.get_field(field).attname  # type: ignore[union-attr]
