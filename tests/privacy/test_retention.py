"""What is older than its rule allows is shown first and then goes; without a rule all stays."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from tests.factories import AT, make_actor, make_token
from tests.privacy.people import administrator

from tongxin.audit.models import AuditEvent
from tongxin.background.models import JobRun
from tongxin.background.tasks import get_task, repeated_tasks
from tongxin.common.clock import now
from tongxin.common.errors import Denied, Missing
from tongxin.crm.committees.models import Judgement
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.stakeholders.models import Person
from tongxin.importers.choices import BatchState
from tongxin.importers.models import ImportBatch, ImportFile
from tongxin.jobs.personal_data import personal_data
from tongxin.privacy.choices import Kept
from tongxin.privacy.names import NAMELESS
from tongxin.privacy.refusals import PrivacyRefused
from tongxin.privacy.retention import due, get_rule, remove_all_due, remove_due, rules, set_rule
from tongxin.team.choices import Scope
from tongxin.team.models import User

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=400)


@pytest.fixture
def over(scene):
    """A world in which something of each kind is over."""
    world, person = scene
    User.objects.filter(pk=world.outsider.pk).update(is_active=False)
    ImportBatch.objects.update(state=BatchState.DONE, finished_at=AT)
    Person.objects.filter(pk=person.pk).update(status="LEFT", last_contact_at=AT)
    User.objects.filter(pk=world.mate.pk).update(is_active=True)
    return make_actor(administrator()), world, person


def rule_for(admin, code, months=12, *, automatic=False):
    return set_rule(actor=admin, at=AT, code=code, months=months, is_automatic=automatic)


@pytest.mark.parametrize("code", Kept.values)
def test_what_is_due_is_shown_and_then_goes(over, code):
    admin, world, person = over
    assert due(get_rule(admin, code), at=LATER).count == 0
    assert remove_due(actor=admin, at=LATER, rule=get_rule(admin, code)) == 0
    rule = rule_for(admin, code)
    assert due(rule, at=AT + timedelta(days=300)).count == 0
    found = due(rule, at=LATER)
    assert found.count == len(found.rows) > 0
    assert remove_due(actor=admin, at=LATER, rule=rule) == found.count
    assert due(rule, at=LATER).count == 0
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.object_kind, event.params["count"]) == ("CLEANED", "RETENTION", found.count)
    left = {
        Kept.PEOPLE_LEFT: Person.objects.get(pk=person.pk).full_name != NAMELESS,
        Kept.USERS_GONE: User.objects.get(pk=world.outsider.pk).display_name != NAMELESS,
        Kept.JUDGEMENTS: Judgement.objects.exists(),
        Kept.PRIVATE_NOTES: Interaction.objects.exclude(private_note="").exists(),
        Kept.IMPORTED_FILES: ImportFile.objects.exists(),
    }
    assert left == {each: each != code for each in Kept}


def test_every_night_only_by_the_rules_that_say_so(over):
    admin, _world, _person = over
    rule_for(admin, Kept.JUDGEMENTS, automatic=True)
    rule_for(admin, Kept.PRIVATE_NOTES)
    result = get_task("retention")(job=JobRun(), clock=lambda: LATER)
    assert repeated_tasks()["retention"] == timedelta(days=1)
    assert result["JUDGEMENTS"] > 0
    assert "PRIVATE_NOTES" not in result
    assert remove_all_due(at=LATER, automatic_only=False)["PRIVATE_NOTES"] > 0


def test_terms_out_of_reason_are_refused_and_only_administrators_set_them(over):
    admin, world, _person = over
    with pytest.raises(PrivacyRefused, match="MONTHS_OUTSIDE"):
        rule_for(admin, Kept.JUDGEMENTS, 0)
    with pytest.raises(Missing, match="RETENTION_MISSING"):
        rule_for(admin, "NOTHING")
    with pytest.raises(Denied):
        rule_for(make_actor(world.owner), Kept.JUDGEMENTS)
    assert rule_for(admin, Kept.JUDGEMENTS, None, automatic=True).is_automatic is False
    assert [rule.months for rule in rules()] == [None] * len(Kept)
    with pytest.raises(Denied):
        remove_due(actor=make_actor(world.owner), at=AT, rule=rules()[0])


class TestDoors:
    def test_pages(self, over, client):
        client.force_login(administrator())
        base = "/settings/personal-data/retention/"
        assert client.post(f"{base}JUDGEMENTS/", {"JUDGEMENTS-months": "0"}).status_code == 422
        assert client.post(f"{base}JUDGEMENTS/", {"JUDGEMENTS-months": "1"}).status_code == 302
        before = AT - timedelta(days=4000)
        Judgement.objects.update(judged_on=before.date())
        assert "judgement" in client.get(base).content.decode().lower()
        assert client.post(f"{base}JUDGEMENTS/removal/").status_code == 302
        assert not Judgement.objects.exists()

    def test_the_api_and_the_command(self, over, client):
        _token, key = make_token(administrator(), (Scope.ADMIN,), at=now())
        headers = {"Authorization": f"Bearer {key}"}
        base = "/api/v1/personal-data/retention"
        sent = {"data": json.dumps({"months": 1}), "content_type": "application/json", "headers": headers}
        assert client.post(f"{base}/JUDGEMENTS/terms", **sent).json()["months"] == 1
        Judgement.objects.update(judged_on=(AT - timedelta(days=4000)).date())
        assert {rule["code"]: rule["due"] for rule in client.get(base, headers=headers).json()}[
            "JUDGEMENTS"
        ] > 0
        assert client.get(f"{base}/JUDGEMENTS/due", headers=headers).json()[0]["name"]
        told = CliRunner().invoke(personal_data, ["retention", "--json"])
        assert json.loads(told.output)["rules"]["JUDGEMENTS"]["due"] > 0
        removed = client.post(f"{base}/JUDGEMENTS/removals", headers=headers).json()
        assert (removed["removed"] > 0, removed["left"]) == (True, 0)
        assert CliRunner().invoke(personal_data, ["retention", "--remove"]).exit_code == 0
