"""Our team against their seats: who knows whom how well, and where the gaps are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from kamkit.fields import Says, check_bounds
from kamkit.influence.contacts import Contact, Member, check_contacts
from kamkit.influence.network import Person, check_ids
from kamkit.influence.reasons import InfluenceReason
from kamkit.reasons import Reason

DEEPEST = 4
MOST_POWER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageParams:
    """How fast contact fades, when it is called cooled, and what is taken for the power of a seat that has none stated."""

    half_life: Annotated[float, Says("Days after which a contact counts half", above=0)] = 180.0
    cooled_after: Annotated[int, Says("Days after which a contact is called cooled", at_least=0)] = 90
    usual_power: Annotated[float, Says("Power of a seat whose power is unknown", at_least=0, at_most=5)] = 2.5

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageInput:
    """Their seats, our team, and the contacts between them; of several for a pair the warmest counts."""

    people: tuple[Person, ...]
    team: tuple[Member, ...] = ()
    contacts: tuple[Contact, ...] = ()
    params: CoverageParams = field(default_factory=CoverageParams)

    def __post_init__(self) -> None:
        check_ids((person.id for person in self.people), "people")
        check_contacts(self.contacts, self.team, self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One of us and one of theirs: the stated depth, the days since, and the depth that is left of it."""

    member: str
    person: str
    depth: int
    days: int
    warmth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCoverage:
    """How a seat is covered: `covered` from 0 to 1, `gap` the power that is not; both None for a vacant seat."""

    id: str
    power: float
    needed_depth: float
    covered: float | None
    gap: float | None
    members: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The matrix of contacts, the seats that are not wholly covered by power, and the part of all power we cover.

    `covered_share` is None if no seat is taken, or none has power.
    """

    gaps: tuple[SeatCoverage, ...]
    covered: tuple[SeatCoverage, ...]
    cells: tuple[Cell, ...]
    covered_share: float | None
    reasons: tuple[Reason, ...]


def coverage(question: CoverageInput) -> Coverage:
    """Return our team against their seats, gaps ordered by power.

    A contact of some depth fades by half every `half_life` days. A seat needs the more depth the more power it has
    (4 of 4 at power 5, in proportion below, at least 1); it is covered by the warmest contact in relation to that. Gaps
    are ordered by power, then by what is missing; a vacant seat is a gap until somebody takes it.
    """
    cells = _cells(question)
    seats = [_seat(person, cells, question.params) for person in question.people]
    gaps = [seat for seat in seats if seat.covered is None or seat.covered < 1]
    taken = [seat for seat in seats if seat.gap is not None]
    power = sum(seat.power for seat in taken)
    left = sum(seat.gap or 0.0 for seat in taken)
    return Coverage(
        gaps=tuple(sorted(gaps, key=lambda seat: (-seat.power, seat.covered or 0.0, seat.id))),
        covered=tuple(
            sorted((seat for seat in seats if seat not in gaps), key=lambda seat: (-seat.power, seat.id))
        ),
        cells=cells,
        covered_share=round(1 - left / power, 6) if power else None,
        reasons=() if power else (Reason(code=InfluenceReason.NO_SEATS),),
    )


def _cells(question: CoverageInput) -> tuple[Cell, ...]:
    warmest: dict[tuple[str, str], Cell] = {}
    for contact in question.contacts:
        warmth = round(contact.depth * 0.5 ** (contact.days / question.params.half_life), 6)
        pair = (contact.person, contact.member)
        if pair not in warmest or warmth > warmest[pair].warmth:
            warmest[pair] = Cell(
                member=contact.member,
                person=contact.person,
                depth=contact.depth,
                days=contact.days,
                warmth=warmth,
            )
    return tuple(warmest[pair] for pair in sorted(warmest))


def _seat(person: Person, cells: Sequence[Cell], params: CoverageParams) -> SeatCoverage:
    power = params.usual_power if person.power is None else float(person.power)
    needed = max(1.0, power * DEEPEST / MOST_POWER)
    own = sorted(
        (cell for cell in cells if cell.person == person.id and cell.depth > 0),
        key=lambda cell: (-cell.warmth, cell.member),
    )
    if person.vacant:
        reason = Reason(code=InfluenceReason.SEAT_VACANT, params=(("person", person.name or person.id),))
        return SeatCoverage(
            id=person.id,
            power=power,
            needed_depth=needed,
            covered=None,
            gap=None,
            members=(),
            reasons=(reason,),
        )
    covered = min(1.0, own[0].warmth / needed) if own else 0.0
    return SeatCoverage(
        id=person.id,
        power=power,
        needed_depth=round(needed, 6),
        covered=round(covered, 6),
        gap=round(power * (1 - covered), 6),
        members=tuple(cell.member for cell in own),
        reasons=tuple(_reasons(person, own, params, covered=covered, needed=needed)),
    )


def _reasons(
    person: Person, own: Sequence[Cell], params: CoverageParams, *, covered: float, needed: float
) -> list[Reason]:
    if not own:
        return [Reason(code=InfluenceReason.NO_CONTACT_YET)]
    reasons = []
    if own[0].days > params.cooled_after:
        reasons.append(Reason(code=InfluenceReason.CONTACT_COOLED, params=(("days", own[0].days),)))
    if covered < 1 and own[0].depth < needed:
        depth = Decimal(str(round(needed, 1)))
        reasons.append(
            Reason(code=InfluenceReason.CONTACT_SHALLOW, params=(("depth", own[0].depth), ("needed", depth)))
        )
    if len(own) == 1:
        reasons.append(Reason(code=InfluenceReason.ONE_OF_US_ONLY, params=(("member", own[0].member),)))
    if person.power is None:
        reasons.append(Reason(code=InfluenceReason.POWER_UNKNOWN))
    return reasons
