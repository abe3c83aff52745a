"""Senior relationships: our executives against theirs, with the touches that are due."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from tongxin.common.clock import today
from tongxin.common.rights import Right
from tongxin.crm.committees.touches import Touch, touches
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.addresses import record_url

SOON_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchRow:
    """One senior relationship as the page shows it."""

    name: str
    title: str
    account: str
    sponsor: str
    every_days: int
    last_on: date | None
    last_by_others: date | None
    due_on: date
    state: str
    kind: str
    agenda: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeniorPage:
    """All senior relationships somebody may see, the touch due first on top."""

    finding: str
    rows: tuple[TouchRow, ...]
    may_edit: bool


@require_GET
def senior_relationships(request: PageRequest) -> HttpResponse:
    """Show which touches of senior relationships are due, overdue and kept."""
    rows = tuple(_row(touch, today()) for touch in touches(request.actor, as_of=today()))
    page = SeniorPage(finding=_finding(rows), rows=rows, may_edit=request.actor.has(Right.EDIT))
    return render(request, "committees/senior.html", {"page": page})


def _row(touch: Touch, as_of: date) -> TouchRow:
    late = (as_of - touch.due_on).days
    state, kind = pgettext("touch", "kept"), "good"
    if late > 0:
        state = ngettext("%(days)s day overdue", "%(days)s days overdue", late) % {"days": late}
        kind = "bad"
    elif late >= -SOON_DAYS:
        state, kind = pgettext("touch", "due"), "watch"
    kept = touch.sponsorship
    return TouchRow(
        name=touch.person.full_name if touch.person else _("Somebody you may not see"),
        title=touch.person.title if touch.person else "",
        account=kept.account.display_name,
        sponsor=kept.sponsor.display_name,
        every_days=kept.every_days,
        last_on=touch.last_on,
        last_by_others=touch.last_by_others,
        due_on=touch.due_on,
        state=state,
        kind=kind,
        agenda=kept.agenda,
        url=record_url("web:sponsorship", kept.uid),
    )


def _finding(rows: tuple[TouchRow, ...]) -> str:
    late = sum(row.kind == "bad" for row in rows)
    if not late:
        return _("Every senior relationship is kept at its rhythm")
    return ngettext(
        "%(count)s of %(all)s senior relationships is overdue",
        "%(count)s of %(all)s senior relationships are overdue",
        late,
    ) % {"count": late, "all": len(rows)}
