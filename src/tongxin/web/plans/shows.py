"""A joint plan as its page shows it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kamkit.plans.reasons import PlanReason
from kamkit.reasons import Reason
from tongxin.crm.projects.link_rules import counts
from tongxin.crm.projects.links import token_of
from tongxin.crm.projects.plan_choices import DayUnit, ProposalState
from tongxin.crm.projects.plan_days import Kept, Span
from tongxin.crm.projects.plan_selectors import Planned, PlannedRow
from tongxin.crm.projects.records import PLAN_ROW
from tongxin.records.reading import value_of
from tongxin.web.plans.drawing import gantt_of
from tongxin.web.plans.pages import LinkLine, PlanLine, PlanPage, ProposalLine
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from tongxin.crm.projects.models import PlanProposal, SharedLink

PROPOSAL_KINDS: Mapping[str, str] = {
    ProposalState.OPEN: "watch",
    ProposalState.ACCEPTED: "good",
    ProposalState.REFUSED: "unknown",
}
BAD = {
    PlanReason.PLAN_STEP_LATE,
    PlanReason.PLAN_STEP_STARTS_TOO_LATE,
    PlanReason.PLAN_STEP_AFTER_GO_LIVE,
    PlanReason.PLAN_STEP_BEFORE_ANOTHER,
}
WATCH = {
    PlanReason.PLAN_STEP_STARTS_NOW,
    PlanReason.PLAN_STEP_RETURNED,
    PlanReason.PLAN_STEP_BEFORE_ITS_START,
}


def plan_page(
    found: Planned, *, as_of: date, calendar: str, may_edit: bool, is_shared: bool = False
) -> PlanPage:
    """Return the page of a plan.

    Args:
        found: the plan with its rows, from which what the reader may not know was withheld.
        as_of: the day of today.
        calendar: how the reader counts years.
        may_edit: whether to offer changes.
        is_shared: whether somebody reads it who is not one of us: rows then lead nowhere.
    """
    numbers = {each.row.uid: place for place, each in enumerate(found.rows, start=1)}
    names = {each.row.uid: each.row.name for each in found.rows}
    lines = {
        each.row.uid: _line(each, numbers, names, found.plan.zone, may_edit=may_edit, is_shared=is_shared)
        for each in found.rows
    }
    return PlanPage(
        uid=found.plan.uid,
        finding=_finding(found, lines.values(), calendar),
        starts_on=found.plan.starts_on,
        goes_live_on=found.plan.goes_live_on,
        calendar=found.plan.get_calendar_display(),
        warnings=tuple(reason_text(reason) for reason in found.schedule.reasons),
        lines=tuple(lines.values()),
        gantt=gantt_of(found, lines, as_of=as_of),
        may_edit=may_edit,
    )


def _line(
    each: PlannedRow,
    numbers: Mapping[str, int],
    names: Mapping[str, str],
    zone: str,
    *,
    may_edit: bool,
    is_shared: bool,
) -> PlanLine:
    row, placed = each.row, each.placed
    kind, state = _state(each)
    due_at = row.due_at
    return PlanLine(
        uid=row.uid,
        number=numbers[row.uid],
        name=row.name,
        url=f"#row-{row.uid}" if is_shared else record_url("web:plan_row", row.uid),
        theirs=str(owner) if (owner := value_of(PLAN_ROW.by_name["customer_owner"], row)) else "",
        ours=row.our_owner.display_name if row.our_owner else "",
        evidence=row.evidence,
        waits_for=", ".join(str(numbers[other.uid]) for other in each.after),
        first=placed.first,
        last=placed.last,
        due=f"{due_at.astimezone(ZoneInfo(zone)):%H:%M} {zone}" if due_at else "",
        due_at=due_at if due_at and _is_elsewhere(zone) else None,
        days=days_text(row.length, row.unit),
        state=state,
        kind=kind,
        notes=tuple(_notes(each, names)),
        is_internal=row.is_internal,
        is_done=row.done_on is not None,
        done_url=reverse("web:plan_row_completion", args=[row.uid]) if may_edit else "",
        return_url=f"{reverse('web:plan_return_new')}?row={row.uid}" if may_edit else "",
        unit_url=reverse("web:plan_row_unit", args=[row.uid]) if may_edit and row.length else "",
    )


def _is_elsewhere(zone: str) -> bool:
    return timezone.get_current_timezone_name() != ZoneInfo(zone).key


def days_text(length: int, unit: str) -> str:
    """Return a length with its unit, which always stands beside the number."""
    if not length:
        return pgettext("plan row", "milestone")
    if unit == DayUnit.WORKING:
        return ngettext("%(count)s working day", "%(count)s working days", length) % {"count": length}
    return ngettext("%(count)s calendar day", "%(count)s calendar days", length) % {"count": length}


def unit_lines(choices: Mapping[Kept, Span], *, calendar: str) -> Iterator[tuple[str, str]]:
    """Yield each two of first day, last day and length that can stay, with what the row then comes to.

    Args:
        choices: where the row then lies.
        calendar: how the reader counts years.
    """
    said = {
        Kept.FIRST_AND_LAST: _("The days stay: %(first)s to %(last)s, which are %(days)s"),
        Kept.FIRST_AND_LENGTH: _("First day and length stay: %(first)s to %(last)s, %(days)s"),
        Kept.LENGTH_AND_LAST: _("Last day and length stay: %(first)s to %(last)s, %(days)s"),
    }
    for kept, text in said.items():
        span = choices[kept]
        facts = {
            name: days.whole_day(day, calendar=calendar)
            for name, day in (("first", span.first), ("last", span.last))
        }
        yield kept.value, text % {**facts, "days": days_text(span.length, span.unit)}


def _state(each: PlannedRow) -> tuple[str, str]:
    codes = {reason.code for reason in each.placed.reasons}
    if each.row.done_on is not None:
        return "good", pgettext("plan row", "done")
    if PlanReason.PLAN_STEP_LATE in codes:
        return "bad", pgettext("plan row", "late")
    if codes & BAD:
        return "bad", pgettext("plan row", "does not fit")
    if PlanReason.PLAN_STEP_RETURNED in codes:
        return "watch", pgettext("plan row", "came back")
    if codes & WATCH:
        return "watch", pgettext("plan row", "start now")
    return "plain", pgettext("plan row", "planned")


def _notes(each: PlannedRow, names: Mapping[str, str]) -> Iterable[str]:
    for reason in each.placed.reasons:
        yield reason_text(_named(reason, names))
    for back in each.returns:
        yield back.why


def _named(reason: Reason, names: Mapping[str, str]) -> Reason:
    """Return a reason that calls a row by its name; one that is not shown here has none."""
    params = tuple(
        (key, names.get(str(value), "—") if key == "step" else value) for key, value in reason.params
    )
    return replace(reason, params=params)


def _finding(found: Planned, lines: Iterable[PlanLine], calendar: str) -> str:
    shown = list(lines)
    live, last = found.plan.goes_live_on, found.schedule.last
    if not shown:
        return _("The plan has no row yet")
    late = sum(line.kind == "bad" and not line.is_done for line in shown)
    told = {"day": days.whole_day(last, calendar=calendar), "count": len(shown), "late": late}
    if live is not None and last > live:
        return _("As planned, the last row ends on %(day)s, after the day of going live") % told
    if late:
        return (
            ngettext(
                "%(late)s of %(count)s rows is late or does not fit",
                "%(late)s of %(count)s rows are late or do not fit",
                late,
            )
            % told
        )
    told["done"] = sum(line.is_done for line in shown)
    if live is None:
        return _("%(done)s of %(count)s rows are done; the last one ends on %(day)s") % told
    told["day"] = days.whole_day(live, calendar=calendar)
    return _("%(done)s of %(count)s rows are done; going live on %(day)s holds") % told


def proposal_lines(
    proposals: Iterable["PlanProposal"], *, as_of: date, calendar: str
) -> tuple[ProposalLine, ...]:
    """Return what the customer proposed, as it is read on both sides."""
    return tuple(
        ProposalLine(
            uid=each.uid,
            text=proposed_text(each, as_of=as_of, calendar=calendar),
            said_by=each.said_by,
            through=each.link.label,
            state=each.get_state_display(),
            kind=PROPOSAL_KINDS[each.state],
            reply=each.reply,
            is_open=each.state == ProposalState.OPEN,
            has_changed=each.row is not None and each.row.version != each.row_version,
        )
        for each in proposals
    )


def proposed_text(each: "PlanProposal", *, as_of: date, calendar: str) -> str:
    """Return what is proposed in one line: the row, its days, the words beside."""
    head = each.row.name if each.row is not None else _("New row: %(name)s") % {"name": each.name}
    parts = [
        f"{label} {days.short_day(day, as_of=as_of, calendar=calendar)}"
        for label, day in (
            (pgettext("proposal", "First day"), each.first_on),
            (pgettext("proposal", "Last day"), each.last_on),
            (pgettext("proposal", "Done on"), each.done_on),
        )
        if day is not None
    ]
    return " · ".join([head, *parts, *filter(None, [each.comment])])


def link_lines(
    links: Iterable["SharedLink"], *, address_of: Callable[[str], str], at: datetime
) -> tuple[LinkLine, ...]:
    """Return the links of a plan.

    Args:
        links: the newest first.
        address_of: returns the whole address of a link's token.
        at: when it is asked.
    """
    lines = []
    for link in links:
        is_open = counts(link, at)
        state = pgettext("link", "open") if is_open else pgettext("link", "ended")
        lines.append(
            LinkLine(
                uid=link.uid,
                label=link.label,
                url=address_of(token_of(link)) if is_open else "",
                expires_at=link.expires_at,
                opened=link.opened,
                last_opened_at=link.last_opened_at,
                state=state,
                kind="good" if is_open else "unknown",
                may_propose=link.may_propose,
            )
        )
    return tuple(lines)
