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
from tongxin.crm.stakeholders.models import Person, PersonName, Post, Tenure

__all__ = [
    "Account",
    "AccountAlias",
    "AccountMember",
    "AccountMerge",
    "Attachment",
    "Competitor",
    "DictionaryEntry",
    "ExchangeRate",
    "Interaction",
    "InteractionColleague",
    "InteractionOpportunity",
    "InteractionPerson",
    "Opportunity",
    "OpportunityCompetitor",
    "OpportunityContact",
    "OpportunityLine",
    "OpportunityMember",
    "Person",
    "PersonName",
    "Post",
    "Process",
    "Product",
    "Promise",
    "PurchasingGroup",
    "PurchasingGroupMember",
    "Stage",
    "StageEntry",
    "Tenure",
]
