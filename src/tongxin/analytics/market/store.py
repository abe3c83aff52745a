"""Write the register as Parquet, the truth of market analysis; a DuckDB file beside it would only be a cache."""

from __future__ import annotations

import shutil
from itertools import islice
from typing import TYPE_CHECKING, Any

from tongxin.analytics.market.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from tongxin.crm.tenders.facts import Facts

TABLES = ("processes", "bids", "firms")
AT_ONCE = 20_000


def write_market(
    folder: Path, processes: Iterable[Facts], *, progress: Callable[[int], None] | None = None
) -> int:
    """Write what processes say as Parquet files below a folder; a part at a time, whatever their number.

    The new files take the place of the old ones only when all are written. Returns the number of processes.
    """
    fresh = folder.with_name(f"{folder.name}.new")
    begin(fresh)
    coming, written, part = iter(processes), 0, 0
    while (chunk := list(islice(coming, AT_ONCE))) or not part:
        write_part(fresh, part, chunk)
        part, written = part + 1, written + len(chunk)
        if progress is not None:
            progress(written)
    put_in_place(fresh, folder)
    return written


def begin(fresh: Path) -> None:
    """Make an empty folder for new files."""
    shutil.rmtree(fresh, ignore_errors=True)
    for table in TABLES:
        (fresh / table).mkdir(parents=True)


def put_in_place(fresh: Path, folder: Path) -> None:
    """Let new files take the place of the old ones."""
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def write_part(folder: Path, part: int, processes: Sequence[Facts]) -> None:
    """Write one part of each table; a part of no processes makes tables without rows."""
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for facts in processes:
        flat = rows_of(facts)
        rows["processes"].append(flat.process)
        rows["bids"] += flat.bids
        rows["firms"] += flat.firms
    for table in TABLES:
        _write(folder / table / f"part-{part:05}.parquet", table, rows[table])


def _write(path: Path, table: str, rows: list[dict[str, Any]]) -> None:
    # Loaded on first use: pages that show no market need none of it.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    money, text = pa.decimal128(38, 2), pa.string()
    schemas = {
        "processes": {
            "ocid": text, "title": text, "day": pa.date32(), "buyer_key": text, "buyer": text, "category": text, "region": text, "method": text, "year": pa.int32(),
            "awards": pa.int32(), "bidders": pa.int32(), "price": money, "currency": text, "estimate": money,
        },
        "bids": {"ocid": text, "bid": text, "amount": money, "currency": text},
        "firms": {"ocid": text, "key": text, "firm": text, "partners": text, "wins": pa.int32(), "won": money, "currency": text},
    }  # fmt: skip
    content = pa.Table.from_pylist(rows, schema=pa.schema(schemas[table].items()))
    parquet.write_table(content, path, compression="zstd")
