"""Six years of public-works auctions of the city of Tsuchiura, Japan (S. Chassang and others, MIT): what the curve is worth."""

import csv
import gzip
import os
import re
from collections import defaultdict
from pathlib import Path

import pytest

from kamkit.bids.counterfactual import AuctionBid, CounterfactualQuestion, counterfactual_win_rate
from kamkit.bids.win_curve import Fit, WinModel, beats, combined
from kamkit.wire.reading import read

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "kamkit" / "win_curve.md"
LEAST = 8
Auctions = dict[tuple[int, str], list[tuple[str, float]]]


@pytest.fixture(scope="module")
def auctions() -> Auctions:
    file = Path(os.environ["TONGXIN_DATA"], "tsuchiura_bids", "bids_2007_2012.csv.gz")
    found: Auctions = defaultdict(list)
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["norm_bid"]:
                found[int(row["year"]), row["pid"]].append((row["bidder_id"], float(row["norm_bid"])))
    return found


def brier(auctions: Auctions, model: WinModel | None, fit: Fit) -> tuple[float, int]:
    """Return the Brier score of the bids of 2011-2012 by histories to 2010, or of one in n, and their number."""
    history: dict[str, list[float]] = defaultdict(list)
    for (year, _), bids in auctions.items():
        for bidder, ratio in bids if year <= 2010 else ():
            history[bidder].append(ratio)
    average = beats([ratio for ratios in history.values() for ratio in ratios], fit)
    known = {bidder: beats(ratios, fit) for bidder, ratios in history.items() if len(ratios) >= LEAST}
    misses = []
    for (year, _), bids in auctions.items():
        if year <= 2010 or len(bids) < 2:
            continue
        lowest, second = sorted(ratio for _, ratio in bids)[:2]
        for bidder, ratio in bids:
            won = 0.0 if ratio > lowest else 0.5 if second == lowest else 1.0
            rivals = [(known.get(other, average)(ratio), 1.0) for other, _ in bids if other != bidder]
            chance = 1 / len(bids) if model is None else combined(model, rivals)
            misses.append((chance - won) ** 2)
    return sum(misses) / len(misses), len(misses)


@pytest.mark.data
def test_the_back_test_printed_on_the_page_is_the_one_measured(auctions: Auctions) -> None:
    printed = dict(
        re.findall(
            r"^\| (\w+, \w+|one in n) \| (0\.\d{4}) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    measured = {
        f"{model}, {fit}": f"{brier(auctions, model, fit)[0]:.4f}" for model in WinModel for fit in Fit
    }
    measured["one in n"] = f"{brier(auctions, None, Fit.EMPIRICAL)[0]:.4f}"
    assert printed == measured
    assert brier(auctions, None, Fit.EMPIRICAL)[1] == 1507
    assert (
        float(printed["GATES, EMPIRICAL"])
        < float(printed["one in n"])
        < float(printed["FRIEDMAN, LOGNORMAL"])
    )


@pytest.mark.data
def test_the_counterfactual_win_rates_of_the_city(auctions: Auctions) -> None:
    bids = [
        {"auction": f"{year}-{auction}", "bidder": str(place), "amount": ratio}
        for (year, auction), each in auctions.items()
        for place, (_, ratio) in enumerate(each)
    ]
    question = read(CounterfactualQuestion, {"bids": bids, "rho": ["-0.05", "0", "0.05"], "cap": 1})
    found = counterfactual_win_rate(question)
    assert isinstance(question.bids[0], AuctionBid)
    assert [f"{each.rate:.4f}" for each in found.rates] == ["0.8420", "0.2326", "0.0228"]
    assert (found.bids, found.auctions) == (4651, 1081)
