"""Files are judged by their content, kept under random names, and withheld from outsiders."""

import io
import zipfile
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.factories import AT, make_actor, make_member, make_user

from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Conflict, Denied, Missing
from tongxin.crm.relationships import actions, filetypes, rules, selectors
from tongxin.crm.relationships.actions import attachments as attachment_actions
from tongxin.crm.relationships.models import Attachment
from tongxin.crm.stakeholders.actions import create_person
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 30


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


def add(actor, content=PDF, name="報價.pdf", **place):
    return actions.add_attachment(actor=actor, at=AT, file=ContentFile(content), name=name, **place)


def packed(members, **more):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def refusal(content, name="file"):
    with pytest.raises(rules.AttachmentRefused) as refused:
        filetypes.media_type_of(io.BytesIO(content), name)
    return refused.value.code


def test_a_file_is_kept_under_a_random_name_with_its_digest(kam, account):
    kept = add(kam, account=account)
    assert (kept.name, kept.media_type, kept.size) == ("報價.pdf", "application/pdf", len(PDF))
    assert kept.sha256 == sha256(PDF).hexdigest()
    assert "報價" not in kept.stored_name
    with selectors.open_attachment(kept) as stream:
        assert stream.read() == PDF
    assert AuditEvent.objects.get(object_kind=Kind.ATTACHMENT).verb == Verb.CREATED


def test_the_account_comes_from_what_the_file_is_kept_with(kam, account, person, make_deal):
    visit = actions.log_interaction(actor=kam, at=AT, text="x", account=account)
    loose = actions.log_interaction(actor=kam, at=AT, text="y")
    for place in ({"person": person}, {"opportunity": make_deal(account)}, {"interaction": visit}):
        kept = add(kam, **place)
        assert kept.account == account
        assert list(selectors.attachments_of(kam, **place)) == [kept]
    assert add(kam, interaction=loose).account is None


def test_a_file_without_a_place_an_empty_or_a_large_one_is_refused(kam, account, settings):
    settings.MAX_UPLOAD_BYTES = 100
    for content, place, code in (
        (PDF, {}, "FILE_PLACE_MISSING"),
        (b"", {"account": account}, "FILE_EMPTY"),
        (PDF + b" " * 100, {"account": account}, "FILE_LARGE"),
    ):
        with pytest.raises(rules.AttachmentRefused) as refused:
            add(kam, content, **place)
        assert refused.value.code == code
    assert default_storage.listdir("")[1] == []


def test_nothing_stays_behind_when_the_record_fails(kam, account, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(attachment_actions, "_note", fail)
    with pytest.raises(RuntimeError):
        add(kam, account=account)
    assert default_storage.listdir("")[1] == []
    assert not Attachment.objects.exists()


def test_readers_add_nothing_and_outsiders_see_nothing(kam, account):
    with pytest.raises(Denied):
        add(make_actor(roles=[Role.READ_ONLY]), account=account)
    kept = add(kam, account=account)
    with pytest.raises(Missing):
        selectors.get_attachment_for(make_actor(), kept.uid)
    assert selectors.get_attachment_for(make_actor(roles=[Role.EXECUTIVE]), kept.uid) == kept


def test_a_file_without_account_is_seen_by_who_uploaded_it(kam):
    kept = add(kam, person=create_person(actor=kam, at=AT, full_name="無名"))
    assert selectors.get_attachment_for(kam, kept.uid) == kept
    with pytest.raises(Missing):
        selectors.get_attachment_for(make_actor(), kept.uid)


def test_a_deleted_file_is_hidden_and_can_be_restored(kam, account):
    kept = add(kam, account=account)
    member = make_user([Role.TEAM_MEMBER])
    make_member(account, member)
    assert not rules.can_delete_attachment(make_actor(member), kept)
    assert rules.can_delete_attachment(kam, kept)
    actions.delete_attachment(actor=kam, at=AT, attachment=kept)
    assert not rules.can_delete_attachment(kam, kept)
    with pytest.raises(Conflict):
        actions.delete_attachment(actor=kam, at=AT, attachment=kept)
    with pytest.raises(Missing):
        selectors.get_attachment_for(kam, kept.uid)
    hidden = selectors.get_attachment_for(kam, kept.uid, deleted=True)
    actions.restore_attachment(actor=kam, at=AT, attachment=hidden)
    assert selectors.get_attachment_for(kam, kept.uid) == kept
    events = AuditEvent.objects.count()
    actions.restore_attachment(actor=kam, at=AT, attachment=hidden)
    assert AuditEvent.objects.count() == events


def test_members_delete_their_own_file(account):
    user = make_user([Role.TEAM_MEMBER])
    make_member(account, user)
    member = make_actor(user)
    actions.delete_attachment(actor=member, at=AT, attachment=add(member, account=account))
    assert not selectors.attachments_of(member, account=account).exists()


def test_a_download_is_kept_in_the_log(kam, account):
    actions.record_download(actor=kam, at=AT, attachment=add(kam, account=account))
    assert AuditEvent.objects.filter(verb=Verb.DOWNLOADED, account_uid=account.uid).count() == 1


OFFICE = {"[Content_Types].xml": "<Types/>"}


def name_of(value):
    """Name a case by its texts: archives hold the time they were packed at, which differs between processes."""
    return value if isinstance(value, str) else "content"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (PNG, "x.pdf", "image/png"),
        ("會議記錄".encode(), "x.txt", "text/plain"),
        ("會議記錄".encode("cp950") * 2000, "x.csv", "text/plain"),
        ("会议记录".encode("utf-16"), "x.txt", "text/plain"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "x.xls", "application/vnd.ms-excel"),
        (packed({"a.txt": "hello", "folder/": ""}), "x", "application/zip"),
        (
            packed({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "x",
            filetypes._OPEN_DOCUMENT + "text",
        ),
        (packed({"mimetype": "something"}), "x", "application/zip"),
        (packed({**OFFICE, "word/document.xml": "x"}), "x", filetypes._OFFICE["word/"]),
        (packed({**OFFICE, "ppt/embeddings/a.xlsx": packed({"a": "b"})}), "x", filetypes._OFFICE["ppt/"]),
        (packed({**OFFICE, "other/x.xml": "x"}), "x", "application/zip"),
    ],
    ids=name_of,
)
def test_the_type_is_that_of_the_content(content, name, expected):
    assert filetypes.media_type_of(io.BytesIO(content), name) == expected


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ" + b"\x00" * 300, "x.pdf", "FILE_KIND"),
        (b"\x00\x01\x02\x03" * 90, "x.txt", "FILE_KIND"),
        (b"\xff\xff\xff" * 90, "x.txt", "FILE_KIND"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "x.msi", "FILE_KIND"),
        (b"", "x.txt", "FILE_EMPTY"),
        (b"  <HTML><body>", "x.txt", "FILE_ACTIVE"),
        (b"<svg onload=alert(1)>", "x.txt", "FILE_ACTIVE"),
        (packed({**OFFICE, "word/vbaProject.bin": "x"}), "x.docx", "FILE_ACTIVE"),
        (packed({"inner.zip": packed({"a": "b"})}), "x.zip", "ARCHIVE_NESTED"),
        (packed({str(n): "" for n in range(2001)}), "x.zip", "ARCHIVE_MANY"),
        (packed({"a": b"\x00" * (20 * 1024 * 1024)}), "x.zip", "ARCHIVE_RATIO"),
        (packed({"a": "b"})[:-12], "x.zip", "PACKED_FILE_DAMAGED"),
    ],
    ids=name_of,
)
def test_what_is_dangerous_to_keep_is_refused(content, name, code):
    assert refusal(content, name) == code


def test_an_archive_is_refused_by_what_it_declares_and_by_what_it_holds(monkeypatch):
    content = packed({"a": "x" * 900, "b": "y" * 900})
    monkeypatch.setattr(filetypes, "LARGEST_UNPACKED", 1_000)
    assert refusal(content) == "ARCHIVE_LARGE"
    archive = zipfile.ZipFile(io.BytesIO(content))
    monkeypatch.setattr(filetypes, "CHUNK", 100)
    with pytest.raises(rules.AttachmentRefused) as refused:
        filetypes._unpacked_size(archive, archive.infolist()[0], 50, embeds=False)
    assert refused.value.code == "ARCHIVE_LARGE"


def test_a_locked_archive_is_refused():
    archive = zipfile.ZipFile(io.BytesIO(packed({"a": "b"})))
    archive.infolist()[0].flag_bits |= 1
    with pytest.raises(rules.AttachmentRefused) as refused:
        filetypes.check_archive(archive, embeds=False)
    assert refused.value.code == "ARCHIVE_LOCKED"


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\temp\\報價.PDF", "application/pdf", "報價.PDF"),
        ("invoice\u202efdp.exe", "application/pdf", "invoicefdp.exe.pdf"),
        ("\x00", "image/png", "file.png"),
        ("a" * 300 + ".pdf", "application/pdf", "a" * 188 + ".pdf"),
        ("x" * 300, "application/pdf", "x" * 188 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name, media_type, expected):
    assert filetypes.clean_name(name, media_type) == expected
