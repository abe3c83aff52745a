"""Checkpoints: within their project, in order, overdue and failed ones found; conflicts withheld; what we shaped."""

import json
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from tests.deals import make_opportunity, make_tender
from tests.factories import AT, make_account, make_actor, make_user, with_every_right

from tongxin.common.errors import Refusal
from tongxin.common.rights import Right
from tongxin.crm.committees.records import COMMITTEE
from tongxin.crm.projects.editions import freeze
from tongxin.crm.projects.records import (
    CHECKPOINT,
    EVIDENCE,
    EXPERT,
    LOT,
    OPEN_POINT,
    PROJECT,
    REQUIREMENT,
    SPECIAL_REQUEST,
    SUPPORT_TASK,
)
from tongxin.crm.projects.rules import standing_of
from tongxin.crm.projects.selectors import (
    checkpoints_judged_by,
    dossier_of,
    judges_of,
    lots_of,
    waiting_checkpoints,
)
from tongxin.records.reading import value_of, visible, withhold
from tongxin.records.writing import change_record, create_record, delete_record
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
START = date(2026, 9, 1)


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def actor(user):
    return with_every_right(user)


@pytest.fixture
def make(actor):
    def make_one(definition, **values):
        return create_record(definition, actor=actor, at=AT, values=values)

    return make_one


@pytest.fixture
def project(make, user):
    account = make_account(user, name="Fuxing General Hospital")
    return make(
        PROJECT,
        account=account,
        name="Stroke centre",
        owner=user,
        starts_on=START,
        charter_on=date(2026, 11, 1),
    )


@pytest.fixture
def checkpoint(make, project):
    def make_one(**more):
        return make(CHECKPOINT, **{"project": project, "name": "Feasibility", "kind": "FEASIBILITY", **more})

    return make_one


def refused(call) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code, caught.value.field


@pytest.mark.requirement("R3.3")
@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"planned_on": START - timedelta(1)}, "STEP_BEFORE_START", "planned_on"),
        ({"held_on": TODAY, "reinspect_on": START}, "PROJECT_DAYS", "reinspect_on"),
        ({"outcome": "PASSED"}, "CHECKPOINT_UNHELD", "held_on"),
        ({"reinspection": "PASSED"}, "REINSPECTION_UNASKED", "reinspection"),
        (
            {"outcome": "FAILED", "held_on": TODAY, "reinspection": "PASSED"},
            "REINSPECTION_UNHELD",
            "reinspected_on",
        ),
        (
            {"outcome": "FAILED", "held_on": TODAY, "warranty_from": TODAY},
            "WARRANTY_UNPASSED",
            "warranty_from",
        ),
    ],
)
def test_a_checkpoint_that_cannot_be_is_refused_in_words(checkpoint, values, code, field):
    assert refused(lambda: checkpoint(**values)) == (code, field)


def test_a_warranty_starts_after_the_second_inspection_passed(checkpoint):
    passed = {"outcome": "FAILED", "held_on": TODAY, "reinspected_on": TODAY, "reinspection": "PASSED"}
    assert checkpoint(**passed, warranty_from=TODAY).warranty_from == TODAY


def test_a_project_does_not_start_after_its_steps(checkpoint, project, actor):
    checkpoint()
    checkpoint(planned_on=date(2026, 10, 1))

    def start(day):
        return lambda: change_record(PROJECT, actor=actor, at=AT, record=project, values={"starts_on": day})

    assert refused(start(date(2026, 10, 2))) == ("PROJECT_START_LATE", "starts_on")
    start(date(2026, 10, 1))()
    assert project.starts_on == date(2026, 10, 1)


def test_experts_are_those_of_the_project(checkpoint, make, project, actor):
    own = make(EXPERT, project=project, name="Prof. Song")
    there = make(PROJECT, account=project.account, name="Another")
    foreign = make(EXPERT, project=there, name="Dr. Gu")
    found = checkpoint(experts=[own])
    assert refused(lambda: checkpoint(experts=[foreign])) == ("EXPERT_ELSEWHERE", "experts")
    wrong = {"experts": [own, foreign]}
    assert refused(lambda: change_record(CHECKPOINT, actor=actor, at=AT, record=found, values=wrong)) == (
        "EXPERT_ELSEWHERE",
        "experts",
    )


@pytest.mark.requirement("R3.3")
def test_a_committee_of_the_account_judges_and_knows_what(checkpoint, make, project, actor, user):
    committee = make(COMMITTEE, account=project.account, name="Evaluation", kind="EVALUATION")
    elsewhere = make(COMMITTEE, account=make_account(user, name="Elsewhere"), name="Foreign")
    found = checkpoint(committee=committee, planned_on=date(2026, 11, 20))
    checkpoint(name="Undecided")
    assert refused(lambda: checkpoint(committee=elsewhere)) == ("JUDGES_ELSEWHERE", "committee")
    wrong = {"committee": elsewhere}
    assert refused(lambda: change_record(CHECKPOINT, actor=actor, at=AT, record=found, values=wrong)) == (
        "JUDGES_ELSEWHERE",
        "committee",
    )
    (state,) = checkpoints_judged_by(actor, committee, as_of=TODAY)
    assert (state.checkpoint, state.standing) == (found, "OVERDUE")
    assert judges_of(actor, [state]) == {committee.pk: committee}
    delete_record(COMMITTEE, actor=actor, at=AT, record=committee)
    assert judges_of(actor, [state]) == {}
    assert judges_of(actor, []) == {}


@pytest.mark.requirement("R3.1")
def test_lots_are_those_of_the_notice_and_deals_those_of_the_account(make, project, actor, user):
    facts = {"tender": {"lots": [{"id": "1", "title": "Scanners"}, {"id": "2", "title": "Platform"}]}}
    tender = make_tender(compiled=json.dumps(facts))
    first = make(LOT, project=project, name="Scanners", number="A")
    change_record(LOT, actor=actor, at=AT, record=first, values={"name": "Two scanners"})
    change_record(LOT, actor=actor, at=AT, record=first, values={"number": "1", "tender": tender})
    assert refused(lambda: make(LOT, project=project, name="Move", number="3", tender=tender)) == (
        "LOT_UNKNOWN",
        "number",
    )
    deal = make_opportunity(actor, account=make_account(user, name="Elsewhere"))
    assert refused(lambda: make(LOT, project=project, name="Platform", opportunity=deal)) == (
        "PROJECT_DEAL_ELSEWHERE",
        "opportunities",
    )
    make(LOT, project=project, name="Platform", number="2")
    assert [lot.name for lot in lots_of(project)] == ["Two scanners", "Platform"]
    frozen = freeze(actor=actor, at=AT, project=project, why="First")
    assert "1 Two scanners" in frozen.content["PARTNERS"].values()


@pytest.mark.requirement("R3.3")
@pytest.mark.parametrize(
    ("result", "planned", "reinspect", "again", "standing"),
    [
        ("OPEN", None, None, "OPEN", "UNPLANNED"),
        ("OPEN", TODAY, None, "OPEN", "AHEAD"),
        ("OPEN", TODAY - timedelta(1), None, "OPEN", "OVERDUE"),
        ("PASSED", TODAY, None, "OPEN", "PASSED"),
        ("FAILED", TODAY, None, "OPEN", "FAILED"),
        ("FAILED", TODAY, TODAY, "OPEN", "REINSPECTION"),
        ("CONDITIONAL", TODAY, TODAY - timedelta(1), "OPEN", "REINSPECTION_OVERDUE"),
        ("FAILED", TODAY, TODAY, "PASSED", "PASSED"),
        ("FAILED", TODAY, TODAY, "FAILED", "FAILED"),
    ],
)
def test_a_checkpoint_stands_by_its_last_inspection(result, planned, reinspect, again, standing):
    row = SimpleNamespace(outcome=result, planned_on=planned, reinspect_on=reinspect, reinspection=again)
    assert standing_of(row, as_of=TODAY) == standing


@pytest.mark.requirement("R3.3")
def test_overdue_and_failed_checkpoints_are_found_for_whom_they_wait(checkpoint, actor, user, project):
    late = checkpoint(planned_on=date(2026, 11, 20))
    failed = checkpoint(name="Trial", held_on=TODAY, outcome="FAILED", owner=make_user(username="mate"))
    checkpoint(name="Ahead", planned_on=date(2026, 12, 20))
    checkpoint(name="Passed", held_on=TODAY, outcome="PASSED")
    again = {"outcome": "FAILED", "held_on": TODAY, "reinspected_on": TODAY, "reinspection": "PASSED"}
    checkpoint(name="Passed at last", **again)
    assert set(waiting_checkpoints(actor, as_of=TODAY, account=project.account)) == {late, failed}
    assert waiting_checkpoints(actor, as_of=TODAY, own=True) == [late]
    assert waiting_checkpoints(make_actor(make_user(username="stranger")), as_of=TODAY) == []


@pytest.mark.requirement("R3.3")
def test_the_dossier_counts_evidence_and_what_is_open(checkpoint, make, project):
    found = checkpoint(planned_on=TODAY)
    make(EVIDENCE, checkpoint=found, name="Dose report", edition="2.1", given_on=TODAY)
    make(OPEN_POINT, checkpoint=found, name="Shielding", due_on=TODAY)
    make(OPEN_POINT, checkpoint=found, name="Power", closed_on=TODAY)
    (state,) = dossier_of(project, as_of=TODAY).checkpoints
    assert (state.standing, state.evidence, state.open_points) == ("AHEAD", 1, 1)


@pytest.mark.requirement("R3.1")
def test_what_we_brought_in_and_what_we_helped_to_write_is_shaped_by_us(make, project, user):
    assert dossier_of(project, as_of=TODAY).authorship.percent is None
    make(REQUIREMENT, project=project, name="Dose", origin="US")
    make(REQUIREMENT, project=project, name="Noise", origin="CUSTOMER", helper=user)
    make(REQUIREMENT, project=project, name="Gantry", origin="RIVAL")
    make(REQUIREMENT, project=project, name="Colour")
    found = dossier_of(project, as_of=TODAY).authorship
    assert (found.shaped, found.total, found.percent) == (2, 4, 50)
    assert found.counts == {"UNKNOWN": 1, "CUSTOMER": 1, "US": 1, "RIVAL": 1}


@pytest.mark.requirement("R4.6")
def test_effort_before_the_charter_is_told_apart(make, project):
    days = Decimal("2.5")
    make(SUPPORT_TASK, project=project, name="Study", done_on=date(2026, 10, 1), effort_days=days)
    make(SUPPORT_TASK, project=project, name="Training", due_on=date(2026, 12, 1), effort_days=Decimal(1))
    make(
        SPECIAL_REQUEST,
        project=project,
        name="Trial unit",
        asked_on=date(2026, 10, 5),
        effort_days=Decimal(4),
    )
    make(SPECIAL_REQUEST, project=project, name="Night shift")
    found = dossier_of(project, as_of=TODAY).effort
    assert (found.before, found.after, found.undated) == (Decimal("6.5"), Decimal(1), 0)


@pytest.mark.requirement("R3.3")
def test_a_conflict_of_interest_is_known_to_those_with_the_right_alone(make, project, actor):
    expert = make(
        EXPERT, project=project, name="Prof. Song", conflict="KNOWN", conflict_evidence="Advises Radiant"
    )
    reader = make_actor(make_user((Role.READ_ONLY,), username="reader"))
    assert not reader.has(Right.JUDGEMENT)
    assert {item.name for item in EXPERT.known_to(actor)} > {item.name for item in EXPERT.known_to(reader)}
    (seen,) = visible(EXPERT, actor).filter(pk=expert.pk)
    withhold(EXPERT, reader, [seen])
    assert value_of(EXPERT.by_name["name"], seen) == "Prof. Song"
    assert "conflict" not in {item.name for item in EXPERT.known_to(reader)}


def test_parts_go_with_their_checkpoint(checkpoint, make, actor):
    found = checkpoint()
    make(OPEN_POINT, checkpoint=found, name="Shielding")
    delete_record(CHECKPOINT, actor=actor, at=AT, record=found)
    assert not visible(OPEN_POINT, actor).exists()
