"""A compliance matrix in a file: which of its tables it is, which column is what, and what each line says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation

from tongxin.common.text.fold import fold
from tongxin.crm.bids.declared.papers import REQUIREMENT
from tongxin.crm.bids.matrix import FIELDS, NAME, MatrixLine, guess_columns, read_lines
from tongxin.crm.bids.rules import BidRefused
from tongxin.team.selectors import active_users

if TYPE_CHECKING:
    from tongxin.importers.tables import ReadTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The rows of a file's matrix under one row of headers.

    Attributes:
        headers: of its columns.
        rows: number in the file and cells; those of further tables under the same headers follow.
        columns: field → column, as guessed or chosen.
        left_out: the names of tables that are none, or have other headers.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    columns: Mapping[str, int]
    left_out: tuple[str, ...] = ()


def matrix_of(tables: Sequence[ReadTable]) -> Matrix:
    """Return the matrix of a file: the table whose headers say most, with those that go on under the same headers.

    Where no table has a column of requirements, the first one is taken and its columns have to be chosen.

    Raises:
        BidRefused: `MATRIX_EMPTY`.

    """
    if not tables:
        raise BidRefused("MATRIX_EMPTY", field="file")
    guesses = [guess_columns(table.headers, _labels()) for table in tables]
    likely = [at for at, guess in enumerate(guesses) if NAME in guess]
    best = max(likely, key=lambda at: (len(guesses[at]), -at)) if likely else 0
    same = [table for table in tables if table.headers == tables[best].headers]
    return Matrix(
        headers=tables[best].headers,
        rows=tuple(row for table in same for row in table.rows),
        columns=guesses[best],
        left_out=tuple(table.name for table in tables if table not in same),
    )


def with_columns(matrix: Matrix, chosen: Mapping[str, int]) -> Matrix:
    """Return a matrix whose columns are chosen by hand.

    Raises:
        BidRefused: `MATRIX_COLUMN`: a field or a column there is not, or two fields of one column.

    """
    places = list(chosen.values())
    known = all(name in FIELDS and 0 <= at < len(matrix.headers) for name, at in chosen.items())
    if not known or len(set(places)) != len(places):
        raise BidRefused("MATRIX_COLUMN", field="columns")
    return Matrix(headers=matrix.headers, rows=matrix.rows, columns=dict(chosen), left_out=matrix.left_out)


def lines_of(matrix: Matrix) -> list[MatrixLine]:
    """Return the lines of a matrix.

    Raises:
        BidRefused: `MATRIX_COLUMN_MISSING`: no column holds the requirements.

    """
    if NAME not in matrix.columns:
        raise BidRefused("MATRIX_COLUMN_MISSING", field="columns")
    return read_lines(matrix.rows, matrix.columns, owners=_owners())


def _labels() -> dict[str, tuple[str, ...]]:
    fields = {each.name: each for each in REQUIREMENT.fields}
    labels: dict[str, list[str]] = {name: [name] for name in FIELDS}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for name, texts in labels.items():
                texts.append(str(fields[name].label))
    return {name: tuple(texts) for name, texts in labels.items()}


def _owners() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for user in active_users():
        for name in (user.display_name, user.username):
            found.setdefault(fold(name), user)
    return found
