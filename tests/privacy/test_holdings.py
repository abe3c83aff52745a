"""Everything held on somebody is in one file: each door gives the same, and nothing of others."""

import json

import pytest
from django.apps import apps
from django.db.models import ManyToManyField
from tests.factories import AT, make_actor, make_token
from tests.privacy.people import NAME, administrator, name_everywhere

from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.stakeholders.models import Person
from tongxin.privacy.holdings import holdings_of
from tongxin.privacy.names import NAMELESS
from tongxin.privacy.subjects import get_subject
from tongxin.privacy.treatments import OF_PEOPLE, Treatment, judgements_in, links_to, treatment_of
from tongxin.team.choices import Scope
from tongxin.team.models import User

pytestmark = pytest.mark.django_db


def file_for(admin, person):
    actor = make_actor(admin)
    return holdings_of(actor, get_subject(actor, "PERSON", person.uid), at=AT).as_json()


def test_tables_that_point_to_people_are_treated_by_what_they_declare(scene):
    _world, person = scene
    subject = get_subject(make_actor(administrator()), "PERSON", person.uid)
    treated = {link.label: treatment_of(subject, link) for link in links_to(Person)}
    assert set(OF_PEOPLE) <= set(treated)
    assert treated["crm.Seat"] is Treatment.CLEARED
    assert treated["crm.InteractionPerson"] is Treatment.KEPT
    for link in links_to(Person):
        assert treated[link.label] is not Treatment.KEPT or judgements_in(link.model) == []
        assert isinstance(link.field, ManyToManyField) <= (treated[link.label] is not Treatment.CLEARED)


def test_it_holds_what_points_to_them_and_where_they_are_named(scene):
    world, person = scene
    told = name_everywhere(NAME)
    found = file_for(administrator(Right.JUDGEMENT, Right.PRIVATE_NOTE), person)
    tables = {table["table"]: table for table in found["held"]}
    assert {
        "crm.Person",
        "crm.PersonName",
        "crm.Tenure",
        "crm.Seat",
        "crm.Judgement",
        "crm.Stay",
        "crm.Interaction",
        "crm.RivalFact",
    } <= set(tables)
    assert tables["crm.Judgement"]["rows"][0]["attitude"] == "AGAINST"
    assert tables["crm.Judgement"]["purposes"]["attitude"]
    assert any("private_note" in row for row in tables["crm.Interaction"]["rows"])
    assert told <= set(tables) | {mention["table"] for mention in found["named_in"]}
    assert next(line["verb"] for line in found["log"]) == "CREATED"
    assert found["withheld_for_want_of_a_right"] == []
    text = json.dumps(found, ensure_ascii=False)
    assert world.owner.display_name not in text
    assert NAMELESS in text or str(world.record("PERSON")) not in text


def test_what_the_reader_may_not_see_is_withheld_and_said(scene):
    _world, person = scene
    found = file_for(administrator(), person)
    assert {"crm.Person.judgement", "crm.Judgement.attitude", "crm.Interaction.private_note"} <= set(
        found["withheld_for_want_of_a_right"]
    )
    assert "AGAINST" not in json.dumps(found)


def test_a_colleagues_file_tells_which_records_they_had_to_do_with(scene):
    world, _person = scene
    actor = make_actor(administrator())
    found = holdings_of(actor, get_subject(actor, "USER", world.owner.uid), at=AT).as_json()
    tables = {table["table"]: table["rows"] for table in found["held"]}
    assert tables["team.User"][0]["username"] == "owner"
    assert "password" not in tables["team.User"][0]
    assert "owner" in tables["crm.Account"][0]["as"]
    assert "team.ApiToken" in tables
    assert {line["by"] for line in found["log"]} >= {world.owner.uid}


class TestDoors:
    def test_pages_give_and_erase(self, scene, client):
        _world, person = scene
        client.force_login(administrator())
        assert NAME in client.get("/settings/personal-data/", {"q": NAME[:3]}).content.decode()
        page = f"/settings/personal-data/people/{person.uid}/"
        assert NAME in client.get(page).content.decode()
        before = AuditEvent.objects.filter(verb="EXPORTED", object_uid=person.uid).count()
        given = client.get(f"{page}file/")
        assert given["Content-Disposition"].startswith("attachment")
        assert json.loads(given.content)["subject"]["uids"] == [person.uid]
        assert AuditEvent.objects.filter(verb="EXPORTED", object_uid=person.uid).count() == before + 1
        assert client.post(f"{page}erasure/", {}).status_code == 422
        assert client.post(f"{page}erasure/", {"sure": "on"}).status_code == 302
        assert Person.objects.get(pk=person.pk).full_name == NAMELESS
        assert NAMELESS in client.get(page).content.decode()

    def test_pages_of_colleagues(self, scene, client):
        world, _person = scene
        client.force_login(administrator())
        page = f"/settings/personal-data/users/{world.mate.uid}/"
        assert client.get(page).status_code == 200
        assert client.get(f"{page}file/").status_code == 200
        refused = client.post(f"{page}erasure/", {"sure": "on"})
        assert (refused.status_code, User.objects.get(pk=world.mate.pk).display_name) == (422, "Mate")

    def test_the_api_gives_previews_and_erases(self, scene, client):
        _world, person = scene
        _token, key = make_token(administrator(), (Scope.ADMIN,), at=now())
        headers = {"Authorization": f"Bearer {key}"}
        base = "/api/v1/personal-data"
        found = client.get(f"{base}/subjects", {"q": "0912"}, headers=headers).json()
        assert [each["uid"] for each in found] == [person.uid]
        held = client.get(f"{base}/people/{person.uid}", headers=headers).json()
        assert "crm.Person" in {table["table"] for table in held["held"]}
        preview = client.get(f"{base}/people/{person.uid}/erasure-preview", headers=headers).json()
        assert {"table": "crm.Judgement", "treatment": "DELETED", "rows": 1} in preview["rows"]
        done = client.post(
            f"{base}/people/{person.uid}/erasures",
            json.dumps({}),
            content_type="application/json",
            headers=headers,
        )
        assert (done.status_code, done.json()["done"]["cleared_rows"]) == (201, 1)
        again = client.post(
            f"{base}/people/{person.uid}/erasures",
            json.dumps({}),
            content_type="application/json",
            headers=headers,
        )
        assert (again.status_code, again.json()["code"]) == (409, "ERASED_ALREADY")

    def test_the_command_gives_and_erases(self, scene, tmp_path):
        from click.testing import CliRunner

        from tongxin.jobs.personal_data import personal_data

        _world, person = scene
        run = CliRunner().invoke
        target = tmp_path / "them.json"
        assert run(personal_data, ["file", person.uid, str(target), "--json"]).exit_code == 0
        assert json.loads(target.read_text())["withheld_for_want_of_a_right"] == []
        assert target.stat().st_mode & 0o077 == 0
        assert run(personal_data, ["file", person.uid, str(target)]).exit_code == 0
        assert run(personal_data, ["erase", "nobody"]).exit_code == 1
        assert run(personal_data, ["erase", person.uid]).exit_code == 0
        assert (
            run(personal_data, ["erase-again", "--json"]).output.strip() == '{"listed": 1, "erased_again": 0}'
        )
        assert apps.get_model("crm.Person").objects.get(pk=person.pk).full_name == NAMELESS
