"""Reasons of the topic scorecards."""

from kamkit.reasons import Code


class ScorecardReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    CRITERION_NOT_SCORED = "CRITERION_NOT_SCORED"
    """A criterion is not scored: criterion."""
    SCORED_TOO_LITTLE = "SCORED_TOO_LITTLE"
    """Criteria of too little weight are scored: share, needed (per cent)."""
    GATE_FAILED = "GATE_FAILED"
    """A criterion is below its minimum: criterion, score, minimum."""
    NEXT_GRADE_NEAR = "NEXT_GRADE_NEAR"
    """The next grade is so many points away: grade, gap."""
    BEST_GRADE = "BEST_GRADE"
    """There is no better grade: grade."""
    NEXT_GRADE_OUT_OF_REACH = "NEXT_GRADE_OUT_OF_REACH"
    """Not even full points on all that may change reach the next grade: grade."""
    LOSES_POINTS = "LOSES_POINTS"
    """The criterion costs the total most: criterion, points."""
