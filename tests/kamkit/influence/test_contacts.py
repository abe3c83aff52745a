import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.influence.contacts import Contact, Member, Move, NextContacts, NextContactsInput, next_contacts
from kamkit.influence.decision import DecisionRule
from kamkit.influence.network import Person, Role, Tie, TieKind
from kamkit.problems import InputError

TEAM = (Member(id="me"), Member(id="chief"))


def knows(one: str, other: str, kind: TieKind = TieKind.ADVICE, strength: float = 1) -> Tie:
    return Tie(from_=one, to=other, kind=kind, strength=strength)


def asked(
    *people: Person,
    ties: tuple[Tie, ...] = (),
    contacts: tuple[Contact, ...] = (),
    rule: DecisionRule = DecisionRule.WEIGHTED_SCORE,
    limit: int = 9,
) -> NextContacts:
    return next_contacts(
        NextContactsInput(people=people, ties=ties, team=TEAM, contacts=contacts, rule=rule, limit=limit)
    )


def path(result: NextContacts, name: str) -> list[str]:
    return [step.id for found in result.contacts if found.id == name for step in found.path]


@pytest.mark.requirement("R3.2")
def test_who_is_heard_by_the_decision_maker_moves_most() -> None:
    boss = Person(id="boss", role=Role.DECISION_MAKER, attitude=2)
    people = (boss, Person(id="expert", attitude=0), Person(id="user", attitude=0, access=2))
    result = asked(*people, ties=(knows("boss", "expert"),), rule=DecisionRule.DECISION_MAKER)
    first, second = result.contacts
    assert (first.id, first.move, first.gain, first.pull) == ("expert", Move.GET_ACCESS, 0.333333, 0.333333)
    assert (second.id, second.move, second.gain) == ("user", Move.WIN_OVER, 0.0)
    assert [reason.code.value for reason in first.reasons] == ["NO_ACCESS", "NO_INTRODUCTION"]
    assert [step.id for step in first.path] == []


def test_who_is_wholly_for_us_needs_no_persuading_and_the_limit_holds() -> None:
    people = [
        Person(id=name, attitude=attitude) for name, attitude in (("a", 2), ("b", 1), ("c", 0), ("d", -1))
    ]
    assert {found.id for found in asked(*people).contacts} == {"b", "c", "d"}
    assert len(asked(*people, limit=2).contacts) == 2


def test_an_unknown_attitude_is_to_be_learnt_where_we_have_access() -> None:
    result = asked(
        Person(id="a", attitude=None),
        contacts=(Contact(member="me", person="a"),),
        rule=DecisionRule.MAJORITY,
    )
    assert [(found.move, found.gain) for found in result.contacts] == [(Move.LEARN_ATTITUDE, 1.2)]


def test_a_vacant_seat_comes_first_and_the_one_who_left_never() -> None:
    wu = Person(id="coo", name="COO", role=Role.DECISION_MAKER, attitude=2, vacant=True)
    other = Person(id="seat", role=Role.EVALUATOR, vacant=True)
    quiet = (Person(id="desk", role=Role.SECRETARY, vacant=True), Person(id="none", vacant=True, votes=False))
    contacts = (Contact(member="me", person="coo", depth=3),)
    result = asked(
        wu, other, *quiet, Person(id="b", attitude=0), rule=DecisionRule.DECISION_MAKER, contacts=contacts
    )
    assert [(found.id, found.move, found.gain, found.path) for found in result.contacts] == [
        ("coo", Move.FIND_SUCCESSOR, None, ()),
        ("seat", Move.FIND_SUCCESSOR, None, ()),
    ]
    assert [found.reasons[0].code.value for found in result.contacts] == [
        "DECISION_MAKER_VACANT",
        "SEAT_VACANT",
    ]
    assert [reason.code.value for reason in result.reasons] == ["NO_DECISION_MAKER"]
    assert [reason.code.value for reason in asked(*quiet).reasons] == ["NOBODY_VOTES"]


def test_an_introduction_goes_by_one_of_us_and_people_in_favour() -> None:
    people = (
        Person(id="friend", attitude=1),
        Person(id="foe", attitude=-1),
        Person(id="target", attitude=0),
    )
    ties = (knows("foe", "target"), knows("target", "friend"))
    contacts = (
        Contact(member="me", person="foe", depth=4),
        Contact(member="chief", person="friend", depth=1),
    )
    result = asked(*people, ties=ties, contacts=contacts)
    assert path(result, "target") == ["chief", "friend", "target"]
    assert path(result, "foe") == ["me", "foe"]


def test_firmer_ties_and_deeper_contacts_lead() -> None:
    people = tuple(Person(id=name, attitude=attitude) for name, attitude in (("a", 1), ("b", 1), ("t", 0)))
    contacts = (Contact(member="me", person="a", depth=2), Contact(member="chief", person="b", depth=2))
    ties = (knows("a", "t", strength=1), knows("t", "b", strength=2), knows("t", "b", strength=1))
    assert path(asked(*people, ties=ties, contacts=contacts), "t") == ["chief", "b", "t"]
    deeper = (*contacts, Contact(member="me", person="t", depth=4))
    assert path(asked(*people, ties=ties, contacts=deeper), "t") == ["me", "t"]


def test_who_is_at_odds_with_somebody_introduces_us_not() -> None:
    people = (Person(id="a", attitude=2), Person(id="t", attitude=0))
    ties = (knows("a", "t"), knows("t", "a", TieKind.CONFLICT))
    result = asked(*people, ties=ties, contacts=(Contact(member="me", person="a", depth=1),))
    assert path(result, "t") == []
    codes = [reason.code.value for reason in result.contacts[0].reasons]
    assert codes == ["NO_ACCESS", "NO_INTRODUCTION"]


def test_contacts_must_name_people_that_are_there() -> None:
    with pytest.raises(InputError, match=r"contacts\[0\]\.member: there is nobody with the id you"):
        asked(Person(id="a"), contacts=(Contact(member="you", person="a"),))
    with pytest.raises(InputError, match=r"contacts\[0\]\.person: there is nobody"):
        asked(Person(id="a"), contacts=(Contact(member="me", person="b"),))
    with pytest.raises(InputError, match=r"team\[1\]\.id: x is there twice"):
        NextContactsInput(people=(), team=(Member(id="x"), Member(id="x")))


@given(st.lists(st.sampled_from([None, -2, -1, 0, 1, 2]), min_size=1, max_size=7))
def test_a_better_attitude_never_does_harm(attitudes: list[int | None]) -> None:
    people = [Person(id=f"p{place}", attitude=attitude) for place, attitude in enumerate(attitudes)]
    ties = tuple(knows(f"p{place}", f"p{place - 1}") for place in range(1, len(people)))
    for rule in (DecisionRule.MAJORITY, DecisionRule.CONSENSUS, DecisionRule.WEIGHTED_SCORE):
        gains = [found.gain for found in asked(*people, ties=ties, rule=rule).contacts]
        assert all(gain is not None and gain >= -1e-6 for gain in gains)
        assert gains == sorted(gains, key=lambda gain: -(gain or 0))
