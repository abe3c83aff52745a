from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.problems import InputError, ProblemCode
from kamkit.rules.evaluate import Answer, RuleAnswer, RulesInput, evaluate
from kamkit.wire.numbers import dumps, loads
from kamkit.wire.reading import read

SHEET: list[dict[str, Any]] = [
    {"name": "deal.amount", "type": "NUMBER", "value": 500},
    {"name": "deal.margin", "type": "NUMBER", "value": "0.12"},
    {"name": "deal.stage", "type": "TEXT", "value": "BID"},
    {"name": "deal.due", "type": "DATE", "value": "2026-12-24"},
    {"name": "approved", "type": "BOOL"},
    {"name": "sponsor", "type": "BOOL", "value": True},
    {"name": "people", "type": "LIST", "value": [{"power": 4, "known": True}, {"power": 1, "known": None}]},
    {"name": "tags", "type": "LIST", "value": ["key"]},
    {"name": "mandate", "type": "NUMBER", "value": 400},
    {"name": "seen_on", "type": "DATE"},
    {"name": "region", "type": "TEXT"},
    {"name": "day", "type": "TEXT", "value": "2026-01-01"},
    {"name": "lists", "type": "LIST"},
]


def asked(expression: str, facts: list[dict[str, Any]] | None = None) -> RuleAnswer:
    given = {"rules": [{"id": "rule", "expression": expression}], "facts": SHEET if facts is None else facts}
    return evaluate(read(RulesInput, loads(dumps(given)))).answers[0]


def changes(answer: RuleAnswer) -> list[list[tuple[str, Any]]]:
    return [[(change.fact, change.to) for change in way] for way in answer.changes]


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("deal.amount >= 500 && deal.stage in ['BID', 'WON']", Answer.TRUE),
        ("deal.amount > 500.5", Answer.FALSE),
        ("deal.margin < 1 && deal.margin + 1 > 1.1 && 2 > deal.margin", Answer.TRUE),
        ("deal.due < date('2026-12-25') && deal.due > date('2026-12-23')", Answer.TRUE),
        ("people.exists(person, person.power > 3 && person.known)", Answer.TRUE),
        ("people.all(person, person.power > mandate)", Answer.FALSE),
        ("size(tags) == 1 && 'key' in tags && !('lost' in tags)", Answer.TRUE),
        ("approved", Answer.UNKNOWN),
        ("sponsor || approved", Answer.TRUE),
        ("approved && !sponsor", Answer.FALSE),
        ("approved || deal.stage == 'WON'", Answer.UNKNOWN),
        ("has(deal.amount)", Answer.TRUE),
        ("deal.stage.startsWith('B') ? sponsor : approved", Answer.TRUE),
        ("0xff > 254", Answer.TRUE),
    ],
)
def test_rules_answer_true_false_or_unknown(expression: str, answer: Answer) -> None:
    assert asked(expression).answer is answer


def test_the_facts_that_decided_are_named() -> None:
    assert asked("deal.stage == 'WON' && deal.amount > 1 && approved").decided_by == ("deal.stage",)
    assert asked("deal.amount > 1 || deal.stage == 'BID'").decided_by == ("deal.stage",)
    both = asked("deal.amount > 1 && deal.stage == 'BID'")
    assert both.decided_by == ("deal.amount", "deal.stage")
    assert [reason.values for reason in both.reasons] == [
        {"fact": "deal.amount", "value": "500"},
        {"fact": "deal.stage", "value": "BID"},
    ]
    assert (both.changes, both.unknown) == ((), ())


def test_what_is_missing_is_named() -> None:
    answer = asked("approved && deal.amount > 1")
    assert (answer.unknown, answer.decided_by, changes(answer)) == (("approved",), (), [[("approved", True)]])
    assert [reason.code.value for reason in answer.reasons] == ["FACT_UNKNOWN", "FACT_WOULD_DO"]


@pytest.mark.parametrize(
    ("expression", "ways"),
    [
        ("deal.amount >= 1000.5", [[("deal.amount", 1000.5)]]),
        ("deal.amount > 1000", [[("deal.amount", 1001)]]),
        ("deal.amount < mandate", [[("deal.amount", 399)], [("mandate", 501)]]),
        ("deal.stage == 'WON'", [[("deal.stage", "WON")]]),
        ("region == 'south'", [[("region", "south")]]),
        ("deal.due < date('2026-12-01')", [[("deal.due", "2026-11-30")]]),
        ("seen_on > deal.due", [[("seen_on", "2026-12-25")]]),
        ("deal.due < date('2026-12-01') && deal.stage == 'BID'", [[("deal.due", "2026-11-30")]]),
        (
            "deal.stage == 'WON' && sponsor || date(day) == date('2026-11-30') && sponsor",
            [[("deal.stage", "WON")], [("day", "2026-11-30")]],
        ),
        ("!sponsor", [[("sponsor", False)]]),
        ("'won' in tags", [[("tags", ["key", "won"])]]),
        ("'won' in lists", [[("lists", ["won"])]]),
        ("size(tags) > 5", []),
        ("deal.amount > 1000 && deal.stage == 'WON'", [[("deal.amount", 1001), ("deal.stage", "WON")]]),
    ],
)
def test_the_nearest_values_that_would_do_are_found(expression: str, ways: list[Any]) -> None:
    found = changes(asked(expression))
    assert [[(name, float(to) if name == "deal.amount" else to) for name, to in way] for way in found] == ways


def test_pairs_are_tried_among_few_facts_and_shown_a_few_times() -> None:
    facts = [{"name": f"f{place}", "type": "BOOL", "value": False} for place in range(8)]
    any_two = " || ".join(f"f{one} && f{two}" for one in range(4) for two in range(one))
    assert len(asked(any_two, facts).changes) == 3
    many = " && ".join(f"f{place}" for place in range(8))
    assert asked(many, facts).changes == ()


@pytest.mark.parametrize(
    ("expression", "code", "said"),
    [
        ("deal.amount >", ProblemCode.CONFLICT, "line 1"),
        ("deal.amout > 1", ProblemCode.UNKNOWN_REFERENCE, "no fact deal.amout; known are deal.amount"),
        ("deal.amount + 1", ProblemCode.WRONG_TYPE, "true or false"),
        ("deal.stage > 1", ProblemCode.CONFLICT, "cannot be asked"),
        ("deal.amount / 0 > 1", ProblemCode.CONFLICT, "cannot be asked"),
        ("deal.due > date('soon')", ProblemCode.CONFLICT, "cannot be asked"),
        ("sponsor" + " && sponsor" * 400, ProblemCode.OUT_OF_RANGE, "2000 characters"),
        ("(" * 90 + "sponsor" + ")" * 90, ProblemCode.CONFLICT, "nested too deeply"),
        ("a" + ".a" * 990, ProblemCode.UNKNOWN_REFERENCE, "no fact a.a"),
        ("!" * 1900 + "sponsor", ProblemCode.CONFLICT, "nested too deeply"),
    ],
)
def test_a_rule_that_cannot_be_read_or_asked_is_refused(
    expression: str, code: ProblemCode, said: str
) -> None:
    with pytest.raises(InputError, match=said) as refused:
        asked(expression)
    assert (refused.value.code, refused.value.field) == (code, "rules[0].expression")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ([{"name": "a b", "type": "BOOL"}], "facts[0].name"),
        ([{"name": "a", "type": "BOOL"}] * 2, "facts[1].name"),
        ([{"name": "a.b", "type": "BOOL"}, {"name": "a", "type": "BOOL"}], "facts[0].name"),
        ([{"name": "a", "type": "NUMBER", "value": True}], "facts[0].value"),
        ([{"name": "a", "type": "NUMBER", "value": "many"}], "facts[0].value"),
        ([{"name": "a", "type": "BOOL", "value": 1}], "facts[0].value"),
        ([{"name": "a", "type": "TEXT", "value": 1}], "facts[0].value"),
        ([{"name": "a", "type": "LIST", "value": "x"}], "facts[0].value"),
        ([{"name": "a", "type": "DATE", "value": "soon"}], "facts[0].value"),
        ([{"name": "a", "type": "DATE", "value": 5}], "facts[0].value"),
    ],
)
def test_a_wrong_fact_is_named(facts: list[dict[str, Any]], field: str) -> None:
    with pytest.raises(InputError) as refused:
        read(RulesInput, loads(dumps({"rules": [], "facts": facts})))
    assert refused.value.field.split(" ")[0] == field


def test_rules_have_their_own_names() -> None:
    rule = {"id": "a", "expression": "true"}
    with pytest.raises(InputError, match=r"rules\[1\]\.id: a is there twice"):
        read(RulesInput, {"rules": [rule, rule], "facts": []})
    assert evaluate(read(RulesInput, {"rules": [rule], "facts": []})).answers[0].answer is Answer.TRUE


BOOLS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in "abc"})


@settings(deadline=None)
@given(BOOLS, st.sampled_from(["a && b || c", "a || b && !c", "!(a || b) && c", "a ? b : c"]))
def test_an_answer_is_sure_whatever_the_unknown_turn_out_to_be(
    values: dict[str, Any], expression: str
) -> None:
    def sheet(given: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"name": name, "type": "BOOL", "value": value} for name, value in given.items()]

    found = asked(expression, sheet(values))
    for filled in (True, False):
        whole = asked(
            expression, sheet({name: filled if value is None else value for name, value in values.items()})
        )
        assert found.answer in {Answer.UNKNOWN, whole.answer}
        assert whole.answer is not Answer.UNKNOWN
    if found.answer is not Answer.UNKNOWN:
        only = {name: value if name in found.decided_by else None for name, value in values.items()}
        assert asked(expression, sheet(only)).answer is found.answer
    for way in found.changes:
        changed = values | {change.fact: change.to for change in way}
        assert asked(expression, sheet(changed)).answer is Answer.TRUE
