"""What administrators set, over the API: dictionaries, processes and stages."""

import pytest
from tests.deals import make_opportunity
from tests.factories import AT, make_actor

from tongxin.crm.opportunities.processes import default_process, stages_of
from tongxin.crm.opportunities.reference import ensure_reference_data


@pytest.fixture(autouse=True)
def reference(db):
    ensure_reference_data(at=AT)


def entries(client, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return client.get(f"/dictionary-entries?limit=200&{asked}").json()["items"]


def process_of(client):
    return client.get("/processes").json()["processes"][0]


def test_a_value_is_added_changed_retired_and_found_again(admin):
    sent = {"kind": "REGION", "labels": {"zh-hant": "花東", "en": "East coast"}}
    made = admin.post("/dictionary-entries", sent)
    assert made.status_code == 201
    entry = made.json()
    assert (entry["code"], entry["is_active"]) == ("EAST_COAST", True)
    assert made["Location"] == f"/api/v1/dictionary-entries/{entry['uid']}"

    change = {"labels": {"zh-hant": "花蓮與臺東"}, "is_active": False}
    changed = admin.patch(f"/dictionary-entries/{entry['uid']}", change, If_Match=made["ETag"])
    assert changed.json()["labels"] == {"zh-hant": "花蓮與臺東"}

    assert [item["uid"] for item in entries(admin, kind="REGION", is_active="false")] == [entry["uid"]]
    kinds = {item["kind"]: item["entries"] for item in admin.get("/dictionaries").json()["dictionaries"]}
    assert "EAST_COAST" not in {item["code"] for item in kinds["REGION"]}


def test_a_dictionary_lies_in_the_order_it_is_given(admin):
    before = [item["uid"] for item in entries(admin, kind="SEGMENT")]
    moved = admin.post(f"/dictionary-entries/{before[-1]}/placement", {"position": 0})
    assert (moved.status_code, moved.json()["position"]) == (201, 0)
    assert [item["uid"] for item in entries(admin, kind="SEGMENT")] == [before[-1], *before[:-1]]


def test_a_taken_label_is_refused_with_its_field(admin):
    present = entries(admin, kind="TIER")[0]
    answer = admin.post("/dictionary-entries", {"kind": "TIER", "labels": present["labels"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "ENTRY_TAKEN")
    assert answer.json()["errors"][0]["field"] == "labels"


def test_everybody_reads_dictionaries_and_only_administrators_change_them(api, admin):
    client = api()
    [first, *_] = entries(client, kind="TIER")
    shown = client.get(f"/dictionary-entries/{first['uid']}")
    assert shown.json()["is_key"] is True
    change = client.patch(f"/dictionary-entries/{first['uid']}", {"is_key": False}, If_Match=shown["ETag"])
    assert change.status_code == 403
    assert client.post("/dictionary-entries", {"kind": "TIER", "labels": {"en": "Own"}}).status_code == 403
    assert admin.patch(f"/dictionary-entries/{first['uid']}", {"is_key": False}).status_code == 428


def test_a_process_gets_stages_and_is_put_to_use(admin):
    made = admin.post("/processes", {"labels": {"zh-hant": "續約", "en": "Renewal"}})
    process = made.json()
    assert (process["code"], process["is_active"], process["stages"]) == ("RENEWAL", False, [])
    too_early = admin.patch(f"/processes/{process['uid']}", {"is_active": True}, If_Match=made["ETag"])
    assert too_early.json()["code"] == "PROCESS_WITHOUT_STAGES"

    sent = {"labels": {"en": "Review"}, "our_labels": {"en": "Health check"}, "probability": 60}
    stage = admin.post(f"/processes/{process['uid']}/stages", sent).json()
    assert (stage["our_label"], stage["probability"]) == ("Health check", 60)
    listed = [item["code"] for item in admin.get("/processes").json()["processes"]]
    assert "RENEWAL" not in listed
    used = admin.patch(
        f"/processes/{process['uid']}", {"is_active": True, "is_default": True}, If_Match=made["ETag"]
    )
    assert used.json()["is_default"] is True
    assert process_of(admin)["code"] == "RENEWAL"
    retired = [item["code"] for item in admin.get("/processes?retired=true").json()["processes"]]
    assert set(listed) < set(retired)


def test_stages_are_reordered_changed_retired_and_deleted_when_never_used(admin):
    process = process_of(admin)
    codes = [stage["code"] for stage in process["stages"]]
    last = process["stages"][-1]
    assert admin.post(f"/stages/{last['uid']}/placement", {"position": 0}).json()["position"] == 0
    shown = admin.get(f"/processes/{process['uid']}").json()
    assert [stage["code"] for stage in shown["stages"]] == [codes[-1], *codes[:-1]]

    stage = admin.get(f"/stages/{last['uid']}")
    change = {
        "labels": {"zh-hant": "採購", "en": "Purchase"},
        "our_labels": {},
        "probability": 85,
        "is_active": False,
    }
    changed = admin.patch(f"/stages/{last['uid']}", change, If_Match=stage["ETag"])
    assert (changed.json()["probability"], changed.json()["our_label"]) == (85, "")
    stale = admin.delete(f"/stages/{last['uid']}", If_Match=stage["ETag"])
    assert (stale.status_code, stale["ETag"]) == (412, changed["ETag"])
    assert admin.delete(f"/stages/{last['uid']}", If_Match=changed["ETag"]).status_code == 204
    assert admin.get(f"/stages/{last['uid']}").status_code == 404


def test_a_stage_that_a_history_knows_stays(api, admin):
    client = api()
    deal = make_opportunity(make_actor(client.user))
    shown = admin.get(f"/stages/{deal.stage.uid}")
    answer = admin.delete(f"/stages/{deal.stage.uid}", If_Match=shown["ETag"])
    assert (answer.status_code, answer.json()["code"]) == (409, "STAGE_IN_USE")
    assert stages_of(default_process()).filter(pk=deal.stage.pk).exists()
