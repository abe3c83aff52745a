"""Joint purchasing groups 聯合採購組織."""

from datetime import datetime

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account, PurchasingGroup, PurchasingGroupMember
from tongxin.crm.accounts.rules import AccountRefused, check_can_edit


@transaction.atomic
def create_purchasing_group(*, actor: Actor, at: datetime, name: str, note: str = "") -> PurchasingGroup:
    """Create a group of accounts that buy together.

    Raises:
        Denied: the actor may not edit.
        AccountRefused: `NAME_MISSING`.
    """
    actor.must_have(Right.EDIT)
    if not name.strip():
        raise AccountRefused("NAME_MISSING", field="name")
    group = PurchasingGroup.objects.create(name=name.strip(), note=note, created_at=at, updated_at=at)
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.PURCHASING_GROUP, target=group)
    return group


@transaction.atomic
def join_purchasing_group(
    *, actor: Actor, at: datetime, group: PurchasingGroup, account: Account, is_lead: bool = False
) -> PurchasingGroupMember:
    """Note that an account buys in a group, as its lead buyer or as a member.

    Raises:
        Denied: the actor may not edit.
    """
    check_can_edit(actor, account)
    member, _ = PurchasingGroupMember.objects.update_or_create(
        group=group,
        account=account,
        defaults={"is_lead": is_lead},
        create_defaults={"is_lead": is_lead, "created_at": at},
    )
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.ACCOUNT, target=account, account_uid=account.uid,
        changes={"purchasing_group": (None, group.name)}, is_lead=is_lead,
    )  # fmt: skip
    return member


@transaction.atomic
def leave_purchasing_group(*, actor: Actor, at: datetime, group: PurchasingGroup, account: Account) -> None:
    """Note that an account no longer buys in a group.

    Raises:
        Denied: the actor may not edit.
        AccountRefused: `NOT_IN_GROUP`.
    """
    check_can_edit(actor, account)
    gone, _ = PurchasingGroupMember.objects.filter(group=group, account=account).delete()
    if not gone:
        raise AccountRefused("NOT_IN_GROUP", name=group.name)
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.ACCOUNT, target=account, account_uid=account.uid,
        changes={"purchasing_group": (group.name, None)},
    )  # fmt: skip
