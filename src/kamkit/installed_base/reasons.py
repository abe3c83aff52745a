"""Reasons of the topic installed_base."""

from kamkit.reasons import Code


class InstalledBaseReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    NEED_OVERDUE = "NEED_OVERDUE"
    """The need was due and has not been met: due, days (since then)."""
    OFFER_NOW = "OFFER_NOW"
    """The day by which to offer has come, the need itself has not: due, days (until then)."""
    COUNTED_FROM_INSTALLATION = "COUNTED_FROM_INSTALLATION"
    """It was never met, so it is counted from the installation: installed."""
    COUNTED_BY_USE = "COUNTED_BY_USE"
    """The day is reckoned from use so far: used, limit."""
    NO_USE_KNOWN = "NO_USE_KNOWN"
    """The need hangs on use, and none is known: asset."""
