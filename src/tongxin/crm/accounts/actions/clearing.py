"""Take many accounts and memberships away at once: the same checks as one by one, in few queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal, StaleVersion
from tongxin.common.models import lock_unchanged, save_all
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import OPEN_STATUSES, AccountStatus, TeamFunction
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.crm.accounts.rules import AccountRefused, check_can_delete, check_can_edit
from tongxin.search.actions import remove


@transaction.atomic
def delete_accounts(*, actor: Actor, at: datetime, accounts: Sequence[Account]) -> dict[int, Refusal]:
    """Hide many accounts, those below before those above, as `delete_account` does.

    Returns:
        Why an account was left as it is, by its id; empty when all are gone.
    """
    below = defaultdict(list)
    for child in Account.objects.filter(parent__in=accounts, status__in=OPEN_STATUSES):
        below[child.parent_id].append(child)
    fresh = lock_unchanged(accounts)
    refused: dict[int, Refusal] = {}
    going: dict[int, Account] = {}
    for account in sorted(accounts, key=lambda account: -account.tree_path.count("/")):
        try:
            check_can_delete(actor, account, [child for child in below[account.pk] if child.pk not in going])
            if account.pk not in fresh:
                raise StaleVersion(account)
        except Refusal as refusal:
            refused[account.pk] = refusal
        else:
            going[account.pk] = account
    gone = list(going.values())
    save_all(gone, {"status": AccountStatus.DELETED}, at=at)
    record_many(actor=actor, at=at, entries=[_event(Verb.DELETED, account) for account in gone])
    remove(Kind.ACCOUNT, [account.uid for account in gone])
    return refused


@transaction.atomic
def remove_members(*, actor: Actor, at: datetime, members: Sequence[AccountMember]) -> dict[int, Refusal]:
    """Take many colleagues off account teams, as `remove_member` does; return why any stays, by the id of the membership.

    Raises:
        Denied: the actor may not change teams.
    """
    actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
    refused: dict[int, Refusal] = {}
    going = []
    for member in members:
        try:
            check_can_edit(actor, member.account)
            if member.user_id == member.account.owner_id and member.function == TeamFunction.CUSTOMER:
                raise AccountRefused("OWNER_STAYS", name=member.user.display_name)
        except Refusal as refusal:
            refused[member.pk] = refusal
        else:
            going.append(member)
    entries = [
        _event(
            Verb.CHANGED, member.account, {"team": [f"{member.user.display_name} · {member.function}", None]}
        )
        for member in going
    ]
    record_many(actor=actor, at=at, entries=entries)
    AccountMember.objects.filter(pk__in=[member.pk for member in going]).delete()
    return refused


def _event(verb: Verb, account: Account, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "verb": verb,
        "object_kind": Kind.ACCOUNT,
        "object_uid": account.uid,
        "object_label": account.name,
        "account_uid": account.uid,
        "changes": changes or {},
    }
