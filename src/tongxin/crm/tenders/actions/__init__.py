"""Writes of the tender register."""

from tongxin.crm.tenders.actions.by_hand import register_tender
from tongxin.crm.tenders.actions.keeping import KeptProcess, NewRelease, keep_processes
from tongxin.crm.tenders.actions.matching import decide_match, match_organisations
from tongxin.crm.tenders.actions.sources import note_fetch
from tongxin.crm.tenders.actions.watching import decide_hits, fill_watch, find_hits, see_all_hits

__all__ = [
    "KeptProcess",
    "NewRelease",
    "decide_hits",
    "decide_match",
    "fill_watch",
    "find_hits",
    "keep_processes",
    "match_organisations",
    "note_fetch",
    "register_tender",
    "see_all_hits",
]
