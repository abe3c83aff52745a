"""Measure the market at growing sizes beside ocdskit and plain pandas: `python -m tests.bench.market DATA [--kit OCDSKIT] [--page]`.

DATA is a folder of OCDS releases as JSON lines (gz). What is measured: reading, checking and compiling releases; the answers of every question
from Parquet of 10,000, 1 million and 5 million releases, multiplied from the real ones with shifted ids, days and organisations.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "market-performance.md"
SCHEMA = ROOT / "src" / "tongxin" / "importers" / "notices" / "schema" / "ocds-1.1.5-release-schema.json"
SIZES = (10_000, 1_000_000, 5_000_000)
LOADED = 10_000
ONE = "canada_tenders_2014"
# So many copies of the real ones share their buyers and firms.
SHARING = 20
LIMIT = 100


def main() -> None:
    """Measure, and print or write the page."""
    asked = argparse.ArgumentParser()
    asked.add_argument("data", type=Path)
    asked.add_argument("--kit", default="ocdskit", help="the ocdskit command, from an environment of its own")
    asked.add_argument("--page", action="store_true")
    asked.add_argument("--ask", nargs=2, help="measure one engine on one folder; for the process itself")
    given = asked.parse_args()
    if given.ask:
        sys.stdout.write(json.dumps(_answers(*given.ask)))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    with tempfile.TemporaryDirectory(prefix="market-bench-") as folder:
        found = _measured(given.data, given.kit, Path(folder))
    text = "\n".join(_page(found)) + "\n"
    if given.page:
        PAGE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def _measured(data: Path, kit: str, folder: Path) -> dict[str, Any]:
    import django

    django.setup()
    lines = list(_lines(data))
    # One publisher: ocdskit compiles releases of one version at a time.
    loading = _loading(list(_lines(data / ONE)), kit, folder)
    base = folder / "base"
    count = _base(lines, base, folder)
    answers = {}
    for size in SIZES:
        market = folder / f"market-{size}"
        _multiply(base, market, max(round(size / count), 1))
        answers[size] = {engine: _in_a_process(data, engine, market) for engine in ("tongxin", "pandas")}
        shutil.rmtree(market)
    return {"real": count, "loading": loading, "answers": answers}


def _lines(data: Path) -> Iterator[bytes]:
    for path in sorted(data.rglob("*.jsonl.gz")):
        with gzip.open(path) as stream:
            yield from (line for line in stream if line.strip())


def _timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return seconds by the clock, processor seconds, and what the work gave."""
    start, used = time.perf_counter(), time.process_time()
    given = work()
    return time.perf_counter() - start, time.process_time() - used, given


def _loading(real: list[bytes], kit: str, folder: Path) -> list[tuple[str, float, float]]:
    """Return the steps of loading with seconds by the clock and of the processor for `LOADED` releases."""
    import orjson
    import pandas as pd

    from tongxin.importers.notices.taking import take_file

    lines = list(_copies(real))
    path = folder / "releases.jsonl"
    path.write_bytes(b"".join(lines))
    steps = [("orjson: parse, nothing else", *_timed(lambda: [orjson.loads(line) for line in lines])[:2])]
    wall, used, taken = _timed(lambda: list(take_file(path, name="r", workspace=folder)))
    steps.append(("Tongxin: parse, check by the schema, repair", wall, used))
    wall, used, facts = _timed(lambda: list(_facts(taken)))
    steps.append(("Tongxin: merge and read facts", wall, used))
    wall, used, _ = _timed(lambda: _write(folder / "loaded", facts))
    steps.append(("Tongxin: write Parquet", wall, used))
    ours = steps[1:]
    whole = (
        "**Tongxin: from file to Parquet, whole**",
        sum(step[1] for step in ours),
        sum(step[2] for step in ours),
    )
    steps.append(whole)
    steps.append(
        ("Tongxin: `import-tenders` into a new register (SQLite), with its start", *_register(path, folder))
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall, _used, _ = _timed(lambda: _kit(kit, path))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    steps.append(("ocdskit compile: parse and merge", wall, after.ru_utime - before.ru_utime))
    wall, used, _ = _timed(lambda: pd.json_normalize([orjson.loads(line) for line in lines]))
    steps.append(("pandas json_normalize: parse and flatten, no merge", wall, used))
    return steps


def _register(path: Path, folder: Path) -> tuple[float, float]:
    """Return seconds by the clock and of the processor for the command, into a database of its own."""
    around = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TONGXIN_HOME": str(folder / "home")}
    around.pop("DJANGO_SETTINGS_MODULE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tongxin", "import-tenders", "--json", str(path)]
    wall, _used, _ = _timed(
        lambda: subprocess.run(command, env=around, stdout=subprocess.DEVNULL, check=True)
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _copies(real: list[bytes]) -> Iterator[bytes]:
    """Yield as many releases as are loaded, each of a process of its own."""
    for number in range(LOADED):
        release = json.loads(real[number % len(real)])
        release["ocid"] = f"{release['ocid']}-{number}"
        yield json.dumps(release, ensure_ascii=False).encode() + b"\n"


def _kit(kit: str, path: Path) -> None:
    with path.open("rb") as stream:
        subprocess.run(
            [kit, "compile", "--schema", str(SCHEMA)],
            stdin=stream,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )


def _facts(taken: list[Any]) -> Iterator[Any]:
    from tongxin.crm.tenders.facts import read_facts
    from tongxin.importers.notices.findings import Finding
    from tongxin.importers.notices.merging import merge

    processes: dict[str, list[Any]] = {}
    for one in taken:
        if not isinstance(one, Finding):
            processes.setdefault(one.ocid, []).extend(dated for _place, dated in one.releases)
    for releases in processes.values():
        yield read_facts(merge(releases).compiled)


def _write(folder: Path, facts: list[Any]) -> int:
    from tongxin.analytics.market.store import write_market

    return write_market(folder, facts)


def _base(lines: list[bytes], base: Path, folder: Path) -> int:
    """Write the market of the real releases; return how many releases could be taken in."""
    from tongxin.importers.notices.findings import Finding
    from tongxin.importers.notices.taking import take_file

    path = folder / "real.jsonl"
    path.write_bytes(b"".join(lines))
    taken = [one for one in take_file(path, name="r", workspace=folder) if not isinstance(one, Finding)]
    _write(base, list(_facts(taken)))
    return len(taken)


def _multiply(base: Path, target: Path, times: int) -> None:
    """Write a market many times as large: other ids in each copy, days moved on, other organisations every few copies."""
    import duckdb

    shifted = {
        "processes": "ocid || '-' || i AS ocid, buyer_key || '-' || s AS buyer_key, buyer || ' ' || s AS buyer, "
        "CAST(day + CAST(i % 1500 AS INTEGER) AS DATE) AS day",
        "bids": "ocid || '-' || i AS ocid",
        "firms": "ocid || '-' || i AS ocid, key || '-' || s AS key, firm || ' ' || s AS firm",
    }
    connection = duckdb.connect(
        config={"memory_limit": "1500MB", "threads": 2, "temp_directory": str(target.parent)}
    )
    for table, columns in shifted.items():
        (target / table).mkdir(parents=True)
        connection.execute(
            f"COPY (SELECT t.* REPLACE ({columns}) FROM read_parquet('{base / table}/*.parquet') t, "  # noqa: S608 - our own folders
            f"(SELECT range AS i, range // {SHARING} AS s FROM range({times}))) "
            f"TO '{target / table}/part-0.parquet' (FORMAT parquet, COMPRESSION zstd)"
        )
    connection.close()


def _in_a_process(data: Path, engine: str, market: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.market", str(data), "--ask", engine, str(market)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    return json.loads(done.stdout) if done.returncode == 0 else {"failed": done.returncode}


def _answers(engine: str, folder: str) -> dict[str, Any]:
    market = Path(folder)
    told = _ours(market) if engine == "tongxin" else _pandas(market)
    # Not `getrusage`: a child inherits the peak of the process that started it.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    return {"seconds": told, "peak_mb": peak}


def _ours(market: Path) -> dict[str, float]:
    from tongxin.analytics.market.engine import ask
    from tongxin.analytics.market.questions import QUESTION_NAMES

    ask(market, "years", limit=1)  # loads the engine
    (buyer,) = ask(market, "buyers", limit=1)
    told = {name: _timed(lambda name=name: ask(market, name, limit=LIMIT))[0] for name in QUESTION_NAMES}
    narrowing = {"buyer": buyer["buyer_key"]}
    told["firms, of one buyer"] = _timed(lambda: ask(market, "firms", limit=LIMIT, narrowing=narrowing))[0]
    return told


def _pandas(market: Path) -> dict[str, float]:
    import pandas as pd

    def read(table: str, columns: list[str]) -> Any:
        frame = pd.read_parquet(market / table, columns=columns)
        for name in {"price", "estimate", "won", "amount"} & set(columns):
            frame[name] = frame[name].astype("float64")
        return frame

    def buyers() -> Any:
        rows = read("processes", ["ocid", "buyer_key", "buyer", "awards", "bidders", "price", "estimate"])
        rows["discount"] = 1 - rows["price"] / rows["estimate"]
        rows["single"] = rows["bidders"] == 1
        groups = rows.groupby(["buyer_key", "buyer"], dropna=False)
        return groups.agg(
            tenders=("ocid", "size"),
            single=("single", "sum"),
            bidders=("bidders", "mean"),
            discount=("discount", "mean"),
        ).nlargest(LIMIT, "tenders")

    def firms() -> Any:
        rows = read("firms", ["ocid", "key", "firm", "wins", "won"])
        groups = rows.groupby("key", dropna=False)
        return groups.agg(
            firm=("firm", "min"), tenders=("ocid", "nunique"), wins=("wins", "sum"), won=("won", "sum")
        ).nlargest(LIMIT, "wins")

    def years() -> Any:
        return read("processes", ["year", "ocid"]).groupby("year").size()

    return {name: _timed(work)[0] for name, work in (("buyers", buyers), ("firms", firms), ("years", years))}


def _page(found: dict[str, Any]) -> Iterator[str]:
    yield "# Performance of the market\n"
    yield "Made by `python -m tests.bench.market DATA --page`; do not edit. Numbers hold for the machine named here and the load it had.\n"
    yield f"- Measured {time.strftime('%Y-%m-%d')} on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end; Python {platform.python_version()}."
    yield f"- {found['real']:,} real releases of six publishers, multiplied: other ids in each copy, days moved on, other buyers and firms every {SHARING} copies."
    yield "- Each engine in a process of its own; DuckDB may use 1 GB and then spills to the disk.\n"
    yield f"## Loading, {LOADED:,} releases\n"
    yield "Goal: 5,000 a second from stored releases, and half of orjson's parse speed. The whole road meets the first by processor time; by the clock"
    yield "it depends on what else the machine does. The second is out of reach of a road that checks every release against the schema with each fault's"
    yield "path, keeps every digit of an amount and merges: orjson does none of it, and reading alone takes five times as long. The register writes bodies,"
    yield "organisations, search and awards into a database and is an order slower.\n"
    yield "| Step | Seconds | Releases a second | Releases a processor second |"
    yield "|---|---:|---:|---:|"
    for step, wall, used in found["loading"]:
        yield f"| {step} | {wall:.2f} | {LOADED / wall:,.0f} | {LOADED / used:,.0f} |"
    yield ""
    for size, engines in found["answers"].items():
        yield f"## Questions, {size:,} releases\n"
        yield "| Question | Tongxin, seconds | pandas, seconds |"
        yield "|---|---:|---:|"
        ours, pandas = engines["tongxin"], engines["pandas"]
        for name, seconds in ours.get("seconds", {}).items():
            other = pandas.get("seconds", {}).get(name)
            yield f"| {name} | {seconds:.2f} | {'' if other is None else f'{other:.2f}'} |"
        yield f"| peak memory, MB | {ours.get('peak_mb', 'failed')} | {pandas.get('peak_mb', 'did not finish')} |\n"


if __name__ == "__main__":
    main()
