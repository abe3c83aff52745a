"""What makes an account, its tree, its team and a merge acceptable."""

from collections.abc import Mapping, Sequence
from typing import Any

from tongxin.common.actor import Actor
from tongxin.common.currencies import check_currency
from tongxin.common.errors import Conflict, Denied, Refusal
from tongxin.common.rights import Right
from tongxin.common.taxids import CN_LENGTH, TW_LENGTH, check_cn, check_tw
from tongxin.crm.accounts.choices import AccountKind, TaxIdKind
from tongxin.crm.accounts.models import Account, DictionaryEntry

DEEPEST_TREE = 8
DICTIONARY_FIELDS = {"tier": "TIER", "segment": "SEGMENT", "region": "REGION", "industry": "INDUSTRY"}


class AccountRefused(Refusal):
    """Say why an account cannot be saved so."""


class MergeRefused(Conflict):
    """Say why two accounts cannot be merged, or a merge not undone."""


def check_can_edit(actor: Actor, account: Account) -> None:
    """Let those who may edit change an account in use.

    Raises:
        Denied: the actor lacks the right.
        Conflict: the account is merged or deleted.
    """
    actor.must_have(Right.EDIT)
    if not account.is_open:
        raise Conflict("ACCOUNT_CLOSED", name=account.name)


def can_edit(actor: Actor, account: Account) -> bool:
    """Ask `check_can_edit`."""
    try:
        check_can_edit(actor, account)
    except (Denied, Conflict):
        return False
    return True


def check_values(values: Mapping[str, Any]) -> None:
    """Accept an account's values as they are to be stored.

    Raises:
        AccountRefused: which value is wrong, and why.
    """
    if "name" in values and not values["name"].strip():
        raise AccountRefused("NAME_MISSING", field="name")
    month = values.get("fiscal_year_start")
    if month is not None and not 1 <= month <= 12:
        raise AccountRefused("FISCAL_MONTH", field="fiscal_year_start")
    currency = values.get("currency")
    if currency is not None:
        check_currency(currency)
    for field, kind in DICTIONARY_FIELDS.items():
        entry: DictionaryEntry | None = values.get(field)
        if entry is not None and entry.kind != kind:
            raise AccountRefused("DICTIONARY_WRONG", field=field, entry=entry.code)


def check_tax_id(kind: str, number: str) -> None:
    """Accept a tax id whose form and check digit hold; an empty one is fine.

    Raises:
        AccountRefused: `TAX_ID_LENGTH`, `TAX_ID_CHARACTERS`, `TAX_ID_CHECKSUM` or `TAX_ID_KIND`.
    """
    if not number:
        return
    checks = {TaxIdKind.TW: check_tw, TaxIdKind.CN: check_cn}
    if kind not in TaxIdKind.values:
        raise AccountRefused("TAX_ID_KIND", field="tax_id_kind")
    problem = checks[TaxIdKind(kind)](number) if kind in checks else None
    if problem is not None:
        raise AccountRefused(f"TAX_ID_{problem}", field="tax_id", number=number)


def kind_of_tax_id(number: str) -> str:
    """Return the kind that a number's length tells: a 統一編號 has 8 characters, a 統一社會信用代碼 18."""
    return {TW_LENGTH: TaxIdKind.TW, CN_LENGTH: TaxIdKind.CN}.get(len(number), TaxIdKind.OTHER).value


def check_parent(account: Account | None, parent: Account | None, kind: str) -> None:
    """Keep trees free of circles, shallow, and in the order group, company, site.

    Raises:
        AccountRefused: `PARENT_CIRCLE`, `PARENT_CLOSED`, `PARENT_IS_SITE`, `GROUP_BELOW` or `TREE_DEEP`.
    """
    if parent is None:
        return
    if account is not None and f"/{account.pk}/" in parent.tree_path:
        raise AccountRefused("PARENT_CIRCLE", field="parent", name=parent.name)
    if not parent.is_open:
        raise AccountRefused("PARENT_CLOSED", field="parent", name=parent.name)
    if parent.kind == AccountKind.SITE:
        raise AccountRefused("PARENT_IS_SITE", field="parent", name=parent.name)
    if kind == AccountKind.GROUP and parent.kind != AccountKind.GROUP:
        raise AccountRefused("GROUP_BELOW", field="parent", name=parent.name)
    if parent.tree_path.count("/") > DEEPEST_TREE:
        raise AccountRefused("TREE_DEEP", field="parent", most=DEEPEST_TREE)


def check_can_merge(actor: Actor, survivor: Account, absorbed: Account) -> None:
    """Let two different accounts in use be merged, neither of them inside the other's tree.

    Raises:
        Denied: the actor lacks the right.
        MergeRefused: `MERGE_SELF`, `MERGE_CLOSED` or `MERGE_TREE`.
    """
    actor.must_have(Right.MERGE)
    if survivor.pk == absorbed.pk:
        raise MergeRefused("MERGE_SELF")
    for account in (survivor, absorbed):
        if not account.is_open:
            raise MergeRefused("MERGE_CLOSED", name=account.name)
    if f"/{absorbed.pk}/" in survivor.tree_path:
        raise MergeRefused("MERGE_TREE", survivor=survivor.name, absorbed=absorbed.name)


def can_merge(actor: Actor, survivor: Account, absorbed: Account) -> bool:
    """Ask `check_can_merge`."""
    try:
        check_can_merge(actor, survivor, absorbed)
    except (Denied, MergeRefused):
        return False
    return True


def check_can_delete(actor: Actor, account: Account, children: Sequence[Account]) -> None:
    """Let an account without accounts below it be deleted.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `ACCOUNT_CLOSED` or `ACCOUNT_HAS_CHILDREN`.
    """
    actor.must_have(Right.DELETE)
    if not account.is_open:
        raise Conflict("ACCOUNT_CLOSED", name=account.name)
    if children:
        raise Conflict("ACCOUNT_HAS_CHILDREN", name=account.name, children=[child.name for child in children])
