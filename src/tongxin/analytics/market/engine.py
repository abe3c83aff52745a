"""Ask a question of the Parquet files: DuckDB embedded, or Spark for what is beyond one machine."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis

from tongxin.analytics.market.expressions import QUESTIONS, Market, Narrowing, narrowed

# What one question may hold in memory; what does not fit goes to a folder beside the files, and away with the answer.
MEMORY = "1GB"


def ask(
    folder: Path, question: str, *, limit: int | None = None, narrowing: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return the rows that answer a question of `QUESTIONS`, by DuckDB in this process.

    Args:
        folder: where the Parquet files are.
        question: its name.
        limit: at most so many rows.
        narrowing: of which part of the market: `NARROWED_BY` → value; a year that is no number leaves nothing.

    """
    connection = ibis.duckdb.connect(
        memory_limit=MEMORY, temp_directory=str(folder.with_name("market.spilled"))
    )
    try:
        market = narrowed(market_in(connection, folder), narrowing_of(narrowing or {}))
        return answer(market, question, limit=limit)
    finally:
        connection.disconnect()


def narrowing_of(values: Mapping[str, str]) -> Narrowing:
    """Return what values of an address narrow a question to."""
    year = values.get("year", "")
    texts = {name: values.get(name, "") for name in ("buyer", "firm", "category", "region")}
    return Narrowing(**texts, year=int(year) if year.isascii() and year.isdigit() else (-1 if year else None))


def answer(market: Market, question: str, *, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the rows that answer a question, by whatever engine holds the tables."""
    table = QUESTIONS[question](market)
    answered = table.limit(limit) if limit is not None else table
    rows: list[dict[str, Any]] = answered.to_pyarrow().to_pylist()
    return rows


def market_in(connection: Any, folder: Path) -> Market:
    """Return the tables of a folder in an engine that Ibis is connected to."""
    return Market(
        **{
            table: connection.read_parquet(_places(connection, folder / table))
            for table in ("processes", "bids", "firms")
        }
    )


def _places(connection: Any, folder: Path) -> str:
    # DuckDB wants a pattern of files, Spark the folder.
    return str(folder / "*.parquet") if connection.name == "duckdb" else str(folder)
