"""Relationships across accounts, sponsors in a matrix, rivals' fit and the decision brief on their pages and over the API."""

import re
import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.crm.committees.scenes import make_table
from tests.factories import make_member, make_user, with_every_right

from tongxin.common.clock import now
from tongxin.crm.committees.models import DecisionBrief, RivalFit, Sponsorship
from tongxin.crm.committees.pairing import set_rival_fit
from tongxin.crm.committees.records import CRITERION
from tongxin.crm.market.records import COMPETITOR
from tongxin.crm.relationships.actions import log_interaction
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.2"), pytest.mark.requirement("R3.4")]


@pytest.fixture
def table(client):
    table = make_table("Alder", at=now() - timedelta(days=100))
    client.force_login(table.actor.user)
    return table


def test_ways_stand_as_text_before_the_picture_and_over_the_api(client, table):
    lin, wu = table.seat("Lin", title="CFO").person, table.seat("Wu", title="COO").person
    day = now() - timedelta(days=9)
    log_interaction(
        actor=table.actor, at=day, account=table.account, people=[lin], text="Met", occurred_at=day
    )
    (way,) = client.get(f"/api/v1/people/{wu.uid}/introductions").json()
    assert [step["kind"] for step in way["steps"]] == ["MET", "TOGETHER"]
    shown = client.get(reverse("web:person_introductions", args=[wu.uid])).content.decode()
    assert shown.index(way["text"]) < shown.index('<svg class="people-map"')
    assert "Lin can take you on the way to Wu" in shown
    (cover,) = client.get("/api/v1/relations/accounts").json()
    assert (cover["known"], cover["met"], cover["is_single"]) == (2, 1, True)
    assert "1 of 1 accounts depends on one of us" in client.get(reverse("web:relations")).content.decode()
    assert client.get("/api/v1/relations/moves").json() == []
    client.force_login(make_user())
    assert client.get(reverse("web:person_introductions", args=[wu.uid])).status_code == 404


def test_a_sponsor_is_paired_where_the_two_meet(client, table):
    wen = table.seat("Wen").person
    pairs = reverse("web:senior_pairs")
    client.post(pairs, {"person": wen.uid, "sponsor": table.actor.user.uid})
    assert Sponsorship.objects.get().person == wen
    assert client.post(pairs, {"person": wen.uid, "sponsor": table.actor.user.uid}).status_code == 422
    shown = client.get(reverse("web:senior_relationships")).content.decode()
    assert "Each of their executives has a sponsor of ours" in shown
    reader = make_user((Role.READ_ONLY,))
    make_member(table.account, reader)
    client.force_login(reader)
    assert "<select" not in client.get(reverse("web:senior_relationships")).content.decode().split("<main")[1]
    assert client.post(pairs, {"person": wen.uid, "sponsor": reader.uid}).status_code == 403


def test_the_fit_of_a_rival_is_set_in_place_and_stands_in_the_brief(client, table):
    values = {"committee": table.committee, "name": "Quality", "kind": "FORMAL", "our_fit": 4}
    quality = create_record(CRITERION, actor=table.actor, at=now(), values=values)
    boreal = create_record(
        COMPETITOR, actor=with_every_right(table.actor.user), at=now(), values={"name": "Boreal"}
    )
    page = reverse("web:opportunity_committee", args=[table.deal.uid])
    assert "Boreal" in client.get(f"{page}?rival={boreal.uid}").content.decode()
    url = reverse("web:criterion_fits", args=[quality.uid])
    client.post(url, {"competitor": boreal.uid, "fit": "3"})
    assert client.post(url, {"competitor": boreal.uid, "fit": ""}).status_code == 422
    assert RivalFit.objects.get().fit == 3
    assert "75%" in client.get(page).content.decode()
    brief = reverse("web:committee_brief", args=[table.committee.uid])
    assert "Boreal: meets the criteria known to 75%" in client.get(brief).content.decode()


def test_a_brief_is_edited_and_leaves_as_pdf_and_docx(client, table):
    table.seat("Wen", role="DECISION_MAKER")
    uid = table.committee.uid
    answer = client.post(reverse("web:committee_brief_text", args=[uid]))
    own = DecisionBrief.objects.get()
    assert answer.url == reverse("web:decision_brief_form", args=[own.uid])
    client.post(reverse("web:committee_brief_text", args=[uid]))
    assert DecisionBrief.objects.count() == 1
    told = client.get(f"/api/v1/committees/{uid}/brief").json()
    assert told["sections"][0]["is_own"]
    files = {
        form: client.get(reverse("web:committee_brief_file", args=[uid, form])) for form in ("pdf", "docx")
    }
    assert files["pdf"].content[:5] == b"%PDF-"
    assert files["docx"].content[:2] == b"PK"
    assert client.get(reverse("web:committee_brief_file", args=[uid, "txt"])).status_code == 404


def brief_with_all_that_is_known(table):
    every = with_every_right(table.actor.user)
    for number in range(9):
        table.seat(f"溫紹衡 {number}", role="APPROVER")
    names = [f"Boreal Imaging Systems {number}" for number in range(3)]
    rivals = [create_record(COMPETITOR, actor=every, at=now(), values={"name": name}) for name in names]
    for number in range(8):
        values = {
            "committee": table.committee,
            "name": f"影像品質與掃描時間的承諾 {number}",
            "kind": "FORMAL",
        }
        values |= {"our_fit": 1 + number % 4, "is_mandatory": True}
        kept = create_record(CRITERION, actor=table.actor, at=now(), values=values)
        for rival in rivals:
            set_rival_fit(actor=table.actor, at=now(), criterion=kept, competitor=rival, fit=2 + number % 3)


def pages_of(paper):
    # pdfinfo comes with pdftotext.
    told = subprocess.run(["pdfinfo", str(paper)], check=True, capture_output=True, text=True).stdout
    return re.search(r"^Pages: +(\d+)$", told, re.MULTILINE).group(1)


@pytest.mark.needs("pdftotext", "chinese-font")
def test_a_brief_with_all_that_is_known_fits_on_its_page(client, table, tmp_path):
    brief_with_all_that_is_known(table)
    user, paper = table.actor.user, tmp_path / "brief.pdf"
    for language in ("zh-hant", "zh-hans", "en"):
        user.language = language
        user.save()
        answer = client.get(reverse("web:committee_brief_file", args=[table.committee.uid, "pdf"]))
        paper.write_bytes(answer.content)
        assert pages_of(paper) == "1", language


@pytest.mark.needs("libreoffice", "pdftotext", "chinese-font")
def test_the_brief_as_docx_fits_on_its_page_too(client, table, tmp_path):
    brief_with_all_that_is_known(table)
    paper = tmp_path / "brief.docx"
    answer = client.get(reverse("web:committee_brief_file", args=[table.committee.uid, "docx"]))
    paper.write_bytes(answer.content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(paper)],
        check=True, capture_output=True,
    )  # fmt: skip
    assert pages_of(tmp_path / "brief.pdf") == "1"
