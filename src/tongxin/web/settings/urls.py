"""Addresses of the settings."""

from tongxin.common.access import holding, seeing, signed_in
from tongxin.common.rights import Right
from tongxin.web.edge.addresses import BrowserOnly, page
from tongxin.web.settings import (
    audit,
    dictionaries,
    index,
    own,
    processes,
    rates,
    stages,
    tokens,
    users,
)

urlpatterns = [
    page(
        "",
        index.settings_index,
        name="settings",
        access=signed_in(),
        operations=BrowserOnly("leads to the other pages and shows nothing of its own"),
    ),
    page(
        "profile/", own.profile, name="profile", access=signed_in(), operations=("me", "tokens", "absences")
    ),
    page("preferences/", own.preferences, name="preferences", access=signed_in(), operations=("change_me",)),
    page(
        "password/",
        own.own_password,
        name="own_password",
        access=signed_in(),
        operations=("make_own_password",),
    ),
    page(
        "absences/", own.own_absences, name="own_absences", access=signed_in(), operations=("make_absence",)
    ),
    page(
        "absences/<str:uid>/removal/",
        own.absence_removal,
        name="absence_removal",
        access=seeing(uid="ABSENCE"),
        operations=("delete_absence",),
    ),
    page("tokens/", tokens.own_tokens, name="own_tokens", access=signed_in(), operations=("make_token",)),
    page(
        "tokens/<str:uid>/revocation/",
        tokens.token_revocation,
        name="token_revocation",
        access=seeing(uid="TOKEN"),
        operations=("delete_token",),
    ),
    page("users/", users.user_list, name="users", access=holding(Right.ADMINISTER), operations=("users",)),
    page(
        "users/new/",
        users.user_new,
        name="user_new",
        access=holding(Right.ADMINISTER),
        operations=("make_user",),
    ),
    page(
        "users/<str:uid>/",
        users.user_page,
        name="user",
        access=holding(Right.ADMINISTER, uid="USER"),
        operations=("user", "change_user", "user_absences"),
    ),
    page(
        "users/<str:uid>/tokens/<str:token_uid>/revocation/",
        users.user_token_revocation,
        name="user_token_revocation",
        access=holding(Right.ADMINISTER, uid="USER", token_uid="TOKEN"),  # noqa: S106 - a kind of record
        operations=("user_tokens", "delete_user_token"),
    ),
    page(
        "users/<str:uid>/password/",
        users.user_password,
        name="user_password",
        access=holding(Right.ADMINISTER, uid="USER"),
        operations=("make_user_password",),
    ),
    page(
        "users/<str:uid>/sign-out/",
        users.user_sign_out,
        name="user_sign_out",
        access=holding(Right.ADMINISTER, uid="USER"),
        operations=("make_sign_out",),
    ),
    page(
        "users/<str:uid>/absences/",
        users.user_absences,
        name="user_absences",
        access=holding(Right.ADMINISTER, uid="USER"),
        operations=("make_user_absence",),
    ),
    page(
        "dictionaries/",
        dictionaries.dictionary_list,
        name="dictionaries",
        access=holding(Right.ADMINISTER),
        operations=("dictionaries",),
    ),
    page(
        "dictionaries/<slug:name>/",
        dictionaries.dictionary_page,
        name="dictionary",
        access=holding(Right.ADMINISTER),
        operations=("dictionary_entries", "make_dictionary_entry"),
    ),
    page(
        "dictionaries/<slug:name>/<str:uid>/",
        dictionaries.entry_page,
        name="entry",
        access=holding(Right.ADMINISTER, uid="DICTIONARY"),
        operations=("dictionary_entry", "change_dictionary_entry"),
    ),
    page(
        "dictionaries/<slug:name>/<str:uid>/position/",
        dictionaries.entry_position,
        name="entry_position",
        access=holding(Right.ADMINISTER, uid="DICTIONARY"),
        operations=("make_dictionary_entry_placement",),
    ),
    page(
        "processes/",
        processes.process_list,
        name="processes",
        access=holding(Right.ADMINISTER),
        operations=("processes", "make_process"),
    ),
    page(
        "processes/<str:uid>/",
        processes.process_page,
        name="process",
        access=holding(Right.ADMINISTER, uid="PROCESS"),
        operations=("process", "change_process"),
    ),
    page(
        "processes/<str:uid>/stages/",
        stages.stage_new,
        name="stage_new",
        access=holding(Right.ADMINISTER, uid="PROCESS"),
        operations=("make_stage",),
    ),
    page(
        "stages/<str:uid>/",
        stages.stage_page,
        name="stage",
        access=holding(Right.ADMINISTER, uid="STAGE"),
        operations=("stage", "change_stage"),
    ),
    page(
        "stages/<str:uid>/position/",
        stages.stage_position,
        name="stage_position",
        access=holding(Right.ADMINISTER, uid="STAGE"),
        operations=("make_stage_placement",),
    ),
    page(
        "stages/<str:uid>/removal/",
        stages.stage_removal,
        name="stage_removal",
        access=holding(Right.ADMINISTER, uid="STAGE"),
        operations=("delete_stage",),
    ),
    page(
        "rates/",
        rates.rate_list,
        name="rates",
        access=holding(Right.ADMINISTER),
        operations=("exchange_rates", "make_exchange_rate"),
    ),
    page(
        "rates/<str:uid>/removal/",
        rates.rate_removal,
        name="rate_removal",
        access=holding(Right.ADMINISTER, uid="RATE"),
        operations=("delete_exchange_rate",),
    ),
    page(
        "audit/", audit.audit_log, name="audit", access=holding(Right.SEE_AUDIT), operations=("audit_events",)
    ),
    page(
        "audit/verification/",
        audit.audit_verification,
        name="audit_verification",
        access=holding(Right.SEE_AUDIT),
        operations=("audit_verification",),
    ),
]
