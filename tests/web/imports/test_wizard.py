"""The import wizard, from files to undo, as a sales director goes through it."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import make_user

from tongxin.background.worker import run_next
from tongxin.common.clock import now
from tongxin.crm.accounts.models import Account
from tongxin.importers.models import ImportBatch
from tongxin.team.choices import Role
from tongxin.web.imports import previews

pytestmark = pytest.mark.django_db
ACCOUNTS = "Account Name,Billing Country,Industry\n台積電,Taiwan,technolgy\n聯電,Taiwan,technology\n聯發科,Taiwan,technology\n,Taiwan,x\n"


@pytest.fixture
def director(client):
    user = make_user([Role.SALES_DIRECTOR], language="en")
    client.force_login(user)
    return user


def upload(client, text=ACCOUNTS, name="accounts.csv"):
    files = [SimpleUploadedFile(name, text.encode())]
    answer = client.post("/settings/imports/", {"files": files})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].removesuffix("mapping/")


def text(answer):
    return answer.content.decode()


@pytest.mark.requirement("R9.7")
def test_files_are_mapped_checked_previewed_written_and_taken_back(client, director):
    base = upload(client)
    mapping = text(client.get(f"{base}mapping/"))
    assert "3 of 3 columns found their field by themselves" in mapping
    assert "its heading is known" in mapping
    assert client.post(f"{base}mapping/", {})["Location"] == f"{base}check/"
    check = text(client.get(f"{base}check/"))
    assert "A needed value is missing" in check
    assert client.post(f"{base}check/", {})["Location"] == f"{base}preview/"
    assert "3 records will be created" in text(client.get(f"{base}preview/"))
    assert not Account.objects.exists()
    assert client.post(f"{base}preview/")["Location"] == base
    waiting = text(client.get(base))
    assert "waits for its turn" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    run_next(clock=now)
    done = text(client.get(base))
    assert "3 records were created" in done
    assert sorted(Account.objects.values_list("name", flat=True)) == ["台積電", "聯發科", "聯電"]
    assert "hx-trigger" not in text(client.get(base, HTTP_HX_REQUEST="true"))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{base}errors.xlsx").content))
    assert [cell.value for cell in book.active[1]][-1] == "Reason"
    client.post(f"{base}undoing/")
    assert "being taken back" in text(client.get(base))
    run_next(clock=now)
    assert "was taken back" in text(client.get(base))
    assert not Account.objects.exclude(status="DELETED").exists()


def test_the_same_file_twice_changes_nothing(client, director):
    for _ in range(2):
        base = upload(client)
        client.post(f"{base}preview/")
        run_next(clock=now)
    assert "0 records were created, 0 changed, 3 stayed as they were" in text(client.get(base))
    assert Account.objects.count() == 3


def test_repairs_are_taken_for_all_rows_alike(client, director):
    base = upload(
        client, "Account Name,Industry\n" + "".join(f"A{n},technology\n" for n in range(9)) + "B,technolgy\n"
    )
    client.get(f"{base}check/")
    number = re.search(r'name="repair\.(\d+)"', text(client.get(f"{base}check/")))[1]
    client.post(f"{base}check/", {f"repair.{number}": "on", f"value.{number}": "technology"})
    batch = ImportBatch.objects.get()
    assert [repair[-1] for repair in batch.decisions["repairs"]] == ["technology"]


def test_columns_tables_and_encodings_can_be_chosen(client, director):
    base = upload(client)
    page = text(client.get(f"{base}mapping/"))
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    chosen = client.post(f"{base}mapping/", {"version": version, "column.0.1": "", "column.0.2": "situation"})
    assert chosen["Location"] == f"{base}check/"
    assert ImportBatch.objects.get().decisions["columns"] == {"accounts": {"1": "", "2": "situation"}}
    page = text(client.get(f"{base}mapping/"))
    assert "you chose it" in page
    kept = client.post(f"{base}mapping/", {})
    assert ImportBatch.objects.get().decisions["columns"] == {"accounts": {"1": "", "2": "situation"}}
    assert kept["Location"] == f"{base}check/"
    assert client.post(f"{base}mapping/", {"target.0": ""})["Location"] == f"{base}mapping/"
    assert client.post(f"{base}mapping/", {"target.0": "PERSON"})["Location"] == f"{base}mapping/"
    reread = client.post(f"{base}mapping/", {"target.0": "ACCOUNT", "encoding.0": "cp950"})
    assert reread["Location"] == f"{base}mapping/"


def test_a_reading_that_loses_the_table_is_not_kept(client, director):
    base = upload(client)
    lost = client.post(f"{base}mapping/", {"target.0": "ACCOUNT", "encoding.0": "utf-16"}, follow=True)
    assert "Choose another encoding or separator" in text(lost)
    assert ImportBatch.objects.get().decisions["choices"] == {}
    assert 'name="target.0"' in text(lost)
    read = client.post(f"{base}mapping/", {"target.0": "ACCOUNT", "encoding.0": "cp950"})
    lost = client.post(f"{base}mapping/", {"target.0": "ACCOUNT", "encoding.0": "utf-16"}, follow=True)
    assert read["Location"] == f"{base}mapping/"
    assert "cp950" in str(ImportBatch.objects.get().decisions["choices"])


def test_tables_that_hang_together_say_how_many_rows_find_each_other(client, director):
    book = openpyxl.Workbook()
    for row in (("Account ID", "Account Name"), ("1", "Acme"), ("2", "Beta")):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    contacts = "Contact ID,Last Name,Account ID\n1,Ann,1\n2,Bob,2\n3,Cid,9\n"
    deals = "Opportunity ID,Opportunity Name,Account ID,Stage\n1,Deal,1,Prospecting\n2,Other,2,Prospecting\n"
    files = [
        SimpleUploadedFile("Account.xlsx", stream.getvalue()),
        SimpleUploadedFile("Contact.csv", contacts.encode()),
        SimpleUploadedFile("Opportunity.csv", deals.encode()),
    ]
    answer = client.post("/settings/imports/", {"files": files})
    page = text(client.get(answer["Location"]))
    assert "2 found, 1 not" in page
    assert "all 2 found" in page


def test_what_cannot_be_read_is_said(client, director):
    assert "Choose at least one file" in text(client.post("/settings/imports/", {}))
    base = upload(client, "\x00\x01", name="strange.bin")
    assert 'role="alert"' in text(client.get(f"{base}mapping/"))


def test_clean_data_needs_no_repair(client, director):
    base = upload(client, "Account Name\nAcme\n")
    assert "nothing is wrong" in text(client.get(f"{base}check/"))


def test_changes_to_what_is_here_are_shown_before(client, director):
    base = upload(client, "Account ID,Account Name,Billing Country\n1,Acme,USA\n")
    client.post(f"{base}preview/")
    run_next(clock=now)
    base = upload(client, "Account ID,Account Name,Billing Country\n1,Acme,Canada\n")
    assert "USA → Canada" in text(client.get(f"{base}preview/"))


def test_an_import_is_cancelled_or_discarded(client, director):
    base = upload(client)
    client.post(f"{base}preview/")
    client.post(f"{base}cancellation/")
    page = text(client.get(base))
    assert "was stopped" in page
    assert "Go on with the rest" in page
    draft = upload(client)
    assert "Nothing is written yet" in text(client.get(draft))
    assert client.post(f"{draft}discarding/").status_code == 302
    assert client.get(draft).status_code == 404
    assert ImportBatch.objects.count() == 1
    assert "accounts.csv" in text(client.get("/settings/imports/"))


def test_a_queue_without_a_worker_is_explained(client, director, monkeypatch):
    base = upload(client)
    client.post(f"{base}preview/")
    monkeypatch.setattr("tongxin.web.imports.progress.PATIENCE", -now().resolution)
    assert "tongxin worker" in text(client.get(base))


def test_who_may_not_import_is_refused(client):
    client.force_login(make_user([Role.SERVICE]))
    assert client.get("/settings/imports/").status_code == 403
    assert (
        client.post("/settings/imports/", {"files": [SimpleUploadedFile("a.csv", b"x")]}).status_code == 403
    )


def test_a_table_in_doubt_is_asked_about_before_anything_goes_on(client, director):
    base = upload(client, "Id,Name,Status,StartDate\n1,Alpha,Open,2026-01-01\n", name="Foo.csv")
    mapping = text(client.get(f"{base}mapping/"))
    assert "Choose what its rows are…" in mapping
    assert client.post(f"{base}mapping/", {"target.0": "?"})["Location"] == f"{base}mapping/"
    assert client.post(f"{base}mapping/", {"target.0": "ACCOUNT"})["Location"] == f"{base}mapping/"
    assert client.post(f"{base}mapping/", {"target.0": "ACCOUNT"})["Location"] == f"{base}check/"
    assert "1 records will be created" in text(client.get(f"{base}preview/"))


def test_the_preview_shows_samples_and_the_findings_of_the_run(client, director):
    base = upload(client, "Account Name,Billing Country,Owner,Color\nAcme,Taiwan,Nobody Here,red\n")
    page = text(client.get(f"{base}preview/"))
    assert "Billing Country" not in page
    assert "Country: Taiwan" in page
    found = "There is no user “Nobody Here”; whoever imports becomes the owner."
    assert found in page
    client.post(f"{base}preview/")
    run_next(clock=now)
    assert found in text(client.get(base))


def test_a_large_file_says_that_it_is_being_gone_through(client, director, monkeypatch):
    base = upload(client)
    monkeypatch.setattr(previews, "SHOWN_AT_ONCE", 10)
    waiting = client.get(f"{base}preview/")
    assert "being gone through" in text(waiting)
    assert "HX-Request" in waiting["Vary"]
    part = text(client.get(f"{base}preview/", HTTP_HX_REQUEST="true"))
    assert "3 records will be created" in part
    assert "<html" not in part
    assert "3 records will be created" in text(client.get(f"{base}preview/?now=1"))


def test_the_head_of_a_finished_import_says_so(client, director):
    base = upload(client)
    client.post(f"{base}preview/")
    assert "HX-Refresh" not in client.get(base, HTTP_HX_REQUEST="true").headers
    run_next(clock=now)
    assert client.get(base, HTTP_HX_REQUEST="true")["HX-Refresh"] == "true"
    assert "Done" in text(client.get(base))


def test_the_unit_of_an_amount_is_chosen_for_its_column(client, director):
    base = upload(client, "account,sector,revenue\nAcme,software,1100.04\n")
    assert "Annual revenue, in millions" in text(client.get(f"{base}mapping/"))
    client.post(f"{base}mapping/", {"column.0.2": "annual_revenue*1000000"})
    client.post(f"{base}preview/")
    run_next(clock=now)
    assert Account.objects.get().annual_revenue == 1_100_040_000
