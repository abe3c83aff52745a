"""Reasons of the topic concentration."""

from kamkit.reasons import Code


class ConcentrationReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    NO_SALES = "NO_SALES"
    """There are no sales to divide: customers."""
    HIGHLY_CONCENTRATED = "HIGHLY_CONCENTRATED"
    """The index is above the upper bound: hhi, bound."""
    MODERATELY_CONCENTRATED = "MODERATELY_CONCENTRATED"
    """The index lies between the bounds: hhi, bound (the lower)."""
    NOT_CONCENTRATED = "NOT_CONCENTRATED"
    """The index is below the lower bound: hhi, bound."""
    WE_DEPEND_MORE = "WE_DEPEND_MORE"
    """Their part of our sales is larger than ours of their purchases: ours, theirs (per cent)."""
    THEY_DEPEND_MORE = "THEY_DEPEND_MORE"
    """Our part of their purchases is larger than theirs of our sales: ours, theirs (per cent)."""
