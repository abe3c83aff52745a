"""Reasons of the topic criteria."""

from kamkit.reasons import Code


class CriteriaReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    COMPARISONS_CONTRADICT = "COMPARISONS_CONTRADICT"
    """The comparisons contradict each other more than is usual: ratio, most."""
    MATRIX_NOT_RECIPROCAL = "MATRIX_NOT_RECIPROCAL"
    """Two comparisons of one pair are not each other's inverse: one, other."""
    NO_RANDOM_INDEX = "NO_RANDOM_INDEX"
    """For so many criteria no random index is published, so there is no ratio: criteria, most."""
    CRITERION_TELLS_NOTHING = "CRITERION_TELLS_NOTHING"
    """All alternatives are alike in this criterion: criterion."""
    DATA_TELLS_NOTHING = "DATA_TELLS_NOTHING"
    """No criterion tells the alternatives apart, so nothing follows: alternatives."""
    FIRST_BY_LITTLE = "FIRST_BY_LITTLE"
    """Another alternative would be first if this weight were a little different: criterion, weight, limit."""
    COMPROMISE = "COMPROMISE"
    """The first has no acceptable advantage or is not stable; these stand together: alternatives."""
