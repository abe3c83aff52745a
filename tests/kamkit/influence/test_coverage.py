import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.influence.contacts import Contact, Member
from kamkit.influence.coverage import Coverage, CoverageInput, CoverageParams, coverage
from kamkit.influence.network import Person

TEAM = (Member(id="me"), Member(id="chief"))


def covered(*people: Person, contacts: tuple[Contact, ...] = (), **params: float) -> Coverage:
    return coverage(
        CoverageInput(people=people, team=TEAM, contacts=contacts, params=CoverageParams(**params))
    )  # type: ignore[arg-type]


def met(person: str, depth: int, days: int = 0, member: str = "me") -> Contact:
    return Contact(member=member, person=person, depth=depth, days=days)


@pytest.mark.requirement("R3.2")
def test_gaps_are_ordered_by_power() -> None:
    people = [
        Person(id=name, power=power)
        for name, power in (("user", 1), ("boss", 5), ("buyer", 3), ("expert", 3))
    ]
    result = covered(*people, contacts=(met("expert", 1), met("user", 2), met("user", 1, member="chief")))
    assert [(gap.id, gap.covered) for gap in result.gaps] == [
        ("boss", 0.0),
        ("buyer", 0.0),
        ("expert", 0.416667),
    ]
    assert [(seat.id, seat.members) for seat in result.covered] == [("user", ("me", "chief"))]
    assert result.covered_share == pytest.approx((1 + 3 * 0.416667) / 12, abs=1e-6)
    codes = [[reason.code.value for reason in gap.reasons] for gap in result.gaps]
    assert codes == [["NO_CONTACT_YET"], ["NO_CONTACT_YET"], ["CONTACT_SHALLOW", "ONE_OF_US_ONLY"]]


def test_contact_fades_by_half_and_the_warmest_counts() -> None:
    contacts = (met("a", 4, days=180), met("a", 3, days=180), met("a", 1, days=0, member="chief"))
    result = covered(Person(id="a", power=5), contacts=contacts)
    assert [(cell.member, cell.depth, cell.days, cell.warmth) for cell in result.cells] == [
        ("chief", 1, 0, 1.0),
        ("me", 4, 180, 2.0),
    ]
    (gap,) = result.gaps
    assert (gap.covered, gap.gap, gap.needed_depth, gap.members) == (0.5, 2.5, 4.0, ("me", "chief"))
    assert [(reason.code.value, reason.values) for reason in gap.reasons] == [
        ("CONTACT_COOLED", {"days": 180})
    ]


def test_unknown_power_is_said_and_taken_as_usual() -> None:
    result = covered(Person(id="a"), contacts=(met("a", 2), met("a", 0, member="chief")), usual_power=2)
    (seat,) = result.covered
    assert (seat.power, seat.needed_depth, seat.members) == (2, 1.6, ("me",))
    assert [reason.code.value for reason in seat.reasons] == ["ONE_OF_US_ONLY", "POWER_UNKNOWN"]


def test_a_vacant_seat_is_a_gap_without_a_number() -> None:
    result = covered(Person(id="a", power=5, vacant=True), contacts=(met("a", 4),))
    (gap,) = result.gaps
    assert (gap.covered, gap.gap, gap.members, gap.reasons[0].code.value) == (None, None, (), "SEAT_VACANT")
    assert (result.covered_share, [reason.code.value for reason in result.reasons]) == (None, ["NO_SEATS"])
    assert covered().covered_share is None


@given(st.integers(0, 4), st.integers(0, 400), st.integers(0, 5))
def test_a_newer_or_deeper_contact_never_covers_less(depth: int, days: int, power: int) -> None:
    def share(depth: int, days: int) -> float:
        seat = covered(
            Person(id="a", power=power), Person(id="b", power=1), contacts=(met("a", depth, days),)
        )
        found = next(each for each in (*seat.gaps, *seat.covered) if each.id == "a")
        assert found.covered is not None
        assert 0 <= found.covered <= 1
        return found.covered

    assert share(min(depth + 1, 4), days) >= share(depth, days)
    assert share(depth, days + 1) <= share(depth, days)
