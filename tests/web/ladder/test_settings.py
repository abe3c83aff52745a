"""Administrators see what is asked for at each level, and change it from what is usual."""

import pytest
from django.urls import reverse
from tests.factories import AT, make_token, make_user, with_every_right

from tongxin.common.clock import now
from tongxin.common.errors import Denied, Missing, Refusal
from tongxin.crm.ladder.adopting import adopt_criterion
from tongxin.crm.ladder.records import CRITERION
from tongxin.crm.ladder.selectors import criteria_in_force, house_criteria
from tongxin.records.writing import change_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R5.3")]


@pytest.fixture
def boss():
    return make_user((Role.ADMINISTRATOR,), username="boss", language="en")


def test_a_usual_criterion_becomes_a_rule_of_the_house_and_is_changed_there(client, boss):
    client.force_login(boss)
    url = reverse("web:ladder_settings")
    page = client.get(url).content.decode()
    assert "at least 80%, not older than 180 days" in page
    assert "Our rule" not in page
    answer = client.post(url, {"level": "PREFERRED", "fact": "PROMISES"})
    rule = house_criteria()[0]
    assert answer["Location"] == reverse("web:ladder_criterion_form", args=[rule.uid])
    assert (rule.name, rule.least, rule.valid_days) == ("Our promises kept in time", 80, 180)
    change_record(CRITERION, actor=with_every_right(boss), at=AT, record=rule, values={"least": 95})
    page = client.get(url).content.decode()
    assert "at least 95%, not older than 180 days" in page
    assert "Our rule" in page
    form = reverse("web:ladder_criterion_form", args=[rule.uid])
    sent = {"name": rule.name, "is_used": "on", "needed": "1", "least": "0", "effort": "3", "version": "2"}
    refused = client.post(form, sent)
    assert refused.status_code == 422
    assert "is measured in per cent. Enter a threshold from 1 to 100." in refused.content.decode()


def test_what_the_house_does_not_ask_for_is_named(client, boss):
    rule = adopt_criterion(actor=with_every_right(boss), at=AT, level="VENDOR", fact="ORDERS")
    change_record(CRITERION, actor=with_every_right(boss), at=AT, record=rule, values={"is_used": False})
    client.force_login(boss)
    page = client.get(reverse("web:ladder_settings")).content.decode()
    assert "Vendor: Opportunities won" in page
    assert "VENDOR:ORDERS" not in {each.key for each in criteria_in_force()}


def test_a_rule_is_made_once_by_who_may_and_of_what_is_usual(boss):
    actor = with_every_right(boss)
    adopt_criterion(actor=actor, at=AT, level="VENDOR", fact="ORDERS")
    with pytest.raises(Refusal, match="CRITERION_TWICE"):
        adopt_criterion(actor=actor, at=AT, level="VENDOR", fact="ORDERS")
    with pytest.raises(Missing, match="LADDER_CRITERION_MISSING"):
        adopt_criterion(actor=actor, at=AT, level="VENDOR", fact="SHARE")


def test_only_administrators_change_them_and_everybody_may_read_them(client):
    user = make_user((Role.KAM,), username="kam", language="en")
    client.force_login(user)
    assert client.get(reverse("web:ladder_settings")).status_code == 403
    actor = with_every_right(user)
    lesser = type(actor)(user=user, rights=actor.rights - {"ADMINISTER"}, covers=actor.covers)
    with pytest.raises(Denied):
        adopt_criterion(actor=lesser, at=AT, level="VENDOR", fact="ORDERS")
    _token, key = make_token(user, at=now())
    answer = client.get("/api/v1/relationship-criteria", headers={"Authorization": f"Bearer {key}"}).json()
    assert [(each["level"], each["fact"], each["rule"]) for each in answer[:2]] == [
        ("VENDOR", "CONTACTS", ""),
        ("VENDOR", "ORDERS", ""),
    ]
