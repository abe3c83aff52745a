from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.ladder.assess import LadderInput, LadderResult, assess
from kamkit.problems import InputError
from kamkit.wire.reading import read

LEVELS = [
    {"id": "vendor", "requirements": [{"id": "order"}]},
    {
        "id": "preferred",
        "requirements": [{"id": "listed", "valid_days": 365}, {"id": "on time", "needed": 2}],
    },
    {"id": "partner", "requirements": [{"id": "joint plan", "valid_days": 180}]},
]


def stood(*evidence: dict[str, Any], levels: list[dict[str, Any]] | None = None) -> LadderResult:
    return assess(read(LadderInput, {"levels": levels or LEVELS, "evidence": list(evidence)}))


def proof(requirement: str, days: int = 0, **more: Any) -> dict[str, Any]:
    return {"requirement": requirement, "days": days} | more


def codes(result: LadderResult) -> list[str]:
    return [reason.code.value for reason in result.reasons]


def test_a_level_needs_all_its_evidence_and_all_below_it() -> None:
    result = stood(proof("order"), proof("listed"), proof("on time", source="visit 3"), proof("joint plan"))
    assert (result.level, result.next_level, result.missing) == ("vendor", "preferred", ("on time",))
    assert codes(result) == ["LEVEL_REACHED", "REQUIREMENT_MISSING", "LEVEL_SKIPPED"]
    assert result.reasons[1].values == {"requirement": "on time", "found": 1, "needed": 2}
    assert result.levels[1].requirements[1].sources == ("visit 3",)


def test_evidence_runs_out_and_the_level_falls_on_a_day() -> None:
    proofs = [
        proof("order"),
        proof("listed", 300),
        proof("on time"),
        proof("on time"),
        proof("joint plan", 170),
    ]
    result = stood(*proofs)
    assert (result.level, result.next_level, result.falls_in, result.falls_to) == (
        "partner",
        None,
        10,
        "preferred",
    )
    assert codes(result) == ["LEVEL_REACHED", "LEVEL_FALLS"]
    later = stood(*proofs[:4], proof("joint plan", 190))
    assert (later.level, later.falls_in, later.falls_to) == ("preferred", 65, "vendor")
    assert later.reasons[1].values == {"requirement": "joint plan", "days": 10}
    assert later.reasons[1].code.value == "REQUIREMENT_EXPIRED"


def test_of_several_pieces_the_one_that_is_needed_last_decides() -> None:
    levels = [{"id": "a", "requirements": [{"id": "met", "needed": 2, "valid_days": 100}]}]
    result = stood(proof("met", 10), proof("met", 90), proof("met", 40), levels=levels)
    assert (result.falls_in, result.falls_to) == (60, None)


def test_a_piece_may_count_for_fewer_days_than_its_requirement_says() -> None:
    levels = [{"id": "a", "requirements": [{"id": "met", "needed": 2, "valid_days": 100}, {"id": "signed"}]}]
    signed = proof("signed", 30, valid_days=90)
    result = stood(proof("met", 10, valid_days=15), proof("met", 90), signed, levels=levels)
    assert (result.level, result.falls_in) == ("a", 5)
    over = stood(proof("met", 20, valid_days=15), proof("met", 90), signed, levels=levels)
    assert (over.level, codes(over)) == (None, ["NO_LEVEL_REACHED", "REQUIREMENT_EXPIRED"])
    assert over.reasons[1].values == {"requirement": "met", "days": 5}


def test_newer_evidence_against_takes_older_away() -> None:
    against = proof("order", 5, holds=False)
    refuted = stood(proof("order", 9), against)
    assert (refuted.level, codes(refuted)[:2]) == (None, ["NO_LEVEL_REACHED", "REQUIREMENT_REFUTED"])
    assert stood(proof("order", 5), against).level is None
    assert stood(proof("order", 4), against).level == "vendor"


def test_nothing_known_reaches_nothing_unless_nothing_is_asked() -> None:
    assert stood().level is None
    assert stood(levels=[{"id": "known", "requirements": []}]).level == "known"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"levels": []}, "levels"),
        ({"levels": [LEVELS[0], {"id": "vendor", "requirements": []}]}, "levels[1].id"),
        (
            {"levels": [LEVELS[0], {"id": "b", "requirements": [{"id": "order"}]}]},
            "levels[1].requirements[0].id",
        ),
        ({"levels": LEVELS, "evidence": [proof("gift")]}, "evidence[0].requirement"),
        ({"levels": LEVELS, "evidence": [proof("order", -1)]}, "evidence[0].days"),
    ],
)
def test_a_wrong_field_is_named(given: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as refused:
        read(LadderInput, given)
    assert refused.value.field == field


PROOFS = st.lists(
    st.tuples(st.sampled_from(["order", "listed", "on time", "joint plan"]), st.integers(0, 400)), max_size=10
)


@given(PROOFS, st.randoms(use_true_random=False))
def test_more_or_newer_evidence_never_lowers_the_level(proofs: list[tuple[str, int]], random: Any) -> None:
    def height(pieces: list[tuple[str, int]]) -> int:
        level = stood(*(proof(name, days) for name, days in pieces)).level
        return [None, "vendor", "preferred", "partner"].index(level)

    shuffled = list(proofs)
    random.shuffle(shuffled)
    assert height(shuffled) == height(proofs)
    assert height([*proofs, ("on time", 0)]) >= height(proofs)
    assert height([(name, max(days - 30, 0)) for name, days in proofs]) >= height(proofs)
