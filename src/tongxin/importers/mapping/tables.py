"""Know the tables of other systems by name and headers: which have a place here, and which are left out and named.

The knowledge itself is `tables.csv`, for anyone to extend: what a table is called (in one of three languages, in the
singular or plural), sets of headers that only it has, and headers that it never has.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tongxin.importers.mapping.headers import plain
from tongxin.importers.mapping.targets import Target

# Kinds that are recognised by their headers even where the name of the table says nothing.
_PRIMARY = frozenset(
    {"ACCOUNT", "PERSON", "OPPORTUNITY", "CONTACT_ROLE", "TEAM", "USER", "PRODUCT", "COMPETITOR", "ACTIVITY"}
)
# Words that stand around the name of an object in the name of a file and say nothing of what it holds.
_AROUND = re.compile(
    r"^(?:tongxin|salesforce|hubspot|zoho|dynamics|suitecrm|sugarcrm|sugar|espocrm|espo|odoo|twenty|crm|my|all|active|the|exports|exported|"
    r"export|extract|in|new|old|data|dump|backup|open|bulk|sample|demo|test|main|匯出|导出|我的|全部|所有|新)+"
    r"|(?:headers|header|exports|exported|export|extract|lists|list|reports|report|views|view|all|data|table|dump|backup|"
    r"records|record|master|final|copy|匯出|导出|清單|清单|列表|名單|名单|名冊|名册|一覽|一览|資料|资料|總表|总表|報表|报表|表)+$"
)
_DATES = re.compile(
    r"\d+|\b(?:q[1-4]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A kind of table: its code, the target its rows have here (None: none), its names and telling headers."""

    kind: str
    place: Target | None
    names: frozenset[str]
    marks: tuple[frozenset[str], ...]
    without: frozenset[str]

    def has_marks(self, headers: frozenset[str]) -> bool:
        """Tell whether the headers are those of this kind of table and of no other."""
        return not headers & self.without and any(mark <= headers for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a table is: `kind` (empty for an unknown one) and how that is known."""

    kind: str = ""
    place: Target | None = None
    by_name: bool = False
    by_headers: bool = False

    @property
    def is_primary(self) -> bool:
        """Tell one of the main tables, whose headers are judged by the book of headers."""
        return self.kind in _PRIMARY

    @property
    def is_side_table(self) -> bool:
        """Tell a table that hangs on the main ones, or has no place here at all."""
        return bool(self.kind) and not self.is_primary


def recognise(name: str, headers: Sequence[str]) -> Recognition:
    """Return which known table this is; the headers that only one kind has count for more than a name."""
    spoken = {plain(header) for header in headers}
    present = frozenset(spoken | {_without_system(header) for header in spoken})
    called = names_of(name)
    marked = [table for table in known_tables() if table.has_marks(present)]
    named = _named(called)
    if marked:
        chosen = next((table for table in marked if table is named or table.names & called), marked[0])
        # A main table may carry a column or two of another: its own name and headers decide then.
        if named is None or named.kind not in _PRIMARY or chosen.kind == named.kind:
            return Recognition(chosen.kind, chosen.place, by_name=chosen is named, by_headers=True)
    if named is not None:
        return Recognition(named.kind, named.place, by_name=True)
    return Recognition()


def names_of(name: str) -> frozenset[str]:
    """Return what a table may be called once dates, system names and words like “export” are off: in singular too."""
    cut = plain(_DATES.sub(" ", name.rpartition(" · ")[2] or name))
    whole = plain(_DATES.sub(" ", name))
    found = {cut, whole}
    for text in (cut, whole):
        shorter = text
        for _ in range(3):
            shorter = _AROUND.sub("", shorter) or shorter
        found.add(shorter)
    return frozenset(form for text in found for form in (text, _singular(text)) if form)


def _singular(text: str) -> str:
    if text.endswith("ies"):
        return f"{text[:-3]}y"
    return text[:-1] if text.endswith("s") and not text.endswith("ss") and text.isascii() else text


def _named(called: frozenset[str]) -> KnownTable | None:
    exact = [table for table in known_tables() if table.names & called]
    if exact:
        # The longer name tells more: crm.lead holds deals, though “lead” alone is another table.
        return max(exact, key=lambda table: max(len(name) for name in table.names & called))
    # AccountHistory, Deal_Feed, Custom__Share: whatever it is the history of, it is a history.
    for table in known_tables():
        if table.kind in {"HISTORY", "SHARE", "FEED"} and any(
            text.endswith(ending) and len(ending) >= 4
            for text in called
            for ending in table.names
            if not ending.isascii() or len(ending) >= 4
        ):
            return table
    return None


def _without_system(header: str) -> str:
    """Return a header without what custom objects and other systems put in front of it."""
    return re.sub(r"^(?:donotmodify|hidden|hs|cr\d+|new)", "", header)


@cache
def known_tables() -> tuple[KnownTable, ...]:
    """Return the tables read from `tables.csv`, in its order."""
    with files("tongxin.importers.mapping").joinpath("tables.csv").open(encoding="utf-8") as lines:
        return tuple(
            KnownTable(
                kind=line["kind"],
                place=Target(line["place"]) if line["place"] else None,
                names=frozenset(_singular(plain(name)) for name in line["names"].split("|") if name)
                | frozenset(plain(name) for name in line["names"].split("|") if name),
                marks=tuple(frozenset(mark.split("+")) for mark in line["marks"].split("|") if mark),
                without=frozenset(word for word in line["without"].split("|") if word),
            )
            for line in csv.DictReader(lines)
        )


@cache
def kinds() -> tuple[str, ...]:
    """Return the codes of all kinds of table, once each."""
    return tuple(dict.fromkeys(table.kind for table in known_tables()))
