"""Reasons of the topic value."""

from kamkit.reasons import Code


class ValueReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    TOO_FEW_CUSTOMERS = "TOO_FEW_CUSTOMERS"
    """Too few customers to fit a model: found, needed."""
    TOO_FEW_REPEAT_BUYERS = "TOO_FEW_REPEAT_BUYERS"
    """Too few customers who came back to fit a model: found, needed."""
    NO_CUSTOMER_LOST = "NO_CUSTOMER_LOST"
    """Nobody left, or everybody did at once, so nothing can be learnt about leaving."""
    FIT_AT_BOUND = "FIT_AT_BOUND"
    """A parameter runs to the end of its range: the data does not determine it: parameter."""
    FIT_UNFINISHED = "FIT_UNFINISHED"
    """The search for the best parameters did not come to rest."""
    VALUE_RELATED_TO_FREQUENCY = "VALUE_RELATED_TO_FREQUENCY"
    """Who buys more often spends more or less on it, which the model takes not to be so: correlation."""
    VALUE_WITHOUT_BOUND = "VALUE_WITHOUT_BOUND"
    """Margins grow as fast as they are discounted, so their sum has no bound: growth, discount (rates)."""
    BETTER_WINNING = "BETTER_WINNING"
    """The best spend on winning alone brings more equity for each prospect: gain."""
    BETTER_KEEPING = "BETTER_KEEPING"
    """The best spend on keeping alone brings more equity for each prospect: gain."""
