"""Lists: pages by cursor, filters, order and fields from the list's own names, restricted fields unknown to others."""

import base64
import json

import pytest
from tests.factories import make_user

from tongxin.api.representations import values_of
from tongxin.api.v1.schemas.team import UserChange
from tongxin.common.errors import Denied


@pytest.fixture
def colleagues(db):
    return [make_user(display_name=f"Colleague {number:02}", team_name="North") for number in range(7)]


def test_pages_follow_each_other_without_gap_or_repetition(api, colleagues):
    client, seen, cursor = api(), [], ""
    for _ in range(4):
        page = client.get(f"/users?limit=2&team_name=North&sort=-display_name&after={cursor}").json()
        seen += [item["display_name"] for item in page["items"]]
        cursor = page["next"]
        assert page["has_more"] is (cursor is not None)
    assert seen == [f"Colleague {number:02}" for number in reversed(range(7))]
    assert cursor is None


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "99999999999"])
def test_a_page_has_at_most_200(api, limit):
    answer = api().get(f"/users?limit={limit}")
    assert (answer.status_code, answer.json()["code"]) == (400, "LIST_LIMIT")
    assert api().get("/users?limit=200").status_code == 200


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("colour=red", "LIST_FIELD_UNKNOWN"),
        ("manager__password=x", "LIST_FIELD_UNKNOWN"),
        ("password=x", "LIST_FIELD_UNKNOWN"),
        ("display_name.regex=x", "LIST_OPERATOR_UNKNOWN"),
        ("sort=password", "LIST_SORT_UNKNOWN"),
        ("sort=display_name,-team_name,created_at,updated_at", "LIST_SORT_MANY"),
        ("fields=uid,password", "LIST_FIELD_UNKNOWN"),
        ("created_at.gte=yesterday", "LIST_VALUE_WRONG"),
        ("is_active=maybe", "LIST_VALUE_WRONG"),
        ("after=nonsense", "LIST_CURSOR"),
    ],
)
def test_what_the_list_does_not_know_is_refused_with_what_it_knows(api, query, code):
    answer = api().get(f"/users?{query}", Accept_Language="en")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    if code in {"LIST_FIELD_UNKNOWN", "LIST_SORT_UNKNOWN"}:
        assert "display_name" in answer.json()["detail"]


def test_a_cursor_of_another_order_or_with_foreign_values_is_refused(api, colleagues):
    client = api()
    cursor = client.get("/users?limit=2&sort=display_name").json()["next"]
    assert client.get(f"/users?sort=-display_name&after={cursor}").json()["code"] == "LIST_CURSOR"
    forged = base64.urlsafe_b64encode(json.dumps(["created_at", ["no time"], 1]).encode()).decode()
    assert client.get(f"/users?sort=created_at&after={forged}").json()["code"] == "LIST_CURSOR"
    huge = base64.urlsafe_b64encode(json.dumps(["display_name", ["x"], 10**30]).encode()).decode()
    assert client.get(f"/users?sort=display_name&after={huge}").status_code == 200


def test_only_the_fields_asked_for_are_sent(api, colleagues):
    client = api()
    item = client.get("/users?fields=display_name,roles&limit=1").json()["items"][0]
    assert set(item) == {"uid", "version", "display_name", "roles"}
    shown = client.get(f"/users/{colleagues[0].uid}?fields=team_name").json()
    assert set(shown) == {"uid", "version", "team_name"}
    assert client.get(f"/users/{colleagues[0].uid}?fields=password").status_code == 400


def test_a_restricted_field_is_absent_without_its_right(api, admin, colleagues):
    path = f"/users/{colleagues[0].uid}"
    assert "username" not in api().get(path).json()
    assert admin.get(path).json()["username"] == colleagues[0].username
    assert all("username" not in item for item in api().get("/users").json()["items"])


@pytest.mark.parametrize("part", ["username={}", "username.contains={}", "sort=username", "fields=username"])
def test_a_restricted_field_answers_right_and_wrong_guesses_alike(api, admin, colleagues, part):
    client = api()
    right = client.get("/users?" + part.format(colleagues[0].username))
    wrong = client.get("/users?" + part.format("wrong"))
    unknown = client.get("/users?" + part.format("wrong").replace("username", "nickname"))
    assert (right.status_code, right.content) == (400, wrong.content)
    assert right.content == unknown.content.replace(b"nickname", b"username")
    assert admin.get("/users?" + part.format(colleagues[0].username)).status_code == 200


def test_writing_a_restricted_field_without_its_right_is_refused(rf, api):
    request = rf.get("/")
    request.actor = type("A", (), {"has": lambda self, right: right == "MARGIN"})()
    sent = UserChange(team_name="North")
    assert values_of(request, sent, restricted={"team_name": "MARGIN"}) == {"team_name": "North"}
    assert values_of(request, sent, restricted={"email": "PRICE_FLOOR"}) == {"team_name": "North"}
    with pytest.raises(Denied, match="RIGHT_MISSING"):
        values_of(request, sent, restricted={"team_name": "PRICE_FLOOR"})


def test_me_stands_for_the_caller(api):
    client = api()
    assert [item["uid"] for item in client.get("/users?uid=me").json()["items"]] == [client.user.uid]


def test_a_name_is_found_by_part_of_it(api, colleagues):
    assert len(api().get("/users?q=league 03").json()["items"]) == 1
