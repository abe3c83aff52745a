"""What is usual for a stage, from the deals won last."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.utils import timezone

from kamkit.pipeline.history import EntryKind, History, StageEntry, read_history
from kamkit.pipeline.norms import StageNorm, TooFew, stage_norms
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.opportunities.models import StageEntry as StageEntryRow

# Enough for stable medians, few enough for a page; the last ones, because habits change.
LAST_WON = 150


def norms_of_stages(*, as_of: date) -> Mapping[str, StageNorm | TooFew]:
    """Return what is usual for every stage, by its number as text; one query, three after any deal moved.

    Counts all won deals, also those the reader may not see: a median tells of none of them.
    """
    last = StageEntryRow.objects.order_by("-pk").values_list("uid", flat=True).first()
    return _norms(as_of, last) if last else {}


@lru_cache(maxsize=8)
def _norms(as_of: date, _last_entry: str) -> Mapping[str, StageNorm | TooFew]:
    """Return what is usual, kept until another stage entry is the last one written."""
    won = Opportunity.objects.filter(outcome=Outcome.WON).order_by("-updated_at", "pk")
    ids = list(won.values_list("pk", flat=True)[:LAST_WON])
    entries: dict[int, list[StageEntry]] = {}
    rows = StageEntryRow.objects.filter(opportunity_id__in=ids).order_by("entered_at", "pk")
    for deal, stage, position, entered_at, kind in rows.values_list(
        "opportunity_id", "stage_id", "stage__position", "entered_at", "kind"
    ):
        entered_on = timezone.localdate(entered_at)
        if entered_on <= as_of:
            entries.setdefault(deal, []).append(
                StageEntry(stage=str(stage), order=position, entered_on=entered_on, kind=EntryKind(kind))
            )
    histories: list[History] = [read_history(found, as_of=as_of) for found in entries.values()]
    return stage_norms(histories)
