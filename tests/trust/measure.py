"""Measure what the tests of reliability only show, and write it to docs/reference/reliability_figures.json.

python -m tests.trust.measure                                   on SQLite
tools/postgres.py run -- python -m tests.trust.measure          on PostgreSQL
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.importers.killing import LEASE, ROWS
from tests.trust.crashing import (
    crashes,
    database_on_a_small_disk,
    full_database,
    full_disk,
    make_durable,
)
from tests.trust.databases import new_database, server_of_the_tests
from tests.trust.serving import ROOT, Site, environment, site

FIGURES = ROOT / "docs" / "reference" / "reliability_figures.json"
KILLS, HANDING_IN, SLOW, WRITERS, EACH = 100, 200, 60, 16, 6
BACKUPS, RESTORES, MIGRATIONS, IMPORTS = 40, 40, 20, 13
POST = (
    "POST /api/v1/promises HTTP/1.1\nHost: localhost\nAuthorization: Bearer {key}\nContent-Length: 1000\n"
    "Content-Type: application/json\n\n{{"
)


def main() -> None:
    """Measure on the present engine and write the figures beside those of the other."""
    postgres = server_of_the_tests()
    engine = "postgresql" if postgres else "sqlite"
    figures: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as place, new_database(Path(place), postgres) as address:
        figures |= kills(Path(place), address)
    with tempfile.TemporaryDirectory() as place, new_database(Path(place), postgres) as address:
        figures |= breaks(Path(place), address)
    figures |= imports(postgres)
    keep(f"{engine}_killed", figures)
    if sys.argv[1:] != ["kills"]:
        with tempfile.TemporaryDirectory() as place, new_database(Path(place), postgres) as address:
            figures = served(Path(place), address)
        keep(engine, figures | on_a_small_disk(postgres))


def on_a_small_disk(postgres: str) -> dict[str, str]:
    """Fill the disk under PostgreSQL; nothing elsewhere, and nothing for who may not mount one."""
    if not postgres or os.geteuid():
        return {}
    limits = {"TONGXIN_API_RATE_PER_MINUTE": "1000000"}
    with (
        tempfile.TemporaryDirectory() as place,
        database_on_a_small_disk(postgres) as address,
        site(Path(place), TONGXIN_DATABASE_URL=address, **limits) as server,
    ):
        return full_database(server, address)


def served(place: Path, address: str) -> dict[str, str]:
    """Measure what a server does for many at once, and a backup of what they wrote."""
    figures: dict[str, str] = {}
    limits = {"TONGXIN_DATABASE_URL": address, "TONGXIN_API_RATE_PER_MINUTE": "1000000"}
    if server_of_the_tests():
        make_durable(address)
    with site(place, **limits) as server:
        figures |= writers(server)
        figures |= slow_senders(server)
        figures |= crashes(server, address) if server_of_the_tests() else full_disk(server)
    return figures | backup(place, address)


def keep(section: str, figures: dict[str, str]) -> None:
    """Write figures beside those of the other engine."""
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    load = os.getloadavg()[0]
    machine = f"{os.cpu_count()} cores, load {load:.0f} from elsewhere, Python {platform.python_version()}"
    kept[section] = {"day": time.strftime("%Y-%m-%d"), "machine": machine, "figures": figures}
    FIGURES.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


def kills(home: Path, address: str) -> dict[str, str]:
    """Kill a writing process again and again."""
    around = environment(home, TONGXIN_DATABASE_URL=address, TONGXIN_API_RATE_PER_MINUTE="1000000")
    found = _found_by(around, "tests.trust.killing", KILLS, HANDING_IN)
    bids = found["bids"]
    return {
        f"{bids['killed']} kills of 8 clients that hand the same bids in": f"{bids['acknowledged']} answered, "
        f"{bids['lost']} lost, {bids['doubled']} doubled, {bids['saved_but_never_answered']} saved but never answered; "
        f"after the deadline {bids['late_taken']} more taken and {bids['changed_by_sending_again']} changed",
        f"{found['killed']} kills of a writing process": f"{found['acknowledged']} answered, {len(found['lost'])} lost, "
        f"{len(found['doubled'])} doubled, {found['saved_but_never_answered']} saved but never answered; "
        f"{len(found['changed_by_sending_again'])} changed by sending all again",
    }


def breaks(home: Path, address: str) -> dict[str, str]:
    """Kill backups, restores and migrations."""
    around = environment(home, TONGXIN_DATABASE_URL=address)
    _migrate(around)
    found = _found_by(around, "tests.trust.breaking", BACKUPS, RESTORES, MIGRATIONS)
    backups, restores, migrations = (
        dict.fromkeys(("killed", "old", "new", "half"), 0) | found[name]
        for name in ("backups", "restores", "migrations")
    )
    return {
        f"{BACKUPS} backups, {backups['killed']} of them killed in their midst": f"{backups['old']} times the older was there, {backups['new']} times the "
        f"new one, {backups['half']} times half of one",
        f"{RESTORES} restores, {restores['killed']} of them killed in their midst": f"{restores['old']} times an empty database was left, {restores['new']} "
        f"times everything, {restores['half']} times a half; the next run ended it {restores['whole_after_the_next_run']} times",
        f"{migrations['killed']} kills of a migration": f"the next run went on; of {migrations['times_to_the_end']} that came "
        f"to the end {migrations['as_without_kills']} made the tables as without a kill",
    }


def _migrate(around: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "tongxin", "migrate"], env=around, cwd=ROOT, capture_output=True, check=True
    )


def imports(postgres: str) -> dict[str, str]:
    """Kill the workers of imports again and again, each import into a database of its own."""
    found: Counter[str] = Counter()
    for seed in range(IMPORTS):
        with tempfile.TemporaryDirectory() as place, new_database(Path(place), postgres) as address:
            told = _imported(Path(place), address, seed)
        rows = told["rows"].values()
        found["killed"] += told["killed"]
        # A job whose worker dies five times at one place is given up, so that it cannot kill workers for ever.
        found[told["job"][0]] += 1
        found["lost"] += sum(ROWS - different for _, different in rows) if told["job"][0] == "DONE" else 0
        found["doubled"] += sum(there - different for there, different in rows) + len(told["created_twice"])
    return {
        f"{found['killed']} kills of the workers of {IMPORTS} imports of {4 * ROWS} rows": f"{found['DONE']} "
        f"ended by themselves, {found['FAILED']} were given up after five deaths at one place; {found['lost']} rows of those "
        f"that ended lost, {found['doubled']} rows doubled"
    }


def _imported(home: Path, address: str, seed: int) -> dict[str, Any]:
    around = environment(home, TONGXIN_DATABASE_URL=address, TONGXIN_JOB_LEASE_SECONDS=str(int(LEASE)))
    _migrate(around)
    return _found_by(around, "tests.importers.killing", seed)


def _found_by(around: dict[str, str], module: str, *numbers: int) -> dict[str, Any]:
    """Run a program that kills; return what it found, or end with what went wrong in it."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, numbers)],
        env=around, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def writers(server: Site) -> dict[str, str]:
    """Let many write at once."""

    def write(number: int) -> list[tuple[int, float]]:
        return [
            _timed(server, "POST", "/api/v1/interactions", {"text": f"{number}.{count}", "kind": "NOTE"})
            for count in range(EACH)
        ]

    with ThreadPoolExecutor(WRITERS) as pool:
        found = [each for some in pool.map(write, range(WRITERS)) for each in some]
    return {f"{WRITERS} writers at once, {EACH} each": _told(found)}


def slow_senders(server: Site) -> dict[str, str]:
    """Ask and write while many connections drip."""
    slow = [server.dripping(POST.format(key=server.keys["reader"])) for _ in range(SLOW)]
    found = []
    for number in range(20):
        for sock in slow:
            sock.sendall(b" ")
        found.append(
            _timed(server, "POST", "/api/v1/interactions", {"text": f"slow {number}", "kind": "NOTE"})
        )
        found.append(_timed(server, "GET", "/health/", None))
    for sock in slow:
        sock.close()
    return {f"Others while {SLOW} connections drip a POST": _told(found)}


def backup(home: Path, address: str) -> dict[str, str]:
    """Back up, and read back into an empty installation."""
    began = time.monotonic()
    written = _command(home, address, "backup", str(home / "b.zip"))
    middle = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        _command(Path(place), "", "restore", str(home / "b.zip"))
    end = time.monotonic()
    rows = written["rows"]
    return {
        "Backup, and restore into a new SQLite installation": f"{rows} rows: {middle - began:.1f} s and {end - middle:.1f} s, "
        "starting the program and making the tables included"
    }


def _command(home: Path, address: str, *arguments: str) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "tongxin", *arguments, "--json"],
        env=environment(home, TONGXIN_DATABASE_URL=address), cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return told


def _timed(server: Site, method: str, path: str, data: object) -> tuple[int, float]:
    began = time.monotonic()
    status, _ = server.ask(method, path, data, key=server.keys["lin"], seconds=60)
    return status, time.monotonic() - began


def _told(found: list[tuple[int, float]]) -> str:
    statuses = ", ".join(
        f"{count} × {status}" for status, count in sorted(Counter(each[0] for each in found).items())
    )
    seconds = sorted(each[1] for each in found)
    return f"{statuses}; median {statistics.median(seconds):.2f} s, longest {seconds[-1]:.2f} s"


if __name__ == "__main__":
    main()
