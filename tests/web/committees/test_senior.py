"""Senior relationships: the rhythm, the last touch of the sponsor, and what is due."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.crm.committees.scenes import make_table
from tests.factories import make_member, make_user

from tongxin.common.clock import now, today
from tongxin.crm.committees.records import SPONSORSHIP
from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.stakeholders.actions import create_person
from tongxin.records.writing import create_record

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.4")]


@pytest.fixture
def table():
    return make_table("Alder")


def paired(table, name, sponsor, *, every=30, days=100, level="UNKNOWN"):
    post = {"account": table.account, "title": "Chair", "level": level}
    person = create_person(actor=table.actor, at=now() - timedelta(days=days), full_name=name, **post)
    values = {"account": table.account, "purpose": f"Trust of {name}", "person": person, "sponsor": sponsor}
    at = now() - timedelta(days=days)
    create_record(SPONSORSHIP, actor=table.actor, at=at, values={**values, "every_days": every})
    return person


def test_overdue_touches_stand_first_and_only_the_sponsors_own_count(client, table):
    sponsor, mate = make_user(), make_user()
    for user in (sponsor, mate):
        make_member(table.account, user)
    late, kept = paired(table, "Wen", sponsor), paired(table, "Pei", sponsor)
    for person, author, days in ((late, mate, 3), (kept, sponsor, 5)):
        day = now() - timedelta(days=days)
        log_interaction(
            actor=table.actor,
            at=day,
            account=table.account,
            people=[person],
            text="Met",
            occurred_at=day,
            colleagues=[author],
        )
    client.force_login(table.actor.user)
    rows = client.get("/api/v1/senior-touches").json()
    assert [(row["person"], row["days_overdue"]) for row in rows] == [("Wen", 70), ("Pei", 0)]
    assert (rows[0]["last_on"], rows[1]["last_on"]) == (None, (today() - timedelta(days=5)).isoformat())
    assert rows[0]["last_by_others"] == (today() - timedelta(days=3)).isoformat()
    shown = client.get(reverse("web:senior_relationships")).content.decode()
    assert "1 of 2 senior relationships is overdue" in shown
    assert shown.index("Wen") < shown.index("Pei")


def test_who_is_due_as_a_senior_relationship_is_not_named_again_among_the_alarms(client, table):
    paired(table, "Wen", table.actor.user, level="BOARD")
    create_person(
        actor=table.actor, at=now() - timedelta(days=100), full_name="Pei", account=table.account,
        title="Chief", level="BOARD",
    )  # fmt: skip
    client.force_login(table.actor.user)
    shown = client.get("/").content.decode()
    touches, alarms = (
        shown.partition(f'id="{name}"')[2].partition("</section>")[0] for name in ("touches", "alarms")
    )
    assert ("Wen" in touches, "Pei" in touches) == (True, False)
    assert ("Wen" in alarms, "Pei" in alarms) == (False, True)


def test_a_touch_that_is_due_soon_is_said_and_a_stranger_sees_none(client, table):
    paired(table, "Wen", table.actor.user, every=30, days=20)
    client.force_login(table.actor.user)
    shown = client.get(reverse("web:senior_relationships")).content.decode()
    assert "Every senior relationship is kept" in shown
    assert "due" in shown
    client.force_login(make_user())
    assert "Wen" not in client.get(reverse("web:senior_relationships")).content.decode()
    assert client.get("/api/v1/senior-touches").json() == []
