"""Being early: first contact with who decides against charter and tender, what we shaped, and win rates beside it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.deals import make_opportunity, make_person
from tests.factories import AT, make_account, make_actor, make_user, with_every_right

from tongxin.analytics.early import early_engagement
from tongxin.crm.committees.records import COMMITTEE, SEAT
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.projects.records import PROJECT, REQUIREMENT, SPECIAL_REQUEST, SUPPORT_TASK
from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.tenders.models import Tender
from tongxin.records.writing import create_record

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R6.2")]
CHARTER, TODAY = date(2026, 6, 1), date(2026, 11, 26)


@pytest.fixture
def actor():
    return with_every_right(make_user(username="kam"))


@pytest.fixture
def account(actor):
    return make_account(actor.user, name="Fuxing General Hospital")


def tell(actor, account, *, met, outcome="OPEN", origins=(), tender=None, role="DECISION_MAKER"):
    """Make a deal with one who decides, met on a day, in a project with requirements."""
    deal = make_opportunity(actor, account=account)
    Opportunity.objects.filter(pk=deal.pk).update(outcome=outcome)
    person = make_person(account)
    committee = create_record(
        COMMITTEE, actor=actor, at=AT, values={"account": account, "opportunity": deal, "name": "Committee"}
    )
    values = {"committee": committee, "name": "Dean", "role": role, "person": person}
    create_record(SEAT, actor=actor, at=AT, values=values)
    project = {"account": account, "name": "Stroke centre", "charter_on": CHARTER, "opportunities": [deal]}
    made = create_record(
        PROJECT, actor=actor, at=AT, values=project | {"tenders": [tender] if tender else []}
    )
    for number, origin in enumerate(origins):
        create_record(
            REQUIREMENT, actor=actor, at=AT, values={"project": made, "name": f"R{number}", "origin": origin}
        )
    if met is not None:
        for day in (met + timedelta(days=40), met):
            log_interaction(
                actor=actor, at=AT, text="Visit", occurred_at=datetime(day.year, day.month, day.day, 2, tzinfo=UTC),
                kind="VISIT", account=account, people=[person],
            )  # fmt: skip
    return deal


def test_first_contact_and_shaping_are_told_deal_by_deal(actor, account, client):
    tender = Tender.objects.create(
        ocid="ocds-1",
        source="HAND",
        published_on=date(2026, 9, 1),
        compiled="{}",
        noticed_at=AT,
        created_at=AT,
        updated_at=AT,
    )
    deal = tell(
        actor, account, met=date(2026, 5, 2), origins=("US", "CUSTOMER", "UNKNOWN", "RIVAL"), tender=tender
    )
    tell(actor, account, met=None, role="USER")
    other, late = early_engagement(actor, as_of=TODAY).rows
    row = next(each for each in (other, late) if each.deal.pk == deal.pk)
    (lead,) = row.told.leads
    assert (lead.first_on, lead.before_charter, lead.before_tender) == (date(2026, 5, 2), 30, 122)
    assert (row.told.engagement, row.told.shaped, row.charter_on) == ("BEFORE_CHARTER", 0.333333, CHARTER)
    client.force_login(actor.user)
    text = client.get(reverse("web:early")).content.decode()
    for said in ("30 days before the charter", "122 days before the tender", "33% (1 of 4)", "too few"):
        assert said in text


def test_win_rates_stand_beside_with_their_interval_and_only_of_visible_deals(actor, account, client):
    for number in range(10):
        tell(actor, account, met=date(2026, 5, 2), outcome="WON" if number < 8 else "LOST", origins=("US",))
        tell(
            actor, account, met=date(2026, 7, 2), outcome="WON" if number < 1 else "LOST", origins=("RIVAL",)
        )
    tell(actor, account, met=date(2026, 5, 2), outcome="DROPPED")
    result = early_engagement(actor, as_of=TODAY).result
    assert [(rate.kind, rate.deals, rate.rate) for rate in result.engagement[:3]] == [
        ("BEFORE_CHARTER", 10, 0.8),
        ("BEFORE_TENDER", 0, None),
        ("LATE", 10, 0.1),
    ]
    assert result.early.difference == 0.7
    assert (result.early.low or 0) > 0
    client.force_login(actor.user)
    text = client.get(reverse("web:early")).content.decode()
    assert "won +70 points more often" in text
    outsider = make_actor(make_user(username="outsider"))
    assert early_engagement(outsider, as_of=TODAY).rows == ()
    client.force_login(outsider.user)
    assert "Nothing to compare yet" in client.get(reverse("web:early")).content.decode()


def test_a_visit_that_is_still_planned_is_no_contact(actor, account):
    tell(actor, account, met=date(2026, 5, 2))
    (row,) = early_engagement(actor, as_of=date(2026, 5, 1)).rows
    assert (row.told.leads[0].first_on, row.told.engagement) == (None, "LATE")
    assert early_engagement(actor, as_of=date(2026, 5, 2)).rows[0].told.engagement == "BEFORE_CHARTER"


@pytest.mark.requirement("R4.6", "R6.2")
def test_support_before_the_charter_stands_beside_being_early(actor, account, client):
    deal = tell(actor, account, met=date(2026, 5, 2))
    (project,) = deal.customer_projects.all()
    before, after = date(2026, 5, 20), date(2026, 6, 2)
    for definition, name, values in (
        (SUPPORT_TASK, "Survey", {"due_on": after, "done_on": before, "effect": "EARLIER"}),
        (SUPPORT_TASK, "Visit", {"due_on": before, "effect": "NONE"}),
        (SUPPORT_TASK, "Training", {"done_on": after, "effect": "SHAPED"}),
        (SPECIAL_REQUEST, "Loan", {"asked_on": before, "effect": "EARLIER"}),
        (SPECIAL_REQUEST, "Undated", {"effect": "HARM"}),
    ):
        asked = {"project": project, "name": name, "effort_days": Decimal("1.5"), **values}
        create_record(definition, actor=actor, at=AT, values=asked)
    tell(actor, account, met=date(2026, 5, 2))
    rows = {row.deal.pk: row.support for row in early_engagement(actor, as_of=TODAY).rows}
    assert (rows[deal.pk].effort, dict(rows[deal.pk].effects)) == (Decimal("4.5"), {"EARLIER": 2})
    assert {support.effort for pk, support in rows.items() if pk != deal.pk} == {0}
    client.force_login(actor.user)
    page = client.get(reverse("web:early")).content.decode()
    assert "4.5 working days" in page
    assert "brought us in earlier 2" in page
    told = {
        each["opportunity"]: each for each in client.get("/api/v1/early-engagement").json()["opportunities"]
    }
    assert Decimal(told[deal.uid]["support_before_charter"]) == Decimal("4.5")
    assert told[deal.uid]["support_effects"] == {"EARLIER": 2}
