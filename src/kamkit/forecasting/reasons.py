"""Reasons of the topic forecasting."""

from kamkit.reasons import Code


class ForecastReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    CLOSE_MOVED = "CLOSE_MOVED"
    """The days on which a deal was to close lie behind, so they are moved to the future: deal, last (day)."""
    ONE_DEAL_DECIDES = "ONE_DEAL_DECIDES"
    """More than half of the spread hangs on one deal: deal, share."""
    TAKEN_AS_INDEPENDENT = "TAKEN_AS_INDEPENDENT"
    """Deals are taken to be won or lost independently of each other, which makes bands narrower than a bad year."""
    FEW_AT_RISK = "FEW_AT_RISK"
    """Too few deals were as long in this stage, so all stages together answer: stage, found, needed."""
    NOTHING_TO_COMPARE = "NOTHING_TO_COMPARE"
    """No decided deal was open for so long: days."""
    WENT_BACK = "WENT_BACK"
    """The deal went back to an earlier stage, and its clock starts anew there: times, days (lost by it)."""
    BAND_TOO_NARROW = "BAND_TOO_NARROW"
    """A band held fewer outcomes than it said: said, held (parts of 1)."""
    BAND_TOO_WIDE = "BAND_TOO_WIDE"
    """A band held more outcomes than it said: said, held (parts of 1)."""
    FORECAST_TOO_HIGH = "FORECAST_TOO_HIGH"
    """Outcomes lie below the middle of the forecast more often than chance explains: below (part of 1)."""
    FORECAST_TOO_LOW = "FORECAST_TOO_LOW"
    """Outcomes lie above the middle of the forecast more often than chance explains: above (part of 1)."""
