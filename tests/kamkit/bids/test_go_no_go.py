from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.bids.go_no_go import GoNoGo, GoNoGoResult, go_no_go
from kamkit.problems import InputError
from kamkit.wire.reading import read


def result(**shape: Any) -> GoNoGoResult:
    return go_no_go(read(GoNoGo, shape))


def question(id_: str, weight: int, score: Any, **more: Any) -> dict[str, Any]:
    return {"id": id_, "weight": weight, "score": score, **more}


def codes(found: GoNoGoResult) -> list[str]:
    return [reason.code.value for reason in found.reasons]


@pytest.mark.requirement("R1.3")
@pytest.mark.parametrize(
    ("score", "decision"), [(7, "GO"), ("6.99", "CONDITIONAL"), (5, "CONDITIONAL"), ("4.9", "NO_GO")]
)
def test_the_band_of_the_weighted_score_decides(score: Any, decision: str) -> None:
    found = result(questions=[question("a", 3, score), question("b", 1, score)])
    assert (found.decision.value, found.score) == (decision, Decimal(str(score)) * 10)
    assert codes(found) == ["BAND_HOLDS"]


def test_a_condition_that_is_not_met_knocks_out_whatever_the_score() -> None:
    found = result(knock_outs=[{"id": "licence", "met": False}], questions=[question("a", 1, 10)])
    assert (found.decision.value, codes(found)) == ("NO_GO", ["KNOCKED_OUT"])
    least = result(questions=[question("a", 1, 2, least=3), question("b", 9, 10)])
    assert (least.decision.value, codes(least)) == ("NO_GO", ["BELOW_ITEM_MINIMUM"])


def test_an_unknown_answer_is_no_zero() -> None:
    found = result(questions=[question("a", 1, 10), question("b", 1, None)])
    assert (found.decision.value, found.score, found.lowest, found.highest) == ("UNDECIDED", 100, 50, 100)
    assert codes(found) == ["ANSWERS_UNKNOWN", "UNKNOWN_MAY_TURN"]
    small = result(questions=[question("a", 19, 9), question("b", 1, None)])
    assert (small.decision.value, codes(small)) == ("GO", ["ANSWERS_UNKNOWN", "BAND_HOLDS"])


def test_an_open_condition_leaves_it_undecided_unless_it_is_lost_already() -> None:
    gates = [{"id": "licence"}, {"id": "site visit", "met": True}]
    found = result(knock_outs=gates, questions=[question("a", 1, 9)])
    assert (found.decision.value, codes(found)) == ("UNDECIDED", ["ANSWERS_UNKNOWN"])
    lost = result(knock_outs=gates, questions=[question("a", 1, 1)])
    assert lost.decision.value == "NO_GO"


def test_a_gap_between_bands_is_shown_and_not_rounded() -> None:
    """open-agent-ai-security/praxen#189: GO from 70, STOP below 50, and 60 is neither."""
    bands = [{"decision": "GO", "from": 70}, {"decision": "NO_GO", "to": 50}]
    found = result(questions=[question("a", 1, 6)], bands=bands)
    assert (found.decision.value, codes(found)) == ("UNDECIDED", ["BANDS_SAY_NOTHING"])


def test_without_questions_there_is_nothing_to_judge() -> None:
    found = result()
    assert (found.decision.value, found.score, codes(found)) == ("UNDECIDED", None, ["NOTHING_SCORED"])
    unknown = result(questions=[question("a", 1, None)])
    assert (unknown.score, unknown.lowest, unknown.highest) == (None, 0, 100)


@pytest.mark.parametrize(
    ("shape", "code", "field"),
    [
        ({"questions": [question("a", 1, 11)]}, "OUT_OF_RANGE", "questions[0].score"),
        ({"questions": [question("a", 0, 1)]}, "OUT_OF_RANGE", "questions"),
        ({"questions": [question("a", 1, 1), question("a", 1, 1)]}, "DUPLICATE", "questions[1].id"),
        ({"knock_outs": [{"id": "a"}, {"id": "a"}]}, "DUPLICATE", "knock_outs[1].id"),
    ],
)
def test_a_wrong_field_is_named(shape: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InputError) as raised:
        result(**shape)
    assert (raised.value.code.value, raised.value.field) == (code, field)


@given(st.lists(st.tuples(st.integers(1, 9), st.none() | st.integers(0, 10)), min_size=1, max_size=6))
def test_the_score_lies_in_its_range(answers: list[tuple[int, int | None]]) -> None:
    found = result(
        questions=[question(str(place), weight, score) for place, (weight, score) in enumerate(answers)]
    )
    assert found.lowest is not None
    assert found.highest is not None
    assert 0 <= found.lowest <= found.highest <= 100
    assert found.score is None or 0 <= found.score <= 100
