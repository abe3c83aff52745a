"""Being early and shaping in JSON."""

from datetime import date
from decimal import Decimal

from ninja import Schema


class LeadOut(Schema):
    """Somebody who decides; days from the first contact to charter and tender, negative after them."""

    person: str
    first_on: date | None
    before_charter: int | None
    before_tender: int | None


class OpportunityLeadOut(Schema):
    """A deal: who decides, the share of requirements of known origin that we brought in, and our work before the charter.

    `support_before_charter` counts working days; `support_effects` how often support had an effect.
    """

    opportunity: str
    outcome: str
    charter_on: date | None
    tender_on: date | None
    engagement: str
    shaped: float | None
    shaping: str
    support_before_charter: Decimal
    support_effects: dict[str, int]
    leads: list[LeadOut]
    reasons: list[str]


class WinRateOut(Schema):
    """How often decided deals of a kind were won; no rate where there are too few."""

    kind: str
    opportunities: int
    won: int
    rate: float | None
    low: float | None
    high: float | None
    reasons: list[str]


class RateDifferenceOut(Schema):
    """How much more often the kind was won than the others."""

    kind: str
    difference: float | None
    low: float | None
    high: float | None
    reasons: list[str]


class EarlyOut(Schema):
    """Deals and win rates by engagement and by shaping, with 95% intervals."""

    opportunities: list[OpportunityLeadOut]
    engagement: list[WinRateOut]
    shaping: list[WinRateOut]
    early: RateDifferenceOut
    shaped: RateDifferenceOut
