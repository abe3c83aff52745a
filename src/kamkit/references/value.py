"""Business reference value: what a customer's references have helped to win.

V. Kumar, J. A. Petersen and R. P. Leone, "Defining, Measuring, and Managing Business Reference Value", Journal of Marketing
77 (2013): BRV_i = sum over converted customers n of Ref_n · DOI_in · CLV_n / (1 + r)^t_n.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason
from kamkit.references.reasons import ReferenceReason

DIGITS = 50
PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """The part of all references' influence on a converted customer that came from one reference."""

    reference: str
    degree: Annotated[Decimal, Says("Degree of influence, a part of 1", at_least=0, at_most=1)]

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A customer who was won: its lifetime value, how far references moved it, when, and which references did."""

    id: str
    lifetime_value: Decimal
    references_share: Annotated[
        Decimal, Says("How far references moved it, a part of 1", at_least=0, at_most=1)
    ]
    periods: Annotated[Decimal, Says("Periods from today until it was or will be won", at_least=0)] = Decimal(
        0
    )
    influences: tuple[Influence, ...] = ()

    def __post_init__(self) -> None:
        check_bounds(self)
        names = [each.reference for each in self.influences]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise InputError(
                    ProblemCode.DUPLICATE, f"influences[{index}].reference", f"{name} is there twice"
                )
        whole = sum(each.degree for each in self.influences)
        if whole > 1:
            raise InputError(ProblemCode.CONFLICT, "influences", f"degrees add up to {whole}, more than 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceValueInput:
    """Customers who were won, and the discount rate of a period (a month, as in the paper, or any other)."""

    converted: tuple[Converted, ...]
    rate: Annotated[Decimal, Says("Discount rate of a period", above=-1)]

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceValue:
    """What a reference is worth, with the customers it helped to win as reasons, the largest first."""

    reference: str
    value: Decimal
    customers: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceValueResult:
    """References, the most valuable first; `unassigned` is the reference value that no reference has been given."""

    references: tuple[ReferenceValue, ...]
    total: Decimal
    unassigned: Decimal


def value(question: ReferenceValueInput) -> ReferenceValueResult:
    """Return the business reference value of each reference: what it moved of the value of converted customers."""
    moved: dict[str, list[tuple[Decimal, str]]] = {}
    unassigned = Decimal(0)
    with localcontext(prec=DIGITS):
        for customer in question.converted:
            worth = (
                customer.references_share * customer.lifetime_value / (1 + question.rate) ** customer.periods
            )
            for each in customer.influences:
                moved.setdefault(each.reference, []).append((worth * each.degree, customer.id))
            unassigned += worth * (1 - sum((each.degree for each in customer.influences), Decimal(0)))
        found = [_valued(name, parts) for name, parts in moved.items()]
    return ReferenceValueResult(
        references=tuple(sorted(found, key=lambda each: (-each.value, each.reference))),
        total=_shown(sum((each.value for each in found), Decimal(0))),
        unassigned=_shown(unassigned),
    )


def _valued(name: str, parts: Sequence[tuple[Decimal, str]]) -> ReferenceValue:
    ordered = sorted(parts, key=lambda part: (-part[0], part[1]))
    return ReferenceValue(
        reference=name,
        value=_shown(sum((amount for amount, _ in parts), Decimal(0))),
        customers=len(parts),
        reasons=tuple(
            Reason(
                code=ReferenceReason.REFERENCE_MOVED,
                params=(("customer", customer), ("amount", _told(amount))),
                weight=_told(amount),
            )
            for amount, customer in ordered
        ),
    )


def _told(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)


def _shown(amount: Decimal) -> Decimal:
    return amount.quantize(PLACES, rounding=ROUND_HALF_EVEN)
