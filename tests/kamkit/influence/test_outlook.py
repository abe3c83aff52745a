import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.influence.decision import DecisionRule
from kamkit.influence.network import Person, Role, Tie, TieKind
from kamkit.influence.opinions import Listening, final_weights
from kamkit.influence.outlook import Outlook, OutlookInput, OutlookParams, Verdict, outlook


def asks(one: str, other: str) -> Tie:
    return Tie(from_=one, to=other, kind=TieKind.ADVICE)


def looked(
    *people: Person, ties: tuple[Tie, ...] = (), rule: DecisionRule = DecisionRule.MAJORITY, **params: float
) -> Outlook:
    return outlook(OutlookInput(people=people, ties=ties, rule=rule, params=OutlookParams(**params)))  # type: ignore[arg-type]


def seat(name: str, attitude: int | None, role: Role | None = None, power: float | None = None) -> Person:
    return Person(id=name, attitude=attitude, role=role, power=power)


def test_the_equilibrium_is_that_of_the_equation() -> None:
    # a listens to b half: W = [[1/2, 1/2], [0, 1]], A = diag(1/2, 0), so x_a = 1/2 (1/2 x_a + 1/2 x_b) + 1/2 x_a(0):
    # x_a = 2/3 x_a(0) + 1/3 x_b(0).
    weights = final_weights(["a", "b"], (asks("a", "b"),), Listening())
    assert weights.ravel().tolist() == pytest.approx([2 / 3, 1 / 3, 0, 1])


def test_influence_is_heard_by_who_is_influenced_and_conflict_by_nobody() -> None:
    ties = (
        Tie(from_="b", to="a", kind=TieKind.INFLUENCE),
        Tie(from_="b", to="a", kind=TieKind.CONFLICT),
        Tie(from_="b", to="a", kind=TieKind.INTRODUCED_BY),
    )
    weights = final_weights(["a", "b"], ties, Listening())
    assert weights.ravel().tolist() == pytest.approx([2 / 3, 1 / 3, 0, 1])


@pytest.mark.requirement("R3.2")
def test_the_decision_maker_is_moved_by_whom_he_asks() -> None:
    boss, expert = seat("boss", 0, Role.DECISION_MAKER), seat("expert", 2)
    result = looked(boss, expert, ties=(asks("boss", "expert"),), rule=DecisionRule.DECISION_MAKER)
    assert (result.verdict, result.leaning) == (Verdict.FAVOURABLE, 0.666667)
    assert (result.low, result.high, result.chance_favourable) == (0.666667, 0.666667, 1.0)
    (boss_outlook, _) = result.people
    assert (boss_outlook.leaning, boss_outlook.reasons[0].values["person"]) == (0.666667, "expert")
    assert [(reason.code.value, reason.values["person"]) for reason in result.reasons] == [
        ("SUPPORTS_US", "expert")
    ]


@pytest.mark.parametrize(
    ("rule", "leaning", "codes"),
    [
        (DecisionRule.MAJORITY, 1.0, []),
        (DecisionRule.CONSENSUS, -1.0, ["CONSENSUS_MISSING", "CONSENSUS_MISSING"]),
        (DecisionRule.VETO, -1.0, ["VETO_LIKELY"]),
        (DecisionRule.WEIGHTED_SCORE, 1.1, []),
        (DecisionRule.DECISION_MAKER, 2.0, []),
    ],
)
def test_each_rule_reads_the_same_votes_in_its_way(
    rule: DecisionRule, leaning: float, codes: list[str]
) -> None:
    people = (
        seat("a", 2, Role.DECISION_MAKER, power=5),
        seat("b", 1, power=2),
        seat("c", 1, power=1),
        seat("d", 0, power=1),
        seat("e", -1, Role.APPROVER, power=1),
    )
    result = looked(*people, rule=rule)
    assert result.leaning == pytest.approx(leaning if rule is not DecisionRule.WEIGHTED_SCORE else 1.2)
    blockers = [reason.code.value for reason in result.reasons if "person" in reason.values]
    assert [code for code in blockers if code in {"VETO_LIKELY", "CONSENSUS_MISSING"}] == codes


def test_a_majority_is_more_than_half() -> None:
    assert looked(seat("a", 2), seat("b", -2)).verdict is Verdict.UNFAVOURABLE
    assert looked(seat("a", 2), seat("b", -2), seat("c", 1)).leaning == 1.0


def test_an_approver_in_favour_vetoes_nothing() -> None:
    people = (seat("a", 2), seat("b", 1, Role.APPROVER))
    assert looked(*people, rule=DecisionRule.VETO).leaning == 1.0
    assert looked(seat("a", 2), rule=DecisionRule.VETO).leaning == 2.0


def test_unknown_power_weighs_as_the_mean_of_the_known() -> None:
    people = (seat("a", 2, power=4), seat("b", 0, power=2), seat("c", -1))
    assert looked(*people, rule=DecisionRule.WEIGHTED_SCORE).leaning == pytest.approx(
        (8 + 0 - 3) / 9, abs=1e-6
    )
    nobody = (seat("a", 2, power=0), seat("b", 0))
    assert looked(*nobody, rule=DecisionRule.WEIGHTED_SCORE).leaning == 1.0


def test_what_is_unknown_makes_the_range() -> None:
    result = looked(seat("a", 2), seat("b", None), seat("c", -1))
    assert (result.low, result.high, result.exact) == (-1.0, 2.0, True)
    # Of the five attitudes that b can have, -2 and -1 leave -1 in the middle, 0, 1 and 2 stand there themselves.
    assert result.leaning == pytest.approx((-1 - 1 + 0 + 1 + 2) / 5)
    assert (result.chance_favourable, result.chance_unfavourable) == (0.4, 0.4)
    assert result.people[1].leaning is None
    assert (result.people[1].low, result.people[1].high, result.people[1].known_share) == (-2.0, 2.0, 0.0)
    assert ("ATTITUDE_UNKNOWN", "b") in [
        (reason.code.value, reason.values["person"]) for reason in result.reasons
    ]


def test_too_little_known_is_said_instead_of_a_number() -> None:
    result = looked(seat("a", 2), seat("b", None), seat("c", None))
    assert (result.verdict, result.leaning, result.chance_favourable) == (Verdict.NOT_ENOUGH_DATA, None, None)
    assert (result.low, result.high, result.known_share) == (-2.0, 2.0, 0.333333)
    assert result.reasons[0].code.value == "TOO_LITTLE_KNOWN"


def test_a_vacant_seat_counts_nowhere_and_leaves_no_support_behind() -> None:
    left = Person(id="coo", role=Role.DECISION_MAKER, attitude=2, vacant=True)
    result = looked(left, seat("b", 1), ties=(asks("b", "coo"),), rule=DecisionRule.DECISION_MAKER)
    assert (result.verdict, result.leaning) == (Verdict.NOT_ENOUGH_DATA, None)
    assert [reason.code.value for reason in result.reasons] == ["SEAT_VACANT", "NO_DECISION_MAKER"]
    assert [person.id for person in result.people] == ["b"]
    successor = looked(
        left, seat("new", None, Role.DECISION_MAKER), seat("b", 1), rule=DecisionRule.DECISION_MAKER
    )
    assert (successor.verdict, successor.known_share) == (Verdict.NOT_ENOUGH_DATA, 0.0)


def test_nobody_and_nobody_with_a_vote_give_no_outlook() -> None:
    assert [reason.code.value for reason in looked().reasons] == ["NOBODY_VOTES"]
    assert looked(seat("a", 2, Role.SECRETARY)).verdict is Verdict.NOT_ENOUGH_DATA


def test_many_unknown_are_drawn_the_same_each_time_with_an_exact_mean() -> None:
    people = [seat(f"k{number}", 1, power=5) for number in range(10)] + [
        seat(f"u{number}", None) for number in range(6)
    ]
    one = looked(*people, rule=DecisionRule.WEIGHTED_SCORE, samples=100, seed=3)
    assert one == looked(*reversed(people), rule=DecisionRule.WEIGHTED_SCORE, samples=100, seed=3)
    assert not one.exact
    assert one.leaning == pytest.approx(10 / 16, abs=1e-6)


ATTITUDES = st.lists(st.sampled_from([None, -2, -1, 0, 1, 2]), min_size=1, max_size=5)
RULES = st.sampled_from([rule for rule in DecisionRule if rule is not DecisionRule.DECISION_MAKER])
LINES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8)


def committee(
    attitudes: list[int | None], lines: list[tuple[int, int]]
) -> tuple[list[Person], tuple[Tie, ...]]:
    roles = [Role.APPROVER, *[None] * 4]
    people = [seat(f"p{place}", attitude, roles[place]) for place, attitude in enumerate(attitudes)]
    size = len(people)
    ties = tuple(asks(f"p{one % size}", f"p{two % size}") for one, two in lines if one % size != two % size)
    return people, ties


@given(ATTITUDES, LINES, RULES)
def test_the_leaning_stays_between_its_bounds_and_those_of_the_scale(
    attitudes: list[int | None], lines: list[tuple[int, int]], rule: DecisionRule
) -> None:
    people, ties = committee(attitudes, lines)
    result = looked(*people, ties=ties, rule=rule, needed_share=0)
    assert result.leaning is not None
    assert result.low is not None
    assert result.high is not None
    assert -2 - 1e-9 <= result.low <= result.leaning + 1e-6 <= result.high + 2e-6 <= 2 + 1e-5
    assert final_weights([person.id for person in people], ties, Listening()).sum(axis=1) == pytest.approx(1)


@given(ATTITUDES, LINES, RULES)
def test_more_support_never_lowers_the_leaning(
    attitudes: list[int | None], lines: list[tuple[int, int]], rule: DecisionRule
) -> None:
    attitudes = [-1, *attitudes[1:]]
    people, ties = committee(attitudes, lines)
    better, _ = committee([1, *attitudes[1:]], lines)
    before = looked(*people, ties=ties, rule=rule, needed_share=0).leaning
    after = looked(*better, ties=ties, rule=rule, needed_share=0).leaning
    assert before is not None
    assert after is not None
    assert after >= before - 1e-6


@given(ATTITUDES, LINES, RULES)
def test_the_order_of_people_does_not_matter(
    attitudes: list[int | None], lines: list[tuple[int, int]], rule: DecisionRule
) -> None:
    people, ties = committee(attitudes, lines)
    assert looked(*people, ties=ties, rule=rule) == looked(*reversed(people), ties=ties[::-1], rule=rule)
