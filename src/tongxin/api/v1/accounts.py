"""Accounts: who the customers are, how they belong together, who answers for them."""

from typing import TYPE_CHECKING, Any

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.references import referenced
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.accounts import (
    AccountChange,
    AccountIn,
    AccountOut,
    AliasesIn,
    AliasesOut,
    LookalikeQuery,
    LookalikesOut,
    MemberIn,
    MembersOut,
    MergeIn,
    MergeOut,
    MergesOut,
    PurchasingGroupsOut,
    TreeOut,
)
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now
from tongxin.crm.accounts import actions, selectors
from tongxin.crm.accounts.rules import DICTIONARY_FIELDS
from tongxin.crm.accounts.selectors import ACCOUNT_LIST, get_account_for
from tongxin.team.selectors import get_user

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.crm.accounts.models import Account, AccountMerge

router = ApiRouter(tags=["accounts"])


@router.page("/accounts", of=AccountOut, listing=ACCOUNT_LIST, access=signed_in())
def accounts(request: ApiRequest) -> "Page[Account]":
    """List accounts."""
    return selectors.list_accounts(request.actor, request.query, along=(*selectors.LABELLED, "parent"))


@router.make("/accounts", of=AccountOut, access=signed_in())
def make_account(request: ApiRequest, sent: AccountIn) -> "Account":
    """Create an account."""
    values = _resolved(sent.dict(exclude={"parent", "owner", "aliases"}, exclude_none=True))
    account = actions.create_account(
        actor=request.actor,
        at=now(),
        parent=referenced("parent", get_account_for, request.actor, sent.parent) if sent.parent else None,
        owner=referenced("owner", get_user, sent.owner) if sent.owner else None,
        aliases=[(alias.name, alias.kind) for alias in sent.aliases],
        **values,
    )
    return made(request, account, "account")


@router.show("/accounts/{uid}", of=AccountOut, listing=ACCOUNT_LIST, access=seeing(uid="ACCOUNT"))
def account(request: ApiRequest, uid: str) -> "Account":
    """Show an account."""
    return tag(request, get_account_for(request.actor, uid))


@router.change("/accounts/{uid}", of=AccountOut, access=seeing(uid="ACCOUNT"))
def change_account(request: ApiRequest, uid: str, sent: AccountChange) -> "Account":
    """Change an account, move it in its tree, or hand it over."""
    found = get_account_for(request.actor, uid)
    values = values_of(request, sent)
    if values.get("parent"):
        values["parent"] = referenced("parent", get_account_for, request.actor, values["parent"])
    if values.get("owner"):
        values["owner"] = referenced("owner", get_user, values["owner"])
    actions.save_account(
        actor=request.actor,
        at=now(),
        account=found,
        values=_resolved(values),
        expected_version=expected_version(request, found),
    )
    return tag(request, found)


@router.remove("/accounts/{uid}", access=seeing(uid="ACCOUNT"))
def delete_account(request: ApiRequest, uid: str) -> None:
    """Delete an account; it can be restored."""
    found = get_account_for(request.actor, uid)
    actions.delete_account(
        actor=request.actor, at=now(), account=found, expected_version=expected_version(request, found)
    )


@router.make("/deleted-accounts/{uid}/restorations", of=AccountOut, access=seeing(uid="HIDDEN_ACCOUNT"))
def make_account_restoration(request: ApiRequest, uid: str) -> "Account":
    """Bring a deleted account back."""
    found = selectors.get_deleted_account_for(request.actor, uid)
    return made(request, actions.restore_account(actor=request.actor, at=now(), account=found), "account")


@router.show("/accounts/{uid}/tree", of=TreeOut, access=seeing(uid="ACCOUNT"))
def account_tree(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the group tree around an account."""
    return {"nodes": selectors.group_tree(request.actor, get_account_for(request.actor, uid))}


@router.show("/accounts/{uid}/aliases", of=AliasesOut, access=seeing(uid="ACCOUNT"))
def account_aliases(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show an account's other names."""
    return {"aliases": list(selectors.aliases_of(get_account_for(request.actor, uid)))}


@router.make("/accounts/{uid}/aliases", of=AliasesOut, access=seeing(uid="ACCOUNT"))
def make_account_aliases(request: ApiRequest, uid: str, sent: AliasesIn) -> dict[str, Any]:
    """Replace an account's other names."""
    found = get_account_for(request.actor, uid)
    names = [(alias.name, alias.kind) for alias in sent.aliases]
    return {"aliases": actions.set_aliases(actor=request.actor, at=now(), account=found, aliases=names)}


@router.show("/accounts/{uid}/members", of=MembersOut, access=seeing(uid="ACCOUNT"))
def account_members(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show an account's team."""
    return {"members": list(selectors.team_of(get_account_for(request.actor, uid)))}


@router.make("/accounts/{uid}/members", of=MembersOut, access=seeing(uid="ACCOUNT"))
def make_account_member(request: ApiRequest, uid: str, sent: MemberIn) -> dict[str, Any]:
    """Put a colleague on an account's team."""
    added = actions.add_member(
        actor=request.actor,
        at=now(),
        account=get_account_for(request.actor, uid),
        user=referenced("user", get_user, sent.user),
        function=sent.function,
        with_branch=sent.with_branch,
    )
    return {"members": added}


@router.remove(
    "/accounts/{uid}/members/{member_uid}",
    versioned=False,
    access=seeing(uid="ACCOUNT", member_uid="ACCOUNT_MEMBER"),
)
def delete_account_member(request: ApiRequest, uid: str, member_uid: str) -> None:
    """Take a colleague off an account's team."""
    found = get_account_for(request.actor, uid)
    actions.remove_member(actor=request.actor, at=now(), member=selectors.get_member(found, member_uid))


@router.make("/account-lookalikes", of=LookalikesOut, access=signed_in())
def make_account_lookalikes(request: ApiRequest, sent: LookalikeQuery) -> dict[str, Any]:
    """Find accounts that may be the one about to be entered."""
    found = selectors.find_lookalikes(request.actor, names=sent.names, tax_id=sent.tax_id)
    return {
        "lookalikes": [
            {
                "uid": item.account.uid if item.known else "",
                "name": item.account.name,
                "likeness": item.likeness,
                "reason": item.reason,
            }
            for item in found
        ]
    }


@router.show("/accounts/{uid}/merges", of=MergesOut, access=seeing(uid="ACCOUNT"))
def account_merges(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show what was merged into an account and can still be undone, newest first."""
    return {"merges": list(selectors.merges_of(get_account_for(request.actor, uid)))}


@router.show("/accounts/{uid}/purchasing-groups", of=PurchasingGroupsOut, access=seeing(uid="ACCOUNT"))
def account_purchasing_groups(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the groups in which an account buys together with others."""
    return {"groups": list(selectors.purchasing_groups_of(get_account_for(request.actor, uid)))}


@router.make("/accounts/{uid}/merges", of=MergeOut, access=seeing(uid="ACCOUNT"))
def make_account_merge(request: ApiRequest, uid: str, sent: MergeIn) -> "AccountMerge":
    """Merge another account into this one."""
    return actions.merge_accounts(
        actor=request.actor,
        at=now(),
        survivor=get_account_for(request.actor, uid),
        absorbed=referenced("absorbed", get_account_for, request.actor, sent.absorbed),
        take=frozenset(sent.take),
    )


@router.make(
    "/accounts/{uid}/merges/{merge_uid}/undoings",
    of=AccountOut,
    access=seeing(uid="ACCOUNT", merge_uid="ACCOUNT_MERGE"),
)
def make_account_merge_undoing(request: ApiRequest, uid: str, merge_uid: str) -> "Account":
    """Undo a merge; answers with the account that stands alone again."""
    merge = selectors.get_merge(get_account_for(request.actor, uid), merge_uid)
    return made(request, actions.undo_merge(actor=request.actor, at=now(), merge=merge), "account")


def _resolved(values: dict[str, Any]) -> dict[str, Any]:
    """Put dictionary entries in the place of their codes."""
    codes = {field: values[field] for field in DICTIONARY_FIELDS if values.get(field)}
    entries = selectors.entries_by_code(codes) if codes else {}
    empty = {"tax_id_kind": ""} if values.get("tax_id_kind", "") is None else {}
    return {**values, **entries, **empty}
