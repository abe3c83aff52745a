"""The value case: paybacks that come twice or never, quotes that ran out, editions, and the workbook's formulas."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from tests.factories import AT, make_account, make_actor, make_user, with_every_right

from tongxin.analytics.competition.value import answer_of, cents, editions_beside
from tongxin.analytics.competition.workbook import value_workbook
from tongxin.common.errors import Refusal
from tongxin.crm.competition.editions import make_edition
from tongxin.crm.competition.models import CaseLine, CaseQuote
from tongxin.crm.competition.records import CASE_LINE, CASE_QUOTE, VALUE_CASE
from tongxin.crm.competition.rules import check_case_line
from tongxin.records.writing import create_record

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def actor(user):
    return with_every_right(user)


@pytest.fixture
def case_of(actor, user):
    account = make_account(user, name="Northwind")

    def make(flows=(), *, rate="10", **more):
        values = {
            "account": account,
            "name": "New probers",
            "rate": Decimal(rate),
            "currency": "TWD",
            "horizon": 10,
        }
        case = create_record(VALUE_CASE, actor=actor, at=AT, values={**values, **more})
        for year, flow in enumerate(flows):
            line(case, "COST" if flow < 0 else "SAVING", abs(flow), year)
        return case

    def line(case, kind, amount, first, last=None, **more):
        values = {"case": case, "kind": kind, "name": "Line", "amount": Decimal(amount), "first_year": first}
        return create_record(CASE_LINE, actor=actor, at=AT, values={**values, "last_year": last, **more})

    make.line = line
    return make


@pytest.mark.requirement("R1.2")
@pytest.mark.parametrize(
    ("flows", "paybacks", "for_good", "roi", "said"),
    [
        ((-50, 10, 13, 16, 19, 22), ["3.578947"], "3.578947", "60", "pays back after 3.58 years"),
        ((-50, -5, -5, -5), [], None, "-130", "never pays back"),
        ((-50, 10, 10, 10), [], None, "-40", "20 is open"),
        ((-50, 60, -30, 30), ["0.833333", "2.666667"], "2.666667", "20", "0.83"),
    ],
)
def test_paybacks_are_told_as_they_are(actor, case_of, client, user, flows, paybacks, for_good, roi, said):
    case = case_of(flows)
    result = answer_of(actor, case, as_of=TODAY).result
    assert result.paybacks == tuple(map(Decimal, paybacks))
    assert result.payback_years == (Decimal(for_good) if for_good else None)
    assert result.roi_percent == Decimal(roi)
    client.force_login(user)
    assert said in client.get(reverse("web:value_case", args=[case.uid])).content.decode().lower()


@pytest.mark.requirement("R1.2")
@pytest.mark.parametrize(
    ("rate", "lines", "npv"),
    [
        # 8.49 is what the source of the first flows is worth at ten per cent; the others are reckoned by hand:
        # -1,000,000 + 300,000 × (1 - 1.08^-5) / 0.08 = 197,813.01
        ("10", [("COST", 50, 0, None, 0), ("SAVING", 10, 1, None, 0), ("AVOIDED", 13, 2, None, 0),
                ("REVENUE", 16, 3, None, 0), ("SAVING", 19, 4, None, 0), ("SAVING", 22, 5, None, 0)], "8.49"),
        ("8", [("COST", 1_000_000, 0, None, 0), ("SAVING", 300_000, 1, 5, 0)], "197813.01"),
        # -500,000 + 150,000/1.05 + 153,000/1.05² + 156,060/1.05³ - 20,000 × (1/1.05 + 1/1.05² + 1/1.05³) = -138,021.81
        ("5", [("COST", 500_000, 0, None, 0), ("SAVING", 150_000, 1, 3, 2), ("COST", 20_000, 1, 3, 0)], "-138021.81"),
    ],
)  # fmt: skip
def test_the_present_value_is_right_to_the_cent(actor, case_of, rate, lines, npv):
    case = case_of(rate=rate)
    for kind, amount, first, last, growth in lines:
        case_of.line(case, kind, amount, first, last, growth=Decimal(growth))
    assert cents(answer_of(actor, case, as_of=TODAY).result.npv) == Decimal(npv)


@pytest.mark.requirement("R1.2")
def test_a_quote_that_ran_out_is_marked_and_the_margin_told_with_and_without_it(actor, case_of, client, user):
    case = case_of(price=Decimal(600_000))

    def quote(title, state, quoted, until, price):
        values = {"case": case, "title": title, "state": state, "quoted_on": quoted, "valid_until": until}
        return create_record(
            CASE_QUOTE, actor=actor, at=AT, values={**values, "quoted_price": Decimal(price)}
        )

    quote("Q1", "SUBMITTED", date(2026, 10, 1), date(2026, 11, 25), 410_000)
    quote("Q2", "SUBMITTED", date(2026, 9, 1), date(2026, 11, 24), 120_000)
    quote("Q3", "DRAFT", date(2026, 8, 1), date(2026, 8, 31), 75_000)
    with pytest.raises(Refusal, match="QUOTE_DAYS_REVERSED"):
        quote("Q4", "SUBMITTED", date(2026, 11, 20), date(2026, 11, 10), 30_000)
    basis = answer_of(actor, case, as_of=TODAY).basis
    assert {line.quote.title: line.standing for line in basis.quotes} == {
        "Q1": "VALID",
        "Q2": "EXPIRED",
        "Q3": "DRAFT",
    }
    assert (basis.usable, basis.expired, basis.margin, basis.margin_without) == (1, 120_000, 70_000, 190_000)
    reader = make_actor(make_user(("READ_ONLY",)))
    assert answer_of(reader, case, as_of=TODAY).basis is None


@pytest.mark.requirement("R1.2")
def test_total_cost_stands_beside_today_and_a_rival_and_measured_beside_promised(actor, case_of):
    case = case_of(rate="0")
    case_of.line(case, "COST", 100, 0, 4, measured=Decimal(110))
    case_of.line(case, "TODAY", 150, 0, 4)
    case_of.line(case, "RIVAL", 120, 0, 4)
    case_of.line(case, "SAVING", 0, 1, measured=Decimal(5))
    answer = answer_of(actor, case, as_of=TODAY)
    assert [(cost.kind, cost.total) for cost in answer.costs] == [
        ("COST", 500),
        ("TODAY", 750),
        ("RIVAL", 600),
    ]
    assert [each.percent for each in answer.measured] == [Decimal(110), None]
    assert answer.agreed == 0


def test_a_case_without_lines_has_no_answer_yet(actor, case_of, client, user):
    case = case_of()
    assert answer_of(actor, case, as_of=TODAY).result is None
    client.force_login(user)
    assert "the answer stands here" in client.get(reverse("web:value_case", args=[case.uid])).content.decode()


@pytest.mark.parametrize("wrong", [{"horizon": -1}, {"horizon": 0}])
def test_a_negative_horizon_is_refused(case_of, wrong):
    with pytest.raises(Refusal, match="VALUE_OUTSIDE"):
        case_of(**wrong)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(3, 2, "LINE_YEARS_REVERSED"), (3, 11, "LINE_BEYOND_HORIZON"), (11, None, "LINE_BEYOND_HORIZON")],
)
def test_the_years_of_a_line_lie_within_the_horizon(case_of, first, last, code):
    with pytest.raises(Refusal, match=code):
        case_of.line(case_of(), "SAVING", 1, first, last)


def test_a_line_without_a_year_is_left_to_the_types(case_of):
    check_case_line({"first_year": None, "case": None})


@pytest.mark.requirement("R1.2")
def test_a_new_edition_has_the_same_lines_and_stands_beside_the_old_one(actor, case_of, client, user):
    case = case_of((-50, 60))
    values = {
        "case": case,
        "title": "Q",
        "quoted_on": TODAY,
        "valid_until": TODAY,
        "quoted_price": Decimal(5),
    }
    create_record(CASE_QUOTE, actor=actor, at=AT, values=values)
    made = make_edition(actor=actor, at=AT, case=case)
    assert (made.edition, CaseLine.objects.filter(case=made).count()) == (2, 2)
    assert CaseQuote.objects.get(case=made).quoted_price == 5
    assert [each.case.edition for each in editions_beside(case)] == [2, 1]
    client.force_login(user)
    answer = client.post(reverse("web:value_case_editions", args=[case.uid]), follow=True)
    assert "Editions compared" in answer.content.decode()


@pytest.mark.requirement("R1.2")
def test_the_workbook_holds_formulas_and_the_figures_of_the_page(actor, case_of, client, user):
    case = case_of((-50, 60, -30, 30))
    with translation.override("en"):
        written = value_workbook(answer_of(actor, case, as_of=TODAY))
    book = openpyxl.load_workbook(io.BytesIO(written))
    kept = openpyxl.load_workbook(io.BytesIO(written), data_only=True).active
    sheet = book.active
    figures = {
        row[0].value: (row[1].value, kept.cell(row[1].row, 2).value)
        for row in sheet.iter_rows(min_row=12, max_col=2)
    }
    assert figures["Net present value"] == ("=J13+NPV($B$3,K13:M13)", pytest.approx(2.291510))
    assert figures["Pays back after years"][1] == pytest.approx(2.666667)
    assert sheet["K8"].value == "=IF(AND(K$7>=$E8,K$7<=$F8),$D8*(1+$G8)^(K$7-$E8),0)"
    client.force_login(user)
    answer = client.get(reverse("web:value_case_workbook", args=[case.uid]))
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).active["A1"].value == "New probers · Northwind"
