"""Reasons of the topic ladder."""

from kamkit.reasons import Code


class LadderReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    LEVEL_REACHED = "LEVEL_REACHED"
    """Evidence supports the level and all below it: level."""
    NO_LEVEL_REACHED = "NO_LEVEL_REACHED"
    """Not even the lowest level has its evidence: level."""
    REQUIREMENT_MISSING = "REQUIREMENT_MISSING"
    """The next level lacks evidence: requirement, found, needed."""
    REQUIREMENT_EXPIRED = "REQUIREMENT_EXPIRED"
    """The next level had evidence, which is too old: requirement, days (since it expired)."""
    REQUIREMENT_REFUTED = "REQUIREMENT_REFUTED"
    """The newest evidence says the opposite: requirement, days (ago)."""
    LEVEL_FALLS = "LEVEL_FALLS"
    """Without new evidence the level falls: requirement, days (until then)."""
    LEVEL_SKIPPED = "LEVEL_SKIPPED"
    """A higher level has its evidence, but not all below it: level."""
