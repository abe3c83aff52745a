"""Every model of the domain, so that Django finds them in one app."""

from tongxin.crm.accounts.models import (
    Account,
    AccountAlias,
    AccountMember,
    AccountMerge,
    DictionaryEntry,
    PurchasingGroup,
    PurchasingGroupMember,
)
from tongxin.crm.bids.models import Bid, BidCriterion, BidRival, BidScenario, BidScore
from tongxin.crm.market.models import Competitor, ExchangeRate, Product
from tongxin.crm.opportunities.models import (
    Opportunity,
    OpportunityCompetitor,
    OpportunityContact,
    OpportunityLine,
    OpportunityMember,
    Process,
    Stage,
    StageEntry,
)
from tongxin.crm.relationships.models import (
    Attachment,
    Interaction,
    InteractionColleague,
    InteractionOpportunity,
    InteractionPerson,
    Promise,
)
from tongxin.crm.stakeholders.models import Person, PersonMerge, PersonName, Post, Tenure
from tongxin.crm.tenders.models import MatchProposal, Organisation, Tender, TenderPart, TenderRelease

__all__ = [
    "Account",
    "AccountAlias",
    "AccountMember",
    "AccountMerge",
    "Attachment",
    "Bid",
    "BidCriterion",
    "BidRival",
    "BidScenario",
    "BidScore",
    "Competitor",
    "DictionaryEntry",
    "ExchangeRate",
    "Interaction",
    "InteractionColleague",
    "InteractionOpportunity",
    "InteractionPerson",
    "MatchProposal",
    "Opportunity",
    "OpportunityCompetitor",
    "OpportunityContact",
    "OpportunityLine",
    "OpportunityMember",
    "Organisation",
    "Person",
    "PersonMerge",
    "PersonName",
    "Post",
    "Process",
    "Product",
    "Promise",
    "PurchasingGroup",
    "PurchasingGroupMember",
    "Stage",
    "StageEntry",
    "Tender",
    "TenderPart",
    "TenderRelease",
    "Tenure",
]
