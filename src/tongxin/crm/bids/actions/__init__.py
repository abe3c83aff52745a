"""Write bids."""

from tongxin.crm.bids.actions.deciding import (
    Answer,
    Ruling,
    answer_questions,
    close_bid,
    decide_bid,
    submit_bid,
)
from tongxin.crm.bids.actions.making import bid_for_tender
from tongxin.crm.bids.actions.scoring import GivenScore, set_scores

__all__ = [
    "Answer",
    "GivenScore",
    "Ruling",
    "answer_questions",
    "bid_for_tender",
    "close_bid",
    "decide_bid",
    "set_scores",
    "submit_bid",
]
