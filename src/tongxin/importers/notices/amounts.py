"""Amounts that were written as text."""

from __future__ import annotations

import re
from decimal import Decimal

from tongxin.common.money_text import MoneyProblem, MoneyProblemCode, parse_amount

# More than the whole world spends in a year, in any currency: a stand-in, no price.
LARGEST = Decimal(10) ** 24
_ONE_SEPARATOR_THREE_DIGITS = re.compile(r"[^\d]*[1-9]\d{0,2}[.,]\d{3}[^\d]*")


class AmountUnclear(ValueError):  # noqa: N818  (a text to put to the reader)
    """A text that is no amount, or could be two."""

    def __init__(self, *, ambiguous: bool) -> None:
        super().__init__("ambiguous" if ambiguous else "unreadable")
        self.ambiguous = ambiguous


def read_amount(text: str) -> Decimal:
    """Return the amount of a text that can be read in one way only: "1,250" and "1.250" cannot.

    Raises:
        AmountUnclear: the text is no amount, or means different amounts on both sides of the Channel.

    """
    if _ONE_SEPARATOR_THREE_DIGITS.fullmatch(text):
        raise AmountUnclear(ambiguous=True)
    try:
        return parse_amount(text)
    except MoneyProblem as problem:
        raise AmountUnclear(ambiguous=problem.code is MoneyProblemCode.AMBIGUOUS) from problem


def is_in_range(amount: Decimal | int | float) -> bool:
    """Say whether a number can be a price: `1e9999` and its like are stand-ins."""
    number = amount if isinstance(amount, Decimal) else Decimal(str(amount))
    return number.is_finite() and abs(number) < LARGEST
