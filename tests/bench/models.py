"""Measure the models of the decision library: some beside other libraries in one run, others by themselves.

python -m tests.bench.models            write docs/reference/kamkit-models-performance.md
"""

import csv
import platform
import random
import sys
import time
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from kamkit.effort.allocate import CallAccount, EffortInput, Judgement, allocate
from kamkit.forecasting.money import ForecastDeal, RevenueInput, Slice
from kamkit.forecasting.revenue import revenue
from kamkit.influence.contacts import Contact, Member, NextContactsInput, next_contacts
from kamkit.influence.coverage import CoverageInput, coverage
from kamkit.influence.decision import DecisionRule
from kamkit.influence.network import Person, Tie, TieKind
from kamkit.influence.outlook import OutlookInput, outlook
from kamkit.influence.ranking import RankingInput, rank
from kamkit.value.bgnbd import BgNbdParams, bgnbd, fitted
from kamkit.value.customers import HistoriesInput, History
from kamkit.value.pareto_nbd import pareto_nbd
from kamkit.winning.deals import DecidedDeal, Decision, OpenDeal, WinningInput
from kamkit.winning.fit_predict import fit_predict
from kamkit.winning.measures import auc, brier

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "kamkit-models-performance.md"
COPIES = 10
"""The sample of CDNOW so many times, each with other days: as many customers as CDNOW had."""
RUNS = 5


def main() -> None:
    """Measure and write the page."""
    customers = _customers()
    text = _page(len(customers), _beside_lifetimes(customers), _others(customers))
    PAGE.write_text(text + _page_of_wins(_beside_scikit_learn()), encoding="utf-8")
    sys.stderr.write(f"{PAGE.relative_to(ROOT)} is written.\n")


def _customers() -> tuple[History, ...]:
    rng = random.Random(7)  # noqa: S311 - a sample, no secret
    with (ROOT / "tests/data/cdnow/sample.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for copy in range(COPIES):
        for row in rows:
            # Other days of the same customer, so that the copies cannot be counted together.
            observed = int(row["observed_days"]) + copy * 7
            recency = int(row["recency_days"])
            moved = min(recency + rng.randrange(7), observed) if recency else 0
            found.append(History(frequency=int(row["frequency"]), recency=moved / 7, T=observed / 7))
    return tuple(found)


def _beside_lifetimes(customers: tuple[History, ...]) -> list[tuple[str, float, float]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoFitter

    x, last, end = (
        np.array([getattr(each, name) for each in customers]) for name in ("frequency", "recency", "T")
    )
    fitter = BetaGeoFitter()
    question = HistoriesInput(customers=customers, horizon=39)

    def theirs() -> None:
        fitter.fit(x, last, end)
        fitter.conditional_probability_alive(x, last, end)
        fitter.conditional_expected_number_of_purchases_up_to_time(39, x, last, end)

    mine = bgnbd(question)
    fitter.fit(x, last, end)
    assert mine.params is not None
    names = BgNbdParams.__dataclass_fields__
    apart = max(abs(getattr(mine.params, name) / fitter.params_[name] - 1) for name in names)
    return [
        ("fit", _seconds(lambda: fitted(customers)), _seconds(lambda: fitter.fit(x, last, end))),
        (
            "fit, P(alive) and expectation of each customer",
            _seconds(lambda: bgnbd(question)),
            _seconds(theirs),
        ),
        ("largest relative difference of a parameter", apart, 0.0),
    ]


def _others(customers: tuple[History, ...]) -> list[tuple[str, float]]:
    people, ties, team, contacts = _committee()
    asked = NextContactsInput(people=people, ties=ties, team=team, contacts=contacts, rule=DecisionRule.VETO)
    return [
        (
            "`value.pareto_nbd`, the same customers",
            _seconds(lambda: pareto_nbd(HistoriesInput(customers=customers)), runs=3),
        ),
        (
            "`influence.rank`, 60 people, 400 ties",
            _seconds(lambda: rank(RankingInput(people=people, ties=ties))),
        ),
        (
            "`influence.outlook`, the same, rule VETO",
            _seconds(lambda: outlook(OutlookInput(people=people, ties=ties, rule=DecisionRule.VETO))),
        ),
        ("`influence.next_contacts`, the same", _seconds(lambda: next_contacts(asked))),
        (
            "`influence.coverage`, 60 seats, 100 contacts",
            _seconds(lambda: coverage(CoverageInput(people=people, team=team, contacts=contacts))),
        ),
        (
            "`forecasting.revenue`, 10,000 deals, 10,000 futures",
            _seconds(lambda: revenue(_forecast()), runs=3),
        ),
        (
            "`effort.allocate`, 200 accounts of up to 20 calls",
            _seconds(lambda: allocate(_accounts()), runs=3),
        ),
    ]


def _committee() -> tuple[tuple[Person, ...], tuple[Tie, ...], tuple[Member, ...], tuple[Contact, ...]]:
    rng = random.Random(1)  # noqa: S311 - a sample, no secret
    names = [f"p{place}" for place in range(60)]
    attitudes = [None, -2, -1, 0, 1, 2]
    people = tuple(Person(id=name, power=rng.randint(0, 5), attitude=rng.choice(attitudes)) for name in names)
    ties = [
        Tie(from_=names[place], to=names[(place - 1) // 4], kind=TieKind.REPORTS_TO) for place in range(1, 60)
    ]
    kinds = [TieKind.ADVICE, TieKind.INFLUENCE, TieKind.FRIENDSHIP, TieKind.CONFLICT, TieKind.DOTTED_LINE]
    while len(ties) < 400:
        one, other = rng.sample(names, 2)
        ties.append(Tie(from_=one, to=other, kind=rng.choice(kinds), strength=rng.random() + 0.1))
    team = tuple(Member(id=f"m{place}") for place in range(8))
    contacts = tuple(
        Contact(
            member=rng.choice(team).id,
            person=rng.choice(names),
            depth=rng.randint(0, 4),
            days=rng.randint(0, 400),
        )
        for _ in range(100)
    )
    return people, tuple(ties), team, contacts


def _accounts() -> EffortInput:
    accounts = tuple(
        CallAccount(
            id=str(place),
            hours_per_call=1 + place % 3,
            maximum=20,
            judgement=Judgement(
                calls_now=4,
                without=10 + place % 7,
                now=30 + place % 11,
                half_more=36 + place % 11,
                saturation=60 + place % 13,
            ),
        )
        for place in range(200)
    )
    return EffortInput(accounts=accounts, hours=1_500)


def _forecast() -> RevenueInput:
    rng = random.Random(1)  # noqa: S311 - a sample, no secret
    today = date(2026, 11, 25)
    half = (Slice(share=0.5), Slice(share=0.5, after_months=6))
    deals = []
    for place in range(10_000):
        close, amount = today + timedelta(days=rng.randrange(20, 500)), rng.lognormvariate(13, 1)
        deal = ForecastDeal(
            id=str(place),
            probability=rng.random() * 0.6,
            amount=amount,
            amount_low=0.7 * amount,
            amount_high=1.4 * amount,
            close_on=close,
            close_from=close - timedelta(days=15),
            close_to=close + timedelta(days=90),
            recognition=half if place % 2 else (),
        )
        deals.append(deal)
    return RevenueInput(deals=tuple(deals), as_of=today, fiscal_start_month=4)


Row = dict[str, Any]


def _beside_scikit_learn() -> list[tuple[str, float, float, float]]:
    """Return model, seconds of the processor for learning, and area and Brier score on other deals, of as many deals."""
    from sklearn.compose import make_column_transformer
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

    (train, won), (other, truth) = _deals(80_000, 1), _deals(5_000, 2)
    words, numbers = list(range(10)), list(range(10, 20))
    table, asked = (np.array([list(row.values()) for row in rows], dtype=object) for rows in (train, other))
    theirs = {
        "scikit-learn: LogisticRegression()": make_pipeline(
            make_column_transformer((OneHotEncoder(), words), ("passthrough", numbers)), LogisticRegression()
        ),
        "scikit-learn: HistGradientBoostingClassifier()": make_pipeline(
            make_column_transformer((OrdinalEncoder(), words), ("passthrough", numbers)),
            HistGradientBoostingClassifier(),
        ),
    }
    outcomes = [Decision.WON if each else Decision.LOST for each in won]
    question = WinningInput(
        train=tuple(DecidedDeal(inputs=row, outcome=each) for row, each in zip(train, outcomes, strict=True)),
        predict=tuple(OpenDeal(id=str(place), inputs=row) for place, row in enumerate(other)),
    )
    before = time.process_time()
    result = fit_predict(question)
    seconds = time.process_time() - before
    mine = np.array([each.probability for each in result.predictions])
    found = [(f"kamkit: {result.report.model.value}", seconds, auc(truth, mine), brier(truth, mine))]
    for name, model in theirs.items():
        before = time.process_time()
        model.fit(table, won)
        seconds = time.process_time() - before
        chances = model.predict_proba(asked)[:, 1]
        found.append((name, seconds, auc(truth, chances), brier(truth, chances)))
    return found


def _deals(size: int, seed: int) -> tuple[list[Row], Any]:
    """Return deals of ten words and ten numbers, of which five and four matter, and whether they were won."""
    rng = np.random.default_rng(seed)
    words, numbers = rng.integers(0, 12, (size, 10)), rng.lognormal(0, 1, (size, 10))
    odds = (words[:, :5] % 3 - 1).sum(axis=1) * 0.3 + np.abs(np.log(numbers[:, :4])).sum(axis=1) - 3.2
    won = (rng.random(size) < 1 / (1 + np.exp(-odds))).astype(float)
    rows = [
        {f"word{place}": f"v{value}" for place, value in enumerate(words[row])}
        | {f"number{place}": round(float(value), 3) for place, value in enumerate(numbers[row])}
        for row in range(size)
    ]
    return rows, won


def _page_of_wins(found: list[tuple[str, float, float, float]]) -> str:
    lines = [
        "",
        "The win model beside the defaults of scikit-learn in one run: 80,000 deals of ten words and ten numbers to learn from, 5,000",
        "others to judge. kamkit's seconds include refusing inputs, cross-validation of both its models, calibration, intervals and",
        "reasons; scikit-learn's are one fit.",
        "",
        "| model | s | AUC | Brier score |",
        "|---|---:|---:|---:|",
    ]
    return (
        "\n".join(
            lines + [f"| {name} | {s:.1f} | {area:.4f} | {score:.4f} |" for name, s, area, score in found]
        )
        + "\n"
    )


def _seconds(call: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median seconds of the process: what else the machine does is not the library's."""
    call()
    times = []
    for _ in range(runs):
        before = time.process_time()
        call()
        times.append(time.process_time() - before)
    return median(times)


def _page(customers: int, beside: list[tuple[str, float, float]], others: list[tuple[str, float]]) -> str:
    day = datetime.now(tz=UTC).date()  # noqa: TID251 - the day of a measurement is the clock's
    *rows, (apart_name, apart, _) = beside
    lines = [
        "# Performance of the models",
        "",
        "Made by `make bench`; do not edit. Medians of five runs: milliseconds of the processor, one thread.",
        "",
        f"- Measured {day}, Python {platform.python_version()}, {platform.machine()}.",
        f"- BG/NBD of both libraries in one run on {customers:,} customers: ten copies of the sample of CDNOW with other days.",
        "",
        "| BG/NBD | kamkit ms | lifetimes ms | times faster |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {mine * 1000:.0f} | {theirs * 1000:.0f} | {theirs / mine:.1f} |"
            for name, mine, theirs in rows
        ),
        "",
        f"The {apart_name} is {apart:.0e}.",
        "",
        "| call | ms |",
        "|---|---:|",
    ]
    return "\n".join(lines + [f"| {name} | {seconds * 1000:.0f} |" for name, seconds in others]) + "\n"


if __name__ == "__main__":
    main()
