"""Versions of a dossier and gates in order: an approval rests on the version it was given on, and on its basis alone.

The story of the gates is that of a public complaint: later gates written while an earlier one stood unapproved
(calesthio/OpenMontage#414), and approvals that go stale by what they rest on alone (badjoke-lab/doll#137).
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from tests.factories import make_account, make_user, with_every_right

from tongxin.common.errors import Denied, Missing, Refusal
from tongxin.crm.projects.choices import Part
from tongxin.crm.projects.editions import Ruling, decide, edition_of, editions_of, freeze, gates_of, open_gate
from tongxin.crm.projects.gates import answer_of, differences
from tongxin.crm.projects.records import CHECKPOINT, GATE, PROJECT, REQUIREMENT
from tongxin.records.writing import change_record, create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.1")]
OWN = ("NEED", "BUDGET", "PARTNERS")
GATES = (
    ("G1 need", ("on_need",)),
    ("G2 budget", ("on_need", "on_budget")),
    ("G3 vendor shortlist", ("on_need", "on_budget", "on_partners")),
    ("G4 award", ()),
)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 1, tzinfo=UTC)


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def actor(user):
    return with_every_right(user)


@pytest.fixture
def project(actor, user):
    values = {"account": make_account(user), "name": "MES", "planned_budget": Decimal(10), "currency": "TWD"}
    return create_record(PROJECT, actor=actor, at=at(8, 20), values=values)


@pytest.fixture
def gates(actor, project):
    return [
        create_record(
            GATE, actor=actor, at=at(8, 20),
            values={"project": project, "name": name, "place": place, "go_from": 70, "stop_below": 50,
                    **dict.fromkeys(basis, True)},
        )
        for place, (name, basis) in enumerate(GATES, start=1)
    ]  # fmt: skip


def refused(call) -> tuple[str, dict]:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code, dict(caught.value.params)


def test_the_gates_of_the_story_come_out_right(actor, project, gates):
    need, budget, shortlist, _award = gates

    def change(when, **values):
        change_record(PROJECT, actor=actor, at=when, record=project, values=values)
        return freeze(actor=actor, at=when, project=project, why="changed", own_parts=OWN)

    def rule(gate, when, verdict, **more):
        return decide(
            actor=actor, at=when, gate=gate, ruling=Ruling(verdict=verdict, decided_on=when.date(), **more)
        )

    def standing(month, day):
        return [state.standing for state in gates_of(project, as_of=date(2026, month, day))]

    freeze(actor=actor, at=at(9, 1), project=project, why="first", own_parts=OWN)
    rule(need, at(9, 1), "APPROVED")
    second = change(at(9, 10), planned_budget=Decimal(12))
    assert standing(9, 10)[0] == "CURRENT"
    rule(budget, at(9, 12), "PUT_FORWARD")
    code, params = refused(lambda: rule(shortlist, at(9, 15), "APPROVED"))
    assert (code, params["name"]) == ("GATE_AHEAD", "G2 budget")
    assert open_gate(gates_of(project, as_of=date(2026, 9, 15))) == budget
    assert standing(9, 15)[1:3] == ["PUT_FORWARD", "OPEN"]
    approval = rule(budget, at(9, 20), "APPROVED", score=60, decided_by="Board")
    change(at(9, 25), note="A typing error mended")
    assert standing(9, 25)[:2] == ["CURRENT", "CURRENT"]
    kept = dict(second.content)
    change(at(10, 1), planned_budget=Decimal("13.2"))
    assert standing(10, 1)[:2] == ["CURRENT", "STALE"]
    assert standing(9, 30)[1] == "CURRENT"
    approval.refresh_from_db()
    assert (approval.edition, approval.decided_by, approval.decided_on) == (
        second,
        "Board",
        date(2026, 9, 20),
    )
    assert edition_of(project, 2).content == kept
    assert answer_of(budget, score=approval.score, has_red=approval.has_red) == "UNDECIDED"
    assert [edition.number for edition in editions_of(project)] == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("score", "red", "go_from", "stop_below", "answer"),
    [
        (70, False, 70, 50, "GO"),
        (70, True, 70, 50, "UNDECIDED"),
        (69, False, 70, 50, "UNDECIDED"),
        (50, False, 70, 50, "UNDECIDED"),
        (49, False, 70, 50, "STOP"),
        (49, False, None, 50, "STOP"),
        (90, False, None, 50, "UNDECIDED"),
        (10, False, 70, None, "UNDECIDED"),
        (None, False, 70, 50, None),
        (10, False, None, None, None),
    ],
)
def test_a_rule_with_a_gap_decides_nothing_there(score, red, go_from, stop_below, answer):
    gate = SimpleNamespace(go_from=go_from, stop_below=stop_below)
    assert answer_of(gate, score=score, has_red=red) == answer


def test_all_gates_passed_leave_none_open(actor, project, gates):
    freeze(actor=actor, at=at(9, 1), project=project, why="first", own_parts=OWN)
    for gate in gates:
        decide(
            actor=actor,
            at=at(9, 2),
            gate=gate,
            ruling=Ruling(verdict="APPROVED", decided_on=date(2026, 9, 2)),
        )
    assert open_gate(gates_of(project, as_of=date(2026, 9, 2))) is None
    decide(
        actor=actor,
        at=at(9, 3),
        gate=gates[0],
        ruling=Ruling(verdict="REJECTED", decided_on=date(2026, 9, 3)),
    )
    assert gates_of(project, as_of=date(2026, 9, 3))[0].standing == "REJECTED"


def test_what_cannot_be_decided_is_refused_in_words(actor, project, gates):
    def rule(day, verdict="APPROVED"):
        return lambda: decide(
            actor=actor, at=at(9, day), gate=gates[1],
            ruling=Ruling(verdict=verdict, decided_on=date(2026, 9, day)),
        )  # fmt: skip

    assert refused(rule(1))[0] == "GATE_WITHOUT_EDITION"
    freeze(actor=actor, at=at(9, 5), project=project, why="first", own_parts=["NEED", "NEED"])
    assert editions_of(project)[0].own_parts == ["NEED"]
    decide(
        actor=actor,
        at=at(9, 6),
        gate=gates[0],
        ruling=Ruling(verdict="APPROVED", decided_on=date(2026, 9, 6)),
    )
    code, params = refused(rule(7))
    assert (code, len(params["parts"])) == ("GATE_ASSUMED", 1)
    rule(8, "PUT_FORWARD")()
    code, params = refused(rule(7, "REJECTED"))
    assert (code, params["day"]) == ("GATE_DAYS", date(2026, 9, 8))
    wrong = {"project": project, "name": "G", "place": 9, "go_from": 40, "stop_below": 50}
    assert (
        refused(lambda: create_record(GATE, actor=actor, at=at(9, 1), values=wrong))[0]
        == "GATE_RULE_REVERSED"
    )


def test_a_version_needs_a_purpose_and_known_parts_and_the_right_to_edit(actor, project):
    def keep(why, parts=(), who=actor):
        return lambda: freeze(actor=who, at=at(9, 1), project=project, why=why, own_parts=parts)

    assert refused(keep(" "))[0] == "EDITION_WITHOUT_WHY"
    assert refused(keep("first", ["VENDORS"]))[0] == "PART_UNKNOWN"
    with pytest.raises(Missing):
        edition_of(project, 1)
    reader = make_user((Role.READ_ONLY,), username="reader")
    from tests.factories import make_actor

    with pytest.raises(Denied):
        keep("first", who=make_actor(reader))()


def test_two_versions_differ_in_what_was_changed(actor, project):
    first = freeze(actor=actor, at=at(9, 1), project=project, why="first")
    made = create_record(
        REQUIREMENT, actor=actor, at=at(9, 2), values={"project": project, "name": "Traceable lots"}
    )
    create_record(
        CHECKPOINT, actor=actor, at=at(9, 2),
        values={"project": project, "name": "Review", "kind": "FEASIBILITY", "criteria": "Fits the lines"},
    )  # fmt: skip
    change_record(PROJECT, actor=actor, at=at(9, 2), record=project, values={"contents": "Two lines"})
    second = freeze(actor=actor, at=at(9, 3), project=project, why="second")
    found = differences(first.content, second.content)
    assert [each.part for each in found] == [Part.NEED, Part.REQUIREMENTS, Part.EVALUATION]
    assert (found[0].before, found[0].after, found[1].name) == ("", "Two lines", made.uid)
    assert "Fits the lines" in found[2].after
    assert differences(second.content, second.content) == ()
