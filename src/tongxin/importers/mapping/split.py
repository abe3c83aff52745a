"""Tell companies from people in a table that holds both, as address books do: two tables, each with its own rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tongxin.importers.files.sheet import Row, Sheet
from tongxin.importers.mapping.headers import plain
from tongxin.importers.mapping.targets import Target

# Columns that say which of the two a row is, and the words that mean a company.
TELLING = frozenset(
    plain(word)
    for word in ("is_company", "company_type", "Is a Company", "Company Type", "是公司", "公司類型")
)
_COMPANY = frozenset(
    {"true", "1", "t", "yes", "y", "company", "公司", "是", "companies", "organisation", "organization"}
)
COMPANIES, PEOPLE = "companies", "people"
_PLACES = {COMPANIES: Target.ACCOUNT, PEOPLE: Target.PERSON}


def split_sheets(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Return the sheets, each that holds companies and people as two of them, named after what they hold."""
    return tuple(part for sheet in sheets for part in _parts(sheet))


def place_of_part(name: str) -> Target | None:
    """Return what the rows of one half of a divided table are, `None` for any other table."""
    ending = name.rpartition(" · ")[2]
    return _PLACES.get(ending)


def _parts(sheet: Sheet) -> Iterator[Sheet]:
    at = next((i for i, header in enumerate(sheet.headers) if plain(header) in TELLING), None)
    if at is None:
        yield sheet
        return
    for name in (COMPANIES, PEOPLE):
        yield replace(
            sheet, name=f"{sheet.name} · {name}", open_rows=_rows_of(sheet, at, companies=name == COMPANIES)
        )


def _rows_of(sheet: Sheet, at: int, *, companies: bool) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        for row in sheet.open_rows():
            if (row.cells[at].strip().lower() in _COMPANY) is companies:
                yield row

    return rows
