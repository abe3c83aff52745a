"""Reasons of the topic winning."""

from kamkit.reasons import Code


class WinningReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    RAISES_CHANCE = "RAISES_CHANCE"
    """An input speaks for winning: input, value; the weight is what it adds to the log-odds."""
    LOWERS_CHANCE = "LOWERS_CHANCE"
    """An input speaks against winning: input, value; the weight is what it adds to the log-odds."""
    NO_SIGNAL_FOUND = "NO_SIGNAL_FOUND"
    """The inputs do not tell won deals from lost ones, so every deal gets the base rate: rate."""
    FEW_OUTCOMES = "FEW_OUTCOMES"
    """Too few outcomes to learn from, so stated priors judge: found, needed."""
    PRIORS_AS_GOOD = "PRIORS_AS_GOOD"
    """The scorecard of stated priors tells won from lost as well as what was learnt: learnt, scorecard (AUC)."""
