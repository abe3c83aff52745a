"""Pictures taken along: the drawing as SVG and PNG, its table as XLSX, as the reader sees them and nobody else."""

import io
import struct
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pytest
from django.urls import reverse
from tests.factories import AT, make_account, make_member, make_user, with_every_right

from tongxin.audit.models import AuditEvent
from tongxin.crm.competition.records import PLACEMENT, RATING
from tongxin.crm.market.records import COMPETITOR
from tongxin.records.writing import create_record
from tongxin.team.choices import Role
from tongxin.web.pictures.drawing import ink, lines_of
from tongxin.web.pictures.reading import read_picture

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
PROOF = {"evidence": "Vendor list", "evidence_source": "Purchasing", "evidence_on": date(2025, 1, 1)}


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def account(user):
    account = make_account(user, name="曜禾 & <Partners>", short_name="曜禾")
    actor = with_every_right(user)
    rival = create_record(COMPETITOR, actor=actor, at=AT, values={"name": "宏珀<醫電>"})
    for supplier, ring in ((None, "APPROVED"), (rival, "CORE")):
        values = {"account": account, "competitor": supplier, "ring": ring, "segment": "影像", **PROOF}
        create_record(PLACEMENT, actor=actor, at=AT, values={**values, "placed_on": date(2025, 2, 1)})
        rating = {"account": account, "competitor": supplier, "criterion": "Price", "score": 3}
        create_record(RATING, actor=actor, at=AT, values={**rating, "rated_on": date(2026, 11, 1)})
    return account


@pytest.fixture
def take(client, user, account):
    client.force_login(user)
    url = reverse("web:account_competition", args=[account.uid])
    return lambda name: client.get(url, {"take": name})


@pytest.mark.requirement("R1.4")
@pytest.mark.parametrize("name", ["rings", "position"])
def test_a_drawing_stands_for_itself(take, name):
    answer = take(f"{name}.svg")
    assert answer["Content-Disposition"] == f'attachment; filename="tongxin-{name}.svg"'
    drawing = ElementTree.fromstring(answer.content)  # noqa: S314 - our own drawing
    texts = " ".join(drawing.itertext())
    assert "宏珀<醫電>" in texts
    assert "var(" not in texts
    assert "light-dark" not in texts
    assert [each for each in drawing.iter() if "href" in each.attrib or each.tag == f"{SVG}a"] == []
    classes = {css for each in drawing.iter() for css in each.get("class", "").split()}
    assert [css for css in classes if f"svg .{css} " not in ink(is_dark=False)] == []


@pytest.mark.requirement("R1.4")
@pytest.mark.needs("chinese-font")
def test_a_png_shows_two_pixels_a_point(take):
    png = take("rings.png").content
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    # 640 wide with an edge of 16 on each side.
    assert (width, height > width) == (1344, True)


@pytest.mark.requirement("R1.4")
def test_a_table_becomes_a_sheet_of_the_same_rows(take, client, account):
    book = openpyxl.load_workbook(io.BytesIO(take("rings.xlsx").content))
    rows = list(book.worksheets[0].values)
    assert len(rows) == 3
    assert [row[0] for row in rows] == ["Supplier", "宏珀<醫電>", "We"]
    assert book.worksheets[1]["A1"].value == "We stand in the ring “Approved”"
    exported = AuditEvent.objects.get(verb="EXPORTED")
    assert (exported.params["form"], exported.object_label) == ("xlsx", "rings")


def test_only_who_may_export_is_offered_pictures_and_gets_them(take, client, account):
    page = client.get(reverse("web:account_competition", args=[account.uid])).content.decode()
    assert "take=rings.svg" in page
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(account, reader)
    client.force_login(reader)
    page = client.get(reverse("web:account_competition", args=[account.uid])).content.decode()
    assert "take=" not in page
    assert take("rings.svg").status_code == 403


@pytest.mark.parametrize("name", ["nothing.svg", "rings.gif", "rings", ""])
def test_a_picture_that_is_not_there_is_said_to_be_missing(take, name):
    assert take(name).status_code == 404


def test_a_way_of_taking_leaves_other_answers_alone(client, user):
    client.force_login(user)
    assert client.get("/accounts/nothing/competition/", {"take": "rings.svg"}).status_code == 404


def test_a_picture_is_read_out_of_its_page():
    page = """<svg role="img"><text>not this</text></svg>
    <figure data-picture="a"><h3>The <b>finding</b></h3>
      <svg viewBox="0 -4 20 10" role="img"><defs><marker markerWidth="7"/></defs><a href="/x" data-y class="k"><text>A &amp; B</text></a>
        <svg viewBox="0 0 1 1"></svg></svg>
      <svg aria-hidden="true"></svg>
      <table><tr><th colspan="2">Head</th></tr><tr><td>1,234.50</td><td> a
        b </td></tr></table><figcaption>Note</figcaption></figure>
    <figure data-picture="b"></figure>"""
    found = read_picture(page, "a")
    assert (found.finding, found.note, found.box) == ("The finding", "Note", (0, -4, 20, 10))
    assert '<g class="k"><text>A &amp; B</text></g>' in found.drawing
    assert '<marker markerWidth="7"/>' in found.drawing
    assert "not this" not in found.drawing
    assert found.rows == [["Head", ""], ["1,234.50", "a b"]]
    assert read_picture(page, "c") is None


def test_long_words_break_where_a_line_ends():
    assert lines_of("", 100, 10) == []
    assert lines_of("one two three", 50, 10) == ["one two", "three"]
    assert lines_of("一二三四五", 30, 10) == ["一二三", "四五"]


def test_ink_follows_the_theme():
    assert "#0B5CAD" in ink(is_dark=False)
    assert "#7CB8F5" in ink(is_dark=True)
