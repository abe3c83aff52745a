"""Items of a time line in words."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.crm.opportunities.choices import EntryKind
from tongxin.crm.relationships.choices import PromiseState, Side
from tongxin.crm.relationships.selectors import InteractionView
from tongxin.crm.relationships.timeline import EventKind, TimelineItem
from tongxin.crm.stakeholders.choices import TenureEnd
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link, TimelineEntry
from tongxin.web.work.lines import join_notes, opportunity_url

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import StageEntry
    from tongxin.crm.relationships.models import Attachment, Promise
    from tongxin.crm.stakeholders.models import Tenure

SEPARATOR = " · "


def timeline_entries(items: Iterable[TimelineItem], *, about: str) -> tuple[TimelineEntry, ...]:
    """Return items as the time-line component draws them; `about` is not repeated in each."""
    return tuple(_entry(item, about) for item in items)


def _entry(item: TimelineItem, about: str) -> TimelineEntry:
    if item.interaction is not None:
        return _visit(item, item.interaction, about)
    if item.promise is not None:
        return _promise(item, item.promise)
    if item.entry is not None:
        return _stage(item, item.entry, about)
    if item.attachment is not None:
        return _file(item, item.attachment)
    return _tenure(item, item.tenure)


def _visit(item: TimelineItem, view: InteractionView, about: str) -> TimelineEntry:
    account = view.account.display_name if view.account else ""
    promised = [
        _("%(side)s: %(text)s") % {"side": Side(promise.side).label, "text": promise.text}
        for promise in view.promises
    ]
    private = [_("Private note: %(text)s") % {"text": view.private_note}] if view.private_note else []
    return TimelineEntry(
        at=item.at,
        title=str(view.kind.label),
        url=record_url("web:visit", view.uid),
        uid=view.uid,
        note=SEPARATOR.join(
            join_notes(
                (
                    view.author.display_name,
                    account if account != about else "",
                    str(view.sentiment.label) if view.sentiment else "",
                )
            )
        ),
        body="\n".join([view.text, *promised, *private]),
        tags=tuple(
            [Link(label=person.full_name, url=record_url("web:person", person.uid)) for person in view.people]
            + [
                Link(label=deal.name, url=opportunity_url(deal))
                for deal in view.opportunities
                if opportunity_url(deal)
            ]
            + [Link(label=file.name, url=record_url("web:attachment", file.uid)) for file in view.attachments]
        ),
    )


def _promise(item: TimelineItem, promise: "Promise") -> TimelineEntry:
    if item.event is EventKind.PROMISE_MADE:
        title = str(Side(promise.side).label)
    elif promise.state == PromiseState.KEPT:
        title = pgettext("time line", "Promise kept")
    else:
        title = pgettext("time line", "Promise dropped")
    return TimelineEntry(
        at=item.at,
        title=title,
        url=record_url("web:promise", promise.uid),
        note=promise.owner.display_name,
        body=promise.text,
    )


def _stage(item: TimelineItem, entry: "StageEntry", about: str) -> TimelineEntry:
    title = _("%(kind)s: %(stage)s") % {"kind": EntryKind(entry.kind).label, "stage": entry.stage.label}
    cause = entry.cause.label if entry.cause else ""
    return TimelineEntry(
        at=item.at,
        title=title,
        url=opportunity_url(entry.opportunity),
        key=entry.kind in {EntryKind.REVERSAL, EntryKind.CLOSED},
        note=SEPARATOR.join(
            join_notes(
                (
                    entry.opportunity.name if entry.opportunity.name != about else "",
                    entry.entered_by.display_name if entry.entered_by else "",
                    cause,
                )
            )
        ),
        body=entry.reason,
    )


def _file(item: TimelineItem, attachment: "Attachment") -> TimelineEntry:
    return TimelineEntry(
        at=item.at,
        title=pgettext("time line", "File kept"),
        note=attachment.uploaded_by.display_name,
        tags=(Link(label=attachment.name, url=record_url("web:attachment", attachment.uid)),),
    )


def _tenure(item: TimelineItem, tenure: "Tenure | None") -> TimelineEntry:
    if tenure is None:
        raise ValueError("an item tells of something")
    started = item.event is EventKind.TENURE_STARTED
    text = _("%(name)s became %(post)s") if started else _("%(name)s is no longer %(post)s")
    reason = "" if started or not tenure.end_reason else str(TenureEnd(tenure.end_reason).label)
    return TimelineEntry(
        at=item.at,
        title=text % {"name": tenure.person.full_name, "post": tenure.post.title or _("(post not recorded)")},
        url=record_url("web:person", tenure.person.uid),
        note=SEPARATOR.join(join_notes((tenure.post.account.display_name, reason))),
    )
