"""/users, /absences, /audit-events and /jobs."""

from datetime import timedelta

import pytest
from tests.factories import AT, make_actor, make_user, with_every_right

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.background.actions import enqueue
from tongxin.common.clock import today
from tongxin.team.models import Absence, User


def test_an_administrator_creates_changes_and_deactivates_a_user(admin):
    boss = make_user()
    sent = {
        "username": "lin",
        "display_name": "林美玲",
        "roles": ["KAM"],
        "manager": boss.uid,
        "email": "lin@example.tw",
    }
    made = admin.post("/users", sent)
    assert made.status_code == 201, made.content
    assert made.json()["manager"]["uid"] == boss.uid
    shown = admin.get(made["Location"])
    assert shown["ETag"] == made["ETag"]
    changed = admin.patch(made["Location"], {"is_active": False, "manager": None}, If_Match=made["ETag"])
    assert (changed.status_code, changed.json()["is_active"], changed.json()["manager"]) == (200, False, None)
    moved = admin.patch(made["Location"], {"manager": boss.uid}, If_Match=changed["ETag"])
    assert User.objects.get(username="lin").reporting_path.startswith(boss.reporting_path)
    assert moved.json()["manager"]["display_name"] == boss.display_name


def test_a_name_taken_is_refused(admin):
    sent = {"username": admin.user.username.upper(), "display_name": "X", "roles": ["KAM"]}
    answer = admin.post("/users", sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "USERNAME_TAKEN")


def test_users_are_made_by_administrators_only(api):
    answer = api().post("/users", {"username": "x", "display_name": "X", "roles": ["ADMINISTRATOR"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "SCOPE_MISSING")
    assert not User.objects.filter(username="x").exists()


def test_a_user_signs_themselves_out_but_nobody_else(api, admin):
    client, other = api(), make_user()
    assert client.post(f"/users/{other.uid}/sign-outs").status_code == 403
    answer = client.post(f"/users/{client.user.uid}/sign-outs")
    assert (answer.status_code, answer.json()["user"]["uid"]) == (201, client.user.uid)
    assert admin.post(f"/users/{other.uid}/sign-outs").status_code == 201
    assert User.objects.get(pk=other.pk).session_epoch == 1


def test_colleagues_know_who_stands_in_but_not_why(api, admin):
    client, deputy, colleague = api(), api(), api()
    sent = {
        "deputy": deputy.user.uid,
        "from_date": str(today()),
        "to_date": str(today()),
        "reason": "surgery",
    }
    assert client.post(f"/users/{client.user.uid}/absences", sent).status_code == 201
    path = f"/users/{client.user.uid}/absences"
    assert colleague.get(path).json()["items"][0]["reason"] == ""
    for reader in (client, deputy, admin):
        assert reader.get(path).json()["items"][0]["reason"] == "surgery"
    assert colleague.post(path, sent).status_code == 403
    assert Absence.objects.count() == 1
    assert admin.delete(f"/absences/{Absence.objects.get().uid}").status_code == 204


def test_the_audit_log_is_read_with_the_right_and_withholds_restricted_fields(api):
    reader = api(roles=("ADMINISTRATOR",))
    actor = with_every_right(reader.user)
    changes = {"price_floor": (None, 987654), "name": ("old", "new")}
    record(actor=actor, at=AT, verb=Verb.CHANGED, kind=Kind.OPPORTUNITY, label="deal", changes=changes)
    event = reader.get("/audit-events?object_kind=OPPORTUNITY").json()["items"][0]
    assert {item["field"]: item for item in event["changes"]} == {
        "price_floor": {"field": "price_floor", "old": None, "new": None, "withheld": True},
        "name": {"field": "name", "old": "old", "new": "new", "withheld": False},
    }
    assert api(roles=("SALES_DIRECTOR",)).get("/audit-events").json()["items"][0]["number"]
    assert api().get("/audit-events").status_code == 403


def test_the_audit_log_pages_from_the_newest_back(api):
    reader = api(roles=("ADMINISTRATOR",))
    first = reader.get("/audit-events?limit=1").json()
    second = reader.get(f"/audit-events?limit=1&after={first['next']}").json()
    assert second["items"][0]["number"] == first["items"][0]["number"] - 1
    assert first["items"][0]["number"] == AuditEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]


def test_a_job_is_shown_and_stopped_once(api):
    client = api()
    job = enqueue(actor=make_actor(client.user), at=AT, task="import", params={}, total_steps=4)
    shown = client.get(f"/jobs/{job.uid}").json()
    assert (shown["state"], shown["percent"]) == ("WAITING", 0)
    assert client.post(f"/jobs/{job.uid}/cancellation").json()["state"] == "CANCELLED"
    again = client.post(f"/jobs/{job.uid}/cancellation")
    assert (again.status_code, again.json()["code"]) == (409, "JOB_OVER")


@pytest.mark.parametrize("days", [-1, 367])
def test_a_token_ends_within_a_year(api, days):
    from tongxin.common.clock import now

    sent = {"name": "x", "scopes": ["read"], "expires_at": (now() + timedelta(days=days)).isoformat()}
    assert api().post("/me/tokens", sent).status_code == 422


def test_administrators_set_passwords_and_others_do_not(admin, api):
    user = make_user(password="an old and long one 7")
    refused = api().post(f"/users/{user.uid}/password", {"password": "a new and long one 7"})
    assert refused.status_code == 403
    weak = admin.post(f"/users/{user.uid}/password", {"password": "12345678"})
    assert (weak.status_code, weak.json()["code"]) == (422, "PASSWORD_WEAK")
    done = admin.post(f"/users/{user.uid}/password", {"password": "a new and long one 7"})
    assert (done.status_code, done.json()["user"]["uid"]) == (201, user.uid)
    user.refresh_from_db()
    assert user.check_password("a new and long one 7")


def test_ones_own_password_needs_the_present_one(api):
    client = api(make_user(password="an old and long one 7"))
    sent = {"current": "wrong", "password": "a new and long one 7"}
    assert client.post("/me/password", sent).json()["code"] == "PASSWORD_WRONG"
    done = client.post("/me/password", sent | {"current": "an old and long one 7"})
    assert done.status_code == 201
    client.user.refresh_from_db()
    assert client.user.check_password("a new and long one 7")
