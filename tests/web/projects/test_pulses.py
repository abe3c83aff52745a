"""Asking how a step felt: by a link or in person, seldom, with consent, and seeing to it when it drops."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.deals import make_person
from tests.factories import make_account, make_member, make_user, with_every_right

from tongxin.common.clock import now, today
from tongxin.common.errors import Conflict, Denied
from tongxin.common.signed_links import token_for
from tongxin.crm.projects import pulses
from tongxin.crm.projects.models import Pulse
from tongxin.crm.projects.pulse_rules import calls_for_us
from tongxin.crm.projects.records import PROJECT, PULSE
from tongxin.crm.projects.rules import ProjectRefused
from tongxin.crm.relationships.models import Promise
from tongxin.records.writing import change_record, create_record, delete_record
from tongxin.team.choices import Role
from tongxin.team.selectors import get_actor
from tongxin.web.shared import limits

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R6.6")]


@pytest.fixture(autouse=True)
def _day():
    limits.forget_all()
    with time_machine.travel("2027-01-20T01:00:00Z", tick=False):
        yield
    limits.forget_all()


@pytest.fixture
def user():
    return make_user(username="kam", language="en")


@pytest.fixture
def actor(user):
    return with_every_right(user)


@pytest.fixture
def project(actor, user):
    account = make_account(user, name="Fuxing General Hospital")
    values = {"account": account, "name": "Stroke centre", "owner": user}
    return create_record(PROJECT, actor=actor, at=now(), values=values)


@pytest.fixture
def person(project):
    return make_person(project.account, "Dr. You")


@pytest.fixture
def ask(actor, project, person):
    def make(step="Delivery", days_ago=1, **values):
        given = {"project": project, "person": person, "step": step, "kind": "DELIVERY"}
        given |= {"happened_on": today() - timedelta(days_ago)}
        return create_record(PULSE, actor=actor, at=now(), values=given | values)

    return make


def said(score, days_ago=1):
    return {
        "consent": "GIVEN", "score": score, "days_ago": days_ago, "answered_on": today() - timedelta(days_ago),
    }  # fmt: skip


def linked(pulse, actor):
    pulses.ask_by_link(actor=actor, at=now(), pulse=pulse)
    return reverse("web:shared_pulse", args=[pulses.token_of(pulse)])


def sent(**more):
    return {"score": "4", "comment": "On time", "agreed": "on"} | more


def test_a_link_takes_one_answer_with_consent_and_then_shows_nothing(ask, actor):
    pulse = ask()
    address = linked(pulse, actor)
    shown = Client().get(address)
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    text = shown.content.decode()
    assert "Delivery" in text
    assert "Stroke centre" not in text
    assert Client().post(address, sent(agreed="")).status_code == 422
    assert Client().post(address, sent(score="6")).status_code == 422
    assert Client().post(address, sent()).status_code == 200
    pulse.refresh_from_db()
    assert (pulse.score, pulse.consent, pulse.comment) == (4, "GIVEN", "On time")
    assert pulse.answered_on == today()
    assert Client().get(address).status_code == 404
    assert not Promise.objects.exists()


def test_links_that_do_not_count_give_the_same_nothing(ask, actor, project):
    pulse = ask()
    address = linked(pulse, actor)
    token = pulses.token_of(pulse)
    answers = [
        Client().get(f"/shared/pulse/{bad}/") for bad in (token[:-2], pulse.uid, token_for("plan", pulse.uid))
    ]
    with time_machine.travel(now() + timedelta(days=14), tick=False):
        answers.append(Client().get(address))
    pulses.end_link(actor=actor, at=now(), pulse=pulse)
    pulses.end_link(actor=actor, at=now(), pulse=pulse)
    answers += [Client().get(address), Client().post(address, sent())]
    Pulse.objects.filter(pk=pulse.pk).update(link_until=now() + timedelta(days=1), linked_by=None)
    answers.append(Client().get(address))
    delete_record(PROJECT, actor=actor, at=now(), record=project)
    answers.append(Client().get(address))
    assert {answer.status_code for answer in answers} == {404}
    assert not [answer for answer in answers if "Delivery" in answer.content.decode()]


def test_nobody_is_asked_twice_in_two_weeks_nor_once_answered_nor_against_their_will(ask, actor, user):
    linked(ask(), actor)
    second = ask("Training")
    with pytest.raises(Conflict, match="PULSE_SOON"):
        linked(second, actor)
    with time_machine.travel(now() + timedelta(days=14), tick=False):
        assert linked(second, actor)
    for values, code in ((said(4), "PULSE_ANSWERED"), ({"consent": "REFUSED"}, "PULSE_REFUSED")):
        with pytest.raises(Conflict, match=code):
            linked(ask(**values), actor)
    reader = get_actor(make_user((Role.READ_ONLY,), username="reader"), as_of=today())
    with pytest.raises(Denied):
        pulses.ask_by_link(actor=reader, at=now(), pulse=second)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"score": 4}, "PULSE_WITHOUT_CONSENT"),
        ({"score": 4, "consent": "GIVEN"}, "PULSE_UNDATED"),
        ({"answered_on": "before"}, "PROJECT_DAYS"),
    ],
)
def test_an_answer_needs_consent_and_its_day(ask, values, code):
    if "answered_on" in values:
        values = {"answered_on": today() - timedelta(9)}
    with pytest.raises(ProjectRefused, match=code):
        ask(**values)


def test_a_drop_becomes_one_promise_of_the_projects_owner(ask, actor, user, project):
    ask("Kick-off", **said(5, days_ago=40))
    assert not Promise.objects.exists()
    fallen = ask("Delivery", **said(3, days_ago=2))
    promise = Promise.objects.get()
    assert (promise.owner, promise.text) == (user, "Ask what went wrong: Delivery")
    assert promise.due_on == today() + timedelta(3)
    change_record(PULSE, actor=actor, at=now(), record=fallen, values={"comment": "Late"})
    assert Promise.objects.count() == 1
    assert Client().post(linked(ask("Repair"), actor), sent(score="1")).status_code == 200
    assert Promise.objects.count() == 2
    PROJECT.model.objects.update(owner=None)
    project.owner = None
    ask("Recovery", **said(1, days_ago=0))
    assert Promise.objects.count() == 3
    assert [calls_for_us(score, before) for score, before in ((2, []), (3, [4]), (3, [5]), (4, []))] == [
        True, False, True, False,
    ]  # fmt: skip


def test_page_and_api_tell_the_same_and_hide_it_from_outsiders(client, ask, user, actor, project):
    ask("Kick-off", **said(5, days_ago=40))
    ask("Delivery", **said(2))
    waiting = ask("Training")
    client.force_login(user)
    address = reverse("web:project_pulses", args=[project.uid])
    assert "Ask by a link" in client.get(address).content.decode()
    assert client.post(reverse("web:pulse_link", args=[waiting.uid])).status_code == 302
    page = client.get(address).content.decode()
    assert "Needs us: Dr. You" in page
    assert page.count('r="6"') == 2
    assert pulses.token_of(waiting) in page
    assert client.post(reverse("web:pulse_link_revocation", args=[waiting.uid])).status_code == 302
    [told] = client.get(f"/api/v1/customer-projects/{project.uid}/sentiment").json()
    assert (told["name"], told["has_dropped"]) == ("Dr. You", True)
    assert [row["score"] for row in told["answers"]] == [5, 2]
    assert told["answers"][1]["follow_up"] == Promise.objects.get().uid
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(project.account, reader)
    client.force_login(reader)
    assert pulses.token_of(waiting) not in client.get(address).content.decode()
    client.force_login(make_user((Role.KAM,), username="elsewhere"))
    assert client.get(address).status_code == 404
