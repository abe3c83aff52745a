"""Write accounts; one module for each family of verbs."""

from tongxin.crm.accounts.actions.accounts import (
    change_account,
    delete_account,
    index_accounts,
    move_account,
    restore_account,
    set_aliases,
    set_owner,
)
from tongxin.crm.accounts.actions.clearing import delete_accounts, remove_members
from tongxin.crm.accounts.actions.creating import (
    NewAccount,
    check_account_row,
    create_account,
    create_accounts,
)
from tongxin.crm.accounts.actions.importing import MemberRow, import_accounts, join_accounts
from tongxin.crm.accounts.actions.merging import merge_accounts, undo_merge
from tongxin.crm.accounts.actions.purchasing import (
    create_purchasing_group,
    join_purchasing_group,
    leave_purchasing_group,
)
from tongxin.crm.accounts.actions.saving import save_account
from tongxin.crm.accounts.actions.teams import add_member, remove_member

__all__ = [
    "MemberRow",
    "NewAccount",
    "add_member",
    "change_account",
    "check_account_row",
    "create_account",
    "create_accounts",
    "create_purchasing_group",
    "delete_account",
    "delete_accounts",
    "import_accounts",
    "index_accounts",
    "join_accounts",
    "join_purchasing_group",
    "leave_purchasing_group",
    "merge_accounts",
    "move_account",
    "remove_member",
    "remove_members",
    "restore_account",
    "save_account",
    "set_aliases",
    "set_owner",
    "undo_merge",
]
