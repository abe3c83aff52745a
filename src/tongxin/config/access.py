"""Who may come through which door: every address of the product in one table.

Endpoints of the API say it where they are made, and the gate enforces it there. Pages are named here, by the name of
their address; `tests/meta/test_access.py` visits every address as five people and fails for one that is not in the table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tongxin.api.routes import route_of
from tongxin.api.v1.build import api
from tongxin.common.access import Access, anyone, changing, holding, seeing, signed_in
from tongxin.common.rights import Right

PAGES: Mapping[str, Access] = {
    # The API's own pages
    "api:openapi-json": anyone(),
    "api:openapi-view": anyone(),
    "api:api-root": anyone(),
    "api_nothing": anyone(),
    # In and out
    "web:sign_in": anyone(),
    "web:sign_out": anyone(),
    "web:language": anyone(),
    "web:health": anyone(),
    "web:problems": anyone(),
    "web:problem": anyone(),
    # Settings: one's own
    "web:settings": signed_in(),
    "web:profile": signed_in(),
    "web:preferences": signed_in(),
    "web:own_password": signed_in(),
    "web:own_absences": signed_in(),
    "web:absence_removal": seeing(uid="ABSENCE"),
    "web:own_tokens": signed_in(),
    "web:token_revocation": seeing(uid="TOKEN"),
    "web:saved_views": signed_in(),
    "web:saved_view_new": signed_in(),
    "web:saved_view": seeing(uid="SAVED_VIEW"),
    "web:saved_view_contents": seeing(uid="SAVED_VIEW"),
    "web:saved_view_place": seeing(uid="SAVED_VIEW"),
    "web:saved_view_deletion": seeing(uid="SAVED_VIEW"),
    "web:saved_view_restoration": seeing(uid="HIDDEN_SAVED_VIEW"),
    # Settings: everybody's
    "web:users": holding(Right.ADMINISTER),
    "web:user_new": holding(Right.ADMINISTER),
    "web:user": holding(Right.ADMINISTER, uid="USER"),
    "web:user_password": holding(Right.ADMINISTER, uid="USER"),
    "web:user_sign_out": holding(Right.ADMINISTER, uid="USER"),
    "web:user_absences": holding(Right.ADMINISTER, uid="USER"),
    "web:dictionaries": holding(Right.ADMINISTER),
    "web:dictionary": holding(Right.ADMINISTER),
    "web:entry": holding(Right.ADMINISTER, uid="DICTIONARY"),
    "web:entry_position": holding(Right.ADMINISTER, uid="DICTIONARY"),
    "web:processes": holding(Right.ADMINISTER),
    "web:process": holding(Right.ADMINISTER, uid="PROCESS"),
    "web:stage_new": holding(Right.ADMINISTER, uid="PROCESS"),
    "web:stage": holding(Right.ADMINISTER, uid="STAGE"),
    "web:stage_position": holding(Right.ADMINISTER, uid="STAGE"),
    "web:stage_removal": holding(Right.ADMINISTER, uid="STAGE"),
    "web:rates": holding(Right.ADMINISTER),
    "web:rate_removal": holding(Right.ADMINISTER, uid="RATE"),
    # Imports
    "web:imports": signed_in(),
    "web:import": seeing(uid="IMPORT"),
    "web:import_mapping": seeing(uid="IMPORT"),
    "web:import_check": seeing(uid="IMPORT"),
    "web:import_preview": seeing(uid="IMPORT"),
    "web:import_errors": seeing(uid="IMPORT"),
    "web:import_cancellation": seeing(uid="IMPORT"),
    "web:import_undoing": seeing(uid="IMPORT"),
    "web:import_discarding": seeing(uid="IMPORT"),
    "web:competitors": signed_in(),
    "web:competitor_new": signed_in(),
    "web:competitor": signed_in(uid="COMPETITOR"),
    "web:products": signed_in(),
    "web:product_new": signed_in(),
    "web:product": signed_in(uid="PRODUCT"),
    "web:audit": holding(Right.SEE_AUDIT),
    "web:audit_verification": holding(Right.SEE_AUDIT),
    # Accounts
    "web:accounts": signed_in(),
    "web:accounts_export": signed_in(),
    "web:account_new": signed_in(),
    "web:account_lookalikes": signed_in(),
    "web:account": seeing(uid="ACCOUNT"),
    "web:account_history": seeing(uid="ACCOUNT"),
    "web:account_seers": seeing(uid="ACCOUNT"),
    "web:account_form": changing(uid="ACCOUNT"),
    "web:account_field": changing(uid="ACCOUNT"),
    "web:account_deletion": seeing(uid="ACCOUNT"),
    "web:account_restoration": seeing(uid="HIDDEN_ACCOUNT"),
    "web:account_members": seeing(uid="ACCOUNT"),
    "web:account_member_removal": seeing(uid="ACCOUNT", member_uid="ACCOUNT_MEMBER"),
    "web:account_merge": changing(uid="ACCOUNT"),
    "web:account_merge_undoing": seeing(uid="ACCOUNT", merge_uid="ACCOUNT_MERGE"),
    # Opportunities
    "web:account_opportunities": seeing(uid="ACCOUNT"),
    "web:opportunities": signed_in(),
    "web:opportunities_export": signed_in(),
    "web:opportunity_totals": signed_in(),
    "web:opportunity_new": signed_in(),
    "web:lane": signed_in(stage_uid="STAGE"),
    "web:opportunity": seeing(uid="OPPORTUNITY"),
    "web:opportunity_history": seeing(uid="OPPORTUNITY"),
    "web:opportunity_seers": seeing(uid="OPPORTUNITY"),
    "web:opportunity_form": changing(uid="OPPORTUNITY"),
    "web:opportunity_field": changing(uid="OPPORTUNITY"),
    "web:opportunity_deletion": seeing(uid="OPPORTUNITY"),
    "web:opportunity_restoration": seeing(uid="HIDDEN_OPPORTUNITY"),
    "web:opportunity_next_step": changing(uid="OPPORTUNITY"),
    "web:next_step_completion": seeing(uid="OPPORTUNITY"),
    "web:next_step_restoration": seeing(uid="OPPORTUNITY"),
    "web:stage_entries": changing(uid="OPPORTUNITY"),
    "web:stage_entry_correction": seeing(uid="OPPORTUNITY", entry_uid="STAGE_ENTRY"),
    "web:closure": changing(uid="OPPORTUNITY"),
    "web:reopening": seeing(uid="OPPORTUNITY"),
    "web:opportunity_competition": seeing(uid="OPPORTUNITY"),
    "web:competitor_removal": seeing(uid="OPPORTUNITY", rival_uid="RIVAL"),
    "web:opportunity_people": seeing(uid="OPPORTUNITY"),
    "web:opportunity_contacts": seeing(uid="OPPORTUNITY"),
    "web:contact_removal": seeing(uid="OPPORTUNITY", contact_uid="DEAL_CONTACT"),
    "web:opportunity_members": seeing(uid="OPPORTUNITY"),
    "web:deal_member_removal": seeing(uid="OPPORTUNITY", member_uid="DEAL_MEMBER"),
    "web:opportunity_products": seeing(uid="OPPORTUNITY"),
    "web:line_removal": seeing(uid="OPPORTUNITY", line_uid="DEAL_LINE"),
    # The components, for who works on the pages
    "web:design": holding(Right.ADMINISTER),
    "web:design_value": holding(Right.ADMINISTER),
    # Today, search
    "web:today": signed_in(),
    "web:search": signed_in(),
    "web:search_palette": signed_in(),
    "web:search_mentions": signed_in(),
    # People
    "web:people": signed_in(),
    "web:people_export": signed_in(),
    "web:people_coverage": signed_in(),
    "web:person_new": signed_in(),
    "web:person_lookalikes": signed_in(),
    "web:person": seeing(uid="PERSON"),
    "web:person_history": seeing(uid="PERSON"),
    "web:person_seers": seeing(uid="PERSON"),
    "web:person_timeline": seeing(uid="PERSON"),
    "web:person_form": changing(uid="PERSON"),
    "web:person_field": changing(uid="PERSON"),
    "web:person_deletion": seeing(uid="PERSON"),
    "web:person_restoration": seeing(uid="HIDDEN_PERSON"),
    "web:person_move": changing(uid="PERSON"),
    "web:tenure_ending": changing(uid="PERSON", tenure_uid="TENURE"),
    "web:post_form": changing(uid="POST"),
    "web:post_closure": seeing(uid="POST"),
    "web:account_people": seeing(uid="ACCOUNT"),
    "web:account_posts": seeing(uid="ACCOUNT"),
    "web:account_timeline": seeing(uid="ACCOUNT"),
    "web:opportunity_timeline": seeing(uid="OPPORTUNITY"),
    # Log entries, promises, files
    "web:visits": signed_in(),
    "web:visit_new": signed_in(),
    "web:visit": seeing(uid="INTERACTION"),
    "web:visit_form": changing(uid="INTERACTION"),
    "web:visit_deletion": seeing(uid="INTERACTION"),
    "web:visit_restoration": seeing(uid="HIDDEN_INTERACTION"),
    "web:promises": signed_in(),
    "web:promise_new": signed_in(),
    "web:promise": seeing(uid="PROMISE"),
    "web:promise_settlement": seeing(uid="PROMISE"),
    "web:promise_reopening": seeing(uid="PROMISE"),
    "web:promise_postponement": seeing(uid="PROMISE"),
    "web:promise_due_date": seeing(uid="PROMISE"),
    "web:attachments": signed_in(),
    "web:attachment": seeing(uid="ATTACHMENT"),
    "web:attachment_deletion": seeing(uid="ATTACHMENT"),
    "web:attachment_restoration": seeing(uid="HIDDEN_ATTACHMENT"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of the product.

    Attributes:
        name: its name with namespaces, `web:accounts`.
        route: its path, parameters as Django writes them.
        parameters: names of the path's parameters.
        method: the only method of an API operation; empty for pages, which decide for themselves.
        access: who may come in; `None` when nobody said.

    """

    name: str
    route: str
    parameters: tuple[str, ...]
    method: str
    access: Access | None


def addresses() -> Iterator[Address]:
    """Yield every address that Django can resolve."""
    operations = _operations()
    for name, route, parameters in _walk(get_resolver().url_patterns, "", "", ()):
        method, access = operations.get(name, ("", PAGES.get(name)))
        yield Address(name=name, route=route, parameters=parameters, method=method, access=access)


def _operations() -> dict[str, tuple[str, Access]]:
    return {
        f"api:{api.get_openapi_operation_id(operation)}": (operation.methods[0], route_of(operation).access)
        for operation in api.operations()
    }


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str, prefix: str, parameters: tuple[str, ...]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for item in patterns:
        route = prefix + str(item.pattern)
        found = parameters
        if isinstance(item.pattern, RoutePattern):
            found = (*parameters, *item.pattern.converters)
        if isinstance(item, URLResolver):
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from _walk(item.url_patterns, inner, route, found)
        else:
            yield f"{namespace}{item.name}" if item.name else route, route, found
