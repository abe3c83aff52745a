"""Objectives and facts of an account plan as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tongxin.analytics.accountplans.reviews import moved_since
from tongxin.analytics.accountplans.situation import FRESH_DAYS, Situation
from tongxin.analytics.accountplans.standing import ObjectiveStanding, PlanStanding
from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.accountplans.choices import FLOWS, Headway, Measure
from tongxin.crm.competition.choices import Ring
from tongxin.crm.records import BY_KIND
from tongxin.web.accountplans.pages import FactLine, ObjectiveLine, Shape
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link
from tongxin.web.work.lines import WorkLine, promise_line
from tongxin.wording.accountplans import amount_text, asked_by_now, reading_text
from tongxin.wording.ladder import finding_text, level_sentence

if TYPE_CHECKING:
    from tongxin.crm.accountplans.models import AccountReview, ObjectiveAction

MOST = 3
SHAPES: dict[str, Shape] = {
    Headway.REACHED: "good",
    Headway.ON_TRACK: "good",
    Headway.BEHIND: "watch",
    Headway.MISSED: "bad",
    Headway.UNKNOWN: "unknown",
}
PAGES = {Kind.OPPORTUNITY: "web:opportunity", Kind.PERSON: "web:person", Kind.PROMISE: "web:promise"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What the rows of all objectives share.

    Attributes:
        actions: of each objective by number.
        review: the last one held; `None` without any.
        back: the page to come back to.
    """

    actor: Actor
    reader: CellContext
    actions: Mapping[int, Sequence["ObjectiveAction"]]
    review: "AccountReview | None"
    back: str
    may_edit: bool


def objective_line(each: ObjectiveStanding, beside: Beside) -> ObjectiveLine:
    """Return the row of one objective."""
    row, progress, reader, may_edit = each.objective, each.progress, beside.reader, beside.may_edit
    pieces = each.measured.pieces
    asked = urlencode({"objective": row.uid, "next": beside.back})
    is_by_hand = row.measure == Measure.BY_HAND
    return ObjectiveLine(
        element=f"objective-{row.uid}",
        text=row.text,
        url=record_url("web:account_objective", row.uid),
        measure=row.get_measure_display(),
        strategies=tuple(line.strip() for line in row.strategies.splitlines() if line.strip()),
        reading=_("%(value)s of %(target)s")
        % {
            "value": reading_text(row.measure, each.measured.value, row.unit),
            "target": reading_text(row.measure, row.target, row.unit),
        },
        baseline=_("before: %(value)s") % {"value": reading_text(row.measure, row.baseline, row.unit)}
        if row.baseline is not None
        else "",
        why=why_of(each, reader),
        pieces=tuple(
            Link(label=finding_text(piece) or _("Record"), url=_page_of(piece.kind, piece.uid))
            for piece in pieces[:MOST]
        ),
        more=max(len(pieces) - MOST, 0),
        percent=progress.percent,
        expected=progress.expected_percent,
        state=str(progress.state.label),
        kind=SHAPES[progress.state],
        due=days.whole_day(row.due_on, calendar=reader.calendar),
        owner=row.owner.display_name,
        reading_url=f"{reverse('web:objective_reading_new')}?{asked}" if is_by_hand and may_edit else "",
        moved=_moved(each, beside),
        action_url=f"{reverse('web:objective_action_new')}?{asked}" if may_edit else "",
    )


def action_lines(standing: PlanStanding, beside: Beside) -> tuple[WorkLine, ...]:
    """Return the promises for the objectives of a plan, each with the objective it serves."""
    lines = [
        (each.objective, promise_line(action.promise, beside.reader, beside.actor))
        for each in standing.objectives
        for action in beside.actions.get(each.objective.pk, ())
        if action.promise is not None
    ]
    # The page is of one account: its name says nothing here, the objective does.
    return tuple(
        replace(line, notes=(objective.text, line.sign_word, *line.notes[1:])) for objective, line in lines
    )


def _moved(each: ObjectiveStanding, beside: Beside) -> str:
    if beside.review is None or each.measured.is_withheld:
        return ""
    points = moved_since(beside.review, each)
    if points is None:
        return ""
    day = days.whole_day(beside.review.held_on, calendar=beside.reader.calendar)
    return _("%(points)s points since the review of %(day)s") % {"points": f"{points:+d}", "day": day}


def why_of(each: ObjectiveStanding, reader: CellContext) -> tuple[str, ...]:
    """Return from what the value of an objective was read, and what was expected by now."""
    row, found = each.objective, each.measured
    if found.is_withheld:
        return (_("a judgement, which you may not see"),)
    if found.value is None:
        return (_("nothing says it yet"),)
    said = []
    if row.measure in FLOWS:
        said.append(
            _("counted since %(day)s") % {"day": days.whole_day(row.plan.first_on, calendar=reader.calendar)}
        )
    if found.on is not None:
        said.append(_("as of %(day)s") % {"day": days.whole_day(found.on, calendar=reader.calendar)})
    said.append(found.source)
    if found.without_amount:
        said.append(
            ngettext(
                "%(count)s won opportunity has no amount",
                "%(count)s won opportunities have no amount",
                found.without_amount,
            )
            % {"count": found.without_amount}
        )
    if each.progress.state != Headway.REACHED:
        said.append(asked_by_now(each))
    return tuple(filter(None, said))


def fact_lines(found: Situation, uid: str) -> tuple[FactLine, ...]:
    """Return what the records say of a customer today, each with the page that shows it."""
    lines = [
        _counted(_("Open opportunities"), found.open_count, amount_text(found.open_amount), _deals(uid)),
        _counted(_("Won in the period"), found.won_count, amount_text(found.won_amount), _deals(uid)),
        *_level_lines(found, uid),
        FactLine(
            label=_("Our ring"),
            value=str(Ring(found.ring).label) if found.ring else _("not placed"),
            note=_rivals(found),
            url=record_url("web:account_competition", uid),
            kind="" if found.ring else "unknown",
        ),
        FactLine(
            label=_("Senior people met"),
            value=_("%(met)s of %(count)s") % {"met": found.seniors_met, "count": found.seniors},
            note=_("within %(days)s days") % {"days": FRESH_DAYS},
            url=record_url("web:account_people", uid),
            kind="watch" if found.seniors_met < found.seniors else "",
        ),
        FactLine(
            label=_("Overdue promises"),
            value=str(found.ours_late + found.theirs_late),
            note=_("ours %(ours)s, theirs %(theirs)s")
            % {"ours": found.ours_late, "theirs": found.theirs_late},
            url=record_url("web:account", uid),
            kind="bad" if found.ours_late else "",
        ),
    ]
    return tuple(lines)


def _counted(label: str, count: int, amount: str, url: str) -> FactLine:
    return FactLine(label=label, value=amount, note=_opportunities(count), url=url)


def _opportunities(count: int) -> str:
    return ngettext("%(count)s opportunity", "%(count)s opportunities", count) % {"count": count}


def _deals(uid: str) -> str:
    return record_url("web:account_opportunities", uid)


def _level_lines(found: Situation, uid: str) -> list[FactLine]:
    standing = found.level
    if standing is None:
        return []
    target = standing.target
    url = record_url("web:account_ladder", uid)
    lines = [
        FactLine(
            label=pgettext("ladder", "Level shown"),
            value=str(standing.proven.label) if standing.proven else pgettext("ladder", "None"),
            note=_("target: %(level)s") % {"level": target.get_level_display()} if target else _("no target"),
            url=url,
            kind="watch" if standing.is_slipping else "",
        )
    ]
    if standing.decaying:
        lines.append(
            FactLine(
                label=_("Evidence that expires"),
                value=str(len(standing.decaying)),
                note=level_sentence(standing),
                url=f"{url}#decaying",
                kind="watch",
            )
        )
    return lines


def _rivals(found: Situation) -> str:
    if not found.rivals:
        return _("no rival in the core or preferred ring")
    names = pgettext("between names", ", ").join(found.rivals)
    return _("core or preferred: %(names)s") % {"names": names}


def _page_of(kind: Kind, uid: str) -> str:
    return record_url(PAGES.get(kind) or f"web:{BY_KIND[kind].one}", uid)
