"""Writes of the tender register."""

from tongxin.crm.tenders.actions.by_hand import register_tender
from tongxin.crm.tenders.actions.keeping import KeptProcess, NewRelease, keep_processes
from tongxin.crm.tenders.actions.matching import decide_match, match_organisations

__all__ = [
    "KeptProcess",
    "NewRelease",
    "decide_match",
    "keep_processes",
    "match_organisations",
    "register_tender",
]
