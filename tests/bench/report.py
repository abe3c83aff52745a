"""Turn what was measured into the reference page."""

import os
import platform
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench.pages import PAGES
from tests.bench.serving import WORKERS

Found = Mapping[str, Mapping[str, Any]]
MOST_GROWTH = 1.5
MOST_IMPORT_SECONDS = 30
MOST_UNDO_MS = 5


def report(found: Found, reference: int) -> str:
    """Return the page, in Markdown."""
    return (
        "\n".join(
            [
                *_head(found, reference),
                *_goals(found, reference),
                *_tables(found),
                *_writer(found, reference),
                *_imports(found),
            ]
        )
        + "\n"
    )


def _head(found: Found, reference: int) -> Iterator[str]:
    sizes = [int(size) for size in next(iter(found.values()))["sizes"]]
    yield "# Performance\n"
    yield "Made by `make bench`; do not edit. Numbers hold for the machine named here and the load it had.\n"
    yield f"- Measured {time.strftime('%Y-%m-%d')} on {_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end;"
    yield f"  Python {platform.python_version()}, gunicorn with 2 worker processes of 4 threads, 4 clients on the same machine."
    yield f"- Sizes: {', '.join(f'{size:,}' for size in sizes)} accounts, each with 3 people, 1 opportunity and 10 activities; the largest has {max(sizes) * 10:,} activities."
    yield "- What a browser paints, and how the board became lighter: [paint-performance.md](paint-performance.md)."
    yield "- Notices and the market, at 10,000, 1 and 5 million releases: [market-performance.md](market-performance.md)."
    yield f"- Requests a second with {reference:,} accounts, {reference * 3:,} people and {reference:,} opportunities."
    yield "- Processor time is that of the workers, by the kernel's own count, for one request; it does not depend on other programs' load, the times do."
    yield "- “Times bare” compares with a Django view without middleware, in the same run, that makes one query and prints as many rows in a plain template."
    yield "- PostgreSQL is the server of the tests, without fsync and autovacuum; its own processor time is not in the figures."
    yield "- Processor time and time are medians: of thirty requests, one after another."
    yield "- “Grows” compares “times bare” with the most records and with the fewest: a machine that is slower for a while slows both. By the clock it holds PostgreSQL's own work too.\n"


def _goals(found: Found, reference: int) -> Iterator[str]:
    yield "## Goals\n"
    yield "| Page | Database | Goal | Measured | Met |"
    yield "|---|---|---|---:|---|"
    for database, result in found.items():
        sizes = {int(size): figures for size, figures in result["sizes"].items()}
        first, last = sizes[min(sizes)], sizes[max(sizes)]
        for page in PAGES:
            small, large = first["pages"][page.name], last["pages"][page.name]
            checks = [
                (f"≤ {page.queries} queries", large["queries"], large["queries"] <= page.queries),
                (
                    "no more queries with more records",
                    f"{small['queries']}, {large['queries']}",
                    large["queries"] <= small["queries"],
                ),
                *_growth(page, first, last),
                *_bare(page, sizes[reference]),
                *_speed(page, sizes[reference]),
            ]
            for goal, measured, met in checks:
                yield f"| {page.name} | {database} | {goal} | {measured} | {'yes' if met else '**no**'} |"
    yield ""


def _growth(page: Any, first: Mapping[str, Any], last: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    times = _times_bare(page, last) / _times_bare(page, first)
    by_clock = last["pages"][page.name]["median_ms"] / first["pages"][page.name]["median_ms"]
    yield f"grows ≤ {MOST_GROWTH} ×", f"{times:.2f} × ({by_clock:.2f} × by the clock)", times <= MOST_GROWTH


def _times_bare(page: Any, figures: Mapping[str, Any]) -> float:
    bare = {int(rows): value for rows, value in figures["bare"].items()}[page.rows]["cpu_ms"]
    times: float = figures["pages"][page.name]["cpu_ms"] / bare
    return times


def _bare(page: Any, figures: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    times = _times_bare(page, figures)
    yield (
        f"≤ {page.times_bare:.0f} × a bare view of {page.rows} rows",
        f"{times:.1f} ×",
        times <= page.times_bare,
    )


def _speed(page: Any, figures: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    if page.per_second:
        found = figures["pages"][page.name]
        measured, ceiling = found["per_second"], WORKERS * 1000 / found["cpu_ms"]
        shown = f"{measured:.0f}/s; two free cores could give {ceiling:.0f}/s"
        yield f"≥ {page.per_second} requests/s", shown, measured >= page.per_second


def _tables(found: Found) -> Iterator[str]:
    for database, result in found.items():
        yield f"## {database}\n"
        sizes = sorted(result["sizes"], key=int)
        yield "Processor ms for one request (median time in ms):\n"
        yield (
            "| Page | "
            + " | ".join(f"{int(size):,} accounts" for size in sizes)
            + " | Queries | kB | Requests/s |"
        )
        yield "|---|" + "---:|" * (len(sizes) + 3)
        for page in PAGES:
            cells = [result["sizes"][size]["pages"][page.name] for size in sizes]
            crowd = max(cell["per_second"] for cell in cells)
            yield (
                f"| {page.name} | "
                + " | ".join(f"{cell['cpu_ms']:.1f} ({cell['median_ms']:.0f})" for cell in cells)
                + f" | {cells[-1]['queries']} | {cells[-1]['bytes'] / 1024:.0f} | {crowd:.0f} |"
            )
        for rows in result["sizes"][sizes[0]]["bare"]:
            cells = [result["sizes"][size]["bare"][rows] for size in sizes]
            crowd = max(cell["per_second"] for cell in cells)
            yield (
                f"| Bare view, {rows} rows | "
                + " | ".join(f"{cell['cpu_ms']:.1f} ({cell['median_ms']:.0f})" for cell in cells)
                + f" | 1 | {cells[-1]['bytes'] / 1024:.0f} | {crowd:.0f} |"
            )
        built = ", ".join(
            f"{result['sizes'][size]['seconds_to_build']:.0f} s to {int(size):,}" for size in sizes
        )
        yield f"\nBuilding the data took {built} accounts.\n"


def _writer(found: Found, reference: int) -> Iterator[str]:
    yield "## A writer beside the readers\n"
    yield "Four clients read lists, account pages and search while one process logs visits without a pause.\n"
    yield "| Database | Visits logged | Errors of the writer | Errors of the readers | Met |"
    yield "|---|---:|---:|---:|---|"
    for database, result in found.items():
        writer = result["sizes"][str(reference)]["writer"]
        met = not (writer["writer_errors"] or writer["reader_errors"])
        yield (
            f"| {database} | {writer['written']} in {writer['seconds']:.0f} s | {writer['writer_errors']} "
            f"| {writer['reader_errors']} | {'yes' if met else '**no**'} |"
        )


def _imports(found: Found) -> Iterator[str]:
    yield "\n## An import\n"
    yield "Accounts, people, opportunities, roles and visits from five workbooks, through the background job, then taken back."
    yield f"Goals: {MOST_IMPORT_SECONDS} s for 10,000 rows, {MOST_UNDO_MS} ms a row to take back; nobody waits long behind one transaction.\n"
    yield "| Database | Rows | Import | Processor | Longest transaction below | Undo a row | Met |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for database, result in found.items():
        figures = result["import"]
        undo = figures["undo_seconds"] * 1000 / figures["rows"]
        met = figures["seconds"] <= MOST_IMPORT_SECONDS and undo <= MOST_UNDO_MS
        yield (
            f"| {database} | {figures['rows']:,} | {figures['seconds']:.1f} s | {figures['cpu_seconds']:.1f} s "
            f"| {figures['longest_ms']:.0f} ms | {undo:.2f} ms | {'yes' if met else '**no**'} |"
        )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
