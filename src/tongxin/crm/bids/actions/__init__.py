"""Write bids."""

from tongxin.crm.bids.actions.making import bid_for_tender
from tongxin.crm.bids.actions.scoring import GivenScore, set_scores

__all__ = ["GivenScore", "bid_for_tender", "set_scores"]
