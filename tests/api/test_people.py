"""People, posts, log entries, promises, files and overviews over the API: the same rules as the pages."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import AT, make_account, make_actor, make_member, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.clock import today
from tongxin.crm.opportunities.actions import create_opportunity
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.stakeholders.actions import create_person
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(api):
    ensure_reference_data(at=AT)
    return api()


@pytest.fixture
def account(client):
    return make_account(client.user, name="曜禾醫療")


@pytest.fixture
def kam(client):
    return make_actor(client.user)


def made(answer):
    assert answer.status_code == 201, answer.content
    return answer.json()


def person(client, account=None, **more):
    sent = {"name": "游靖堯", **({"account": account.uid} if account else {}), **more}
    return made(client.post("/people", sent))


def test_a_person_is_made_shown_changed_deleted_and_restored(client, account):
    post = made(client.post(f"/accounts/{account.uid}/posts", {"title": "院長", "level": "BOARD"}))
    created = person(
        client, account, title="主任", reports_to=post["uid"], owner=client.user.uid, judgement="quiet",
        names=[{"name": "Yu", "kind": "LATIN"}],
    )  # fmt: skip
    assert (created["name"], created["title"], created["judgement"]) == ("游靖堯", "主任", "quiet")
    shown = client.get(f"/people/{created['uid']}")
    assert AuditEvent.objects.filter(verb="VIEWED", object_uid=created["uid"]).count() == 1
    changed = client.patch(
        f"/people/{created['uid']}", {"name": "游靖", "owner": client.user.uid}, If_Match=shown["ETag"]
    )
    assert changed.json()["name"] == "游靖"
    assert client.patch(f"/people/{created['uid']}", {"note": "x"}, If_Match=shown["ETag"]).status_code == 412
    assert client.delete(f"/people/{created['uid']}", If_Match=changed["ETag"]).status_code == 204
    assert client.get(f"/people/{created['uid']}").status_code == 404
    assert made(client.post(f"/deleted-people/{created['uid']}/restorations"))["status"] == "ACTIVE"
    assert client.get(f"/people/{created['uid']}/names").json()["names"] == [{"name": "Yu", "kind": "LATIN"}]
    replaced = client.post(f"/people/{created['uid']}/names", {"names": [{"name": "Jing"}]})
    assert made(replaced)["names"] == [{"name": "Jing", "kind": "OTHER"}]


def test_without_the_right_there_is_no_judgement(client, account, api):
    created = person(client, account, judgement="canary")
    member = api(roles=[Role.TEAM_MEMBER])
    make_member(account, member.user)
    shown = member.get(f"/people/{created['uid']}")
    assert "judgement" not in shown.json()
    assert "canary" not in member.get("/people").content.decode()
    refused = member.patch(f"/people/{created['uid']}", {"judgement": "x"}, If_Match=shown["ETag"])
    assert refused.status_code == 403


def test_the_list_of_people_filters_and_chooses_fields(client, account):
    person(client, account)
    listed = client.get(f"/people?account={account.uid}&fields=name").json()["items"]
    assert listed[0].keys() == {"uid", "version", "name"}


def test_posts_and_tenures_tell_who_held_what(client, account):
    created = person(client, account, title="主任")
    [tenure] = client.get(f"/people/{created['uid']}/tenures").json()["tenures"]
    post = made(client.post(f"/accounts/{account.uid}/posts", {"title": "處長"}))
    boss = made(client.post(f"/accounts/{account.uid}/posts", {"title": "院長"}))
    etag = client.get(f"/posts/{post['uid']}")["ETag"]
    changed = client.patch(f"/posts/{post['uid']}", {"reports_to": boss["uid"]}, If_Match=etag)
    assert changed.json()["reports_to"]["title"] == "院長"
    moved = made(
        client.post(
            f"/people/{created['uid']}/moves",
            {"post": post["uid"], "on": "2026-11-01", "leaving": tenure["uid"]},
        )
    )
    assert moved["post"]["title"] == "處長"
    second = made(client.post(f"/people/{created['uid']}/tenures", {"post": boss["uid"], "is_main": False}))
    ended = made(client.post(f"/tenures/{second['uid']}/ending", {"reason": "RETIRED"}))
    assert (ended["is_current"], ended["end_reason"]) == (False, "RETIRED")
    nodes = client.get(f"/accounts/{account.uid}/organisation").json()["nodes"]
    assert [(node["post"]["title"], node["depth"], node["is_vacant"]) for node in nodes] == [
        ("主任", 0, True),
        ("院長", 0, True),
        ("處長", 1, False),
    ]
    etag = client.get(f"/posts/{boss['uid']}")["ETag"]
    assert client.delete(f"/posts/{boss['uid']}", If_Match=etag).status_code == 204
    other = person(client, name="乙")
    wrong = client.post(f"/people/{other['uid']}/moves", {"post": post["uid"], "leaving": moved["uid"]})
    assert wrong.status_code == 422


def test_a_visit_is_logged_with_one_field_and_everything_else_may_follow(client, account, kam):
    created = person(client, account)
    deal = create_opportunity(actor=kam, at=AT, account=account, name="汰換案")
    plain = made(client.post("/interactions", {"text": "@游靖堯 來電"}))
    assert [item["uid"] for item in plain["people"]] == [created["uid"]]
    full = made(
        client.post(
            "/interactions",
            {
                "text": "談資安", "kind": "CALL", "account": account.uid, "people": [created["uid"]],
                "opportunities": [deal.uid], "colleagues": [make_user().uid], "sentiment": 4,
                "private_note": "mine", "promises": [{"text": "報告", "owner": client.user.uid}],
            },
        )
    )  # fmt: skip
    assert (full["kind"], full["private_note"], full["promises"][0]["text"]) == ("CALL", "mine", "報告")
    shown = client.get(f"/interactions/{full['uid']}")
    changed = client.patch(
        f"/interactions/{full['uid']}", {"text": "談了資安", "people": [], "account": account.uid},
        If_Match=shown["ETag"],
    )  # fmt: skip
    assert (changed.json()["text"], changed.json()["people"]) == ("談了資安", [])
    assert client.get("/interactions?kind=CALL").json()["items"][0]["uid"] == full["uid"]
    assert client.delete(f"/interactions/{full['uid']}", If_Match=changed["ETag"]).status_code == 204
    assert made(client.post(f"/deleted-interactions/{full['uid']}/restorations"))["uid"] == full["uid"]


def test_private_notes_of_others_are_withheld(client, account, api, kam):
    entry = log_interaction(actor=kam, at=AT, text="x", account=account, private_note="canary")
    mate = api(roles=[Role.TEAM_MEMBER])
    make_member(account, mate.user)
    assert mate.get(f"/interactions/{entry.uid}").json()["private_note"] == ""
    assert "canary" not in mate.get("/interactions").content.decode()
    assert "canary" not in mate.get(f"/accounts/{account.uid}/timeline").content.decode()


def test_promises_are_made_changed_settled_reopened_and_put_off(client, account):
    created = person(client, account)
    kept = made(
        client.post("/promises", {"text": "報告", "person": created["uid"], "owner": client.user.uid})
    )
    url = f"/promises/{kept['uid']}"
    changed = client.patch(url, {"text": "弱點報告"}, If_Match=client.get(url)["ETag"])
    assert changed.json()["text"] == "弱點報告"
    assert made(client.post(f"{url}/postponement", {"days": 3}))["due_on"]
    assert made(client.post(f"{url}/settlement", {}))["state"] == "KEPT"
    assert client.post(f"{url}/settlement", {}).status_code == 409
    assert made(client.post(f"{url}/reopening"))["state"] == "OPEN"
    assert client.post("/promises", {"text": "x"}).json()["code"] == "PROMISE_ACCOUNT_MISSING"
    deal = client.post("/promises", {"text": "x", "account": account.uid, "opportunity": "nothing"})
    assert deal.status_code == 422
    assert len(client.get("/promises?state=OPEN").json()["items"]) == 1


def test_files_are_kept_taken_deleted_and_restored(client, account, kam, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    owner = create_person(actor=kam, at=AT, full_name="甲", account=account)
    deal = create_opportunity(actor=kam, at=AT, account=account, name="d")
    entry = log_interaction(actor=kam, at=AT, text="x", account=account)
    for place in (
        f"accounts/{account.uid}", f"people/{owner.uid}", f"opportunities/{deal.uid}", f"interactions/{entry.uid}",
    ):  # fmt: skip
        answer = client.client.post(
            f"/api/v1/{place}/attachments",
            {"file": SimpleUploadedFile("報價.pdf", b"%PDF-1.7\n")},
            headers=client.headers,
        )
        kept = made(answer)
    assert len(client.get(f"/accounts/{account.uid}/attachments").json()["attachments"]) == 4
    url = f"/attachments/{kept['uid']}"
    assert client.get(url).json()["media_type"] == "application/pdf"
    content = client.get(f"{url}/content")
    assert b"".join(content.streaming_content) == b"%PDF-1.7\n"
    assert content["Content-Disposition"].startswith("attachment")
    assert AuditEvent.objects.filter(verb="DOWNLOADED").count() == 1
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404
    assert made(client.post(f"/deleted-attachments/{kept['uid']}/restorations"))["uid"] == kept["uid"]


def test_lines_of_time_search_and_the_worklist(client, account, kam):
    created = person(client, account, title="院長", level="BOARD")
    deal = create_opportunity(actor=kam, at=AT, account=account, name="汰換案")
    made(
        client.post(
            "/interactions", {"text": "資安", "people": [created["uid"]], "opportunities": [deal.uid]}
        )
    )
    made(client.post("/promises", {"text": "報告", "account": account.uid, "due_on": "2026-01-01"}))
    first = client.get(f"/accounts/{account.uid}/timeline?limit=1").json()
    assert len(first["items"]) == 1
    rest = client.get(f"/accounts/{account.uid}/timeline?before={first['next']}").json()["items"]
    assert {item["event"] for item in [*first["items"], *rest]} == {
        "INTERACTION",
        "PROMISE_MADE",
        "STAGE",
    }
    assert (
        client.get(f"/people/{created['uid']}/timeline?kind=INTERACTION").json()["items"][0]["text"] == "資安"
    )
    assert client.get(f"/opportunities/{deal.uid}/timeline?kind=STAGE").json()["items"]
    assert client.get(f"/accounts/{account.uid}/timeline?kind=NONSENSE").status_code in {400, 422}
    found = client.get("/search?q=汰換").json()["results"]
    assert [(item["kind"], item["account"]) for item in found] == [("OPPORTUNITY", "曜禾醫療")]
    work = client.get("/worklist").json()
    assert work["promises"][0]["reasons"][0]["code"] == "OUR_PROMISE_OVERDUE"
    assert {row["object_kind"] for row in work["alarms"]} >= {"OPPORTUNITY"}
    assert json.dumps(work)


def test_people_who_may_be_the_same_are_found_before_one_is_entered(client, account, api):
    known = person(client, account, email="yu@x.example")
    asked = {"name": "游先生", "email": "YU@x.example", "account": account.uid}
    [found] = made(client.post("/person-lookalikes", asked))["lookalikes"]
    assert (found["person"]["uid"], found["reason"]) == (known["uid"], "EMAIL")
    assert found["person"]["account"]["name"] == "曜禾醫療"
    [anywhere] = made(client.post("/person-lookalikes", {"name": "游靖堯"}))["lookalikes"]
    assert anywhere["reason"] == "NAME"
    assert made(api().post("/person-lookalikes", {**asked, "account": None}))["lookalikes"] == []


def test_senior_posts_without_a_holder_or_not_met_are_gaps(client, account):
    made(client.post(f"/accounts/{account.uid}/posts", {"title": "院長", "level": "BOARD"}))
    met = person(client, account, title="總經理", level="EXECUTIVE")
    gaps = client.get("/coverage-gaps?stale_days=30").json()["gaps"]
    assert [(gap["post"]["title"], gap["person"] and gap["person"]["uid"]) for gap in gaps] == [
        ("院長", None),
        ("總經理", met["uid"]),
    ]
    assert gaps[1]["last_contact_at"] is None


def test_days_that_come_are_on_the_worklist(client, account):
    day = today() + timedelta(days=3)
    sent = {"account": account.uid, "text": "Send the offer", "side": "OURS", "due_on": day.isoformat()}
    promise = made(client.post("/promises", sent))
    [deadline] = client.get("/worklist").json()["deadlines"]
    assert (deadline["day"], deadline["object_kind"], deadline["object_uid"], deadline["title"]) == (
        day.isoformat(),
        "PROMISE",
        promise["uid"],
        "Send the offer",
    )


def test_the_end_of_a_close_window_is_a_day_that_comes(client, account, kam):
    day = today() + timedelta(days=5)
    deal = create_opportunity(
        actor=kam, at=AT, account=account, name="Phase 2", close_from=day, close_to=day, next_step="Call"
    )
    [deadline] = client.get("/worklist").json()["deadlines"]
    assert (deadline["object_kind"], deadline["object_uid"]) == ("OPPORTUNITY", deal.uid)


def test_two_people_are_merged_and_taken_apart(client, account, kam):
    first, second = (
        create_person(actor=kam, at=AT, full_name=name, account=account) for name in ("An Lee", "Ann Lee")
    )
    merge = made(client.post(f"/people/{first.uid}/merges", {"absorbed": second.uid, "take": ["email"]}))
    assert merge["absorbed"]["full_name"] == "Ann Lee"
    assert client.get(f"/people/{second.uid}").status_code == 404
    listed = client.get(f"/people/{first.uid}/merges").json()["merges"]
    assert [item["uid"] for item in listed] == [merge["uid"]]
    back = made(client.post(f"/people/{first.uid}/merges/{merge['uid']}/undoings", {}))
    assert back["uid"] == second.uid
    again = client.post(f"/people/{first.uid}/merges", {"absorbed": first.uid})
    assert (again.status_code, again.json()["code"]) == (409, "PERSON_MERGE_SELF")
