"""What goes across records: lines of time, search, and what to do today."""

from typing import TYPE_CHECKING, Annotated, Any

from ninja import Query
from pydantic import Field, StringConstraints

from tongxin.analytics.worklist import Deadline, WorkRow, gather_worklist
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.relationships import SearchOut, TimelineOut, WorklistOut
from tongxin.api.v1.schemas.team import ViewersOut
from tongxin.audit.choices import Kind
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import today
from tongxin.crm.accounts.selectors import get_account_for, viewers_of_account
from tongxin.crm.opportunities.selectors import get_opportunity_for, viewers_of_opportunity
from tongxin.crm.relationships.choices import LineKind
from tongxin.crm.relationships.timeline import TimelineItem, TimelinePage, timeline_of
from tongxin.crm.search import account_names
from tongxin.crm.search import search as find
from tongxin.crm.stakeholders.selectors import get_person_for, viewers_of_person
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongxin.common.models import Fact
    from tongxin.team.viewers import Viewers

router = ApiRouter(tags=["overviews"])
Kinds = Annotated[list[LineKind], Query(default_factory=list, max_length=5)]
Before = Annotated[str, StringConstraints(max_length=300)]
Few = Annotated[int, Field(ge=1, le=100)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=100)]


@router.show("/accounts/{uid}/timeline", of=TimelineOut, access=seeing(uid="ACCOUNT"))
def account_timeline(
    request: ApiRequest, uid: str, kind: Kinds, before: Before = "", limit: Few = 30
) -> dict[str, Any]:
    """Show what happened at an account, newest first."""
    account = get_account_for(request.actor, uid)
    return _line(timeline_of(request.actor, account=account, kinds=kind, before=before, limit=limit))


@router.show("/people/{uid}/timeline", of=TimelineOut, access=seeing(uid="PERSON"))
def person_timeline(
    request: ApiRequest, uid: str, kind: Kinds, before: Before = "", limit: Few = 30
) -> dict[str, Any]:
    """Show what happened with a person, newest first."""
    person = get_person_for(request.actor, uid)
    return _line(timeline_of(request.actor, person=person, kinds=kind, before=before, limit=limit))


@router.show("/opportunities/{uid}/timeline", of=TimelineOut, access=seeing(uid="OPPORTUNITY"))
def opportunity_timeline(
    request: ApiRequest, uid: str, kind: Kinds, before: Before = "", limit: Few = 30
) -> dict[str, Any]:
    """Show what happened on an opportunity, newest first."""
    deal = get_opportunity_for(request.actor, uid)
    return _line(timeline_of(request.actor, opportunity=deal, kinds=kind, before=before, limit=limit))


@router.show("/search", of=SearchOut, access=signed_in())
def search(request: ApiRequest, q: Words, limit: Few = 20) -> dict[str, Any]:
    """Find records by names, parts of names, pinyin and words; Traditional and Simplified find each other."""
    found = find(request.actor, q, limit=limit)
    names = account_names(found)
    return {
        "results": [
            {
                "kind": item.kind,
                "uid": item.object_uid,
                "title": item.title,
                "subtitle": item.subtitle,
                "account": names.get(item.account_id or 0, ""),
            }
            for item in found
        ]
    }


@router.show("/accounts/{uid}/viewers", of=ViewersOut, access=seeing(uid="ACCOUNT"))
def account_viewers(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show who sees an account and what hangs on it, and why."""
    return _viewers(viewers_of_account(get_account_for(request.actor, uid), as_of=today()))


@router.show("/opportunities/{uid}/viewers", of=ViewersOut, access=seeing(uid="OPPORTUNITY"))
def opportunity_viewers(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show who sees an opportunity, and why."""
    return _viewers(viewers_of_opportunity(get_opportunity_for(request.actor, uid), as_of=today()))


@router.show("/people/{uid}/viewers", of=ViewersOut, access=seeing(uid="PERSON"))
def person_viewers(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show who sees a person, and why."""
    return _viewers(viewers_of_person(get_person_for(request.actor, uid), as_of=today()))


@router.show("/worklist", of=WorklistOut, access=signed_in())
def worklist(request: ApiRequest) -> dict[str, Any]:
    """Show what to do today, with the reasons."""
    work = gather_worklist(request.actor, as_of=today())
    return {
        "day": today(),
        "promises": _rows(work.promises),
        "steps": _rows(work.steps),
        "alarms": _rows(work.alarms),
        "visits": _rows(work.visits),
        "exceptions": _rows(work.exceptions),
        "deadlines": [_deadline(item) for item in work.deadlines],
    }


def _viewers(viewers: "Viewers") -> dict[str, Any]:
    return {
        "team": viewers.team,
        "leads": viewers.leads,
        "deputies": [
            {"user": deputy.user, "away": deputy.away, "until": deputy.until} for deputy in viewers.deputies
        ],
        "all_seeing": viewers.all_seeing,
    }


def _line(page: TimelinePage) -> dict[str, Any]:
    return {"items": [_happening(item) for item in page.items], "next": page.next or None}


def _happening(item: TimelineItem) -> dict[str, Any]:
    kind, uid, text = _told(item)
    return {
        "event": item.event.value,
        "at": item.at,
        "object_kind": kind,
        "object_uid": uid,
        "text": text,
    }


def _told(item: TimelineItem) -> tuple[str, str, str]:
    if item.interaction is not None:
        return Kind.INTERACTION.value, item.interaction.uid, item.interaction.text
    if item.promise is not None:
        return Kind.PROMISE.value, item.promise.uid, item.promise.text
    if item.entry is not None:
        return Kind.OPPORTUNITY.value, item.entry.opportunity.uid, item.entry.stage.label
    if item.attachment is not None:
        return Kind.ATTACHMENT.value, item.attachment.uid, item.attachment.name
    tenure = item.tenure
    return (Kind.PERSON.value, tenure.person.uid, tenure.post.title) if tenure is not None else ("", "", "")


def _rows(rows: "Iterable[WorkRow]") -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _deadline(item: Deadline) -> dict[str, Any]:
    kind, record = (
        (Kind.PROMISE, item.promise) if item.promise is not None else (Kind.OPPORTUNITY, item.opportunity)
    )
    return {
        "day": item.on,
        "object_kind": kind.value,
        "object_uid": record.uid if record is not None else "",
        "title": str(record) if record is not None else "",
        "owner": item.owner,
    }


def _row(row: WorkRow) -> dict[str, Any]:
    kind, record = _subject(row)
    return {
        "object_kind": kind.value,
        "object_uid": record.uid if record is not None else "",
        "title": str(record) if record is not None else "",
        "owner": row.owner,
        "account": row.account,
        "reasons": [{"code": reason.code.value, "text": reason_text(reason)} for reason in row.reasons],
    }


def _subject(row: WorkRow) -> "tuple[Kind, Fact | None]":
    named: tuple[tuple[Kind, Fact | None], ...] = (
        (Kind.PROMISE, row.promise),
        (Kind.OPPORTUNITY, row.opportunity),
        (Kind.PERSON, row.person),
        (Kind.INTERACTION, row.visit),
        (Kind.ACCOUNT, row.account),
    )
    return next((pair for pair in named if pair[1] is not None), (Kind.ACCOUNT, None))
