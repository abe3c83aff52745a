"""What a customer is worth: the margins still to come, for as long as they stay, discounted to today."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason
from kamkit.value.reasons import ValueReason
from kamkit.value.sbg import SbgParams, survival


class FirstMargin(StrEnum):
    """When the first of the margins comes."""

    NOW = "NOW"
    """The customer is one and pays now; later margins need a renewal."""
    AFTER_A_PERIOD = "AFTER_A_PERIOD"
    """The first margin comes after a period, if the customer is still one then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Chances to leave that differ between customers as beta(alpha, beta), and the renewals this one has made."""

    alpha: Annotated[float, Says("As value.sbg fits it", above=0)]
    beta: Annotated[float, Says("As value.sbg fits it", above=0)]
    renewals: Annotated[int, Says("Periods that the customer has stayed already", at_least=0)] = 0

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer's margin a period, and how likely they stay: one rate, or rates that differ between customers."""

    id: str
    margin: Annotated[float, Says("Margin of a period, cost to serve already taken off")]
    retention: Annotated[float | None, Says("Chance to stay for another period", at_least=0, at_most=1)] = (
        None
    )
    leaving: Leaving | None = None
    growth: Annotated[float, Says("Growth of the margin from period to period", above=-1)] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)
        if (self.retention is None) == (self.leaving is None):
            raise InputError(
                ProblemCode.CONFLICT, "retention", "give either retention or leaving, and one of them"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeInput:
    """Customers, the discount rate of a period, and how many periods count (all there will be if none is given)."""

    customers: tuple[Customer, ...]
    discount_rate: Annotated[float, Says("Discount rate of a period: 0.1 is ten per cent", at_least=0)]
    horizon: Annotated[int | None, Says("Periods that count", at_least=1, at_most=10_000)] = None
    first_margin: FirstMargin = FirstMargin.AFTER_A_PERIOD

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerValue:
    """What a customer is worth today; `multiple` is how many of today's margins that is. None: it has no bound."""

    id: str
    value: float | None
    multiple: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeResult:
    """The value of each customer and of all; the total is None if one of them has no bound."""

    customers: tuple[CustomerValue, ...]
    total: float | None


def lifetime(question: LifetimeInput) -> LifetimeResult:
    """Return the customer lifetime value: the sum over periods j of margin, growth^j, chance to be there, discounted.

    With one rate r and without end the multiple is r / (1 + d - r) (S. Gupta and D. R. Lehmann, "Customers as Assets",
    Journal of Interactive Marketing 17, 2003); where rates differ it is a hypergeometric series (P. S. Fader and B. G. S.
    Hardie, "Customer-Base Valuation in a Contractual Setting", Marketing Science 29, 2010).
    """
    customers = tuple(_valued(customer, question) for customer in question.customers)
    values = [each.value for each in customers]
    known = [value for value in values if value is not None]
    return LifetimeResult(
        customers=customers, total=round(sum(known), 6) if len(known) == len(values) else None
    )


def _valued(customer: Customer, question: LifetimeInput) -> CustomerValue:
    step = (1 + customer.growth) / (1 + question.discount_rate)
    multiple = _multiple(customer, step, question.horizon)
    if multiple is None:
        values = (
            ("growth", Decimal(str(customer.growth))),
            ("discount", Decimal(str(question.discount_rate))),
        )
        endless = Reason(code=ValueReason.VALUE_WITHOUT_BOUND, params=values)
        return CustomerValue(id=customer.id, value=None, multiple=None, reasons=(endless,))
    if question.first_margin is FirstMargin.AFTER_A_PERIOD:
        multiple -= 1
    return CustomerValue(
        id=customer.id, value=round(customer.margin * multiple, 6), multiple=round(multiple, 6), reasons=()
    )


def _multiple(customer: Customer, step: float, horizon: int | None) -> float | None:
    """Return the margins from now on (the one of today among them), None if there is no bound."""
    if customer.leaving is not None:
        return _differing(customer.leaving, step, horizon)
    ratio = (customer.retention or 0.0) * step
    if horizon is not None:
        return sum(ratio**period for period in range(horizon + 1))
    return 1 / (1 - ratio) if ratio < 1 else None


def _differing(leaving: Leaving, step: float, horizon: int | None) -> float | None:
    stays = leaving.beta + leaving.renewals
    if horizon is not None:
        curve = survival(SbgParams(alpha=leaving.alpha, beta=stays), horizon)
        return float(sum(part * step**period for period, part in enumerate(curve.tolist())))
    from scipy.special import hyp2f1  # noqa: PLC0415  (heavy: loaded when used)

    if step > 1 or (step == 1 and leaving.alpha <= 1):
        return None
    return float(hyp2f1(1, stays, leaving.alpha + stays, step))
