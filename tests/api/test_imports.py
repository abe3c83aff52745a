"""Imports over the API: files in, mapped, checked, previewed, written by a worker, reported and taken back."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tongxin.background.worker import run_next
from tongxin.common.clock import now
from tongxin.crm.accounts.models import Account
from tongxin.importers.models import ImportBatch
from tongxin.team.choices import Role

ACCOUNTS = (
    "Account Name,Billing Country,Industry\n台積電,Taiwan,technolgy\n聯電,Taiwan,technology\n"
    "聯發科,Taiwan,technology\n,Taiwan,x\n"
)
COUNTS = [{"target": "ACCOUNT", "created": 3, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 1}]


@pytest.fixture
def director(api):
    return api(roles=(Role.SALES_DIRECTOR,))


def upload(client, *texts, key="", **fields):
    files = [
        SimpleUploadedFile(f"accounts{number or ''}.csv", text.encode())
        for number, text in enumerate(texts or (ACCOUNTS,))
    ]
    headers = {**client.headers, **({"Idempotency-Key": key} if key else {})}
    return client.client.post("/api/v1/imports", {"files": files, **fields}, headers=headers)


def started(client, *texts, **fields):
    answer = upload(client, *texts, **fields)
    assert answer.status_code == 201, answer.content.decode()
    return f"/imports/{answer.json()['uid']}"


def ran(client, path):
    assert client.post(f"{path}/runs").status_code == 201
    run_next(clock=now)
    return client.get(path).json()


def test_files_are_mapped_checked_and_previewed_without_anything_written(director):
    path = started(director)
    [table] = director.get(f"{path}/mapping").json()["tables"]
    assert (table["target"], table["encoding"], table["delimiter"]) == ("ACCOUNT", "utf-8", ",")
    assert [column["field"] for column in table["columns"]] == ["name", "country", "industry"]
    assert table["columns"][0]["samples"] == ["台積電", "聯電", "聯發科"]
    assert "situation" in table["fields"]
    check = director.get(f"{path}/check").json()
    assert (check["rows"], check["lost"]) == (4, 1)
    assert check["problems"][0]["code"] == "MISSING_VALUE"
    preview = director.get(f"{path}/preview").json()
    assert preview["counts"] == COUNTS
    assert [reason["code"] for reason in preview["failures"][0]["reasons"]] == ["MISSING_VALUE"]
    assert not Account.objects.exists()


@pytest.mark.requirement("R9.7")
def test_an_import_is_written_by_a_worker_reported_and_taken_back(director):
    path = started(director, title="Old CRM")
    queued = director.post(f"{path}/runs")
    job = director.get(queued["Location"]).json()
    assert (job["state"], director.get(path).json()["state"]) == ("WAITING", "QUEUED")
    run_next(clock=now)
    done = director.get(path).json()
    assert (done["state"], done["percent"], done["title"]) == ("DONE", 100, "Old CRM")
    assert (done["job"], done["counts"]) == (job["uid"], COUNTS)
    assert {finding["code"] for finding in done["findings"]} >= {"MISSING_VALUE"}
    assert Account.objects.count() == 3

    [row] = director.get(f"{path}/rows?outcome=FAILED,SKIPPED").json()["items"]
    assert (row["row"], row["reasons"][0]["code"], row["cells"][1]) == (5, "MISSING_VALUE", "Taiwan")
    book = director.get(f"{path}/error-workbook")
    assert "attachment" in book["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(book.content)).active.max_row == 2

    assert director.post(f"{path}/undoing").status_code == 201
    run_next(clock=now)
    undone = director.get(path).json()
    assert (undone["state"], undone["undone"]) == ("UNDONE", {"REVERTED": 3})
    assert not Account.objects.exclude(status="DELETED").exists()


def test_files_are_named_with_their_digests(director):
    path = started(director, ACCOUNTS, "Account Name\nA\n", source="legacy")
    files = director.get(f"{path}/files").json()["files"]
    assert [item["name"] for item in files] == ["accounts.csv", "accounts1.csv"]
    assert director.get(path).json()["source"] == "legacy"


def test_columns_targets_and_encodings_are_chosen_from_the_version_that_was_read(director):
    path = started(director)
    shown = director.get(f"{path}/mapping")
    sent = {
        "tables": [
            {"name": "accounts", "columns": [{"index": 1, "field": ""}, {"index": 2, "field": "situation"}]}
        ]
    }
    assert director.patch(f"{path}/mapping", sent).status_code == 428
    changed = director.patch(f"{path}/mapping", sent, If_Match=shown["ETag"])
    [table] = changed.json()["tables"]
    assert [column["field"] for column in table["columns"]] == ["name", "", "situation"]
    assert [column["why"] for column in table["columns"]][1:] == ["CHOSEN", "CHOSEN"]
    assert director.patch(f"{path}/mapping", sent, If_Match=shown["ETag"]).status_code == 412

    person = {
        "tables": [{"name": "accounts", "target": "PERSON", "columns": [{"index": 0, "field": "full_name"}]}]
    }
    changed = director.patch(f"{path}/mapping", person, If_Match=changed["ETag"])
    assert changed.json()["tables"][0]["target"] == "PERSON"
    assert changed.json()["tables"][0]["columns"][0]["field"] == "full_name"
    left_out = {"tables": [{"name": "accounts", "target": "", "encoding": "cp950", "delimiter": ";"}]}
    changed = director.patch(f"{path}/mapping", left_out, If_Match=changed["ETag"])
    [table] = changed.json()["tables"]
    assert (table["target"], table["encoding"], table["delimiter"]) == ("", "cp950", ";")
    assert (table["fields"], table["missing"]) == ([], [])


def test_a_workbook_has_no_encoding_to_choose(director):
    book = openpyxl.Workbook()
    book.active.append(["Account Name"])
    book.active.append(["Acme"])
    kept = io.BytesIO()
    book.save(kept)
    sent = {"files": [SimpleUploadedFile("books.xlsx", kept.getvalue())]}
    made = director.client.post("/api/v1/imports", sent, headers=director.headers)
    path = f"/imports/{made.json()['uid']}"
    shown = director.get(f"{path}/mapping")
    name = shown.json()["tables"][0]["name"]
    change = {"tables": [{"name": name, "encoding": "cp950"}]}
    changed = director.patch(f"{path}/mapping", change, If_Match=shown["ETag"])
    assert changed.json()["tables"][0]["encoding"] == ""


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"name": "others"}, "TABLE_UNKNOWN"),
        ({"name": "accounts", "encoding": "utf-16"}, "TABLE_UNREADABLE"),
        ({"name": "accounts", "columns": [{"index": 9, "field": "name"}]}, "COLUMN_UNKNOWN"),
        ({"name": "accounts", "columns": [{"index": 0, "field": "price_floor"}]}, "IMPORT_FIELD_UNKNOWN"),
        (
            {"name": "accounts", "target": "", "columns": [{"index": 0, "field": "name"}]},
            "IMPORT_FIELD_UNKNOWN",
        ),
    ],
)
def test_what_is_not_there_cannot_be_chosen(director, table, code):
    path = started(director)
    etag = director.get(f"{path}/mapping")["ETag"]
    answer = director.patch(f"{path}/mapping", {"tables": [table]}, If_Match=etag)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert ImportBatch.objects.get().decisions == {}


def test_repairs_are_taken_for_all_rows_alike(director):
    rows = "".join(f"A{number},technology\n" for number in range(9))
    path = started(director, f"Account Name,Industry\n{rows}B,technolgy\n")
    [group] = [item for item in director.get(f"{path}/check").json()["problems"] if item["is_repairable"]]
    repair = {name: group[name] for name in ("table", "column", "value")}
    sent = {"repairs": [{**repair, "replacement": group["suggestion"]}]}
    mended = director.post(f"{path}/repairs", sent, Idempotency_Key="once")
    assert mended.status_code == 201
    assert not [item for item in mended.json()["problems"] if item["is_repairable"]]
    again = director.post(f"{path}/repairs", sent, Idempotency_Key="once")
    assert (again["Idempotent-Replayed"], again.json()) == ("true", mended.json())
    refused = director.post(f"{path}/repairs", {"repairs": []}, Idempotency_Key="once")
    assert refused.json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    unkept = director.post("/imports/i0000000000000/repairs", sent, Idempotency_Key="twice")
    assert unkept.status_code == 404


def test_changes_to_what_is_here_are_shown_before(director):
    ran(director, started(director, "Account ID,Account Name,Billing Country\n1,Acme,USA\n"))
    path = started(director, "Account ID,Account Name,Billing Country\n1,Acme,Canada\n")
    [update] = director.get(f"{path}/preview").json()["updates"]
    assert update["changes"] == [{"field": "country", "old": "USA", "new": "Canada"}]
    assert (update["label"], update["row"]) == ("Acme", 2)


def test_links_between_tables_and_unreadable_files_are_told(director):
    texts = {
        "accounts.csv": "Account Name\nAcme\n",
        "contacts.csv": "Full Name,Account Name\nMay,Acme\nJun,Nowhere\n",
        "strange.xls": "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1",
    }
    files = [SimpleUploadedFile(name, text.encode("latin-1")) for name, text in texts.items()]
    answer = director.client.post("/api/v1/imports", {"files": files}, headers=director.headers)
    path = f"/imports/{answer.json()['uid']}"
    mapping = director.get(f"{path}/mapping").json()
    assert [(link["found"], link["missing"]) for link in mapping["links"]] == [(1, 1)]
    assert len(mapping["unread"]) == 1
    assert mapping["unread"][0]["text"]


def test_an_import_is_cancelled_gone_on_with_or_discarded(director):
    path = started(director)
    director.post(f"{path}/runs")
    assert director.post(f"{path}/cancellation").json()["state"] == "CANCELLED"
    assert director.get(f"{path}/mapping").status_code == 200
    assert ran(director, path)["state"] == "DONE"
    refused = director.post(f"{path}/runs")
    assert (refused.status_code, refused.json()["code"]) == (409, "IMPORT_STATE")
    draft = started(director)
    etag = director.get(draft)["ETag"]
    assert director.delete(draft).status_code == 428
    assert director.delete(draft, If_Match=etag).status_code == 204
    assert director.get(draft).status_code == 404
    assert len(director.get("/imports?created_by=me&sort=number").json()["items"]) == 1


def test_the_same_files_under_one_key_are_one_import_whatever_border_the_client_draws(director):
    first, again = upload(director, key="k1"), upload(director, key="k1")
    assert (again["Idempotent-Replayed"], again.json()["uid"]) == ("true", first.json()["uid"])
    other = upload(director, "Account Name\nA\n", key="k1")
    assert other.json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert ImportBatch.objects.count() == 1


def test_only_who_may_import_does_and_sees_their_own(api, director, admin):
    path = started(director)
    assert upload(api(roles=(Role.SERVICE,))).status_code == 403
    assert api(roles=(Role.SERVICE,)).get("/imports").status_code == 403
    other = api(roles=(Role.SALES_DIRECTOR,))
    assert other.get(path).status_code == 404
    assert other.get("/imports").json()["items"] == []
    assert admin.get(path).status_code == 200


def test_an_import_without_files_is_refused(director):
    answer = director.client.post("/api/v1/imports", {"title": "x"}, headers=director.headers)
    assert answer.status_code == 422
