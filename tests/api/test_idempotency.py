"""One POST, one effect, however often and however it is repeated."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from tests.factories import make_user

from tongxin.api import replays
from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now
from tongxin.idempotency.models import IdempotentAnswer
from tongxin.team.models import ApiToken, User

NEW = {"username": "lin", "display_name": "林美玲", "roles": ["KAM"]}


def test_a_repetition_gets_the_first_answer_and_does_nothing(admin):
    first = admin.post("/users", NEW, Idempotency_Key="k1")
    events = AuditEvent.objects.count()
    again = admin.post("/users", NEW, Idempotency_Key="k1")
    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert [again[name] for name in ("ETag", "Location", "Content-Type")] == [
        first[name] for name in ("ETag", "Location", "Content-Type")
    ]
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert User.objects.filter(username="lin").count() == 1
    assert AuditEvent.objects.count() == events


def test_without_a_key_nothing_is_kept(admin):
    admin.post("/users", NEW)
    assert not IdempotentAnswer.objects.exists()


def test_a_key_belongs_to_one_request_and_one_user(admin, api):
    admin.post("/users", NEW, Idempotency_Key="k1")
    other = admin.post("/users", {**NEW, "username": "chen"}, Idempotency_Key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    elsewhere = admin.post(f"/users/{admin.user.uid}/sign-outs", Idempotency_Key="k1")
    assert elsewhere.status_code == 422
    client = api()
    assert client.post(f"/users/{client.user.uid}/sign-outs", Idempotency_Key="k1").status_code == 201


def test_a_refused_request_may_be_mended_under_its_key(admin):
    refused = admin.post("/users", {**NEW, "roles": []}, Idempotency_Key="k1")
    assert refused.status_code == 422
    assert admin.post("/users", NEW, Idempotency_Key="k1").status_code == 201


@pytest.mark.parametrize("key", ["", "two words", "é", "x" * 201])
def test_a_malformed_key_is_refused(admin, key):
    answer = admin.post("/users", NEW, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "IDEMPOTENCY_KEY_MALFORMED")
    assert not User.objects.filter(username="lin").exists()


def test_after_a_day_the_key_is_new_and_old_answers_are_gone(admin):
    user = make_user()
    admin.post(f"/users/{user.uid}/sign-outs", Idempotency_Key="k1")
    with time_machine.travel(now() + timedelta(hours=24, seconds=1)):
        again = admin.post(f"/users/{user.uid}/sign-outs", Idempotency_Key="k1")
    assert "Idempotent-Replayed" not in again
    assert IdempotentAnswer.objects.count() == 1
    assert User.objects.get(pk=user.pk).session_epoch == 2


@pytest.mark.fault("F4")
def test_effect_and_answer_commit_together_or_not_at_all(admin, monkeypatch):
    def die(**_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(replays, "keep_answer", die)
    with pytest.raises(SystemExit):
        admin.post("/users", NEW, Idempotency_Key="k1")
    assert not User.objects.filter(username="lin").exists()
    monkeypatch.undo()
    assert admin.post("/users", NEW, Idempotency_Key="k1").status_code == 201
    assert User.objects.filter(username="lin").count() == 1


def test_the_key_of_a_token_is_never_kept(api):
    client = api()
    sent = {"name": "x", "scopes": ["read"], "expires_at": (now() + timedelta(days=3)).isoformat()}
    first = client.post("/me/tokens", sent, Idempotency_Key="k1").json()
    again = client.post("/me/tokens", sent, Idempotency_Key="k1").json()
    assert again == {**first, "key": None}
    assert first["key"] not in IdempotentAnswer.objects.get().body
    assert ApiToken.objects.filter(user=client.user, name="x").count() == 1


def test_a_request_whose_first_sending_is_being_worked_on_is_told_to_wait(admin, monkeypatch):
    monkeypatch.setattr("tongxin.idempotency.actions.try_to_hold_to_commit", lambda _number: False)
    answer = admin.post("/users", NEW, Idempotency_Key="k1")
    assert (answer.status_code, answer.json()["code"]) == (409, "IDEMPOTENCY_IN_PROGRESS")
    assert answer["Retry-After"] == "1"


RACE = """
import json, os, sys
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.db import connections
from django.test import Client
call_command("migrate", verbosity=0)
from tests.factories import make_token, make_user
from tongxin.common.clock import now
from tongxin.team.models import User
user = make_user(("ADMINISTRATOR",))
_, key = make_token(user, ("read", "write", "admin"), at=now())
sent = json.dumps({"username": "lin", "display_name": "Lin", "roles": ["KAM"]})

def post(_):
    headers = {"Authorization": "Bearer " + key, "Idempotency-Key": "k1"}
    answer = Client().post("/api/v1/users", sent, content_type="application/json", headers=headers)
    connections.close_all()
    return answer.status_code, answer.json().get("uid")

with ThreadPoolExecutor(8) as pool:
    answers = list(pool.map(post, range(16)))
print(json.dumps([answers, User.objects.filter(username="lin").count()]))
"""


@pytest.mark.fault("F21", "F22")
def test_many_at_once_have_one_effect(tmp_path):
    root = Path(__file__).resolve().parents[2]
    settings = {"DJANGO_SETTINGS_MODULE": "tongxin.config.settings", "TONGXIN_ALLOWED_HOSTS": "testserver"}
    places = {"TONGXIN_HOME": str(tmp_path), "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    bare = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
    done = subprocess.run(
        [sys.executable, "-c", RACE],
        env=bare | settings | places,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers, users = json.loads(done.stdout.splitlines()[-1])
    assert users == 1
    assert {status for status, _ in answers} <= {201, 409}
    made = {uid for status, uid in answers if status == 201}
    assert len(made) == 1
