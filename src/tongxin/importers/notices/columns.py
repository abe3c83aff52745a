"""Know the columns of a list of tenders by their heads, and what the heads say of calendar, currency and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from tongxin.common.text.fold import fold
from tongxin.importers.notices.chinese import half_width, unit_of_head

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AMOUNTS = frozenset({"amount", "budget", "floor"})
_BRACKETS = re.compile(r"[((\[].*?[))\]]")
_BETWEEN_WORDS = re.compile(r"[\s/.\-]+")
_TRADITIONAL = frozenset("機標購廠編號稱決額幣別單構採項類縣區話統預總")
_HAN = re.compile("[\u4e00-\u9fff]")
_CODE_IN_HEAD = re.compile(
    r"\b(TWD|NTD|CNY|RMB|USD|EUR|GBP|JPY|HKD|KRW|SGD|AUD|CAD|CHF|INR|PLN|RON|SEK|NOK|DKK)\b"
)
_CODES = {"NTD": "TWD", "RMB": "CNY"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the fields of a list stand.

    Attributes:
        places: field → position of its column.
        heads: the heads as written.
        units: field → what one unit of the column is worth.
        currency: currency of amounts without one of their own; empty where the heads do not say.
        as_roc: years of two digits are ones of the Republic.
        commas_group: a comma in an amount groups digits, as it does in Chinese lists.

    """

    places: Mapping[str, int]
    heads: Sequence[str]
    units: Mapping[str, int]
    currency: str
    as_roc: bool
    commas_group: bool

    @property
    def is_tender_list(self) -> bool:
        """Say whether a case number is there, and anything that makes it a tender."""
        others = {"title", "supplier", "amount", "deadline", "budget", "awarded", "published"}
        return "case" in self.places and bool(others & self.places.keys())

    def cell(self, cells: Sequence[str], field: str) -> str:
        """Return the cell of a field without blanks around it; empty where there is none."""
        place = self.places.get(field)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def head(self, field: str) -> str:
        """Return the head of a field's column as written."""
        place = self.places.get(field)
        return self.heads[place] if place is not None else ""


def read_columns(heads: Sequence[str]) -> Columns:
    """Return where the known fields stand under these heads."""
    places: dict[str, int] = {}
    units: dict[str, int] = {}
    known = _known_heads()
    for position, head in enumerate(heads):
        field = known.get(_plain(head)) or known.get(_plain(_BRACKETS.sub("", half_width(head))))
        if field is None or field in places:
            continue
        places[field] = position
        unit = unit_of_head(head)
        if field in AMOUNTS and unit is not None:
            units[field] = unit
    script = "".join(heads)
    is_traditional = bool(set(script) & _TRADITIONAL)
    is_chinese = bool(_HAN.search(script))
    said = next((match[1] for match in map(_CODE_IN_HEAD.search, map(half_width, heads)) if match), "")
    by_script = ("TWD" if is_traditional else "CNY") if is_chinese else ""
    return Columns(
        places=places,
        heads=tuple(heads),
        units=units,
        currency=_CODES.get(said, said) or by_script,
        as_roc=is_traditional,
        commas_group=is_chinese,
    )


def _plain(head: str) -> str:
    return _BETWEEN_WORDS.sub("_", fold(head)).strip("_*:")


@cache
def _known_heads() -> dict[str, str]:
    text = files("tongxin.importers.notices").joinpath("headers.csv").read_text("utf-8")
    rows = (line.split(",") for line in text.splitlines() if line)
    return {_plain(head): field for field, *heads in rows for head in heads}
