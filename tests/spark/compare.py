"""Ask every question of the same Parquet files by DuckDB and by Spark, and compare the answers; run by `make test-spark`."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import ibis
from pyspark.sql import SparkSession

from tongxin.analytics.market.engine import answer, market_in
from tongxin.analytics.market.expressions import QUESTIONS, Narrowing, narrowed

# The whole market, and parts of it.
PARTS = (Narrowing(), Narrowing(buyer="oRT", year=2024), Narrowing(firm="Beta"))


def differences(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[str]:
    """Return where two answers differ; fractions to nine digits, since engines add in different orders."""
    if len(one) != len(other):
        return [f"{len(one)} rows and {len(other)} rows"]
    return [
        f"row {place}, {name}: {left[name]!r} and {right.get(name)!r}"
        for place, (left, right) in enumerate(zip(one, other, strict=True))
        for name in left
        if not _same(left[name], right.get(name))
    ]


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=1e-9)
    return bool(left == right)


def main(folder: Path) -> int:
    builder = SparkSession.builder.master("local[2]").appName("market")
    for name, value in (
        ("spark.ui.enabled", "false"),
        ("spark.driver.memory", "1g"),
        ("spark.sql.shuffle.partitions", "2"),
        ("spark.driver.bindAddress", "127.0.0.1"),
        ("spark.driver.host", "127.0.0.1"),
        ("spark.log.level", "ERROR"),
    ):
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    duck, spark = ibis.duckdb.connect(), ibis.pyspark.connect(session)
    wrong = 0
    for question, part in [(question, part) for part in PARTS for question in QUESTIONS]:
        here = answer(narrowed(market_in(duck, folder), part), question)
        there = answer(narrowed(market_in(spark, folder), part), question)
        told = differences(here, there)
        wrong += bool(told)
        outcome = "equal" if not told else str(told[:5])
        sys.stdout.write(f"{question} of {part}: {len(here)} rows, {outcome}\n")
    session.stop()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
