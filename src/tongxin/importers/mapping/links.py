"""Find how the tables of one import hang together: which column of one names rows of another, and how many it misses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongxin.common.text.fold import fold
from tongxin.importers.files.sheet import Sheet
from tongxin.importers.mapping.guess import SheetMatch
from tongxin.importers.mapping.targets import Target, field_of

_NAME_FIELDS = ("name", "full_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`column` of `sheet` points at `to_column` of `to_sheet`; counts are rows of `sheet`."""

    sheet: str
    column: str
    field: str
    to_sheet: str
    to_column: str
    found: int
    missing: int
    blank: int
    examples: tuple[tuple[str, int], ...] = ()

    @property
    def share(self) -> float:
        """Return the share (0 to 1) of the filled cells that lead to a row."""
        return self.found / max(self.found + self.missing, 1)


def find_links(sheets: Sequence[Sheet], matches: Sequence[SheetMatch]) -> list[Link]:
    """Return the best link of each referring column to a table of the same import."""
    by_name = {sheet.name: sheet for sheet in sheets}
    keys = {match.sheet: _keys(by_name[match.sheet], match) for match in matches}
    links: list[Link] = []
    for match in matches:
        if match.target is None or match.target is Target.CASE:
            continue
        for column in match.columns:
            aim = field_of(match.target, column.field).refers_to if column.field else None
            if aim is None:
                continue
            cells = Counter(row.cells[column.index].strip() for row in by_name[match.sheet].rows())
            best = _best_link(cells, aim, matches, keys)
            if best:
                links.append(_link(match.sheet, column.header, column.field, best, cells))
    return links


Keys = Mapping[str, frozenset[str]]


def _keys(sheet: Sheet, match: SheetMatch) -> dict[str, frozenset[str]]:
    """Return for the id and name columns of a table, by header, the folded values that rows can be found under."""
    fields = ("external_id", *_NAME_FIELDS, "email", "username")
    columns = [column for column in match.columns if column.field in fields]
    values: dict[str, set[str]] = {column.header: set() for column in columns}
    for row in sheet.rows():
        for column in columns:
            values[column.header].add(fold(row.cells[column.index]))
    return {header: frozenset(found - {""}) for header, found in values.items()}


def _best_link(
    cells: Mapping[str, int], aim: Target, matches: Sequence[SheetMatch], keys: Mapping[str, Keys]
) -> tuple[str, str, frozenset[str]] | None:
    candidates = [
        (sum(count for cell, count in cells.items() if fold(cell) in values), match.sheet, header, values)
        for match in matches
        if match.target is aim
        for header, values in keys[match.sheet].items()
    ]
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: candidate[0])
    return best[1:] if best[0] else None


def _link(
    sheet: str, header: str, field: str, best: tuple[str, str, frozenset[str]], cells: Mapping[str, int]
) -> Link:
    to_sheet, to_column, values = best
    missing = Counter({cell: count for cell, count in cells.items() if cell and fold(cell) not in values})
    filled = sum(count for cell, count in cells.items() if cell)
    return Link(
        sheet=sheet,
        column=header,
        field=field,
        to_sheet=to_sheet,
        to_column=to_column,
        found=filled - missing.total(),
        missing=missing.total(),
        blank=cells.get("", 0),
        examples=tuple(missing.most_common(5)),
    )
