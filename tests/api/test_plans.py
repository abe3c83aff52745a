"""Joint plans over the API: the same days as on the page, the same refusals."""

import pytest
from tests.factories import make_account

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R3.1")
def test_the_api_tells_the_same_days(api):
    caller = api()
    account = make_account(caller.user)
    project = caller.post("/customer-projects", {"account": account.uid, "name": "Stroke centre"}).json()[
        "uid"
    ]
    sent = {"project": project, "name": "Plan", "starts_on": "2027-01-04", "goes_live_on": "2027-02-19"}
    plan = caller.post("/joint-plans", sent).json()["uid"]
    trial = caller.post("/plan-rows", {"plan": plan, "name": "Trial", "length": 10}).json()["uid"]
    report = {
        "plan": plan,
        "name": "Report",
        "length": 3,
        "after": [trial],
        "due_at": "2027-02-19T17:00:00+08:00",
    }
    uid = caller.post("/plan-rows", report).json()["uid"]
    told = caller.get(f"/joint-plans/{plan}/schedule").json()
    assert [(each["first"], each["last"], each["slack"]) for each in told["rows"]] == [
        ("2027-01-27", "2027-02-16", 0),
        ("2027-02-17", "2027-02-19", 0),
    ]
    assert told["rows"][1]["due_at"] == "2027-02-19T09:00:00Z"
    etag = caller.get(f"/plan-rows/{trial}")["ETag"]
    refused = caller.patch(f"/plan-rows/{trial}", {"after": [uid]}, If_Match=etag)
    assert refused.status_code == 422, refused.json()
    assert refused.json()["code"] == "PLAN_CIRCLE"


@pytest.mark.requirement("R3.1")
def test_a_program_shares_a_plan_and_decides_what_was_proposed(api, client):
    caller = api()
    account = make_account(caller.user)
    project = caller.post("/customer-projects", {"account": account.uid, "name": "Stroke centre"}).json()[
        "uid"
    ]
    plan = caller.post(
        "/joint-plans", {"project": project, "name": "Plan", "starts_on": "2027-01-04"}
    ).json()["uid"]
    link = caller.post(f"/joint-plans/{plan}/links", {"label": "Dr. You", "days": 7}).json()
    sent = {"row": "", "name": "Training", "first_on": "2027-01-11", "said_by": "Dr. You"}
    assert client.post(link["url"], sent).status_code == 302
    (proposal,) = caller.get(f"/joint-plans/{plan}/proposals").json()
    assert (proposal["state"], proposal["name"], proposal["row"]) == ("OPEN", "Training", "")
    decided = caller.post(f"/plan-proposals/{proposal['uid']}/decision", {"accept": True, "reply": "Good"})
    assert decided.json()["state"] == "ACCEPTED"
    (row,) = caller.get(f"/joint-plans/{plan}/schedule").json()["rows"]
    assert (row["name"], row["first"]) == ("Training", "2027-01-11")
    ended = caller.post(f"/shared-links/{link['uid']}/revocation").json()
    assert (ended["url"], ended["revoked_at"] is None) == ("", False)
    assert client.get(link["url"]).status_code == 404
    assert caller.get(f"/joint-plans/{plan}/links").json()[0]["uid"] == link["uid"]
