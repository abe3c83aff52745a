"""Files are kept from the pages and come back as downloads that no browser runs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import AT, make_account, make_actor, make_user

from tongxin.audit.models import AuditEvent
from tongxin.crm.opportunities.actions import create_opportunity
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.relationships.models import Attachment
from tongxin.crm.stakeholders.actions import create_person
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n"


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


@pytest.fixture
def kam(client):
    ensure_reference_data(at=AT)
    user = make_user([Role.KAM], display_name="Kam", language="en")
    client.force_login(user)
    return make_actor(user)


@pytest.fixture
def account(kam):
    return make_account(kam.user, name="曜禾醫療")


def upload(client, query, content=PDF, name="報價.pdf"):
    return client.post(
        f"/attachments/?{query}", {"file": SimpleUploadedFile(name, content), "next": "/accounts/"}
    )


def test_a_file_is_kept_with_any_record(client, kam, account):
    person = create_person(actor=kam, at=AT, full_name="游靖堯", account=account)
    visit = log_interaction(actor=kam, at=AT, text="v", account=account)
    deal = create_opportunity(actor=kam, at=AT, account=account, name="d")
    assert client.get(f"/attachments/?account={account.uid}").status_code == 200
    for query in (
        f"account={account.uid}", f"person={person.uid}", f"interaction={visit.uid}", f"opportunity={deal.uid}",
    ):  # fmt: skip
        assert upload(client, query).status_code == 302
    assert Attachment.objects.filter(account=account).count() == 4
    assert "報價.pdf" in client.get(f"/interactions/{visit.uid}/").content.decode()
    assert "報價.pdf" in client.get(f"/people/{person.uid}/").content.decode()
    assert "File kept" in client.get(f"/accounts/{account.uid}/timeline/").content.decode()


def test_a_dangerous_file_is_refused_with_its_reason(client, kam, account):
    answer = upload(client, f"account={account.uid}", b"<html><script>", "x.pdf")
    assert answer.status_code == 422
    assert "Save it without macros" in answer.content.decode()
    assert upload(client, "").status_code == 422
    assert not Attachment.objects.exists()


def test_a_download_is_never_shown_in_the_browser_and_is_noted(client, kam, account):
    upload(client, f"account={account.uid}")
    kept = Attachment.objects.get()
    answer = client.get(f"/attachments/{kept.uid}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert AuditEvent.objects.filter(verb="DOWNLOADED", object_uid=kept.uid).count() == 1


def test_a_deleted_file_comes_back(client, kam, account):
    upload(client, f"account={account.uid}")
    url = f"/attachments/{Attachment.objects.get().uid}/"
    assert client.post(f"{url}deletion/", {"next": "/accounts/"}).status_code == 302
    assert client.get(url).status_code == 404
    assert client.post(f"{url}restoration/").status_code == 302
    assert client.get(url).status_code == 200
