"""Measure the decision library: TOPSIS beside pymcdm in one run, other functions by themselves.

python -m tests.bench.kamkit            write docs/reference/kamkit-performance.md
"""

import platform
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import vector_normalization

from kamkit.bids.evaluation import evaluate
from kamkit.bids.guesses import RivalGuess
from kamkit.bids.price_to_win import PriceToWinQuestion, price_to_win
from kamkit.bids.sensitivity import sensitivity
from kamkit.bids.tender import Tender
from kamkit.criteria.ranking import RankMethod, RankQuestion, rank
from kamkit.wire.reading import read

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "kamkit-performance.md"
SIZES = ((10, 5), (100, 10), (1_000, 20))
RUNS = 15


def main() -> None:
    """Measure and write the page."""
    rows = [_topsis(*size) for size in SIZES]
    others = [
        ("`bids.evaluate`, 10 bids, 8 items, 7 members, 序位法", _seconds(lambda: evaluate(_tender()))),
        (
            "`bids.price_to_win`, the same, no uncertain rival",
            _seconds(lambda: price_to_win(_question()), runs=3),
        ),
        (
            "`bids.price_to_win`, the same, nine uncertain rivals, 120 draws",
            _seconds(lambda: price_to_win(_question(uncertain=True)), runs=3),
        ),
        ("`bids.sensitivity`, the same", _seconds(lambda: sensitivity(_tender()), runs=3)),
        ("`import kamkit` and `python -m kamkit list`, a process of its own", _seconds(_listed, runs=5)),
    ]
    PAGE.write_text(_page(rows, others), encoding="utf-8")
    sys.stderr.write(f"{PAGE.relative_to(ROOT)} is written.\n")


def _topsis(alternatives: int, criteria: int) -> tuple[str, float, float, float, float]:
    rng = np.random.default_rng(7)
    table = rng.integers(1, 100, size=(alternatives, criteria))
    weights = rng.integers(1, 10, size=criteria)
    question = RankQuestion(
        method=RankMethod.TOPSIS,
        matrix=tuple(tuple(Fraction(int(entry)) for entry in row) for row in table),
        weights=tuple(Fraction(int(weight)) for weight in weights),
        with_stability=False,
    )
    numbers, shares, types = table.astype(float), weights / weights.sum(), np.ones(criteria)
    oracle = TOPSIS(vector_normalization)
    ours, theirs = rank(question).scores, oracle(numbers, shares, types, validation=False)
    apart = float(np.max(np.abs(np.array(ours, dtype=float) - theirs)))
    mine = _seconds(lambda: rank(question))
    other = _seconds(lambda: oracle(numbers, shares, types, validation=False))
    checked = _seconds(lambda: oracle(numbers, shares, types))
    return f"{alternatives:,} × {criteria}", mine, other, checked, apart


def _tender() -> Tender:
    rng = np.random.default_rng(7)
    items = [f"item {place}" for place in range(8)]
    bids: list[dict[str, Any]] = [
        {
            "id": str(bid),
            "price": int(rng.integers(800, 1200)),
            "members": {f"m{who}": {item: int(rng.integers(4, 11)) for item in items} for who in range(7)},
        }
        for bid in range(10)
    ]
    shape = {"method": "TW_RANK_SUM", "criteria": [{"id": item, "max": 10} for item in items], "bids": bids}
    return read(Tender, shape | {"params": {"price_weight": 20}})


def _question(*, uncertain: bool = False) -> PriceToWinQuestion:
    tender = _tender()
    rivals = [
        RivalGuess(id=bid.id, price_low=bid.price * Decimal("0.9"), price_high=bid.price * Decimal("1.1"))
        for bid in tender.bids[1:]
        if bid.price is not None
    ]
    return PriceToWinQuestion(tender=tender, bid="0", rivals=tuple(rivals) if uncertain else (), samples=120)


def _listed() -> None:
    subprocess.run(
        [sys.executable, "-m", "kamkit", "list"], cwd=ROOT / "src", check=True, capture_output=True
    )


def _seconds(call: Callable[[], object], runs: int = RUNS) -> float:
    call()
    times = []
    for _ in range(runs):
        before = time.perf_counter()
        call()
        times.append(time.perf_counter() - before)
    return median(times)


def _page(rows: list[tuple[str, float, float, float, float]], others: list[tuple[str, float]]) -> str:
    day = datetime.now(tz=UTC).date()  # noqa: TID251 - the day of a measurement is the clock's
    lines = [
        "# Performance of the decision library",
        "",
        "Made by `make bench`; do not edit. Numbers hold for the machine and the load it had; medians of fifteen runs.",
        "",
        f"- Measured {day}, Python {platform.python_version()}, {platform.machine()}.",
        "- TOPSIS of both libraries in one run on the same numbers, without `stability`, which pymcdm does not have.",
        "- Ours reads exact fractions and gives ranks and reasons; pymcdm reads arrays of numbers and gives scores;",
        "  “checked” is with its own check of the input.",
        "",
        "| alternatives × criteria | kamkit ms | pymcdm ms | pymcdm, checked ms | largest difference of scores |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {size} | {mine * 1000:.2f} | {other * 1000:.2f} | {checked * 1000:.2f} | {apart:.0e} |"
        for size, mine, other, checked, apart in rows
    ]
    lines += ["", "| call | ms |", "|---|---:|"]
    lines += [f"| {name} | {seconds * 1000:.1f} |" for name, seconds in others]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
