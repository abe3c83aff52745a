"""Write the register as Parquet, the truth of market analysis; a DuckDB file beside it would only be a cache."""

from __future__ import annotations

import shutil
from itertools import islice
from typing import TYPE_CHECKING, Any

from tongxin.analytics.market.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
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
    shutil.rmtree(fresh, ignore_errors=True)
    for table in TABLES:
        (fresh / table).mkdir(parents=True)
    written = 0
    for part, rows in enumerate(_parts(processes)):
        for table in TABLES:
            _write(fresh / table / f"part-{part:05}.parquet", table, rows[table])
        written += len(rows["processes"])
        if progress is not None:
            progress(written)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return written


def _parts(processes: Iterable[Facts]) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Yield the rows of up to `AT_ONCE` processes; one empty part where there are none, so that tables exist."""
    coming = iter(processes)
    is_first = True
    while chunk := list(islice(coming, AT_ONCE)):
        is_first = False
        rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
        for facts in chunk:
            flat = rows_of(facts)
            rows["processes"].append(flat.process)
            rows["bids"] += flat.bids
            rows["firms"] += flat.firms
        yield rows
    if is_first:
        yield {table: [] for table in TABLES}


def _write(path: Path, table: str, rows: list[dict[str, Any]]) -> None:
    # Loaded on first use: pages that show no market need none of it.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    money, text = pa.decimal128(38, 2), pa.string()
    schemas = {
        "processes": {
            "ocid": text, "buyer_key": text, "buyer": text, "category": text, "region": text, "method": text, "year": pa.int32(),
            "awards": pa.int32(), "bidders": pa.int32(), "price": money, "currency": text, "estimate": money,
        },
        "bids": {"ocid": text, "bid": text, "amount": money, "currency": text},
        "firms": {"ocid": text, "key": text, "firm": text, "partners": text, "wins": pa.int32(), "won": money, "currency": text},
    }  # fmt: skip
    content = pa.Table.from_pylist(rows, schema=pa.schema(schemas[table].items()))
    parquet.write_table(content, path, compression="zstd")
