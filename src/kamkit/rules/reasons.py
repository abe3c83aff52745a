"""Reasons of the topic rules."""

from kamkit.reasons import Code


class RuleReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    FACT_DECIDES = "FACT_DECIDES"
    """A fact without which the answer would not be sure: fact, value."""
    FACT_UNKNOWN = "FACT_UNKNOWN"
    """A fact that is not known and that the answer hangs on: fact."""
    FACT_WOULD_DO = "FACT_WOULD_DO"
    """With this value of the fact alone the rule would hold: fact, value."""
