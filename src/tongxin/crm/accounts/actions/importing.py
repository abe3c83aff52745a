"""Take over many accounts at once: the same facts and checks as one by one, in few queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
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
class AccountRow:
    """One account to take over.

    Attributes:
        parent: the account above it, stored already.
        owner: who answers for it; whoever imports when left out.
        aliases: other names, as (name, code of `NameKind`).
        values: any of `EDITABLE` but the name.

    """

    name: str
    parent: Account | None = None
    owner: User | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One colleague on one account team; the first day is that of the import when left out."""

    account: Account
    user: User
    function: str
    since: date | None = None


def check_account_row(row: AccountRow) -> None:
    """Accept a row that `import_accounts` can take over.

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
def import_accounts(*, actor: Actor, at: datetime, rows: Sequence[AccountRow]) -> list[Account]:
    """Create accounts with teams, aliases, audit and index; return them in the order of the rows.

    Raises:
        Denied: the actor may not import, or not create accounts.
        AccountRefused: as `check_account_row`.
    """
    actor.must_have(Right.IMPORT)
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


@transaction.atomic
def join_accounts(*, actor: Actor, at: datetime, rows: Iterable[MemberRow]) -> int:
    """Put colleagues on account teams; return how many were new, those who are there are left as they are.

    Raises:
        Denied: the actor may not change teams.
    """
    actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
    wanted = {(row.account.pk, row.user.pk, row.function): row for row in rows}
    stored = AccountMember.objects.filter(account_id__in={key[0] for key in wanted})
    known = set(stored.values_list("account_id", "user_id", "function"))
    fresh = [row for key, row in wanted.items() if key not in known]
    AccountMember.objects.bulk_create(
        (
            AccountMember(
                account=row.account,
                user=row.user,
                function=row.function,
                since=row.since or at.date(),
                created_at=at,
            )
            for row in fresh
        ),
        batch_size=BATCH,
    )
    record_many(actor=actor, at=at, entries=[_joined(row.account, row.user, row.function) for row in fresh])
    return len(fresh)


def _account(actor: Actor, row: AccountRow, at: datetime) -> Account:
    name = row.name.strip()
    return Account(
        **row.values, **derived(name), name=name, parent=row.parent, owner=row.owner or actor.user,
        created_at=at, updated_at=at,
    )  # fmt: skip


def _members(
    actor: Actor, pairs: Sequence[tuple[Account, AccountRow]], at: datetime
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


def _aliases(pairs: Sequence[tuple[Account, AccountRow]], at: datetime) -> Iterable[AccountAlias]:
    for account, row in pairs:
        for name, kind in {name.strip(): kind for name, kind in row.aliases if name.strip()}.items():
            yield AccountAlias(
                account=account, name=name, kind=kind, match_key=match_key(name)[:200], created_at=at
            )


def _event(account: Account, row: AccountRow) -> dict[str, Any]:
    values = {"name": account.name, **row.values}
    return {
        "verb": Verb.CREATED,
        "object_kind": Kind.ACCOUNT,
        "object_uid": account.uid,
        "object_label": account.name,
        "account_uid": account.uid,
        "changes": {name: [None, plain(value)] for name, value in values.items() if value not in (None, "")},
    }


def _joined(account: Account, user: User, function: str) -> dict[str, Any]:
    return {
        "verb": Verb.CHANGED,
        "object_kind": Kind.ACCOUNT,
        "object_uid": account.uid,
        "object_label": account.name,
        "account_uid": account.uid,
        "changes": {"team": [None, f"{user.display_name} · {function}"]},
    }
