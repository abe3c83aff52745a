"""The picture of a deal's way through its process: stages, time in each, returns to earlier ones; and its table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamkit.pipeline.history import EntryKind as KitKind
from kamkit.pipeline.history import History, read_history
from kamkit.pipeline.history import StageEntry as KitEntry
from tongxin.crm.opportunities.choices import EntryKind, Outcome
from tongxin.crm.opportunities.rules import standing_entries
from tongxin.web.lists.cells import CellContext
from tongxin.web.opportunities.pages import EntryLine
from tongxin.web.opportunities.texts import day_text, days_text
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Reversal, StagePath, StageStep

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity, Stage, StageEntry


def read_entries(entries: "Sequence[StageEntry]", reader: CellContext) -> History:
    """Return what a deal's standing entries say up to today: days in each stage, age, reversals."""
    kit = [
        KitEntry(
            stage=entry.stage.code,
            order=entry.stage.position,
            entered_on=days.local_day(entry.entered_at),
            kind=KitKind(entry.kind),
        )
        for entry in standing_entries(entries)
    ]
    return read_history(kit, as_of=max(reader.as_of, kit[-1].entered_on))


def stage_path(
    deal: "Opportunity",
    stages: "Sequence[Stage]",
    entries: "Sequence[StageEntry]",
    reader: CellContext,
    *,
    may_move: bool,
) -> StagePath:
    """Return the picture; a stage one may go to leads to the form of a step there."""
    history = read_entries(entries, reader)
    spent = {stage.stage: stage.days for stage in history.stages}
    shown = [stage for stage in stages if stage.is_active or stage.code in spent]
    places = {stage.pk: place for place, stage in enumerate(shown, start=1)}
    url = record_url("web:stage_entries", deal.uid)
    return StagePath(
        label=_("Stages of %(name)s") % {"name": deal.name},
        steps=tuple(
            StageStep(
                label=stage.label,
                state=_state(deal, stage),
                note=_note(deal, stage, spent),
                move_url=f"{url}?to={stage.code}" if may_move and stage.pk != deal.stage_id else "",
            )
            for stage in shown
        ),
        reversals=tuple(
            Reversal(
                came_from=places[entry.from_stage_id],
                went_to=places[entry.stage_id],
                text=f"{day_text(days.local_day(entry.entered_at), reader)} {reversal_cause(entry)}",
            )
            for entry in standing_entries(entries)
            if entry.kind == EntryKind.REVERSAL and entry.from_stage_id in places and entry.stage_id in places
        ),
    )


def entry_lines(entries: "Sequence[StageEntry]") -> tuple[EntryLine, ...]:
    """Return the whole history, newest first: what was taken back is marked, not hidden."""
    standing = {entry.pk for entry in standing_entries(entries)}
    return tuple(reversed([_line(entry, entry.pk in standing) for entry in entries]))


def finding(deal: "Opportunity", history: History) -> str:
    """Say in one sentence where the deal stands."""
    words = {"stage": deal.stage.label, "days": days_text(history.current_age_days)}
    if not deal.is_open:
        return _("%(outcome)s in “%(stage)s” after %(days)s") % {
            "outcome": deal.get_outcome_display(),
            "stage": deal.stage.label,
            "days": days_text(history.cycle_days),
        }
    if not deal.reversals:
        return _("In “%(stage)s” for %(days)s") % words
    return ngettext(
        "In “%(stage)s” for %(days)s, after %(count)s reversal",
        "In “%(stage)s” for %(days)s, after %(count)s reversals",
        deal.reversals,
    ) % {**words, "count": deal.reversals}


def lost_text(entries: "Sequence[StageEntry]") -> str:
    """Say what the reversals cost in all; empty without any."""
    lost = sum(entry.days_lost or 0 for entry in standing_entries(entries))
    return _("Reversals cost %(days)s.") % {"days": days_text(lost)} if lost else ""


def reversal_cause(entry: "StageEntry") -> str:
    """Return why a deal went back: the cause, or the reason in somebody's words."""
    return entry.cause.label if entry.cause else entry.reason


def _state(deal: "Opportunity", stage: "Stage") -> Literal["", "done", "now"]:
    if stage.pk == deal.stage_id:
        return "done" if deal.outcome == Outcome.WON else "now"
    return "done" if stage.position < deal.stage.position else ""


def _note(deal: "Opportunity", stage: "Stage", spent: dict[str, int]) -> str:
    parts = [days_text(spent[stage.code])] if stage.code in spent else []
    if stage.our_label and stage.pk == deal.stage_id:
        parts.append(stage.our_label)
    return "・".join(parts)


def _line(entry: "StageEntry", stands: bool) -> EntryLine:  # noqa: FBT001 - one of two states
    return EntryLine(
        uid=entry.uid,
        entered_at=entry.entered_at,
        recorded_at=entry.created_at,
        kind=entry.get_kind_display() if entry.kind != EntryKind.CLOSED else entry.get_outcome_display(),
        stage=entry.stage.label,
        from_stage=entry.from_stage.label if entry.from_stage and entry.from_stage != entry.stage else "",
        cause=entry.cause.label if entry.cause else "",
        reason=entry.reason,
        days_lost=days_text(entry.days_lost) if entry.days_lost is not None else "",
        by=entry.entered_by.display_name if entry.entered_by else "",
        is_reversal=entry.kind == EntryKind.REVERSAL,
        is_taken_back=not stands and entry.kind != EntryKind.CORRECTED,
    )
