"""Who is on an account team."""

from datetime import datetime

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import OPEN_STATUSES, TeamFunction
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.crm.accounts.rules import AccountRefused, check_can_edit
from tongxin.team.models import User


@transaction.atomic
def add_member(
    *, actor: Actor, at: datetime, account: Account, user: User, function: str, with_branch: bool = False
) -> list[AccountMember]:
    """Put a colleague on the account's team, and on the teams of all accounts below it if wished.

    Returns:
        The new memberships; none where the colleague had the function already.

    Raises:
        Denied: the actor may not change teams.
        AccountRefused: `FUNCTION_UNKNOWN`, or `MEMBER_INACTIVE` for somebody who no longer signs in.
    """
    actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
    check_can_edit(actor, account)
    if function not in TeamFunction.values:
        raise AccountRefused("FUNCTION_UNKNOWN", field="function", function=function)
    if not user.is_active:
        raise AccountRefused("MEMBER_INACTIVE", field="user", name=user.display_name)
    accounts = [account]
    if with_branch:
        below = Account.objects.filter(tree_path__startswith=account.tree_path, status__in=OPEN_STATUSES)
        accounts = list(below.order_by("tree_path"))
    added: list[AccountMember] = []
    for place in accounts:
        member, is_new = AccountMember.objects.get_or_create(
            account=place, user=user, function=function, defaults={"since": at.date(), "created_at": at}
        )
        if is_new:
            added.append(member)
            _note(actor, at, place, (None, f"{user.display_name} · {TeamFunction(function).value}"))
    return added


@transaction.atomic
def remove_member(*, actor: Actor, at: datetime, member: AccountMember) -> None:
    """Take a colleague off an account's team; they lose sight of it at their next request.

    Raises:
        Denied: the actor may not change teams.
        AccountRefused: `OWNER_STAYS`, the owner is the customer responsible until somebody else is.
    """
    actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
    account = member.account
    check_can_edit(actor, account)
    if member.user_id == account.owner_id and member.function == TeamFunction.CUSTOMER:
        raise AccountRefused("OWNER_STAYS", name=member.user.display_name)
    _note(actor, at, account, (f"{member.user.display_name} · {member.function}", None))
    member.delete()


def _note(actor: Actor, at: datetime, account: Account, change: tuple[str | None, str | None]) -> None:
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.ACCOUNT, target=account, account_uid=account.uid,
        changes={"team": change},
    )  # fmt: skip
