"""Lists of deals, as tables and by day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import F, Q, QuerySet

from tongxin.audit.choices import Kind as AuditKind
from tongxin.common.actor import Actor
from tongxin.common.listing import Kind, ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.common.naming import named_along
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import accounts_of_branch
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.opportunities.selectors.visible import SHOWN, visible_opportunities
from tongxin.search.selectors import matching_uids

CALENDAR_FIELDS = {"close": "close_to", "next_step": "next_step_on"}
MOST_IN_CALENDAR = 400

OPPORTUNITY_LIST = ListSchema(
    fields=(
        ListField(key="name", path="name", sort="name"),
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(
            key="account",
            path="account__uid",
            kind=Kind.CODE,
            sort="account__sort_key",
            pinyin_sort="account__pinyin_key",
        ),
        ListField(
            key="account_name",
            path="account__name",
            sort="account__sort_key",
            pinyin_sort="account__pinyin_key",
        ),
        ListField(key="process", path="process__code", kind=Kind.CODE),
        ListField(key="stage", path="stage__code", kind=Kind.CODE, sort="stage__position"),
        ListField(key="outcome", path="outcome", kind=Kind.CODE, sort="outcome"),
        ListField(key="owner", path="owner__uid", kind=Kind.CODE, sort="owner__display_name"),
        ListField(key="amount", path="amount", kind=Kind.NUMBER, sort="amount"),
        ListField(key="currency", path="currency", kind=Kind.CODE),
        ListField(key="amount_reporting", path="amount_reporting", kind=Kind.NUMBER, sort="amount_reporting"),
        ListField(
            key="price_floor",
            path="price_floor",
            kind=Kind.NUMBER,
            sort="price_floor",
            right=Right.PRICE_FLOOR,
        ),
        ListField(
            key="margin_percent",
            path="margin_percent",
            kind=Kind.NUMBER,
            sort="margin_percent",
            right=Right.MARGIN,
        ),
        ListField(key="close_from", path="close_from", kind=Kind.DAY, sort="close_from"),
        ListField(key="close_to", path="close_to", kind=Kind.DAY, sort="close_to"),
        ListField(key="closed_on", path="closed_on", kind=Kind.DAY, sort="closed_on"),
        ListField(key="started_on", path="started_on", kind=Kind.DAY, sort="started_on"),
        ListField(key="next_step", path="next_step"),
        ListField(key="next_step_on", path="next_step_on", kind=Kind.DAY, sort="next_step_on"),
        ListField(key="stage_since", path="stage_since", kind=Kind.MOMENT, sort="stage_since"),
        ListField(key="reversals", path="reversals", kind=Kind.NUMBER, sort="reversals"),
        ListField(key="source", path="source__code", kind=Kind.CODE, sort="source__position"),
        ListField(key="loss_reason", path="loss_reason__code", kind=Kind.CODE, sort="loss_reason__position"),
        ListField(key="last_contact_at", path="last_contact_at", kind=Kind.MOMENT, sort="last_contact_at"),
        ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
        ListField(key="updated_at", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
    ),
    default_sort=(SortKey(key="updated_at", descending=True),),
)


def narrowed_opportunities(actor: Actor, query: ListQuery) -> QuerySet[Opportunity]:
    """Return the visible deals that meet a query's conditions, unordered."""
    rows = visible_opportunities(actor)
    if query.text:
        rows = rows.filter(uid__in=matching_uids(query.text, AuditKind.OPPORTUNITY))
    return OPPORTUNITY_LIST.narrow(rows, query, actor=actor, aliases={"me": actor.user.uid})


def list_opportunities(actor: Actor, query: ListQuery, *, along: Sequence[str] = SHOWN) -> Page[Opportunity]:
    """Return one page of the visible deals that meet a query, with the records `along` that their rows name."""
    rows = named_along(narrowed_opportunities(actor, query), *along)
    return OPPORTUNITY_LIST.page(rows, query, actor=actor)


def opportunities_of_account(
    actor: Actor,
    account: Account,
    *,
    with_branch: bool = False,
    running_only: bool = False,
    limit: int = 50,
) -> list[Opportunity]:
    """Return the visible deals of an account, with place and stage, running ones first, then by amount.

    Args:
        with_branch: also those of the accounts below it: a group buys through its companies and sites.
        running_only: without those that are decided.
    """
    place = Q(account_id__in=accounts_of_branch(account)) if with_branch else Q(account=account)
    rows = named_along(visible_opportunities(actor).filter(place), "account", "stage")
    running = rows.filter(outcome=Outcome.OPEN).order_by(F("amount_reporting").desc(nulls_last=True), "pk")[
        :limit
    ]
    if running_only:
        return list(running)
    closed = rows.exclude(outcome=Outcome.OPEN).order_by("-closed_on", "pk")[:limit]
    return [*running, *closed][:limit]


def opportunity_calendar(
    actor: Actor, query: ListQuery, *, by: str, since: date, until: date
) -> Sequence[Opportunity]:
    """Return the running deals whose window closes, or whose next step is due, from one day to another.

    Args:
        by: `close` or `next_step`.
        since: first day.
        until: the day after the last.
    """
    field = CALENDAR_FIELDS[by]
    rows = narrowed_opportunities(actor, replace(query, after=""))
    return list(
        named_along(rows, *SHOWN)
        .filter(outcome=Outcome.OPEN, **{f"{field}__gte": since, f"{field}__lt": until})
        .order_by(field, "pk")[:MOST_IN_CALENDAR]
    )


def next_calendar_day(actor: Actor, query: ListQuery, *, by: str, since: date) -> date | None:
    """Return the first day from `since` on that `opportunity_calendar` has a deal on."""
    field = CALENDAR_FIELDS[by]
    rows = narrowed_opportunities(actor, replace(query, after=""))
    found = rows.filter(outcome=Outcome.OPEN, **{f"{field}__gte": since})
    day: date | None = found.order_by(field).values_list(field, flat=True).first()
    return day
