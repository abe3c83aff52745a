"""Know the words of other systems for stages, roles, kinds of activity and trades; the words are `values.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from tongxin.importers.mapping.headers import plain

ENDS = ("WON", "LOST", "DROPPED")
NEAR = 85


@dataclass(frozen=True, slots=True)
class KnownValue:
    """A known word: the list it belongs to, its code, how it is usually written, its place in the list."""

    list: str
    code: str
    value: str
    place: int


@cache
def words(name: str) -> dict[str, KnownValue]:
    """Return the known words of a list by their plain form."""
    found: dict[str, KnownValue] = {}
    with files("tongxin.importers.plan").joinpath("values.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            if line["list"] == name:
                for value in line["values"].split("|"):
                    found.setdefault(plain(value), KnownValue(name, line["code"], value, len(found)))
    return found


def code_of(name: str, value: str) -> str:
    """Return the code of a word in a list, empty for an unknown one."""
    word = words(name).get(plain(value))
    return word.code if word else ""


def near_word(name: str, value: str) -> str:
    """Return the known word of a list that `value` is a slip of the pen away from, or nothing."""
    key = plain(value)
    if len(key) < 5 or key in words(name):
        return ""
    match = process.extractOne(key, words(name).keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
    return words(name)[match[0]].value if match and len(match[0]) >= 5 else ""


def place_of_stage(value: str) -> tuple[int, int]:
    """Return where a stage stands in the usual order of a sale, to sort the stages of a file; unknown ones in the middle."""
    order = ["RESEARCH", "ANALYSIS", "CHARTER", "SELECTION", "", "TENDER", "TEST", "PURCHASE", *ENDS]
    word = words("stage").get(plain(value))
    return (order.index(word.code), word.place) if word else (order.index(""), 0)
