"""Let PostgreSQL crash under load, and let a disk fill, and say what the product answered meanwhile."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.trust.serving import Site

CRASHES, WRITERS, EACH = 10, 8, 40
SECONDS_BETWEEN, MOST_TRIES = 1.5, 200
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
WRITES = 20
NOTES = "/api/v1/interactions"
SMALL_DISK, TEXT = "160m", "x" * 4000


def make_durable(address: str) -> None:
    """Let commits of one database be on the disk before they are answered: the server of the tests gives that up for speed."""
    with psycopg.connect(address, autocommit=True) as opened:
        name = sql.Identifier(urlsplit(address).path.removeprefix("/"))
        opened.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = on").format(name))


def crashes(server: Site, address: str) -> dict[str, str]:
    """Kill a backend of PostgreSQL, whose server then drops everybody and recovers, again and again under writers.

    Each writer repeats what was not acknowledged under its key, as a client is told to.
    """
    answers: Counter[int] = Counter()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        killing = pool.submit(_crash_again_and_again, address)
        writing = [pool.submit(_write, server, number) for number in range(WRITERS)]
        for each in writing:
            answers += each.result()
        crashed = killing.result()
    with psycopg.connect(address) as opened:
        rows = Counter(
            text for (text,) in opened.execute("SELECT text FROM crm_interaction WHERE text LIKE 'crash-%'")
        )
    wanted = WRITERS * EACH
    others = sum(answers.values()) - answers[201] - answers[503] - answers[0]
    return {
        f"{crashed} crashes of PostgreSQL under {WRITERS} writers": f"{answers[201]} × 201, {answers[503]} × 503, "
        f"{answers[0]} connections cut, {others} others; {wanted - len(rows)} lost, "
        f"{sum(rows.values()) - len(rows)} doubled"
    }


def full_disk(server: Site) -> dict[str, str]:
    """Let no file of the server grow any more, which is what a full disk does to it; ask and write; then let it go on."""
    processes = list(_family(server.pid))
    for process in processes:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    told = _ask_and_write(server)
    for process in processes:
        resource.prlimit(process, resource.RLIMIT_FSIZE, UNLIMITED)
    return _with_room_again(server, "A disk that is full", told)


def full_database(server: Site, address: str) -> dict[str, str]:
    """Fill the disk of PostgreSQL, ask and write, and make room again."""
    with psycopg.connect(address, autocommit=True) as opened:
        opened.execute("CREATE TABLE filler (text text)")
        # Kept as it is, so that a megabyte takes a megabyte.
        opened.execute("ALTER TABLE filler ALTER text SET STORAGE EXTERNAL")
        for size in (1_000_000, 100_000, 2_000):
            try:
                while True:
                    opened.execute("INSERT INTO filler SELECT repeat('x', %s)", [size])
            except psycopg.errors.DiskFull:
                continue
        told = _ask_and_write(server)
        opened.execute("DROP TABLE filler")
    return _with_room_again(server, f"PostgreSQL on a disk of {SMALL_DISK} that is full", told)


@contextmanager
def database_on_a_small_disk(postgres: str) -> Iterator[str]:
    """Yield the address of an empty database on a disk of its own; mounting one needs root."""
    place = Path(tempfile.mkdtemp(prefix="tongxin-small-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", place], check=True)
    shutil.chown(place, "postgres", "postgres")
    maintenance = urlsplit(postgres)._replace(path="/postgres", query="").geturl()
    with psycopg.connect(maintenance, autocommit=True) as opened:
        opened.execute(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(sql.Literal(str(place))))
        opened.execute("CREATE DATABASE tongxin_small TABLESPACE small")
        try:
            yield urlsplit(postgres)._replace(path="/tongxin_small", query="").geturl()
        finally:
            opened.execute("DROP DATABASE tongxin_small WITH (FORCE)")
            opened.execute("DROP TABLESPACE small")
            subprocess.run(["umount", place], check=True)
            place.rmdir()


def _ask_and_write(server: Site) -> str:
    answers: Counter[str] = Counter()
    for number in range(WRITES):
        note = {"text": f"full {number} {TEXT}", "kind": "NOTE"}
        answers[f"POST {server.ask('POST', NOTES, note, key=server.keys['lin'])[0]}"] += 1
        answers[f"GET {server.ask('GET', NOTES, key=server.keys['lin'])[0]}"] += 1
    return ", ".join(f"{count} × {answer}" for answer, count in sorted(answers.items()))


def _with_room_again(server: Site, what: str, told: str) -> dict[str, str]:
    after = server.ask("POST", NOTES, {"text": "after", "kind": "NOTE"}, key=server.keys["lin"])[0]
    return {what: f"{told}; with room again, without a restart: POST {after}"}


def _crash_again_and_again(address: str) -> int:
    moments = random.Random(20_261_126)  # noqa: S311
    done = 0
    while done < CRASHES:
        time.sleep(moments.uniform(0, SECONDS_BETWEEN))
        try:
            with psycopg.connect(address, connect_timeout=5) as opened:
                found = opened.execute(
                    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
                    "AND datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1"
                ).fetchone()
        except psycopg.OperationalError:
            continue
        if found:
            os.kill(found[0], signal.SIGKILL)
            done += 1
    return done


def _write(server: Site, number: int) -> Counter[int]:
    answers: Counter[int] = Counter()
    for count in range(EACH):
        for _ in range(MOST_TRIES):
            status = _post(server, f"crash-{number}-{count}")
            answers[status] += 1
            if status == 201:
                break
            time.sleep(0.2)
    return answers


def _post(server: Site, text: str) -> int:
    """Return the status, 0 where the connection was cut."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{NOTES}",
        data=json.dumps({"text": text, "kind": "NOTE"}).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {server.keys['lin']}",
            "Idempotency-Key": text,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _family(pid: int) -> Iterator[int]:
    yield pid
    with Path(f"/proc/{pid}/task/{pid}/children").open(encoding="ascii") as children:
        for child in children.read().split():
            yield from _family(int(child))
