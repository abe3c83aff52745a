"""The lists that have views, and what of their addresses a view keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from tongxin.common.actor import Actor
from tongxin.common.listing import ListRefused, ListSchema
from tongxin.crm.accounts.selectors import ACCOUNT_LIST
from tongxin.crm.opportunities.selectors import OPPORTUNITY_LIST
from tongxin.crm.relationships.records import PROMISE
from tongxin.crm.relationships.selectors import INTERACTION_LIST
from tongxin.crm.stakeholders.selectors import PERSON_LIST
from tongxin.crm.tenders.lists import TENDER_LIST
from tongxin.saved_views.choices import Area

Params = Mapping[str, Sequence[str]]

# Where in a list somebody is, and which view they came by, is no part of a view.
PASSING = frozenset({"after", "limit", "view", "month", "fields"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListArea:
    """One list that has views.

    Attributes:
        listing: its grammar.
        more: parameters its page understands besides, and what they may be.

    """

    listing: ListSchema
    more: Mapping[str, frozenset[str]]


AREAS: Mapping[str, ListArea] = {
    Area.ACCOUNTS: ListArea(listing=ACCOUNT_LIST, more={}),
    Area.OPPORTUNITIES: ListArea(
        listing=OPPORTUNITY_LIST,
        more={"layout": frozenset({"board", "calendar"}), "by": frozenset({"close", "next_step"})},
    ),
    Area.PEOPLE: ListArea(listing=PERSON_LIST, more={}),
    Area.INTERACTIONS: ListArea(listing=INTERACTION_LIST, more={}),
    Area.PROMISES: ListArea(listing=PROMISE.listing, more={}),
    Area.TENDERS: ListArea(listing=TENDER_LIST, more={}),
}


def kept(area: str, params: Params, *, actor: Actor) -> str:
    """Return what a view of this list keeps of an address, written so that equal views are equal texts.

    Raises:
        ListRefused: the list has no such field or value, or the actor may not know of it.

    """
    place = AREAS[area]
    wanted = {
        name: [value for value in values if value] for name, values in params.items() if name not in PASSING
    }
    place.listing.parse(wanted, actor=actor, ignore=place.more)
    pairs = [
        (name, value)
        for name, values in sorted(wanted.items())
        for value in values
        if value in place.more.get(name, {value}) and (name != "layout" or place.more)
    ]
    return urlencode(pairs, safe=",.-")


def params_of(query: str) -> dict[str, list[str]]:
    """Return the parameters that a view keeps."""
    return parse_qs(query)


def is_open_to(actor: Actor, area: str, query: str) -> bool:
    """Say whether a view uses only fields that the actor may know of; fields may also have gone since."""
    try:
        kept(area, params_of(query), actor=actor)
    except ListRefused:
        return False
    return True
