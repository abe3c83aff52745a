"""Ask a question of the Parquet files: DuckDB embedded, or Spark for what is beyond one machine."""

from pathlib import Path
from typing import Any

import ibis

from tongxin.analytics.market.expressions import QUESTIONS, Market


def ask(folder: Path, question: str, *, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the rows that answer a question of `QUESTIONS`, by DuckDB in this process."""
    connection = ibis.duckdb.connect()
    try:
        return answer(market_in(connection, folder), question, limit=limit)
    finally:
        connection.disconnect()


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
