"""The page of versions and gates, and the same over the API."""

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import AT, make_account, make_member, make_user, with_every_right

from tongxin.crm.projects.records import GATE, PROJECT, REQUIREMENT
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.1")]


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def project(user):
    values = {"account": make_account(user), "name": "MES", "budget_state": "PLANNED"}
    return create_record(PROJECT, actor=with_every_right(user), at=AT, values=values)


@pytest.fixture
def gate(user, project):
    values = {"project": project, "name": "Budget board", "place": 1, "on_budget": True, "go_from": 70}
    return create_record(GATE, actor=with_every_right(user), at=AT, values={**values, "stop_below": 50})


def test_freeze_decide_and_compare_on_the_page(client, user, project, gate):
    client.force_login(user)
    page, new = (
        reverse(f"web:{name}", args=[project.uid]) for name in ("project_editions", "project_edition_new")
    )
    decision = reverse("web:project_gate_decision", args=[gate.uid])
    assert client.post(decision, {"verdict": "APPROVED"}).status_code == 422
    assert client.post(new, {"why": ""}).status_code == 422
    type(project).objects.filter(pk=project.pk).update(contents="Two lines")
    assert client.post(new, {"why": "For the board", "own_parts": ["BUDGET"]}).status_code == 302
    assert client.post(decision, {"verdict": "APPROVED", "score": "six"}).status_code == 422
    assert client.post(decision, {"verdict": "WON"}).status_code == 422
    assert client.post(decision, {"verdict": "APPROVED", "score": "-1"}).status_code == 422
    sent = {"verdict": "APPROVED", "score": "60", "decided_by": "Board"}
    assert client.post(decision, sent).status_code == 302
    shown = client.get(page).content.decode()
    for wanted in ("approved, current", "60: undecided by the rule", "Board", "For the board"):
        assert wanted in shown, wanted
    assert "Changed since" not in shown
    type(project).objects.filter(pk=project.pk).update(budget_state="APPROVED")
    assert "Changed since the newest version: budget" in client.get(page).content.decode()
    told = client.get(f"/api/v1/customer-projects/{project.uid}/gates").json()
    assert told["changed_parts"] == ["BUDGET"]
    values = {"project": project, "number": "R1", "name": "Noise below 45 dB", "kind": "PERFORMANCE"}
    create_record(REQUIREMENT, actor=with_every_right(user), at=AT, values={**values, "weight": "SHOULD"})
    assert client.post(new, {"why": "Budget settled", "own_parts": ["BUDGET"]}).status_code == 302
    shown = client.get(page, {"first": "1", "second": "2"}).content.decode()
    assert "approved on an earlier basis" in shown
    assert "assumed by us: need" in shown
    assert "From version 1 to version 2" in shown
    assert "R1 Noise below 45 dB [performance, should]" in shown
    assert "Both versions say the same." in client.get(page, {"first": "1", "second": "1"}).content.decode()
    told = client.get(f"/api/v1/customer-projects/{project.uid}/gates").json()
    assert [(each["name"], each["standing"]) for each in told["gates"]] == [("Budget board", "STALE")]
    assert told["open_gate"] == gate.uid
    compared = client.get(f"/api/v1/customer-projects/{project.uid}/changes").json()
    assert [(each["part"], each["after"]) for each in compared] == [
        ("REQUIREMENTS", "R1 Noise below 45 dB [PERFORMANCE, SHOULD]"),
        ("BUDGET", "APPROVED"),
    ]


def test_the_same_over_the_api(client, user, project, gate):
    client.force_login(user)
    base = f"/api/v1/customer-projects/{project.uid}"
    made = client.post(
        f"{base}/editions", {"why": "First", "own_parts": ["BUDGET"]}, content_type="application/json"
    )
    assert (made.status_code, made.json()["number"]) == (201, 1)
    assert [each["why"] for each in client.get(f"{base}/editions").json()] == ["First"]
    sent = {"verdict": "APPROVED", "decided_on": date(2099, 1, 1).isoformat(), "score": 75}
    kept = client.post(f"/api/v1/project-gates/{gate.uid}/decisions", sent, content_type="application/json")
    assert (kept.status_code, kept.json()["edition"], kept.json()["rule"]) == (201, 1, "GO")
    assert client.get(f"{base}/changes").json() == []
    missing = client.get(f"{base}/changes?first=1&second=7")
    assert missing.status_code == 404


def test_readers_read_and_are_offered_nothing(client, project, gate):
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(project.account, reader)
    client.force_login(reader)
    shown = client.get(reverse("web:project_editions", args=[project.uid])).content.decode()
    assert "Budget board" in shown
    assert "freeze-form" not in shown
    assert (
        client.post(
            reverse("web:project_gate_decision", args=[gate.uid]), {"verdict": "APPROVED"}
        ).status_code
        == 403
    )
