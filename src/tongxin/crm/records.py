"""Every declared object of the domain: pages, API, imports, search and the contract suite go through this tuple."""

from collections.abc import Mapping

from tongxin.crm.accountplans.records import ACCOUNT_PLANS
from tongxin.crm.bids.records import BIDS
from tongxin.crm.committees.briefs import BRIEFS
from tongxin.crm.committees.records import COMMITTEES
from tongxin.crm.competition.records import COMPETITION
from tongxin.crm.ladder.records import LADDER
from tongxin.crm.market.records import COMPETITOR, PRODUCT
from tongxin.crm.projects.records import PROJECTS
from tongxin.crm.relationships.records import PROMISE
from tongxin.crm.scorecards.records import SCORECARDS
from tongxin.crm.tenders.records import TENDER_SOURCE, WATCH_LIST
from tongxin.records.definition import Definition

# In the order in which imports write them and search shows them: each names only earlier ones.
RECORDS: tuple[Definition, ...] = (
    COMPETITOR,
    PRODUCT,
    PROMISE,
    *COMMITTEES,
    *BRIEFS,
    *PROJECTS,
    *COMPETITION,
    *LADDER,
    *SCORECARDS,
    *ACCOUNT_PLANS,
    *BIDS,
    WATCH_LIST,
    TENDER_SOURCE,
)
BY_KIND: Mapping[str, Definition] = {definition.kind.value: definition for definition in RECORDS}


def below(kind: str, part: str = "") -> tuple[Definition, ...]:
    """Return the objects that hang under records of a kind, to be listed on one part of their pages."""
    return tuple(
        definition
        for definition in RECORDS
        if definition.parent
        and definition.part == part
        and definition.by_name[definition.parent].to.kind == kind  # type: ignore[attr-defined]
    )
