"""Reasons of the topic health."""

from kamkit.reasons import Code


class HealthReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    HEALTH_TOO_LITTLE_KNOWN = "HEALTH_TOO_LITTLE_KNOWN"
    """Facts that are known and fresh make too little of the weight: share, needed (per cent)."""
    HEALTH_CHANGED = "HEALTH_CHANGED"
    """The score has changed since last time: previous, change."""
    MEASURE_DRAGS = "MEASURE_DRAGS"
    """A measure costs the score most: measure, points."""
    MEASURE_STALE = "MEASURE_STALE"
    """A measure is so old that it counts for less than half: measure, days."""
    MEASURE_MISSING = "MEASURE_MISSING"
    """A measure has no value: measure."""
