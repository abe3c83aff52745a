"""The market's figures against small markets counted by hand, and the same by the command."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.analytics.market.small import MARKET

from tongxin.analytics.market.engine import ask
from tongxin.analytics.market.expressions import QUESTIONS
from tongxin.analytics.market.questions import QUESTION_NAMES
from tongxin.analytics.market.register import refresh_market
from tongxin.analytics.market.store import write_market
from tongxin.crm.tenders.facts import read_facts
from tongxin.importers.notices.importing import import_notices
from tongxin.jobs.market import market

pytestmark = pytest.mark.requirement("R1.3")

CASES = Path(__file__).parents[2] / "data" / "tender_cases"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("store") / "market"
    assert write_market(where, map(read_facts, MARKET)) == len(MARKET)
    return where


def rows(folder: Path, question: str, **wanted: Any) -> list[dict[str, Any]]:
    return [row for row in ask(folder, question) if wanted.items() <= row.items()]


def test_every_question_has_its_name() -> None:
    assert set(QUESTION_NAMES) == set(QUESTIONS)


def test_a_buyer_shows_tenders_bidders_discount_and_gap(folder: Path) -> None:
    (port,) = rows(folder, "buyers", buyer="Port")
    assert (port["tenders"], port["decided"], port["known"], port["single"]) == (3, 3, 2, 1)
    assert port["bidders"] == pytest.approx(1.5)
    # 90 of 100 and 160 of 200; the third has no estimate.
    assert port["discount"] == pytest.approx(0.15)
    # 90 and 99: the second lies a tenth above.
    assert port["gap"] == pytest.approx(0.1)


def test_a_firm_shows_wins_per_tender_and_what_it_won_alone(folder: Path) -> None:
    (alpha,) = rows(folder, "firms", firm="Alpha")
    assert (alpha["tenders"], alpha["wins"], alpha["won"]) == (2, 2, Decimal("250.00"))
    (beta,) = rows(folder, "firms", firm="Beta")
    assert (beta["tenders"], beta["wins"], beta["win_rate"], beta["won"]) == (2, 1, 0.5, None)


def test_partners_of_one_bid_do_not_meet(folder: Path) -> None:
    pairs = {(row["firm"], row["other"]): row["tenders"] for row in ask(folder, "meetings")}
    assert pairs == {("Alpha", "Beta"): 1}


def test_a_buyer_with_one_firm_is_wholly_concentrated(folder: Path) -> None:
    (port,) = rows(folder, "concentration", buyer="Port")
    assert (port["firms"], port["index"]) == (1, 1.0)
    (town,) = rows(folder, "concentration", buyer="Town")
    # 300 and 100 of 400: (3/4)² + (1/4)².
    assert (town["firms"], town["index"]) == (2, 0.625)


def test_the_years_are_in_their_order(folder: Path) -> None:
    assert [row["year"] for row in ask(folder, "years")] == [2023, 2024]


def test_an_amount_that_is_a_suppliers_number_is_in_no_figure(tmp_path: Path) -> None:
    award = {"id": "a", "status": "active", "value": {"amount": 512345678, "currency": "ILS"}}
    suspect = {"ocid": "s", "awards": [{**award, "suppliers": [{"id": "512345678", "name": "S"}]}]}
    write_market(tmp_path / "market", [read_facts(suspect)])
    (firm,) = ask(tmp_path / "market", "firms")
    assert (firm["wins"], firm["won"]) == (1, None)


def test_an_empty_register_answers_with_nothing(tmp_path: Path) -> None:
    write_market(tmp_path / "market", [])
    assert [ask(tmp_path / "market", question) for question in QUESTION_NAMES] == [[]] * len(QUESTION_NAMES)


@pytest.mark.django_db
def test_the_command_answers_from_the_register_and_again_when_it_changed(
    tmp_path: Path, settings: Any
) -> None:
    from tests.factories import AT

    settings.HOME = tmp_path
    import_notices(actor=None, at=AT, paths=[CASES / "12-consortium-one-award" / "in"])
    done = CliRunner().invoke(market, ["firms", "--json"], catch_exceptions=False)
    wins = {row["firm"]: row["wins"] for row in map(json.loads, done.stdout.splitlines())}
    assert wins == {"Brinkholt Civil": 1, "Ijmeer Signals": 1, "Sandvoort Rail": 1, "Westdijk Bouw": 0}
    assert refresh_market(tmp_path / "market") is False
    import_notices(actor=None, at=AT, paths=[CASES / "07-duplicate-award-ids" / "in"])
    again = CliRunner().invoke(market, ["firms", "--limit", "1"], catch_exceptions=False)
    assert "Elmgate" in again.output
