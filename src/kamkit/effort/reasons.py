"""Reasons of the topic effort."""

from kamkit.reasons import Code


class EffortReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    MORE_CALLS = "MORE_CALLS"
    """The account gets more calls than now: calls, now."""
    FEWER_CALLS = "FEWER_CALLS"
    """The account gets fewer calls than now: calls, now."""
    AT_MAXIMUM = "AT_MAXIMUM"
    """The account gets as many calls as are allowed: calls."""
    AT_MINIMUM = "AT_MINIMUM"
    """The account gets no more calls than it must: calls."""
    TIME_TO_SPARE = "TIME_TO_SPARE"
    """More calls would bring nothing, and time is left: hours."""
