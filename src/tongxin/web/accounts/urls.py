"""Addresses of the account pages."""

from django.urls import path

from tongxin.web.accounts import changes, lists, merges, records, teams

urlpatterns = [
    path("", lists.accounts, name="accounts"),
    path("export.<str:form>", lists.accounts_export, name="accounts_export"),
    path("new/", records.new_account, name="account_new"),
    path("lookalikes/", records.lookalikes, name="account_lookalikes"),
    path("<str:uid>/", records.account, name="account"),
    path("<str:uid>/history/", records.account_history, name="account_history"),
    path("<str:uid>/form/", changes.account_form, name="account_form"),
    path("<str:uid>/fields/<str:field>/", changes.account_field, name="account_field"),
    path("<str:uid>/deletion/", changes.account_deletion, name="account_deletion"),
    path("<str:uid>/restoration/", changes.account_restoration, name="account_restoration"),
    path("<str:uid>/members/", teams.account_members, name="account_members"),
    path("<str:uid>/members/<str:member_uid>/removal/", teams.member_removal, name="account_member_removal"),
    path("<str:uid>/merge/", merges.account_merge, name="account_merge"),
    path("<str:uid>/merges/<str:merge_uid>/undoing/", merges.merge_undoing, name="account_merge_undoing"),
]
