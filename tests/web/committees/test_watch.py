"""Committees in danger and touches that are due, on Today and over the API."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.crm.committees.scenes import make_table

from tongxin.common.clock import now
from tongxin.crm.committees.records import SPONSORSHIP
from tongxin.crm.relationships.actions import log_interaction
from tongxin.records.writing import create_record

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.2"), pytest.mark.requirement("R3.4")]


def test_today_and_the_api_tell_what_is_dangerous_and_due(client):
    table = make_table("Alder", at=now() - timedelta(days=400))
    wen, _lin = table.seat("Wen"), table.seat("Lin")
    day = now() - timedelta(days=120)
    log_interaction(
        actor=table.actor, at=day, account=table.account, people=[wen.person], text="Met", occurred_at=day
    )
    values = {
        "account": table.account,
        "purpose": "Trust of the chair",
        "person": wen.person,
        "every_days": 90,
    }
    create_record(SPONSORSHIP, actor=table.actor, at=day, values={**values, "sponsor": table.actor.user})
    client.force_login(table.actor.user)
    told = client.get("/api/v1/committee-watch").json()
    assert [each["code"] for each in told["warnings"]] == ["ONE_OF_US", "ONE_OF_THEM", "ACCESS_LOST"]
    assert [each["days_overdue"] for each in told["touches"]] == [30]
    shown = client.get(reverse("web:today")).content.decode()
    for each in told["warnings"]:
        assert each["text"] in shown
    assert "Trust of the chair" in shown
    assert "30 days late" in shown
