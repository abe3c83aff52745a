"""/me: who I am, what I like, my tokens and absences."""

from datetime import timedelta

from tests.factories import make_user

from tongxin.common.clock import now, today
from tongxin.team.models import Absence, ApiToken, User


def test_me_tells_roles_rights_and_scopes(api):
    client = api()
    answer = client.get("/me")
    assert answer.status_code == 200
    assert answer.json()["uid"] == client.user.uid
    assert "EDIT" in answer.json()["rights"]
    assert answer.json()["scopes"] == ["read", "write"]
    assert answer["ETag"] == f'"{client.user.uid}-1"'


def test_preferences_change_with_the_version_they_start_from(api):
    client = api()
    etag = client.get("/me")["ETag"]
    answer = client.patch("/me", {"theme": "dark", "time_zone": "Asia/Shanghai"}, If_Match=etag)
    assert answer.status_code == 200, answer.content
    assert answer.json()["theme"] == "dark"
    assert answer["ETag"] == f'"{client.user.uid}-2"'
    assert User.objects.get(pk=client.user.pk).time_zone == "Asia/Shanghai"


def test_a_time_zone_that_does_not_exist_is_refused(api):
    client = api()
    answer = client.patch("/me", {"time_zone": "Mars/Olympus"}, If_Match=client.get("/me")["ETag"])
    assert answer.status_code == 422
    assert answer.json()["code"] == "PREFERENCE_WRONG"
    assert answer.json()["errors"][0]["field"] == "time_zone"


def test_a_token_shows_its_key_once_and_works(api):
    client = api()
    sent = {"name": "report", "scopes": ["read"], "expires_at": (now() + timedelta(days=9)).isoformat()}
    answer = client.post("/me/tokens", sent)
    assert answer.status_code == 201, answer.content
    key = answer.json()["key"]
    assert key.startswith("txn_")
    assert answer["Location"] == f"/api/v1/me/tokens/{answer.json()['uid']}"
    shown = client.get(answer["Location"])
    assert shown.status_code == 200
    assert "key" not in shown.json()
    assert client.send("GET", "/me", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert not ApiToken.objects.filter(key_hash=key).exists()


def test_a_token_cannot_issue_one_that_may_do_more(api):
    client = api(roles=("ADMINISTRATOR",))
    sent = {"name": "more", "scopes": ["admin"], "expires_at": (now() + timedelta(days=9)).isoformat()}
    answer = client.post("/me/tokens", sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "SCOPE_BEYOND_TOKEN")
    assert ApiToken.objects.count() == 1


def test_a_revoked_token_is_refused_at_the_next_request(api):
    client = api()
    uid = ApiToken.objects.get().uid
    assert client.delete(f"/me/tokens/{uid}").status_code == 204
    assert client.get("/me").status_code == 401


def test_an_absence_is_noted_shown_and_taken_back(api):
    client, deputy = api(), make_user()
    sent = {"deputy": deputy.uid, "from_date": str(today()), "to_date": str(today()), "reason": "Leave"}
    answer = client.post("/me/absences", sent)
    assert answer.status_code == 201, answer.content
    assert answer.json()["deputy"]["uid"] == deputy.uid
    assert client.get("/me/absences").json()["items"][0]["uid"] == answer.json()["uid"]
    assert client.get(answer["Location"]).status_code == 200
    assert client.delete(answer["Location"]).status_code == 204
    assert not Absence.objects.exists()


def test_the_absence_of_another_is_no_absence(api):
    client, other = api(), api()
    sent = {"deputy": client.user.uid, "from_date": str(today()), "to_date": str(today())}
    uid = other.post("/me/absences", sent).json()["uid"]
    assert client.get(f"/absences/{uid}").status_code == 404
    assert client.delete(f"/absences/{uid}").status_code == 404
    assert Absence.objects.count() == 1
