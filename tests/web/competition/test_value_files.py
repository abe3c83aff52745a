"""The value case taken along on one page: what the customer's controller checks, and nothing of our margin."""

import io
import subprocess
from datetime import date
from decimal import Decimal

import docx
import pytest
from django.urls import reverse
from tests.factories import AT, make_account, make_member, make_user, with_every_right

from tongxin.audit.models import AuditEvent
from tongxin.common.rights import Right
from tongxin.crm.competition.records import CASE_LINE, CASE_QUOTE, VALUE_CASE
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
SAID = {
    "zh-hant": ("淨現值", "現金流量", "尚未", "節省"),
    "zh-hans": ("净现值", "现金流量", "尚未", "节省"),
    "en": ("Net present value", "Cash flow by year", "Not yet", "Saving"),
}


@pytest.fixture
def make_case():
    def make(user, **more):
        actor = with_every_right(user)
        values = {
            "account": make_account(user, name="Northwind"),
            "name": "New probers",
            "rate": Decimal(10),
            "currency": "TWD",
            "horizon": 5,
            **more,
        }
        case = create_record(VALUE_CASE, actor=actor, at=AT, values=values)
        for kind, name, amount, first, last in (
            ("COST", "Probers", 50, 0, None),
            ("SAVING", "Less scrap", 20, 1, 4),
            ("TODAY", "Old probers", 30, 0, 4),
        ):
            line = {"case": case, "kind": kind, "name": name, "amount": Decimal(amount)}
            create_record(
                CASE_LINE, actor=actor, at=AT, values={**line, "first_year": first, "last_year": last}
            )
        quote = {"case": case, "title": "Secret subcontractor", "quoted_price": Decimal("31.07")}
        days = {"quoted_on": date(2026, 11, 1), "valid_until": date(2026, 11, 2)}
        create_record(CASE_QUOTE, actor=actor, at=AT, values={**quote, **days})
        return case

    return make


@pytest.mark.requirement("R1.2")
@pytest.mark.needs("pdftotext", "chinese-font")
@pytest.mark.parametrize("language", SAID)
def test_one_page_as_pdf_holds_the_answer_and_not_our_margin(make_case, client, tmp_path, language):
    user = make_user(language=language)
    case = make_case(user, price=Decimal(60))
    client.force_login(user)
    answer = client.get(reverse("web:value_case_pdf", args=[case.uid]))
    assert answer["Content-Type"] == "application/pdf"
    file = tmp_path / "page.pdf"
    file.write_bytes(answer.content)
    command = ["pdftotext", "-layout", str(file), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # -50 + 20 × (1 - 1.1^-4) / 0.1
    for wanted in (*SAID[language], "New probers", "Northwind", "13.40 TWD", "Less scrap", "150.00"):
        assert wanted in text, wanted
    assert text.count("\f") == 1, "it is one page"
    assert "Secret" not in text
    assert "31.07" not in text


@pytest.mark.requirement("R1.2")
def test_one_page_as_docx_holds_the_same_and_the_log_notes_it(make_case, client):
    user = make_user()
    case = make_case(user)
    client.force_login(user)
    answer = client.get(reverse("web:value_case_docx", args=[case.uid]))
    made = docx.Document(io.BytesIO(answer.content))
    cells = {cell.text for table in made.tables for row in table.rows for cell in row.cells}
    assert {"Less scrap", "1-4", "20.00", "150.00"} <= cells
    assert made.paragraphs[0].text == "New probers"
    assert AuditEvent.objects.filter(verb="EXPORTED", object_kind="VALUE_CASE").count() == 1


@pytest.mark.requirement("R1.2")
def test_who_may_not_export_gets_no_page_and_is_not_offered_one(make_case, client):
    user = make_user((Role.KAM,), username="kam")
    case = make_case(user)
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(case.account, reader)
    client.force_login(reader)
    url = reverse("web:value_case_pdf", args=[case.uid])
    assert url not in client.get(reverse("web:value_case", args=[case.uid])).content.decode()
    assert client.get(url).status_code == 403


@pytest.mark.requirement("R1.2")
def test_a_case_without_lines_says_what_is_missing(client):
    user = make_user()
    values = {"account": make_account(user), "name": "Empty", "rate": Decimal(5), "horizon": 3}
    case = create_record(
        VALUE_CASE, actor=with_every_right(user), at=AT, values={**values, "currency": "TWD"}
    )
    client.force_login(user)
    answer = client.get(reverse("web:value_case_docx", args=[case.uid]))
    texts = [line.text for line in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert "Enter what the offer brings and costs, and the answer stands here" in texts


@pytest.mark.requirement("R1.2")
def test_the_price_is_seen_with_the_account_and_what_it_costs_us_with_the_right_alone(make_case, client):
    owner = make_user(username="kam")
    case = make_case(owner, price=Decimal("60.25"))
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(case.account, reader)
    pages = (reverse("web:value_case", args=[case.uid]), f"/api/v1/value-cases/{case.uid}/answer")
    quotes = (reverse("web:case_quotes"), "/api/v1/case-quotes")
    margin = make_user((Role.KAM,), username="margin", granted_rights=[Right.MARGIN])
    make_member(case.account, margin)
    for who, is_told in ((margin, True), (reader, False)):
        client.force_login(who)
        assert "60.25" in client.get(pages[0]).content.decode()
        assert client.get(f"/api/v1/value-cases/{case.uid}").json()["price"] == "60.25"
        for address in (*pages, *quotes):
            assert ("31.07" in client.get(address).content.decode()) == is_told, address
    outsider = make_user((Role.KAM,), username="outsider")
    client.force_login(outsider)
    assert client.get(pages[0]).status_code == 404
