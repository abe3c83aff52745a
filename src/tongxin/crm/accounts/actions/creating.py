"""Create accounts, one or many: the same facts and checks, in few queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import plain, record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.common.text.names import match_key
from tongxin.crm.accounts.actions.accounts import check_known, derived, index_accounts
from tongxin.crm.accounts.choices import AccountKind, NameKind, TeamFunction
from tongxin.crm.accounts.models import Account, AccountAlias, AccountMember
from tongxin.crm.accounts.rules import AccountRefused, check_parent, check_tax_id, check_values
from tongxin.team.models import User

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """One account to create.

    Attributes:
        name: full name, in the script it is written in.
        parent: the account above it, stored already; its team is taken over, so that nobody loses sight of the branch.
        owner: who answers for it; whoever creates it when left out.
        aliases: other names, as (name, code of `NameKind`).
        values: any of `EDITABLE` but the name.

    """

    name: str
    parent: Account | None = None
    owner: User | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


def create_account(
    *,
    actor: Actor,
    at: datetime,
    name: str,
    parent: Account | None = None,
    owner: User | None = None,
    aliases: Sequence[tuple[str, str]] = (),
    **values: Any,
) -> Account:
    """Create an account; its owner becomes the customer responsible of its team.

    Args:
        name: full name, in the script it is written in.
        parent: the account above it; its team is taken over, so that nobody loses sight of the branch.
        owner: the actor when left out.
        aliases: other names, as (name, code of `NameKind`).
        values: any of `EDITABLE`.

    Raises:
        Denied: the actor may not create accounts.
        AccountRefused: which value is wrong, and why.
    """
    new = NewAccount(name=name, parent=parent, owner=owner, aliases=tuple(aliases), values=values)
    return create_accounts(actor=actor, at=at, rows=[new])[0]


def check_account_row(row: NewAccount) -> None:
    """Accept an account that `create_accounts` can create.

    Raises:
        AccountRefused: which value is wrong, and why.
    """
    values = {"name": row.name, **row.values}
    check_known(values)
    check_values(values)
    check_tax_id(values.get("tax_id_kind", ""), values.get("tax_id", ""))
    check_parent(None, row.parent, values.get("kind", AccountKind.COMPANY))
    for _, kind in row.aliases:
        if kind not in NameKind.values:
            raise AccountRefused("NAME_KIND_UNKNOWN", field="aliases", kind=kind)


@transaction.atomic
def create_accounts(*, actor: Actor, at: datetime, rows: Sequence[NewAccount]) -> list[Account]:
    """Create accounts with teams, aliases, audit and index; return them in the order of the rows.

    Raises:
        Denied: the actor may not create accounts.
        AccountRefused: as `check_account_row`.
    """
    actor.must_have(Right.CREATE_ACCOUNT)
    for row in rows:
        check_account_row(row)
    accounts = [_account(actor, row, at) for row in rows]
    Account.objects.bulk_create(accounts, batch_size=BATCH)
    for account, row in zip(accounts, rows, strict=True):
        account.tree_path = f"{row.parent.tree_path if row.parent else '/'}{account.pk}/"
    Account.objects.bulk_update(accounts, ["tree_path"], batch_size=BATCH)
    pairs = list(zip(accounts, rows, strict=True))
    AccountMember.objects.bulk_create(_members(actor, pairs, at), batch_size=BATCH)
    AccountAlias.objects.bulk_create(_aliases(pairs, at), batch_size=BATCH)
    record_many(actor=actor, at=at, entries=[_event(account, row) for account, row in pairs])
    index_accounts(accounts)
    return accounts


def _account(actor: Actor, row: NewAccount, at: datetime) -> Account:
    name = row.name.strip()
    return Account(
        **row.values, **derived(name), name=name, parent=row.parent, owner=row.owner or actor.user,
        created_at=at, updated_at=at,
    )  # fmt: skip


def _members(
    actor: Actor, pairs: Sequence[tuple[Account, NewAccount]], at: datetime
) -> Iterable[AccountMember]:
    above = {row.parent.pk for _, row in pairs if row.parent}
    of_parent: dict[int, set[tuple[int, str]]] = {}
    teams = AccountMember.objects.filter(account_id__in=above)
    for account_id, user_id, function in teams.values_list("account_id", "user_id", "function"):
        of_parent.setdefault(account_id, set()).add((user_id, function))
    for account, row in pairs:
        owner = row.owner or actor.user
        places = of_parent.get(row.parent.pk if row.parent else 0, set())
        places = places | {(owner.pk, str(TeamFunction.CUSTOMER))}
        for user_id, function in sorted(places):
            yield AccountMember(
                account=account, user_id=user_id, function=function, since=at.date(), created_at=at
            )


def _aliases(pairs: Sequence[tuple[Account, NewAccount]], at: datetime) -> Iterable[AccountAlias]:
    for account, row in pairs:
        for name, kind in {name.strip(): kind for name, kind in row.aliases if name.strip()}.items():
            yield AccountAlias(
                account=account, name=name, kind=kind, match_key=match_key(name)[:200], created_at=at
            )


def _event(account: Account, row: NewAccount) -> dict[str, Any]:
    values = {"name": account.name, **row.values}
    return {
        "verb": Verb.CREATED,
        "object_kind": Kind.ACCOUNT,
        "object_uid": account.uid,
        "object_label": account.name,
        "account_uid": account.uid,
        "changes": {name: [None, plain(value)] for name, value in values.items() if value not in (None, "")},
    }
