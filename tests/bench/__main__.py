"""`make bench`: measure the pages on SQLite and PostgreSQL and write docs/reference/performance.md.

SCALE=full (1,000, 10,000 and 100,000 accounts with a million activities) or SCALE=small (a quick look).
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from tests.bench.report import report

ROOT = Path(__file__).resolve().parents[2]
SCALES = {"full": [1_000, 10_000, 100_000], "small": [1_000]}
REFERENCE = 5_000
VARIABLE = "TONGXIN_DATABASE_URL"


def main() -> None:
    """Measure and report; exit with 1 when a page failed, not when a goal is missed."""
    scale = os.environ.get("SCALE") or "full"
    address = os.environ.get(VARIABLE, "")
    if not address:
        sys.exit(f"{VARIABLE} names no PostgreSQL: run `make bench`.")
    found = {}
    for name, reference, growth in (("SQLite", "", ""), ("PostgreSQL", address, _second_database(address))):
        crowded, grown = _measure(reference, [REFERENCE], "crowd"), _measure(growth, SCALES[scale], "growth")
        sizes = crowded["sizes"] | grown["sizes"]
        found[name] = {
            "sizes": dict(sorted(sizes.items(), key=lambda item: int(item[0]))),
            "import": crowded["import"],
        }
    target = ROOT / "docs/reference/performance.md"
    if scale == "full":
        target.write_text(report(found, REFERENCE), encoding="utf-8")
        sys.stderr.write(f"\n{target.relative_to(ROOT)} is written.\n")
    else:
        sys.stdout.write(report(found, REFERENCE))


def _measure(url: str, sizes: list[int], kind: str) -> dict[str, Any]:
    environment = {key: value for key, value in os.environ.items() if key != VARIABLE}
    environment |= {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"} | ({VARIABLE: url} if url else {})
    command = [sys.executable, "-m", "tests.bench.run", ",".join(map(str, sizes)), kind]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _second_database(address: str) -> str:
    """Make an empty database beside the one given; return its address."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bench_growth")
    return urlunsplit(urlsplit(address)._replace(path="/bench_growth"))


main()
