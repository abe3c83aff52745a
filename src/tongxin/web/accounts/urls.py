"""Addresses of the account pages."""

from tongxin.common.access import changing, seeing, signed_in
from tongxin.web.accounts import changes, lists, merges, records, teams
from tongxin.web.edge.addresses import page

urlpatterns = [
    page("", lists.accounts, name="accounts", access=signed_in(), operations=("accounts",)),
    page(
        "export.<str:form>",
        lists.accounts_export,
        name="accounts_export",
        access=signed_in(),
        operations=("accounts",),
    ),
    page("new/", records.new_account, name="account_new", access=signed_in(), operations=("make_account",)),
    page(
        "lookalikes/",
        records.lookalikes,
        name="account_lookalikes",
        access=signed_in(),
        operations=("make_account_lookalikes",),
    ),
    page(
        "<str:uid>/",
        records.account,
        name="account",
        access=seeing(uid="ACCOUNT"),
        operations=(
            "account",
            "account_tree",
            "account_aliases",
            "account_members",
            "account_merges",
            "account_purchasing_groups",
            "account_attachments",
            "opportunities",
        ),
    ),
    page(
        "<str:uid>/history/",
        records.account_history,
        name="account_history",
        access=seeing(uid="ACCOUNT"),
        operations=("account_history",),
    ),
    page(
        "<str:uid>/form/",
        changes.account_form,
        name="account_form",
        access=changing(uid="ACCOUNT"),
        operations=("account", "change_account", "make_account_aliases"),
    ),
    page(
        "<str:uid>/fields/<str:field>/",
        changes.account_field,
        name="account_field",
        access=changing(uid="ACCOUNT"),
        operations=("change_account",),
    ),
    page(
        "<str:uid>/deletion/",
        changes.account_deletion,
        name="account_deletion",
        access=seeing(uid="ACCOUNT"),
        operations=("delete_account",),
    ),
    page(
        "<str:uid>/restoration/",
        changes.account_restoration,
        name="account_restoration",
        access=seeing(uid="HIDDEN_ACCOUNT"),
        operations=("make_account_restoration",),
    ),
    page(
        "<str:uid>/members/",
        teams.account_members,
        name="account_members",
        access=seeing(uid="ACCOUNT"),
        operations=("account_members", "make_account_member"),
    ),
    page(
        "<str:uid>/members/<str:member_uid>/removal/",
        teams.member_removal,
        name="account_member_removal",
        access=seeing(uid="ACCOUNT", member_uid="ACCOUNT_MEMBER"),
        operations=("delete_account_member",),
    ),
    page(
        "<str:uid>/merge/",
        merges.account_merge,
        name="account_merge",
        access=changing(uid="ACCOUNT"),
        operations=("make_account_merge", "make_account_lookalikes"),
    ),
    page(
        "<str:uid>/merges/<str:merge_uid>/undoing/",
        merges.merge_undoing,
        name="account_merge_undoing",
        access=seeing(uid="ACCOUNT", merge_uid="ACCOUNT_MERGE"),
        operations=("make_account_merge_undoing",),
    ),
]
