"""Amounts of money as text: written for readers of three languages, and read from what they type."""

from tongxin.common.money_text.reading import MoneyProblem, MoneyProblemCode, parse_amount
from tongxin.common.money_text.writing import MoneyText, Units, format_amount

__all__ = ["MoneyProblem", "MoneyProblemCode", "MoneyText", "Units", "format_amount", "parse_amount"]
