"""Write bids."""

from tongxin.crm.bids.actions.deciding import (
    Answer,
    Ruling,
    answer_questions,
    close_bid,
    decide_bid,
    submit_bid,
)
from tongxin.crm.bids.actions.demanding import take_buyer_demands
from tongxin.crm.bids.actions.filing import add_qualification_file
from tongxin.crm.bids.actions.making import bid_for_tender
from tongxin.crm.bids.actions.opening import GuessedPrice, Opened, open_bid, take_past_prices
from tongxin.crm.bids.actions.requirements import PlannedLine, plan_requirements, take_requirements
from tongxin.crm.bids.actions.scoring import GivenScore, set_scores

__all__ = [
    "Answer",
    "GivenScore",
    "GuessedPrice",
    "Opened",
    "PlannedLine",
    "Ruling",
    "add_qualification_file",
    "answer_questions",
    "bid_for_tender",
    "close_bid",
    "decide_bid",
    "open_bid",
    "plan_requirements",
    "set_scores",
    "submit_bid",
    "take_buyer_demands",
    "take_past_prices",
    "take_requirements",
]
