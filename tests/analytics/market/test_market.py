"""The market's figures against small markets counted by hand, and the same by the command."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.analytics.market.small import MARKET

from tongxin.analytics.market import register as register_of_market
from tongxin.analytics.market.engine import ask
from tongxin.analytics.market.expressions import QUESTIONS
from tongxin.analytics.market.flags import count_flags, flags_of_one, read_flags
from tongxin.analytics.market.questions import QUESTION_NAMES
from tongxin.analytics.market.register import TASK, ensure_market, has_market, refresh_market
from tongxin.analytics.market.store import write_market
from tongxin.background import worker
from tongxin.background.models import JobRun
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


class TestAPartOfTheMarket:
    def ask(self, folder: Path, question: str, **narrowing: str) -> list[dict[str, Any]]:
        return ask(folder, question, narrowing=narrowing)

    def test_who_wins_at_a_buyer_at_what_discount(self, folder: Path) -> None:
        told = {
            row["firm"]: (row["tenders"], row["wins"], row["discount"])
            for row in self.ask(folder, "firms", buyer="Port")
        }
        assert told["Alpha"] == (2, 2, pytest.approx(0.15))
        assert told["Beta"] == (2, 1, None)
        assert "Delta" not in told

    def test_a_buyer_is_found_by_its_key_and_by_a_part_of_its_name(self, folder: Path) -> None:
        (whole,) = self.ask(folder, "buyers", buyer="Port")
        assert self.ask(folder, "buyers", buyer=whole["buyer_key"]) == [whole]
        assert self.ask(folder, "buyers", buyer="oRT") == [whole]

    @pytest.mark.parametrize(
        ("narrowing", "tenders"),
        [
            ({"firm": "Beta"}, {"1", "3"}),
            ({"firm": "Beta", "year": "2024"}, {"3"}),
            ({"year": "2023"}, {"1"}),
            ({"year": "last"}, set()),
            ({"category": "no such"}, set()),
            ({"region": "no such"}, set()),
            ({}, {"1", "2", "3", "4", "5"}),
        ],
    )
    def test_every_part_can_be_asked_of(
        self, folder: Path, narrowing: dict[str, str], tenders: set[str]
    ) -> None:
        assert {row["ocid"] for row in self.ask(folder, "prices", **narrowing)} == tenders

    def test_the_history_of_prices_names_winner_and_discount_the_latest_first(self, folder: Path) -> None:
        first, second, last = self.ask(folder, "prices", buyer="Port")
        assert [str(row["day"]) for row in (first, second, last)] == [
            "2024-05-01",
            "2024-05-01",
            "2023-05-01",
        ]
        assert (last["winner"], last["winners"], last["price"]) == ("Alpha", 1, Decimal("90.00"))
        assert last["discount"] == pytest.approx(0.1)
        assert (second["winner"], second["winners"], second["discount"]) == ("Beta", 2, None)


def compared(number: str, *prices: int) -> dict[str, Any]:
    """Return a process with bids at these prices, of which the first one won."""
    bids = [
        {
            "id": str(place),
            "status": "valid",
            "tenderers": [{"id": f"F{place}", "name": f"Firm {place}"}],
            "value": {"amount": price, "currency": "EUR"},
        }
        for place, price in enumerate(prices)
    ]
    return {
        "ocid": number,
        "id": f"r-{number}",
        "date": "2026-10-30T00:00:00Z",
        "tag": ["award"],
        "initiationType": "tender",
        "buyer": {"id": "B", "name": "Port"},
        "tender": {"id": "t", "title": f"Tender {number}", "procurementMethod": "open"},
        "bids": {"details": bids},
        "awards": [{"id": "a", "status": "active", "suppliers": [{"id": "F0", "name": "Firm 0"}]}],
    }


@pytest.mark.django_db
class TestRedFlags:
    def test_flags_are_kept_with_names_and_found_by_indicator_buyer_and_tender(self, tmp_path: Path) -> None:
        from tests.factories import AT

        releases = [compared("single", 90), compared("same", 90, 90), compared("plain", 90, 99)]
        path = tmp_path / "releases.json"
        path.write_text(json.dumps({"version": "1.1", "releases": releases}))
        outcome = import_notices(actor=None, at=AT, paths=[path])
        assert outcome.rejected == []
        folder = tmp_path / "market"
        assert read_flags(folder) == []
        refresh_market(folder)
        (single,) = read_flags(folder, ocid="single")
        assert (single.indicator, single.name, single.buyer) == ("R018", "Tender single", "Port")
        assert [(flag.id, flag.name) for flag in read_flags(folder, indicator="R028")] == [
            ("same", "Tender same"),
            ("F0", "Firm 0"),
            ("F1", "Firm 1"),
        ]
        assert read_flags(folder, buyer="nobody") == []
        assert {flag.id for flag in read_flags(folder, buyer=single.buyer_key)} >= {"single", "same"}
        assert list(count_flags(folder)) == sorted(count_flags(folder))

    def test_numbers_of_reasons_come_back_as_they_were(self, tmp_path: Path) -> None:
        (tmp_path / "flags.json").write_text(
            json.dumps(
                [
                    {
                        "indicator": "R024",
                        "group": "OCID",
                        "id": "1",
                        "name": "One",
                        "buyer_key": "b",
                        "buyer": "B",
                        "code": "PRICE_CLOSE_TO_WINNING_BID",
                        "params": [["ratio", "0.0125"], ["fence", "0.02"]],
                    }
                ]
            )
        )
        (flag,) = read_flags(tmp_path)
        assert dict(flag.reason.params) == {"ratio": Decimal("0.0125"), "fence": Decimal("0.02")}

    def test_one_release_is_judged_without_others(self) -> None:
        same = compared("same", 90, 90)
        codes = [found.indicator.value for found in flags_of_one(same, read_facts(same))]
        assert codes == ["R028"]


@pytest.mark.django_db
class TestTheFilesOfALargeRegister:
    @pytest.fixture
    def register(self, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
        from tests.factories import AT

        settings.HOME = tmp_path
        monkeypatch.setattr(register_of_market, "MOST_AT_ONCE", 0)
        monkeypatch.setattr(register_of_market, "AT_ONCE", 1)
        import_notices(
            actor=None,
            at=AT,
            paths=[CASES / "07-duplicate-award-ids" / "in", CASES / "12-consortium-one-award" / "in"],
        )
        return tmp_path / "market"

    def test_the_worker_writes_them_once_and_then_they_are_fresh(self, register: Path) -> None:
        from tests.factories import AT

        assert not ensure_market(register, at=AT)
        assert not ensure_market(register, at=AT)
        assert JobRun.objects.filter(task=TASK).count() == 1
        assert not has_market(register)
        job = worker.run_next(clock=lambda: AT)
        assert (job.state, job.done_steps, job.total_steps) == ("DONE", 3, 3)
        assert ensure_market(register, at=AT)
        assert len(ask(register, "prices")) == 3

    def test_a_run_that_was_interrupted_goes_on_where_it_stood(
        self, register: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written: list[int] = []

        def stop(count: int) -> None:
            written.append(count)
            if count == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            refresh_market(register, progress=stop)
        assert refresh_market(register, progress=written.append)
        assert written == [1, 2, 3]
        assert len(ask(register, "prices")) == 3

    def test_what_an_interrupted_run_wrote_of_an_older_register_is_not_used(self, register: Path) -> None:
        from tests.factories import AT

        def stop(_count: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            refresh_market(register, progress=stop)
        import_notices(actor=None, at=AT, paths=[CASES / "16-two-currencies-and-none" / "in"])
        written: list[int] = []
        refresh_market(register, progress=written.append)
        assert written == list(range(1, 9))
