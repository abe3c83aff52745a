from itertools import pairwise

import pytest

from kamkit.influence.network import Person, Role, Tie, TieKind
from kamkit.influence.ranking import RankingInput
from kamkit.problems import InputError, ProblemCode
from kamkit.wire.reading import read

NAMES = ("Diego", "Ian", "Sophie", "Ava", "Emily", "Megan", "Assistant", "Consultant")
SOLID = (("Ian", "Diego"), ("Sophie", "Diego"), ("Ava", "Ian"), ("Emily", "Ian"), ("Megan", "Ian"))


def chart(*more: Tie) -> RankingInput:
    lines = [Tie(from_=below, to=above, kind=TieKind.REPORTS_TO) for below, above in SOLID]
    return RankingInput(people=tuple(Person(id=name) for name in NAMES), ties=(*lines, *more))


def test_a_circle_of_solid_lines_is_refused_and_its_chain_named() -> None:
    with pytest.raises(InputError) as refused:
        chart(Tie(from_="Diego", to="Ava", kind=TieKind.REPORTS_TO))
    assert (refused.value.code, refused.value.field) == (ProblemCode.CONFLICT, "ties")
    links = refused.value.message.partition(": ")[2].partition(";")[0].split(" → ")
    assert links[0] == links[-1]
    assert {tuple(pair) for pair in pairwise(links)} == {
        ("Diego", "Ava"),
        ("Ava", "Ian"),
        ("Ian", "Diego"),
    }


def test_dotted_lines_and_other_ties_may_go_round() -> None:
    dotted = Tie(from_="Diego", to="Ava", kind=TieKind.DOTTED_LINE)
    back = Tie(from_="Ava", to="Diego", kind=TieKind.DOTTED_LINE)
    assert len(chart(dotted, back).ties) == 7


def test_a_tie_to_oneself_is_refused() -> None:
    with pytest.raises(InputError, match="Ian cannot have a tie to themselves"):
        Tie(from_="Ian", to="Ian", kind=TieKind.ADVICE)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"people": [{"id": "a"}, {"id": "a"}]}, "people[1].id"),
        ({"people": [{"id": "a"}], "ties": [{"from": "a", "to": "b", "kind": "ADVICE"}]}, "ties[0].to"),
        ({"people": [{"id": "a"}], "ties": [{"from": "b", "to": "a", "kind": "ADVICE"}]}, "ties[0].from"),
        ({"people": [{"id": "a"}], "ties": [{"from": "a", "to": "a", "kind": "ADVICE"}]}, "ties[0].to"),
        ({"people": [{"id": "a", "attitude": 3}]}, "people[0].attitude"),
        ({"people": [{"id": "a", "power": -1}]}, "people[0].power"),
        (
            {
                "people": [{"id": "a"}, {"id": "b"}],
                "ties": [{"from": "a", "to": "b", "kind": "ADVICE", "strength": 0}],
            },
            "ties[0].strength",
        ),
    ],
)
def test_a_wrong_field_is_named(given: object, field: str) -> None:
    with pytest.raises(InputError) as refused:
        read(RankingInput, given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("person", "votes"),
    [
        (Person(id="a"), True),
        (Person(id="a", role=Role.EVALUATOR), True),
        (Person(id="a", role=Role.EVALUATOR, votes=False), False),
        (Person(id="a", role=Role.EXTERNAL), False),
        (Person(id="a", role=Role.EXTERNAL, votes=True), True),
        (Person(id="a", role=Role.GATEKEEPER), False),
        (Person(id="a", role=Role.DECISION_MAKER, vacant=True, votes=True), False),
    ],
)
def test_who_has_a_vote(person: Person, votes: bool) -> None:
    assert person.has_vote is votes
