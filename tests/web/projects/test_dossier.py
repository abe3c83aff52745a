"""The page of a customer's project, the rows of Today and of the account, and the same over the API."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.deals import make_opportunity, make_person, make_tender
from tests.factories import AT, make_account, make_member, make_user, with_every_right

from tongxin.common.clock import today
from tongxin.crm.committees.records import COMMITTEE
from tongxin.crm.projects.records import CHECKPOINT, EXPERT, LOT, PROJECT, REQUIREMENT, SUPPORT_TASK
from tongxin.records.writing import change_record, create_record
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def make(user):
    def make_one(definition, **values):
        return create_record(definition, actor=with_every_right(user), at=AT, values=values)

    return make_one


@pytest.fixture
def project(make, user):
    account = make_account(user, name="Fuxing General Hospital")
    return make(PROJECT, account=account, name="Stroke centre", owner=user, charter_on=today())


def shown(client, name, uid=None):
    return client.get(reverse(name, args=[uid] if uid else [])).content.decode()


@pytest.mark.requirement("R3.1")
def test_the_page_says_who_wrote_what_and_how_it_stands(client, user, make, project):
    make(REQUIREMENT, project=project, name="Dose below 20 mGy", origin="US", helper=user)
    make(REQUIREMENT, project=project, name="Gantry of 80 cm")
    make(
        CHECKPOINT, project=project, name="Feasibility", kind="FEASIBILITY", planned_on=today() - timedelta(2)
    )
    make(SUPPORT_TASK, project=project, name="Survey", effort_days=3, done_on=today() - timedelta(9))
    client.force_login(user)
    page = shown(client, "web:customer_project", project.uid)
    assert "We shaped 1 of 2 requirements (50%). Nobody knows who brought in 1 of them." in page
    assert "We put in 3 working days before the charter and 0 after it." in page
    assert page.index("overdue") < page.index("Gantry of 80 cm")
    told = client.get(f"/api/v1/customer-projects/{project.uid}/dossier").json()
    assert (told["authorship"]["shaped"], told["checkpoints"][0]["standing"]) == (1, "OVERDUE")
    assert told["effort"]["before_charter"] in ("3.0", 3.0, "3")


@pytest.mark.requirement("R3.1", "R3.3")
def test_lots_and_judges_lead_to_tenders_deals_and_committees(client, user, make, project):
    facts = {"tender": {"lots": [{"id": "1", "title": "Scanners", "status": "cancelled"}]}}
    tender = make_tender(title="Imaging", compiled=json.dumps(facts))
    deal = make_opportunity(with_every_right(user), account=project.account)
    lot = make(LOT, project=project, name="Scanners", number="1", tender=tender, opportunity=deal)
    make(LOT, project=project, name="Platform")
    committee = make(COMMITTEE, account=project.account, name="Board of experts", opportunity=deal)
    check = make(CHECKPOINT, project=project, name="Scores", kind="PROPOSAL", committee=committee)
    client.force_login(user)
    page = shown(client, "web:customer_project", project.uid)
    for link in (
        reverse("web:project_lot", args=[lot.uid]),
        reverse("web:tender", args=[tender.uid]),
        reverse("web:opportunity", args=[deal.uid]),
        reverse("web:committee", args=[committee.uid]),
    ):
        assert f'href="{link}"' in page
    assert "cancelled" in page
    judging = shown(client, "web:opportunity_committee", deal.uid)
    assert reverse("web:checkpoint", args=[check.uid]) in judging
    told = client.get(f"/api/v1/customer-projects/{project.uid}/dossier").json()
    assert [(each["number"], each["tender"], each["opportunity"]) for each in told["lots"]] == [
        ("", None, None),
        ("1", tender.uid, deal.uid),
    ]
    assert told["checkpoints"][0]["committee"] == committee.uid
    listed = client.get(f"/api/v1/checkpoints?committee={committee.uid}").json()["items"]
    assert [each["uid"] for each in listed] == [check.uid]


def test_what_is_named_twice_on_a_dossier_is_looked_up_once(
    client, user, make, project, django_assert_max_num_queries
):
    actor = with_every_right(user)
    deal = make_opportunity(actor, account=project.account)
    author = make_person(project.account)
    change_record(PROJECT, actor=actor, at=AT, record=project, values={"opportunities": [deal]})
    committee = make(COMMITTEE, account=project.account, name="Board of experts", opportunity=deal)
    make(
        LOT,
        project=project,
        name="Scanners",
        number="1",
        tender=make_tender(title="Imaging"),
        opportunity=deal,
    )
    make(REQUIREMENT, project=project, name="Dose below 20 mGy", author=author, helper=user)
    make(CHECKPOINT, project=project, name="Scores", kind="PROPOSAL", committee=committee)
    make(SUPPORT_TASK, project=project, name="Survey", effort_days=3)
    make(EXPERT, project=project, name="Prof. Song")
    client.force_login(user)
    shown(client, "web:customer_project", project.uid)
    with django_assert_max_num_queries(25):
        assert "Dose below 20 mGy" in shown(client, "web:customer_project", project.uid)


@pytest.mark.requirement("R3.3")
def test_a_late_checkpoint_stands_on_today_and_on_the_account(client, user, make, project):
    late = make(
        CHECKPOINT, project=project, name="Trial run", kind="MILESTONE", planned_on=today() - timedelta(1)
    )
    client.force_login(user)
    for page in (shown(client, "web:today"), shown(client, "web:account", project.account.uid)):
        assert "Checkpoints overdue or failed" in page
        assert reverse("web:checkpoint", args=[late.uid]) in page
    assert [row["uid"] for row in client.get("/api/v1/checkpoints-waiting").json()] == [late.uid]
    client.force_login(make_user(username="stranger"))
    assert "Trial run" not in shown(client, "web:today")
    assert client.get("/api/v1/checkpoints-waiting").json() == []


def test_readers_are_offered_nothing_to_write_and_no_judgement(client, make, project):
    make(EXPERT, project=project, name="Prof. Song", conflict="KNOWN", conflict_evidence="Advises Radiant")
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(project.account, reader)
    client.force_login(reader)
    page = shown(client, "web:customer_project", project.uid)
    assert "Prof. Song" in page
    assert "Conflict of interest" not in page
    assert "/new/?" not in page


@pytest.mark.requirement("R3.1")
def test_a_new_project_asks_for_what_one_knows_that_day_and_folds_the_rest(client, user, project):
    client.force_login(user)
    url = reverse("web:customer_project_new")
    page = client.get(url).content.decode()
    first, _summary, later = page.partition('<details class="more-fields">')
    assert 'name="charter_on"' in first
    assert 'name="partner_demands"' in later
    assert f'<option value="{user.uid}" selected' in first
    wrong = {"account": project.account.uid, "name": "", "steps": "Survey"}
    assert '<details class="more-fields" open>' in client.post(url, wrong).content.decode()
    sent = {"account": project.account.uid, "name": "Helipad", "state": "IDEA", "budget_state": "UNKNOWN"}
    assert client.post(url, sent).status_code == 302
    change = client.get(reverse("web:customer_project_form", args=[project.uid])).content.decode()
    assert "more-fields" not in change
