"""Take over many accounts, and many colleagues on their teams, at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.accounts.actions.creating import BATCH, NewAccount, create_accounts
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.team.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One colleague on one account team; the first day is that of the import when left out."""

    account: Account
    user: User
    function: str
    since: date | None = None


def import_accounts(*, actor: Actor, at: datetime, rows: Sequence[NewAccount]) -> list[Account]:
    """Create accounts for who may import; return them in the order of the rows.

    Raises:
        Denied: the actor may not import, or not create accounts.
        AccountRefused: as `check_account_row`.
    """
    actor.must_have(Right.IMPORT)
    return create_accounts(actor=actor, at=at, rows=rows)


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


def _joined(account: Account, user: User, function: str) -> dict[str, Any]:
    return {
        "verb": Verb.CHANGED,
        "object_kind": Kind.ACCOUNT,
        "object_uid": account.uid,
        "object_label": account.name,
        "account_uid": account.uid,
        "changes": {"team": [None, f"{user.display_name} · {function}"]},
    }
