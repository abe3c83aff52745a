"""Reasons of the topic references."""

from kamkit.reasons import Code


class ReferenceReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    REFERENCE_MOVED = "REFERENCE_MOVED"
    """The reference helped to win a customer: customer, amount."""
    NO_MATCHED_DEALS = "NO_MATCHED_DEALS"
    """No stratum has deals both with and without a reference: deals."""
    TOO_FEW_MATCHED = "TOO_FEW_MATCHED"
    """Too few deals are comparable: found, needed (of each side)."""
    DEALS_NOT_MATCHED = "DEALS_NOT_MATCHED"
    """Deals without their like on the other side were left out: deals."""
    ASSOCIATION_ONLY = "ASSOCIATION_ONLY"
    """A difference of matched deals is an association, not a cause."""
    INTERVAL_HOLDS_ZERO = "INTERVAL_HOLDS_ZERO"
    """The interval holds zero: the difference may be chance."""
