"""Reasons of the topic portfolio."""

from kamkit.reasons import Code


class PortfolioReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    TOO_LITTLE_SCORED = "TOO_LITTLE_SCORED"
    """Factors of too little weight are scored: share, needed (per cent)."""
    FACTOR_NOT_SCORED = "FACTOR_NOT_SCORED"
    """A factor is not scored: factor."""
    FACTOR_LIFTS = "FACTOR_LIFTS"
    """A factor lifts the account most above the middle: factor."""
    FACTOR_LOWERS = "FACTOR_LOWERS"
    """A factor draws the account most below the middle: factor."""
    BEST_RIVAL = "BEST_RIVAL"
    """The strongest rival at the account: rival, strength."""
    NO_RIVAL_KNOWN = "NO_RIVAL_KNOWN"
    """No rival is scored, so our own strength is compared with the middle of the scale."""
    BETWEEN_QUADRANTS = "BETWEEN_QUADRANTS"
    """What is not scored decides which quadrant it is."""
