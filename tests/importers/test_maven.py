"""The maven export, imported once for all of these tests, comes out to the unit: stored, on the pages and over the API."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.db.models import Count, Sum
from django.test import Client
from tests.factories import AT, make_actor, make_token, make_user
from tests.importers.beginnings import AFTER_BEGIN, BEFORE_END, begin, require
from tests.importers.running import DATA, run_folder

from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity, OpportunityLine, StageEntry
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.importers.models import ImportBatch, ImportChange
from tongxin.team.choices import Role, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongxin.common.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.7")]
OUTCOMES = {"OPEN": 500 + 1_589, "WON": 4_238, "LOST": 2_473}
WON = Decimal(10_005_534)
QUARTERS = {
    "2017-01-01": Decimal(1_134_672),
    "2017-04-01": Decimal(3_086_111),
    "2017-07-01": Decimal(2_982_255),
    "2017-10-01": Decimal(2_802_496),
}


def decided_rows() -> list[dict[str, str]]:
    """Return the rows of the file whose deals were won or lost."""
    with (DATA / "maven_crm" / "sales_pipeline.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["deal_stage"] in {"Won", "Lost"}]


def days_between(row: dict[str, str]) -> int:
    """Return how many days a deal of the file took."""
    return (date.fromisoformat(row["close_date"]) - date.fromisoformat(row["engage_date"])).days


class Taken:
    """The import, who made it, and doors to what it wrote."""

    def __init__(self, actor: Actor, batch: ImportBatch) -> None:
        self.actor, self.batch = actor, batch
        self.browser = Client()
        self.browser.force_login(actor.user)
        token = make_token(actor.user, [Scope.READ], at=now())[1]
        self.program = Client(headers={"authorization": f"Bearer {token}"})

    def page(self, path: str, **headers: str) -> str:
        answer = self.browser.get(path, **headers)
        assert answer.status_code == 200, path
        return answer.content.decode()

    def api(self, path: str) -> Any:
        answer = self.program.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture(scope="module")
def taken(django_db_setup: None, django_db_blocker: Any) -> Iterator[Taken]:
    """Import once into a transaction that outlives the tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        ensure_reference_data(at=AT)
        user = make_user((Role.ADMINISTRATOR, Role.SALES_DIRECTOR), granted_rights=["SEE_ALL"], at=now())
        actor = make_actor(user)
        yield Taken(actor, run_folder(actor, "maven_crm"))
        transaction.set_rollback(True)


def test_every_row_is_stored(taken: Taken) -> None:
    assert taken.batch.source == "maven"
    assert taken.batch.totals == {
        "USER": {"CREATED": 41},
        "PRODUCT": {"CREATED": 7},
        "ACCOUNT": {"CREATED": 86},
        "OPPORTUNITY": {"CREATED": 8_800},
    }
    deals = Opportunity.objects
    stages = {
        (row["outcome"], row["stage__code"]): row["n"]
        for row in deals.values("outcome", "stage__code").annotate(n=Count("pk"))
    }
    assert stages == {
        ("WON", "ENGAGING"): 4_238,
        ("LOST", "ENGAGING"): 2_473,
        ("OPEN", "ENGAGING"): 1_589,
        ("OPEN", "PROSPECTING"): 500,
    }
    assert deals.filter(outcome="WON").aggregate(won=Sum("amount"))["won"] == WON
    won = deals.filter(outcome="WON").values_list("started_on", "closed_on")
    days = [(closed - started).days for started, closed in won if started]
    assert round(sum(days) / len(days), 2) == 51.78
    assert deals.filter(account__name__contains=taken.batch.source).count() == 1_425
    assert OpportunityLine.objects.filter(product__name="GTX Pro").count() == 1_480
    assert Account.objects.exclude(parent=None).count() == 15
    assert StageEntry.objects.count() == 8_800 + 4_238 + 2_473


def test_the_api_gives_the_totals(taken: Taken) -> None:
    found = taken.api("opportunity-totals")
    assert {item["outcome"]: item["count"] for item in found["by_outcome"]} == OUTCOMES
    assert {item["outcome"]: Decimal(item["amount"]) for item in found["by_outcome"]}["WON"] == WON
    assert round(Decimal(found["win_rate"]), 4) == Decimal("0.6315")
    assert round(Decimal(found["days_to_win"]), 2) == Decimal("51.78")
    quarters = {item["starts_on"]: Decimal(item["amount"]) for item in found["won_by_quarter"]}
    assert quarters == QUARTERS
    named = [item for item in found["top_accounts"] if taken.batch.source not in item["name"]]
    assert (named[0]["name"], Decimal(named[0]["amount"])) == ("Kan-code", Decimal(341_455))
    stages = {
        code: sum(item["count"] for item in taken.api(f"opportunity-totals?stage={code}&outcome=OPEN")["by_outcome"])
        for code in ("ENGAGING", "PROSPECTING")
    }  # fmt: skip
    assert stages == {"ENGAGING": 1_589, "PROSPECTING": 500}


def test_walking_the_lists_of_the_api_meets_every_row_once(taken: Taken) -> None:
    for path, expected in (("accounts", 86), ("opportunities?outcome=OPEN&stage=PROSPECTING", 500)):
        uids, after = [], ""
        while True:
            mark = "&" if "?" in path else "?"
            found = taken.api(f"{path}{mark}limit=200{after and f'&after={after}'}")
            uids += [item["uid"] for item in found["items"]]
            if not found["next"]:
                break
            after = found["next"]
        assert len(uids) == len(set(uids)) == expected


def test_the_page_of_totals_shows_them_to_the_unit(taken: Taken) -> None:
    page = taken.page("/opportunities/totals/")
    shown = re.findall(
        r'<th scope="row">\s*(?:<a[^>]*>)?\s*([^<]+?)\s*<.*?class="num"[^>]*>\s*([\d,]+)\s*</td>.*?value="([\d.]+)"',
        page,
        re.DOTALL,
    )
    lines = {label: (count, Decimal(amount)) for label, count, amount in shown}
    assert (lines["Won"], lines["Lost"][0], lines["All"][0]) == (("4,238", WON), "2,473", "8,800")
    assert [lines[f"2017 Q{quarter}"][1] for quarter in (1, 2, 3, 4)] == list(QUARTERS.values())
    assert lines["Kan-code"][1] == Decimal(341_455)
    assert "63.15%" in page
    assert "51.78" in page


@pytest.mark.parametrize(
    ("asked", "count", "amount"),
    [
        ("outcome=WON", "4,238", WON),
        ("outcome=LOST", "2,473", None),
        ("outcome=OPEN&stage=ENGAGING", "1,589", None),
        ("outcome=OPEN&stage=PROSPECTING", "500", None),
    ],
)
def test_the_foot_of_a_list_counts_and_adds_up_what_meets_the_filters(
    taken: Taken, asked: str, count: str, amount: Decimal | None
) -> None:
    page = taken.page(f"/opportunities/?{asked}")
    address = re.search(r'id="list-totals-link" hx-get="([^"]+)"', page)
    assert address
    foot = taken.page(address[1].replace("&amp;", "&"), HTTP_HX_REQUEST="true")
    assert foot.count(f" {count} · ") == 2
    assert amount is None or f'value="{amount}' in foot


def test_every_account_of_the_file_has_its_page(taken: Taken) -> None:
    account = Account.objects.get(name="Kan-code")
    page = taken.page(f"/accounts/{account.uid}/opportunities/")
    assert "Kan-code" in page
    listed = taken.page(f"/opportunities/totals/?account={account.uid}&outcome=WON")
    assert 'value="341455' in listed


def test_the_same_files_a_second_time_change_nothing(taken: Taken) -> None:
    events = AuditEvent.objects.count()
    again = run_folder(taken.actor, "maven_crm")
    assert {target: set(counts) for target, counts in again.totals.items()} == {
        target: {"UNCHANGED"} for target in taken.batch.totals
    }
    assert AuditEvent.objects.count() == events + 2  # the import itself: begun and done
    assert not ImportChange.objects.filter(batch=again).exists()


@pytest.fixture
def decided(taken: Taken) -> list[dict[str, str]]:
    """Return the rows decided in half a year; their deals begin with a charter and somebody who decides, met on a day."""
    rows = [row for row in decided_rows() if row["close_date"] < "2017-07-01"]
    deals = Opportunity.objects.filter(outcome__in=("WON", "LOST"), closed_on__lt="2017-07-01").order_by("pk")
    projects = begin(
        deals, taken.actor.user,
        met_on=lambda deal: deal.closed_on - BEFORE_END, charter_on=lambda deal: deal.started_on + AFTER_BEGIN,
    )  # fmt: skip
    require(projects[:9], ("US", "CUSTOMER", "CUSTOMER"))
    require(projects[9:19], ("US", "CUSTOMER", "CUSTOMER", "RIVAL"))
    assert len(projects) == len(rows) > 1_500
    return rows


@pytest.mark.requirement("R6.2")
def test_win_rates_of_early_and_late_deals_are_those_of_the_file(
    taken: Taken, decided: list[dict[str, str]]
) -> None:
    found = taken.api("early-engagement")
    page = taken.page("/projects/early/")
    early = [row for row in decided if days_between(row) < 90]
    late = [row for row in decided if days_between(row) >= 90]
    rates = {each["kind"]: each for each in found["engagement"]}
    for kind, rows in (("BEFORE_CHARTER", early), ("LATE", late)):
        rate, won = rates[kind], sum(row["deal_stage"] == "Won" for row in rows)
        assert (rate["opportunities"], rate["won"], rate["rate"]) == (
            len(rows),
            won,
            round(won / len(rows), 6),
        )
        for bound in (rate["low"], rate["high"]):
            # Wilson's bounds are where the rate lies 1.96 of the bound's own standard errors away.
            distance = (rate["rate"] - bound) / (bound * (1 - bound) / len(rows)) ** 0.5
            assert abs(distance) == pytest.approx(1.96, abs=0.001)
        assert f"{rate['rate'] * 100:.0f}%" in page
        assert f"{rate['low'] * 100:.0f}–{rate['high'] * 100:.0f}%" in page
    assert found["early"]["low"] < found["early"]["difference"] < found["early"]["high"]
    difference = rates["BEFORE_CHARTER"]["rate"] - rates["LATE"]["rate"]
    assert found["early"]["difference"] == pytest.approx(difference, abs=0.000_002)
    assert f"won {difference * 100:+.0f} points more often" in page


@pytest.mark.requirement("R6.2")
def test_a_kind_with_fewer_deals_than_stated_has_no_rate(taken: Taken, decided: list[dict[str, str]]) -> None:
    found, page = taken.api("early-engagement"), taken.page("/projects/early/")
    shaping = {each["kind"]: (each["opportunities"], each["rate"] is None) for each in found["shaping"]}
    assert (shaping["MUCH"], shaping["SOME"]) == ((9, True), (10, False))
    assert found["shaped"]["difference"] is None
    assert "10" in found["shaped"]["reasons"][0]
    assert found["shaped"]["reasons"][0] in page
    assert "Whether shaping the requirements goes with winning cannot be told yet" in page
