"""Addresses of the pages about opportunities."""

from django.urls import path

from tongxin.web.opportunities import (
    boards,
    changes,
    lists,
    next_steps,
    of_account,
    parts,
    records,
    stages,
    totals,
)

urlpatterns = [
    path("accounts/<str:uid>/opportunities/", of_account.account_opportunities, name="account_opportunities"),
    path("opportunities/", lists.opportunities, name="opportunities"),
    path("opportunities/export.<str:form>", lists.opportunities_export, name="opportunities_export"),
    path("opportunities/totals/", totals.opportunity_totals, name="opportunity_totals"),
    path("opportunities/new/", records.new_opportunity, name="opportunity_new"),
    path("opportunities/lanes/<str:stage_uid>/", boards.lane, name="lane"),
    path("opportunities/<str:uid>/", records.opportunity, name="opportunity"),
    path("opportunities/<str:uid>/history/", records.opportunity_history, name="opportunity_history"),
    path("opportunities/<str:uid>/form/", changes.opportunity_form, name="opportunity_form"),
    path("opportunities/<str:uid>/fields/<str:key>/", changes.opportunity_field, name="opportunity_field"),
    path("opportunities/<str:uid>/deletion/", changes.opportunity_deletion, name="opportunity_deletion"),
    path(
        "opportunities/<str:uid>/restoration/",
        changes.opportunity_restoration,
        name="opportunity_restoration",
    ),
    path("opportunities/<str:uid>/next-step/", next_steps.next_step, name="opportunity_next_step"),
    path(
        "opportunities/<str:uid>/next-step/completion/",
        next_steps.next_step_completion,
        name="next_step_completion",
    ),
    path(
        "opportunities/<str:uid>/next-step/restoration/",
        next_steps.next_step_restoration,
        name="next_step_restoration",
    ),
    path("opportunities/<str:uid>/stage-entries/", stages.stage_entries, name="stage_entries"),
    path(
        "opportunities/<str:uid>/stage-entries/<str:entry_uid>/correction/",
        stages.stage_entry_correction,
        name="stage_entry_correction",
    ),
    path("opportunities/<str:uid>/closure/", stages.closure, name="closure"),
    path("opportunities/<str:uid>/reopening/", stages.reopening, name="reopening"),
    path(
        "opportunities/<str:uid>/competition/", parts.opportunity_competition, name="opportunity_competition"
    ),
    path(
        "opportunities/<str:uid>/competition/<str:rival_uid>/removal/",
        parts.competitor_removal,
        name="competitor_removal",
    ),
    path("opportunities/<str:uid>/people/", parts.opportunity_people, name="opportunity_people"),
    path("opportunities/<str:uid>/contacts/", parts.opportunity_contacts, name="opportunity_contacts"),
    path(
        "opportunities/<str:uid>/contacts/<str:contact_uid>/removal/",
        parts.contact_removal,
        name="contact_removal",
    ),
    path("opportunities/<str:uid>/members/", parts.opportunity_members, name="opportunity_members"),
    path(
        "opportunities/<str:uid>/members/<str:member_uid>/removal/",
        parts.deal_member_removal,
        name="deal_member_removal",
    ),
    path("opportunities/<str:uid>/products/", parts.opportunity_products, name="opportunity_products"),
    path("opportunities/<str:uid>/products/<str:line_uid>/removal/", parts.line_removal, name="line_removal"),
]
