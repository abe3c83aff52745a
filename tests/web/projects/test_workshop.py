"""Needs workshop: who is asked what at which level, and answers that become needs and requirements in one step."""

from datetime import date

import pytest
from django.urls import reverse
from tests.deals import make_person
from tests.factories import AT, make_account, make_actor, make_member, make_user, with_every_right

from tongxin.common.errors import Denied, Refusal
from tongxin.crm.projects.choices import AskedRole, Level, QuestionKind
from tongxin.crm.projects.models import ProjectNeed, ProjectRequirement
from tongxin.crm.projects.needs import Answer, keep_answers, speaking_maturity
from tongxin.crm.projects.records import MATURITY, PROJECT
from tongxin.crm.projects.workshop import level_of, plays_for, question_of, questions_for
from tongxin.records.writing import change_record, create_record
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def actor(user):
    return with_every_right(user)


@pytest.fixture
def account(user):
    return make_account(user, name="Fuxing General Hospital")


@pytest.fixture
def project(actor, account):
    return create_record(PROJECT, actor=actor, at=AT, values={"account": account, "name": "Stroke centre"})


@pytest.fixture
def assess(actor, account):
    def make(answers="YYYY", dimension="BUYING", on=date(2026, 11, 2), area="Imaging"):
        words = {"Y": "YES", "P": "PARTLY", "N": "NO", "?": "UNKNOWN"}
        names = ("says_figures", "did_before", "has_rules", "has_specialists")
        values = dict(zip(names, (words[each] for each in answers), strict=True))
        whole = {"account": account, "area": area, "dimension": dimension, "assessed_on": on, **values}
        return create_record(MATURITY, actor=actor, at=AT, values=whole)

    return make


@pytest.mark.requirement("R2.1")
@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ("????", "UNKNOWN"), ("YY??", "UNKNOWN"), ("NNN?", "NOVICE"), ("NNPP", "NOVICE"), ("NPP?", "NOVICE"),
        ("PPPN", "INFORMED"), ("YYPN", "INFORMED"), ("YYPP", "EXPERT"), ("YYN?", "INFORMED"), ("YYYY", "EXPERT"),
    ],
)  # fmt: skip
def test_four_answers_come_to_a_level(assess, answers, level):
    assert assess(answers).expertise == level


@pytest.mark.requirement("R2.1")
def test_a_changed_answer_changes_the_level(assess, actor):
    record = assess("NNNN")
    change_record(
        MATURITY, actor=actor, at=AT, record=record, values={"says_figures": "YES", "did_before": "YES"}
    )
    record.refresh_from_db()
    assert record.expertise == "INFORMED"
    assert level_of({}) is Level.UNKNOWN


@pytest.mark.requirement("R6.3")
@pytest.mark.parametrize("role", AskedRole.values)
def test_what_is_asked_fits_role_and_level(role):
    novice, informed, expert = (questions_for(role, level) for level in ("NOVICE", "INFORMED", "EXPERT"))
    assert [question.kind for question in informed] == list(QuestionKind)
    assert not [question for question in expert if question.kind is QuestionKind.SITUATION]
    assert {question.code for question in novice} > {question.code for question in informed}
    assert {question.role for question in (*novice, *informed, *expert)} <= {None, AskedRole(role)}
    order = [list(QuestionKind).index(question.kind) for question in novice]
    assert order == sorted(order)


@pytest.mark.requirement("R6.3")
def test_plays_differ_by_level_and_an_unknown_level_has_none():
    told = [plays_for(level) for level in ("NOVICE", "INFORMED", "EXPERT")]
    assert len({str(plays) for plays in map(list, told)}) == 3
    assert plays_for("UNKNOWN") == ()


@pytest.mark.requirement("R6.3")
def test_the_newest_assessment_of_buying_speaks_first_and_only_to_who_may_know(assess, actor, account):
    assert speaking_maturity(actor, account) is None
    assess("NNNN", "MANAGEMENT")
    product = assess("YYYY", "PRODUCT")
    assert speaking_maturity(actor, account) == product
    assess("NNNN", "BUYING", on=date(2026, 1, 5))
    newer = assess("YYPN", "BUYING")
    assess("????", "BUYING", on=date(2026, 11, 20))
    assert speaking_maturity(actor, account) == newer
    reader = make_user((Role.READ_ONLY,), username="reader")
    assert speaking_maturity(make_actor(reader), account) is None


@pytest.mark.requirement("R3.1")
def test_answers_become_needs_and_requirements_in_one_step(actor, project, user):
    person = make_person(project.account, "Wen")
    long = "x" * 510
    kept = keep_answers(
        actor=actor, at=AT, project=project, role="USER", person=person,
        answers=[
            Answer(question="USER_PROBLEM", text="Patients wait 14 days\nworse in winter", becomes="BOTH"),
            Answer(question="USER_PAYOFF", text=long, becomes="NEED"),
            Answer(question="NOVICE_PROBLEM", text="Two shielded rooms", becomes="REQUIREMENT"),
            Answer(question="USER_SITUATION", text="  ", becomes="NEED"),
        ],
    )  # fmt: skip
    assert [(need.kind, need.person) for need in kept.needs] == [("LATENT", person), ("EXPLICIT", person)]
    assert kept.needs[0].note == "worse in winter"
    assert kept.needs[0].question == str(question_of("USER_PROBLEM").text)
    assert kept.needs[1].note == "x" * 10
    assert [each.name for each in kept.requirements] == ["Patients wait 14 days", "Two shielded rooms"]
    assert {(each.origin, each.author, each.helper) for each in kept.requirements} == {
        ("CUSTOMER", person, user)
    }


@pytest.mark.parametrize(
    ("role", "answer", "code"),
    [
        ("USER", Answer(question="USER_PROBLEM", text=" ", becomes="NEED"), "WORKSHOP_EMPTY"),
        ("GUARD", Answer(question="USER_PROBLEM", text="a", becomes="NEED"), "ROLE_NOT_ASKED"),
        ("USER", Answer(question="NONE", text="a", becomes="NEED"), "QUESTION_UNKNOWN"),
        ("USER", Answer(question="USER_PROBLEM", text="a", becomes="WISH"), "ANSWER_BECOMES"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_made(actor, project, role, answer, code):
    with pytest.raises(Refusal) as caught:
        keep_answers(actor=actor, at=AT, project=project, role=role, answers=[answer])
    assert caught.value.code == code
    assert not ProjectNeed.objects.exists()


@pytest.mark.requirement("R3.1")
def test_the_page_asks_says_why_and_keeps(client, user, project, assess):
    assess("YYYY")
    client.force_login(user)
    url = reverse("web:project_workshop", args=[project.uid])
    page = client.get(url, {"role": "TECHNICAL"}).content.decode()
    assert "is that of an expert" in page
    assert "Ask them to set the test, and pass it." in page
    assert "answer-TECHNICAL_SITUATION" not in page
    sent = {"role": "TECHNICAL", "answer-TECHNICAL_PAYOFF": "", "answer-EXPERT_PAYOFF": ""}
    assert client.post(url, sent).status_code == 422
    sent |= {"answer-EXPERT_PAYOFF": "Dose below 20 mGy", "becomes-EXPERT_PAYOFF": "BOTH"}
    assert client.post(url, sent).status_code == 302
    assert ProjectNeed.objects.count() == ProjectRequirement.objects.count() == 1
    asked = client.get(f"/api/v1/customer-projects/{project.uid}/questions?role=TECHNICAL").json()
    assert (asked["level"], len(asked["questions"])) == ("EXPERT", 6)
    sent = {"role": "USER", "answers": [{"question": "USER_PROBLEM", "text": "Noise", "becomes": "NEED"}]}
    kept = client.post(
        f"/api/v1/customer-projects/{project.uid}/answers", sent, content_type="application/json"
    )
    assert (kept.status_code, len(kept.json()["needs"])) == (201, 1)


@pytest.mark.requirement("R2.1")
def test_who_may_not_judge_is_not_told_the_level(client, project, assess, actor):
    assess("YYYY")
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(project.account, reader)
    client.force_login(reader)
    page = client.get(reverse("web:project_workshop", args=[project.uid])).content.decode()
    assert "expert, so" not in page
    assert "workshop-form" not in page
    assert "DECIDER_SITUATION" not in page
    told = client.get(f"/api/v1/customer-projects/{project.uid}/questions?role=USER").json()
    assert (told["level"], len(told["questions"])) == (None, 4)
    with pytest.raises(Denied):
        keep_answers(
            actor=make_actor(reader), at=AT, project=project, role="USER",
            answers=[Answer(question="USER_PROBLEM", text="a", becomes="NEED")],
        )  # fmt: skip
