"""Reasons of the topic early."""

from kamkit.reasons import Code


class EarlyReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    NOBODY_DECIDES = "NOBODY_DECIDES"
    """It is not known who decides."""
    NO_DAY_TO_COMPARE = "NO_DAY_TO_COMPARE"
    """Neither the day of the charter nor that of the tender is known."""
    DECIDERS_NOT_MET = "DECIDERS_NOT_MET"
    """Some of those who decide were never met: people, all."""
    ORIGINS_UNKNOWN = "ORIGINS_UNKNOWN"
    """Of some requirements it is not known who brought them in: count, all."""
    EARLY_TOO_FEW = "EARLY_TOO_FEW"
    """Too few decided deals for a rate: found, needed."""
    EARLY_IS_NO_CAUSE = "EARLY_IS_NO_CAUSE"
    """What goes together need not be cause and effect."""
    EARLY_MAY_BE_CHANCE = "EARLY_MAY_BE_CHANCE"
    """The interval of the difference holds zero."""
