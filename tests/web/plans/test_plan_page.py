"""The page of a joint plan: table first, the same rows as a picture, rows by their name, done in one click."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from tests.deals import make_person
from tests.factories import AT, make_account, make_actor, make_member, make_user

from tongxin.crm.projects.models import JointPlan, PlanRow
from tongxin.crm.projects.records import PLAN_RETURN, PROJECT
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.1")]
TODAY = date(2027, 1, 4)
DUE = datetime(2027, 2, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2027-01-04T01:00:00Z", tick=False):
        yield


@pytest.fixture
def user(client):
    user = make_user(username="kam")
    client.force_login(user)
    return user


@pytest.fixture
def project(user):
    account = make_account(user, name="Fuxing General Hospital")
    values = {"account": account, "name": "Stroke centre", "go_live_on": date(2027, 2, 19)}
    return create_record(PROJECT, actor=make_actor(user), at=AT, values=values)


@pytest.fixture
def plan(client, project):
    client.post(reverse("web:project_plan", args=[project.uid]))
    return JointPlan.objects.get()


def add(client, plan, name, length=5):
    return client.post(reverse("web:joint_plan", args=[plan.uid]), {"name": name, "length": length})


def test_a_plan_is_begun_from_its_project_and_rows_follow_one_another(client, project, plan):
    assert (plan.starts_on, plan.goes_live_on) == (TODAY, date(2027, 2, 19))
    again = client.post(reverse("web:project_plan", args=[project.uid]))
    assert again.url == f"{reverse('web:joint_plan', args=[plan.uid])}?add=1"
    shown = client.get(reverse("web:customer_project", args=[project.uid])).content.decode()
    assert f'href="{reverse("web:joint_plan", args=[plan.uid])}"' in shown
    assert add(client, plan, "Trial", 10).status_code == 302
    add(client, plan, "Report", 3)
    assert add(client, plan, "", 3).status_code == 422
    trial, report = PlanRow.objects.order_by("number")
    assert (list(report.after.all()), trial.our_owner) == (
        [trial],
        JointPlan.objects.get().rows.first().our_owner,
    )
    text = client.get(reverse("web:joint_plan", args=[plan.uid])).content.decode()
    assert text.index('id="plan-rows"') < text.index('data-picture="gantt"')
    assert 'datetime="2027-01-27"' in text
    assert 'datetime="2027-02-19"' in text
    assert "10 working days" in text


def test_done_returned_late_and_fixed_days_are_told(client, user, plan):
    actor = make_actor(user)
    for name in ("Trial", "Report", "Offer", "Live"):
        add(client, plan, name, 0 if name == "Live" else 2)
    trial, report, offer, live = PlanRow.objects.order_by("number")
    url = reverse("web:plan_row_completion", args=[trial.uid])
    assert client.post(url).status_code == 302
    trial.refresh_from_db()
    assert trial.done_on == TODAY
    back = {"row": report, "returned_on": TODAY, "why": "Noise above 45 dB", "length": 2, "back_to": trial}
    create_record(PLAN_RETURN, actor=actor, at=AT, values=back)
    PlanRow.objects.filter(pk=offer.pk).update(first_on=TODAY, due_at=DUE, is_internal=True)
    PlanRow.objects.filter(pk=live.pk).update(last_on=TODAY + timedelta(days=60))
    text = client.get(reverse("web:joint_plan", args=[plan.uid])).content.decode()
    for said in (
        "done",
        "came back",
        "does not fit",
        "Noise above 45 dB",
        "17:00 Asia/Taipei",
        "for us alone",
    ):
        assert said in text
    assert "starts before Report is through" in text
    assert 'marker-end="url(#plan-back)"' in text
    client.post(url, {"done": "no"})
    trial.refresh_from_db()
    assert trial.done_on is None


def test_who_may_not_write_is_offered_nothing_and_an_owner_they_may_not_see_is_not_named(client, user, plan):
    add(client, plan, "Trial")
    account = plan.project.account
    hidden = make_account(make_user(username="other"), name="Elsewhere")
    PlanRow.objects.update(customer_owner=make_person(hidden, "Secret Sender"))
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(account, reader)
    client.force_login(reader)
    text = client.get(reverse("web:joint_plan", args=[plan.uid])).content.decode()
    assert "Trial" in text
    assert "Secret Sender" not in text
    assert 'id="add"' not in text
    assert "Done today" not in text


def test_the_picture_of_a_long_plan_counts_in_months(client, plan):
    JointPlan.objects.update(goes_live_on=date(2027, 12, 31), calendar="BOTH")
    for months in range(14):
        add(client, plan, f"Month {months} of a very long name", 20)
    text = client.get(reverse("web:joint_plan", args=[plan.uid])).content.decode()
    assert ">Apr2027<" in text.replace("\n", "").replace(" ", "")
    JointPlan.objects.update(direction="FORWARD", goes_live_on=None, starts_on=date(2025, 1, 1))
    PlanRow.objects.order_by("number").filter(number=10).update(first_on=date(2025, 1, 1))
    text = client.get(reverse("web:joint_plan", args=[plan.uid])).content.decode()
    assert "of 14 rows are late" in text
