"""How concentrated sales are, group by group, and who depends on whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from itertools import accumulate, pairwise
from typing import Annotated

from kamkit.concentration.reasons import ConcentrationReason
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

DIGITS = 50
PLACES = Decimal("0.000001")
WHOLE = 10_000
"""An index of one customer alone: the sum of squared percentages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales:
    """What a customer buys from us, the group it belongs to, and what it buys altogether of what we could deliver."""

    id: str
    amount: Annotated[Decimal, Says("Our sales to the customer", at_least=0)]
    group: str | None = None
    purchases: Annotated[Decimal | None, Says("Purchases of such goods from everybody", above=0)] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.purchases is not None and self.purchases < self.amount:
            said = f"{self.purchases} is less than the {self.amount} bought from us"
            raise InputError(ProblemCode.CONFLICT, "purchases", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesInput:
    """Sales to all customers; customers of one group count as one."""

    customers: tuple[Sales, ...]
    top: Annotated[tuple[int, ...], Says("How many of the largest to add up", at_least=1)] = (1, 3, 5, 10)
    moderate_from: Annotated[int, Says("From this index on moderately concentrated", at_least=0)] = 1_000
    high_above: Annotated[int, Says("Above this index highly concentrated", at_least=0)] = 1_800

    def __post_init__(self) -> None:
        check_bounds(self)
        names = [each.id for each in self.customers]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise InputError(ProblemCode.DUPLICATE, f"customers[{index}].id", f"{name} is there twice")
        if self.high_above < self.moderate_from:
            raise InputError(ProblemCode.CONFLICT, "high_above", "must not be below moderate_from")


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A group, or a customer of none: its part of our sales, and ours of its purchases where those are known."""

    id: str
    amount: Decimal
    share: Decimal
    our_share: Decimal | None
    members: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopShare:
    """The part of sales that the `top` largest buyers make."""

    top: int
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LorenzPoint:
    """The smallest buyers make this part of all buyers and that part of sales."""

    buyers: Decimal
    sales: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """How concentrated sales are; everything is None or empty without sales.

    `hhi` is the Herfindahl-Hirschman index on the scale to 10,000, `equal_buyers` so many buyers of equal size would have the
    same, `gini` the area between the Lorenz curve and equality, 0 to 1.
    """

    hhi: Decimal | None
    equal_buyers: Decimal | None
    gini: Decimal | None
    top: tuple[TopShare, ...]
    lorenz: tuple[LorenzPoint, ...]
    buyers: tuple[Buyer, ...]
    reasons: tuple[Reason, ...]


def measure(question: SalesInput) -> Concentration:
    """Return how concentrated sales are, customers of one group taken together.

    HHI: A. O. Hirschman, "The Paternity of an Index", American Economic Review 54 (1964). Bounds by default those of the
    Merger Guidelines of the U.S. Department of Justice and Federal Trade Commission, 2023. Lorenz 1905, Gini 1912.
    """
    buyers = _buyers(question.customers)
    total = sum((amount for _, amount, _ in buyers), Decimal(0))
    if total == 0:
        nothing = Reason(code=ConcentrationReason.NO_SALES, params=(("customers", len(question.customers)),))
        return Concentration(
            hhi=None, equal_buyers=None, gini=None, top=(), lorenz=(), buyers=(), reasons=(nothing,)
        )
    with localcontext(prec=DIGITS):
        shares = [amount / total for _, amount, _ in buyers]
        index = sum((share * share for share in shares), Decimal(0))
        lorenz = _lorenz(shares)
        return Concentration(
            hhi=_shown(index * WHOLE),
            equal_buyers=_shown(1 / index),
            gini=_shown(_gini(lorenz)),
            top=tuple(TopShare(top=top, share=_shown(sum(shares[:top], Decimal(0)))) for top in question.top),
            lorenz=tuple(LorenzPoint(buyers=_shown(each), sales=_shown(sold)) for each, sold in lorenz),
            buyers=tuple(
                _buyer(name, amount, share, members)
                for (name, amount, members), share in zip(buyers, shares, strict=True)
            ),
            reasons=(_verdict(index * WHOLE, question),),
        )


def _buyers(customers: Sequence[Sales]) -> list[tuple[str, Decimal, tuple[Sales, ...]]]:
    """Return the groups and lone customers with their amounts, the largest first."""
    groups: dict[tuple[bool, str], list[Sales]] = {}
    for each in customers:
        key = (False, each.id) if each.group is None else (True, each.group)
        groups.setdefault(key, []).append(each)
    found = [
        (name, sum((each.amount for each in members), Decimal(0)), tuple(members))
        for (_, name), members in groups.items()
    ]
    return sorted(found, key=lambda buyer: (-buyer[1], buyer[0]))


def _buyer(name: str, amount: Decimal, share: Decimal, members: tuple[Sales, ...]) -> Buyer:
    purchases = [each.purchases for each in members if each.purchases is not None]
    ours = amount / sum(purchases) if len(purchases) == len(members) else None
    reasons: tuple[Reason, ...] = ()
    if ours is not None and ours != share:
        code = ConcentrationReason.WE_DEPEND_MORE if share > ours else ConcentrationReason.THEY_DEPEND_MORE
        reasons = (Reason(code=code, params=(("ours", _percent(ours)), ("theirs", _percent(share)))),)
    return Buyer(
        id=name,
        amount=amount,
        share=_shown(share),
        our_share=None if ours is None else _shown(ours),
        members=tuple(each.id for each in members),
        reasons=reasons,
    )


def _lorenz(shares: Sequence[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """Return the points of the curve, the smallest buyers first, from (0, 0) to (1, 1)."""
    sums = accumulate(sorted(shares), initial=Decimal(0))
    return [(Decimal(place) / len(shares), sold) for place, sold in enumerate(sums)]


def _gini(lorenz: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    below = sum(
        ((to[0] - start[0]) * (to[1] + start[1]) / 2 for start, to in pairwise(lorenz)),
        Decimal(0),
    )
    return 1 - 2 * below


def _verdict(hhi: Decimal, question: SalesInput) -> Reason:
    code, bound = ConcentrationReason.NOT_CONCENTRATED, question.moderate_from
    if hhi > question.high_above:
        code, bound = ConcentrationReason.HIGHLY_CONCENTRATED, question.high_above
    elif hhi >= question.moderate_from:
        code = ConcentrationReason.MODERATELY_CONCENTRATED
    shown = hhi.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return Reason(code=code, params=(("hhi", shown), ("bound", bound)))


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)


def _shown(value: Decimal) -> Decimal:
    return value.quantize(PLACES, rounding=ROUND_HALF_EVEN)
