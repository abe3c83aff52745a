import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.influence.network import Person, Tie, TieKind
from kamkit.influence.ranking import Evidence, Ranking, RankingInput, TieWeights, rank

MANAGERS = Path(__file__).parents[2] / "data" / "org_networks"


def rows(name: str) -> list[dict[str, str]]:
    with (MANAGERS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ties(name: str, kind: TieKind) -> list[Tie]:
    return [Tie(from_=row["from"], to=row["to"], kind=kind) for row in rows(name)]


LEVELS = {row["id"]: int(row["level"]) for row in rows("levels")}
ADVICE, FRIENDS = ties("advice", TieKind.ADVICE), ties("friends", TieKind.FRIENDSHIP)
REPORTS = ties("reports", TieKind.REPORTS_TO)


def ranked(
    *given: Tie, people: tuple[str, ...] = tuple(LEVELS), weights: TieWeights | None = None
) -> Ranking:
    return rank(
        RankingInput(
            people=tuple(Person(id=name) for name in people), ties=given, weights=weights or TieWeights()
        )
    )


def auc(result: Ranking) -> float:
    """Return how well the scores tell levels 1 and 2 from the others."""
    score = {entry.id: entry.score for entry in result.ranking}
    high = [score[name] for name, level in LEVELS.items() if level <= 2]
    low = [score[name] for name, level in LEVELS.items() if level > 2]
    wins = sum((above > below) + (above == below) / 2 for above in high for below in low)
    return round(wins / len(high) / len(low), 3)


@pytest.mark.requirement("R3.2")
def test_krackhardts_managers_are_ranked_by_who_is_asked_for_advice() -> None:
    result = ranked(*ADVICE, *FRIENDS)
    assert auc(result) == 0.956
    assert [entry.id for entry in result.ranking[:5]] == ["2", "18", "21", "1", "7"]
    assert [entry.rank for entry in result.ranking[:5]] == [1, 2, 2, 4, 4]
    assert (result.carried_by, result.evidence) == (TieKind.ADVICE, Evidence.STRONG)
    assert result.ranking[0].reasons[0].values == {"people": 18}
    assert [reason.code.value for reason in result.reasons] == ["CARRIED_BY_ADVICE"]


def test_friendship_alone_is_called_weak() -> None:
    result = ranked(*FRIENDS)
    assert auc(result) == 0.506
    assert (result.carried_by, result.evidence) == (TieKind.FRIENDSHIP, Evidence.WEAK)
    assert [reason.code.value for reason in result.reasons] == ["CARRIED_BY_FRIENDSHIP"]


def test_the_types_that_occur_are_weighed_and_told_apart() -> None:
    result = ranked(*ADVICE, *FRIENDS, *REPORTS)
    assert auc(result) == 1.0
    assert [report.kind for report in result.agreement] == [
        TieKind.ADVICE,
        TieKind.REPORTS_TO,
        TieKind.FRIENDSHIP,
    ]
    assert [report.evidence for report in result.agreement] == [
        Evidence.STRONG,
        Evidence.STRONG,
        Evidence.WEAK,
    ]
    assert sum(report.share for report in result.agreement) == pytest.approx(1)
    assert [report.weight for report in result.agreement] == [0.5, 0.5, 0.0]
    assert result.agreement[2].correlation is not None
    assert abs(result.agreement[2].correlation) < 0.2


def test_a_boss_stands_above_all_below_at_any_depth() -> None:
    chain = [Tie(from_=below, to=above, kind=TieKind.REPORTS_TO) for below, above in (("c", "b"), ("b", "a"))]
    result = ranked(*chain, people=("a", "b", "c"))
    assert [(entry.id, entry.score) for entry in result.ranking] == [("a", 1.0), ("b", 0.5), ("c", 0.0)]
    assert result.ranking[0].reasons[0].values == {"people": 1}


def test_influence_runs_the_other_way_than_being_asked() -> None:
    assert ranked(Tie(from_="a", to="b", kind=TieKind.INFLUENCE), people=("a", "b")).ranking[0].id == "a"
    assert ranked(Tie(from_="a", to="b", kind=TieKind.ADVICE), people=("a", "b")).ranking[0].id == "b"


def test_few_ties_could_be_chance() -> None:
    result = ranked(Tie(from_="a", to="b", kind=TieKind.ADVICE), people=("a", "b", "c"))
    assert result.evidence is Evidence.WEAK
    assert [reason.code.value for reason in result.reasons] == ["CARRIED_BY_ADVICE", "TIES_HARDLY_DIFFER"]


@pytest.mark.parametrize(
    "given",
    [
        (),
        (Tie(from_="a", to="b", kind=TieKind.CONFLICT), Tie(from_="b", to="a", kind=TieKind.INTRODUCED_BY)),
        (Tie(from_="a", to="b", kind=TieKind.ADVICE), Tie(from_="b", to="a", kind=TieKind.ADVICE)),
    ],
)
def test_without_telling_ties_there_is_no_ranking(given: tuple[Tie, ...]) -> None:
    result = ranked(*given, people=("a", "b"))
    assert (result.ranking, result.carried_by, result.evidence, result.agreement) == ((), None, None, ())
    assert result.reasons[0].values == {"people": 2, "ties": len(given)}


def test_a_kind_that_tells_nobody_apart_has_no_correlation() -> None:
    circle = [
        Tie(from_=one, to=other, kind=TieKind.ADVICE) for one, other in ("ab", "ba", "ac", "ca", "bc", "cb")
    ]
    result = ranked(*circle, Tie(from_="a", to="b", kind=TieKind.INFLUENCE), people=("a", "b", "c"))
    advice = result.agreement[0]
    assert (advice.correlation, advice.share, advice.chance) == (None, 0.0, 1.0)


def test_a_vacant_seat_is_left_out_with_its_ties() -> None:
    people = (Person(id="a", vacant=True), Person(id="b"), Person(id="c"), Person(id="d"))
    asked = [("b", "a"), ("c", "a"), ("d", "a"), ("c", "b")]
    given = tuple(Tie(from_=one, to=other, kind=TieKind.ADVICE) for one, other in asked)
    result = rank(RankingInput(people=people, ties=given))
    assert [entry.id for entry in result.ranking] == ["b", "c", "d"]


def test_several_ties_of_a_pair_count_as_the_strongest() -> None:
    once = Tie(from_="a", to="b", kind=TieKind.ADVICE, strength=3)
    again = Tie(from_="a", to="b", kind=TieKind.ADVICE, strength=2)
    other = Tie(from_="b", to="c", kind=TieKind.ADVICE, strength=1)
    assert ranked(once, again, other, people=("a", "b", "c")) == ranked(once, other, people=("a", "b", "c"))


PAIRS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.floats(0.1, 9)).filter(
        lambda pair: pair[0] != pair[1]
    ),
    min_size=1,
    max_size=15,
    unique_by=lambda pair: pair[:2],
)


def advice(pairs: list[tuple[str, str, float]], factor: float = 1) -> list[Tie]:
    return [
        Tie(from_=one, to=other, kind=TieKind.ADVICE, strength=size * factor) for one, other, size in pairs
    ]


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(pairs: list[tuple[str, str, float]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (
        ranked(*advice(pairs), people=tuple("abcde")),
        ranked(*advice(shuffled), people=tuple("edcba")),
    )
    assert [entry.score for entry in one.ranking] == pytest.approx([entry.score for entry in other.ranking])


@given(PAIRS)
def test_the_unit_of_strength_does_not_matter_and_scores_have_bounds(
    pairs: list[tuple[str, str, float]],
) -> None:
    one, other = (
        ranked(*advice(pairs), people=tuple("abcde")),
        ranked(*advice(pairs, 4), people=tuple("abcde")),
    )
    assert [(entry.id, entry.score) for entry in one.ranking] == [
        (entry.id, entry.score) for entry in other.ranking
    ]
    assert all(0 <= entry.score <= 1 for entry in one.ranking)


@given(PAIRS)
def test_being_asked_once_more_never_lowers_a_rank(pairs: list[tuple[str, str, float]]) -> None:
    before = {entry.id: entry.rank for entry in ranked(*advice(pairs), people=tuple("abcdef")).ranking}
    more = ranked(*advice(pairs), Tie(from_="f", to="a", kind=TieKind.ADVICE), people=tuple("abcdef"))
    after = {entry.id: entry.rank for entry in more.ranking}
    assert after["a"] <= before.get("a", 6)
