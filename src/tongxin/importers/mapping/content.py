"""Look at what stands in a column: dates, amounts, addresses, ids, one of a few words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tongxin.importers.mapping.targets import Kind

FEW_WORDS = 40
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$")
_WEB = re.compile(r"^(https?://|www\.)\S+$", re.IGNORECASE)
_PHONE = re.compile(r"^\+?[\d\s().\-/#]{6,24}(\s?(x|ext\.?|分機|分机)\s?\d{1,6})?$", re.IGNORECASE)
_DATE = re.compile(
    r"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})|\d{2,3}[/.年-]\d{1,2}[/.月-]\d{1,2}日?"
    r"|\d{4}年\d{1,2}月\d{1,2}日|\d{8})([ T].*)?$"
)
_NUMBER = re.compile(
    r"^[+\-(]?\s*(nt\$|us\$|rmb|hk\$|[$€£¥￥])?\s*\d[\d.,'  ]*\s*(%|[kmb萬万億亿千元])*\)?$", re.IGNORECASE
)
_SALESFORCE_ID = re.compile(r"^[a-zA-Z0-9]{15}([A-Z0-5]{3})?$")
_FLAGS = frozenset({"true", "false", "yes", "no", "y", "n", "是", "否", "t", "f"})
_TAX_TW = re.compile(r"^\d{8}$")
_TAX_CN = re.compile(r"^[0-9A-HJ-NPQRTUWXY]{18}$")


class Shape(StrEnum):
    """What the cells of a column look like."""

    EMPTY = "EMPTY"
    EMAIL = "EMAIL"
    WEB = "WEB"
    DATE = "DATE"
    NUMBER = "NUMBER"
    PHONE = "PHONE"
    FLAG = "FLAG"
    TAX_ID = "TAX_ID"
    SALESFORCE_ID = "SALESFORCE_ID"
    FEW_WORDS = "FEW_WORDS"
    TEXT = "TEXT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A column seen from its cells: `shape`, the share of filled cells with it, how many are filled and distinct."""

    shape: Shape
    share: float
    filled: int
    distinct: int
    total: int
    common: tuple[tuple[str, int], ...] = ()
    shares: tuple[tuple[Shape, float], ...] = ()

    def share_of(self, shape: Shape) -> float:
        """Return the share (0 to 1) of the filled cells that have `shape`."""
        return dict(self.shares).get(shape, 0.0)


def profile(cells: Sequence[str]) -> Profile:
    """Describe the cells of one column; a few hundred are enough."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return Profile(shape=Shape.EMPTY, share=1.0, filled=0, distinct=0, total=len(cells))
    counts = Counter(filled)
    shares = {shape: sum(1 for cell in filled if test(cell)) / len(filled) for shape, test in _TESTS.items()}
    shape = next((shape for shape in _TESTS if shares[shape] >= 0.8), None)
    few = len(counts) <= FEW_WORDS and len(filled) >= 2 * len(counts)
    if shape is None:
        shape = Shape.FEW_WORDS if few else Shape.TEXT
    return Profile(
        shape=shape,
        share=shares.get(shape, 1.0),
        filled=len(filled),
        distinct=len(counts),
        total=len(cells),
        common=tuple(counts.most_common(12)),
        shares=tuple(shares.items()),
    )


_TESTS: dict[Shape, Callable[[str], bool]] = {
    Shape.EMAIL: lambda cell: bool(_EMAIL.match(cell)),
    Shape.WEB: lambda cell: bool(_WEB.match(cell)),
    Shape.FLAG: lambda cell: cell.lower() in _FLAGS,
    Shape.TAX_ID: lambda cell: bool(
        (_TAX_TW.match(cell) and not cell.startswith(("19", "20"))) or _TAX_CN.match(cell)
    ),
    Shape.DATE: lambda cell: bool(_DATE.match(cell)),
    Shape.NUMBER: lambda cell: bool(_NUMBER.match(cell)) and len(cell) <= 30,
    Shape.SALESFORCE_ID: lambda cell: bool(_SALESFORCE_ID.match(cell)) and any(c.isdigit() for c in cell),
    Shape.PHONE: lambda cell: bool(_PHONE.match(cell)) and sum(c.isdigit() for c in cell) >= 6,
}

_FITS = {
    Kind.EMAIL: (Shape.EMAIL,),
    Kind.DATE: (Shape.DATE, Shape.NUMBER),
    Kind.MOMENT: (Shape.DATE, Shape.NUMBER),
    Kind.AMOUNT: (Shape.NUMBER,),
    Kind.WHOLE: (Shape.NUMBER,),
    Kind.YEAR: (Shape.NUMBER, Shape.DATE),
    Kind.PERCENT: (Shape.NUMBER,),
    Kind.FLAG: (Shape.FLAG, Shape.NUMBER),
    Kind.PHONE: (Shape.PHONE, Shape.NUMBER, Shape.TAX_ID),
    Kind.TAX_ID: (Shape.TAX_ID,),
}


def agreement(kind: Kind, found: Profile) -> float:
    """Return how well the cells suit a field of `kind`: 1 for entirely or nothing to judge by, 0 for not at all."""
    expected = _FITS.get(kind)
    if expected is None or found.shape is Shape.EMPTY:
        return 1.0
    return max(found.share_of(shape) for shape in expected)
