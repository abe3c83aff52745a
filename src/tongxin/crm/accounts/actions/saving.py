"""Save what a form, a caller or a file says of an account: values, place in the tree, owner and other names, or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.common.actor import Actor
from tongxin.crm.accounts.actions.accounts import change_account, move_account, set_aliases, set_owner
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.rules import check_parent

MOVES = frozenset({"parent", "owner", "aliases"})


@transaction.atomic
def save_account(
    *,
    actor: Actor,
    at: datetime,
    account: Account,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Account:
    """Write everything that is said of an account; what is refused leaves nothing behind.

    Args:
        actor: who.
        at: when.
        account: as it was loaded.
        values: any of `EDITABLE`; `parent` places it, `owner` hands it over, `aliases` are its other names as
            (name, code of `NameKind`).
        expected_version: the version the caller's user saw.

    Raises:
        Denied: the actor may not edit, or not change teams.
        Conflict: the account is not in use.
        AccountRefused: which value is wrong, and why.
        StaleVersion: somebody else changed the account meanwhile.
    """
    own = {name: value for name, value in values.items() if name not in MOVES}
    if "parent" in values:
        # Before anything is written: a page drawn again after a refusal shows the account as it is.
        check_parent(account, values["parent"], values.get("kind", account.kind))
    if own or not values:
        change_account(actor=actor, at=at, account=account, values=own, expected_version=expected_version)
        expected_version = None
    if "parent" in values:
        move_account(
            actor=actor, at=at, account=account, parent=values["parent"], expected_version=expected_version
        )
        expected_version = None
    if values.get("owner") is not None:
        set_owner(
            actor=actor, at=at, account=account, owner=values["owner"], expected_version=expected_version
        )
    if "aliases" in values:
        set_aliases(actor=actor, at=at, account=account, aliases=values["aliases"])
    return account
