"""Customers' projects: there before a deal, days in their order, requirements with their origin."""

from datetime import date

import pytest
from tests.deals import make_competitor, make_opportunity
from tests.factories import AT, make_account, make_actor, make_user

from tongxin.common.errors import Missing, Refusal
from tongxin.crm.projects.records import PROJECT, REQUIREMENT
from tongxin.crm.projects.selectors import get_project_for
from tongxin.records.reading import visible
from tongxin.records.writing import change_record, create_record, delete_record

pytestmark = pytest.mark.django_db
DAYS = {
    "starts_on": date(2027, 1, 4),
    "charter_on": date(2026, 12, 15),
    "purchase_from": date(2027, 3, 1),
    "purchase_until": date(2027, 5, 31),
    "go_live_on": date(2027, 9, 1),
    "ends_on": date(2028, 9, 1),
}


@pytest.fixture
def actor():
    return make_actor(make_user(username="kam"))


@pytest.fixture
def account(actor):
    return make_account(actor.user, name="Fuxing General Hospital")


@pytest.fixture
def project(actor, account):
    def make(**more):
        values = {"account": account, "name": "Stroke centre", **DAYS, **more}
        return create_record(PROJECT, actor=actor, at=AT, values=values)

    return make


def refused(call) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code, caught.value.field


@pytest.mark.requirement("R3.1")
def test_a_project_is_there_before_any_deal_and_then_carries_several(project, actor, account):
    early = project()
    assert list(early.opportunities.all()) == []
    deals = [make_opportunity(actor, account=account) for _ in range(2)]
    later = project(name="Angiography", opportunities=deals)
    assert set(get_project_for(actor, later.uid).opportunities.all()) == set(deals)


@pytest.mark.requirement("R3.1")
@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("purchase_until", date(2027, 2, 28)),
        ("go_live_on", date(2027, 1, 1)),
        ("ends_on", date(2027, 8, 31)),
    ],
)
def test_a_day_before_what_must_come_first_is_refused(project, name, day):
    assert refused(lambda: project(**{name: day})) == ("PROJECT_DAYS", name)


def test_days_may_be_unknown(project):
    assert project(**dict.fromkeys(DAYS)).go_live_on is None


def test_a_deal_of_another_account_is_refused(project, actor):
    stranger = make_opportunity(actor, account=make_account(actor.user))
    there = project()
    change = {"opportunities": [stranger]}
    for wrong in (
        lambda: project(**change),
        lambda: change_record(PROJECT, actor=actor, at=AT, record=there, values=change),
    ):
        assert refused(wrong) == ("PROJECT_DEAL_ELSEWHERE", "opportunities")
    change_record(PROJECT, actor=actor, at=AT, record=there, values={"name": "Stroke centre, phase 1"})
    assert there.name == "Stroke centre, phase 1"


@pytest.mark.requirement("R3.1")
def test_a_requirement_says_who_brought_it_in(project, actor):
    values = {"project": project(), "name": "Dose below 20 mGy", "rival": make_competitor("Radiant")}
    for origin in ("RIVAL", "UNKNOWN"):
        assert create_record(REQUIREMENT, actor=actor, at=AT, values={**values, "origin": origin}).rival
    ours = {**values, "origin": "US"}
    assert refused(lambda: create_record(REQUIREMENT, actor=actor, at=AT, values=ours)) == (
        "RIVAL_NOT_ORIGIN",
        "rival",
    )
    assert create_record(REQUIREMENT, actor=actor, at=AT, values={**ours, "rival": None}).origin == "US"


def test_a_foreign_project_is_a_missing_one_and_a_deleted_one_takes_its_parts_along(project, actor):
    found = project()
    create_record(REQUIREMENT, actor=actor, at=AT, values={"project": found, "name": "Quiet"})
    with pytest.raises(Missing):
        get_project_for(make_actor(make_user(username="stranger")), found.uid)
    delete_record(PROJECT, actor=actor, at=AT, record=found)
    assert not visible(REQUIREMENT, actor).exists()
