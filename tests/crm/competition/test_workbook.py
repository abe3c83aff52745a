"""The value case's workbook, reckoned by another program: the same to the cent, also after the customer changes a figure."""

import csv
import io
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation
from tests.factories import AT, make_account, make_user, with_every_right

from tongxin.analytics.competition.value import answer_of, cents
from tongxin.analytics.competition.workbook import value_workbook
from tongxin.crm.competition.models import CaseLine
from tongxin.crm.competition.records import CASE_LINE, VALUE_CASE
from tongxin.records.writing import change_record, create_record

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
TODAY = date(2026, 11, 25)
# Rate, and of each line: kind, amount a year, first and last year, growth in percent.
CASES = (
    ("10", (("COST", 50, 0, None, 0), ("SAVING", 60, 1, None, 0), ("COST", 30, 2, None, 0), ("REVENUE", 30, 3, None, 0))),
    ("8", (("COST", 1_000_000, 0, None, 0), ("SAVING", 300_000, 1, 5, 0))),
    ("5.25", (("COST", 500_000, 0, None, 0), ("AVOIDED", 190_000, 1, 4, 2.5), ("COST", 20_000, 1, 4, -3))),
)  # fmt: skip
# Reckon on opening; otherwise a file of another program is shown with the values that were written into it.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"
RESULTS = ("Net present value", "Internal rate of return", "Pays back after years", "Return on investment")


@pytest.fixture
def make_case():
    user = make_user()
    actor, account = with_every_right(user), make_account(user)

    def make(rate, lines):
        values = {"account": account, "name": "Case", "rate": Decimal(rate), "currency": "TWD", "horizon": 5}
        case = create_record(VALUE_CASE, actor=actor, at=AT, values=values)
        for kind, amount, first, last, growth in lines:
            line = {
                "case": case,
                "kind": kind,
                "name": "Line",
                "amount": Decimal(amount),
                "first_year": first,
            }
            more = {"last_year": last, "growth": Decimal(str(growth))}
            create_record(CASE_LINE, actor=actor, at=AT, values={**line, **more})
        return case

    make.actor = actor
    return make


def reckoned(folder: Path, books: dict[str, bytes]) -> dict[str, dict[str, Decimal]]:
    """Return, of each workbook, what another program shows beside each label of the results."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    for name, book in books.items():
        (folder / f"{name}.xlsx").write_bytes(book)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    files = [str(folder / f"{name}.xlsx") for name in books]
    subprocess.run(
        [*command, "--convert-to", AS_CSV, "--outdir", str(folder), *files], check=True, capture_output=True
    )
    found = {}
    for name in books:
        rows = list(csv.reader((folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
        found[name] = {row[0]: _rounded(row[1]) for row in rows if row[0] in RESULTS}
    return found


def _rounded(text: str) -> Decimal:
    return cents(Decimal(text.removesuffix("%").replace(",", "")))


def without_results(book: bytes, **changes: object) -> bytes:
    """Return the workbook with cells changed and every result forgotten, so that only formulas can bring it back."""
    opened, target = openpyxl.load_workbook(io.BytesIO(book)), io.BytesIO()
    for cell, value in changes.items():
        opened.active[cell] = value
    opened.save(target)
    return target.getvalue()


def results_of(case, actor) -> dict[str, Decimal]:
    result = answer_of(actor, case, as_of=TODAY).result
    values = (result.npv, result.irr[0] * 100, result.payback_years, result.roi_percent)
    return dict(zip(RESULTS, map(cents, values), strict=True))


@pytest.mark.requirement("R1.2")
@pytest.mark.needs("libreoffice")
def test_a_spreadsheet_comes_to_the_same_cent(make_case, tmp_path):
    cases = [make_case(rate, lines) for rate, lines in CASES]
    with translation.override("en"):
        books = [value_workbook(answer_of(make_case.actor, case, as_of=TODAY)) for case in cases]
    asked = {str(place): without_results(book) for place, book in enumerate(books)}
    found = reckoned(tmp_path, {**asked, "changed": without_results(books[1], D9=333_333)})
    for place, case in enumerate(cases):
        assert found[str(place)] == results_of(case, make_case.actor)
    saving = CaseLine.objects.get(case=cases[1], kind="SAVING")
    change_record(CASE_LINE, actor=make_case.actor, at=AT, record=saving, values={"amount": 333_333})
    assert found["changed"] == results_of(cases[1], make_case.actor)
