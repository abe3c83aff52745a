"""Our own papers: their files follow who may see them, and what has to be renewed is told by its lead time."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.crm.bids.test_simulation import Desk
from tests.factories import AT, TODAY, make_account, make_user
from tests.web.bids.test_desk import text

from tongxin.crm.bids.declared.papers import QUALIFICATION, REGISTRATION
from tongxin.crm.bids.desk_models import Qualification, SupplierRegistration
from tongxin.crm.bids.desk_selectors import registrations_to_renew_for
from tongxin.crm.relationships.models import Attachment
from tongxin.records.writing import create_record, delete_record, restore_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.2")]


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def paper(desk: Desk) -> Qualification:
    values = {"name": "ISO 13485", "kind": "CERTIFICATE"}
    made: Qualification = create_record(QUALIFICATION, actor=desk.actor, at=AT, values=values)
    return made


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("iso.txt", b"Certificate 4711")


def test_whoever_sees_the_paper_takes_its_file_and_nobody_once_it_is_deleted(
    client: Any, desk: Desk, paper: Qualification
) -> None:
    owner = make_user([Role.BID_MANAGER], language="en")
    reader = make_user([Role.READ_ONLY], language="en")
    client.force_login(owner)
    page = f"/qualifications/{paper.uid}/"
    assert "No file of this paper is kept yet." in text(client.get(page))
    keep = f"/attachments/?qualification={paper.uid}"
    assert client.post(keep, {"file": scan(), "next": page}).url == page
    file = Attachment.objects.get()
    assert (file.account, file.qualification_file.qualification) == (None, paper)
    # Another one over the API; an empty one is refused and leaves nothing.
    api = f"/api/v1/qualifications/{paper.uid}/attachments"
    made = client.post(api, {"file": SimpleUploadedFile("annex.txt", b"Scope")})
    assert made.status_code == 201, made.content
    assert client.post(api, {"file": SimpleUploadedFile("none.txt", b"")}).status_code == 422
    client.force_login(reader)
    assert "iso.txt" in text(client.get(page))
    assert keep not in text(client.get(page))
    told = client.get(api).json()["attachments"]
    assert [each["name"] for each in told] == ["annex.txt", "iso.txt"]
    taken = client.get(f"/attachments/{file.uid}/")
    assert b"".join(taken.streaming_content) == b"Certificate 4711"
    # Seeing is all: neither keeping nor taking away.
    assert client.post(keep, {"file": scan()}).status_code == 403
    assert client.post(api, {"file": scan()}).status_code == 403
    assert client.post(f"/attachments/{file.uid}/deletion/").status_code == 403
    delete_record(QUALIFICATION, actor=desk.actor, at=AT, record=paper)
    assert client.get(f"/attachments/{file.uid}/").status_code == 404
    assert client.get(f"/api/v1/attachments/{file.uid}").status_code == 404
    client.force_login(owner)
    assert client.get(f"/attachments/{file.uid}/").status_code == 200
    paper.refresh_from_db()
    restore_record(QUALIFICATION, actor=desk.actor, at=AT, record=paper)
    client.force_login(reader)
    assert client.get(f"/attachments/{file.uid}/").status_code == 200
    client.force_login(owner)
    client.post(f"/attachments/{file.uid}/deletion/")
    assert f'href="/attachments/{file.uid}/"' not in text(client.get(page))


def test_registrations_and_papers_to_renew_are_told_by_their_lead_time(
    client: Any, desk: Desk, paper: Qualification
) -> None:
    account = make_account(desk.actor.user, name="Port")

    def registration(name: str, days: int, **values: Any) -> SupplierRegistration:
        given = {"account": account, "name": name, "valid_until": TODAY + timedelta(days), **values}
        made: SupplierRegistration = create_record(REGISTRATION, actor=desk.actor, at=AT, values=given)
        return made

    soon = registration("List A", 20)
    slow = registration("List B", 150, lead_days=160, state="SUSPENDED")
    registration("Later", 91)
    registration("Refused", 3, state="REFUSED")
    registration("Theirs", 3, owner=make_user())
    assert registrations_to_renew_for(desk.actor, on=TODAY) == [soon, slow]
    Qualification.objects.update(valid_until=TODAY + timedelta(50), owner=desk.actor.user)
    client.force_login(desk.actor.user)
    page = text(client.get("/"))
    for part in ("Renew “List A” with Port", "Renew “List B” with Port", "Renew “ISO 13485”"):
        assert part in page, part
    assert page.index("List A") < page.index("ISO 13485") < page.index("List B")
    told = client.get("/api/v1/paper-renewals").json()
    assert [(each["kind"], each["name"], each["account"]) for each in told] == [
        ("supplier_registration", "List A", account.uid),
        ("qualification", "ISO 13485", None),
        ("supplier_registration", "List B", account.uid),
    ]
    assert told[2]["renewal_starts"] == (TODAY - timedelta(10)).isoformat()
    # Another's customer is nobody's business.
    client.force_login(make_user())
    assert client.get("/api/v1/paper-renewals").json() == []
