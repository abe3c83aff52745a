"""Put version 1 together: one line for each area."""

from typing import TYPE_CHECKING, cast

from django.http import Http404
from ninja.errors import HttpError, ValidationError

from tongxin.api.auth import PageSession, PersonalToken
from tongxin.api.bodies import StrictParser
from tongxin.api.documentation import DocumentationPage
from tongxin.api.gate import guard
from tongxin.api.openapi import DescribedApi
from tongxin.api.problems import answer
from tongxin.api.v1 import (
    accountplans,
    accounts,
    attachments,
    audit,
    bid_desk,
    bid_matrix,
    bid_results,
    bids,
    committees,
    competition,
    declared,
    dictionaries,
    dossiers,
    early,
    histories,
    import_steps,
    imports,
    interactions,
    jobs,
    ladder,
    market,
    me,
    opportunities,
    opportunity_parts,
    overviews,
    people,
    personal_data,
    plans,
    posts,
    processes,
    projects,
    promises,
    pulses,
    saved_views,
    scorecards,
    tenders,
    users,
    workshops,
)

if TYPE_CHECKING:
    from ninja.main import ExcHandler

DESCRIPTION = """Everything the pages can do, with the same rights and the same rules.

Send a personal token as `Authorization: Bearer txn_…`. Lists take `sort`, `fields`, `limit`, `after` and a filter for
each field. Records have a version: send the ETag of your last answer as `If-Match` when you change one. Every POST
takes an `Idempotency-Key`, which makes repeating it safe. What is refused is told as `application/problem+json`."""

api = DescribedApi(
    title="Tongxin API",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="api",
    docs=DocumentationPage(),
    parser=StrictParser(),
    auth=[
        PersonalToken(type="http", scheme="bearer", description="A personal token, `txn_…`."),
        PageSession(
            type="apiKey",
            **{"in": "cookie"},
            name="sessionid",
            description="The session of the pages; unsafe methods also need the header `X-CSRFToken`.",
        ),
    ],
)
for kind in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(kind, cast("ExcHandler[Exception]", answer))
api.add_decorator(guard, mode="view")

for area in (
    me, users, personal_data, audit, jobs, accounts, opportunities, opportunity_parts, people, posts, interactions, promises,
    attachments, overviews, dictionaries, processes, market, imports, import_steps, histories, saved_views,
    declared,
    tenders,
    bids,
    competition,
    ladder,
    scorecards,
    accountplans,
    committees,
    bid_desk,
    bid_matrix,
    bid_results,
    projects,
    plans,
    pulses,
    early,
    dossiers,
    workshops,
):  # fmt: skip
    api.add_router("", area.router)
