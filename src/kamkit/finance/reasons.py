"""Reasons of the topic finance."""

from kamkit.reasons import Code


class FinanceReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    PAYS_BACK = "PAYS_BACK"
    """What was put in has come back: years."""
    FALLS_BACK = "FALLS_BACK"
    """It comes back first, falls below zero again and comes back for good: first, last (years)."""
    NOT_FOR_GOOD = "NOT_FOR_GOOD"
    """It comes back first, but is below zero at the end: first (years), open (amount)."""
    NEVER_PAYS_BACK = "NEVER_PAYS_BACK"
    """No year brings more than it costs: open (amount)."""
    NOT_WITHIN_YEARS = "NOT_WITHIN_YEARS"
    """Something comes back each year, but not all of it within the years given: years, open (amount)."""
    NOTHING_TO_PAY_BACK = "NOTHING_TO_PAY_BACK"
    """Nothing is put in before something comes out."""
    NO_RATE_OF_RETURN = "NO_RATE_OF_RETURN"
    """At no discount rate is the present value zero."""
    SEVERAL_RATES_OF_RETURN = "SEVERAL_RATES_OF_RETURN"
    """The present value is zero at several discount rates, so none of them is the return: found."""
