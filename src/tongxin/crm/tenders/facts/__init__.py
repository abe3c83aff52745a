"""What a compiled release says: buyer, lots, bids, awards and the price, with each amount counted once. Pure."""

from tongxin.crm.tenders.facts.model import (
    AwardFact,
    BidFact,
    ContractFact,
    DocumentFact,
    Facts,
    LotFact,
    Money,
    Organisation,
)
from tongxin.crm.tenders.facts.plain import plain_facts
from tongxin.crm.tenders.facts.read import read_facts

__all__ = [
    "AwardFact",
    "BidFact",
    "ContractFact",
    "DocumentFact",
    "Facts",
    "LotFact",
    "Money",
    "Organisation",
    "plain_facts",
    "read_facts",
]
