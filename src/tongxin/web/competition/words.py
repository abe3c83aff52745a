"""A value case in words, the same on the page and in the files taken along."""

from decimal import Decimal

from kamkit.finance.case import CaseResult
from tongxin.wording.reasons import reason_text


def payback_text(result: CaseResult) -> str:
    """Return how a case pays back, in words; twice, never and not within the years are said."""
    return "; ".join(reason_text(reason) for reason in result.reasons)


def sentence_start(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def percent(value: Decimal) -> str:
    """Return a value in percent with two places."""
    return f"{value:.2f}%"
