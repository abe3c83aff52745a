#!/usr/bin/env python3
"""Run a command against a PostgreSQL of its own: `tools/postgres.py run -- COMMAND…`.

The server lives in a temporary folder, listens on a free local port, gives up durability for speed and
is gone afterwards. The command finds it in TONGXIN_DATABASE_URL. Exit code: that of the command.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import machine

USER = "tongxin"
SECONDS_TO_START = 60
# Without autovacuum: statistics taken while a test's tables were empty make plans for its full ones a matter of luck.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=60")


@contextlib.contextmanager
def server(binaries: Path) -> Iterator[str]:
    """Start a server and yield its URL; stop it and remove its data at the end."""
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="tongxin-postgres-"))
    log = folder / "log"
    running = None
    try:
        if account:
            shutil.chown(folder, *account)
        data, port = folder / "data", _free_port()
        _initialise(binaries, data, account)
        options = [f"-cport={port}", "-clisten_addresses=127.0.0.1", f"-cunix_socket_directories={folder}"]
        options += [f"-c{setting}" for setting in FAST]
        with log.open("w", encoding="utf-8") as output:
            running = subprocess.Popen(
                [binaries / "postgres", "-D", data, *options],
                stdout=output,
                stderr=output,
                cwd=folder,
                **_as(account),
            )
        _wait(binaries, port, log)
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        if running:
            running.send_signal(signal.SIGINT)
            running.wait(timeout=SECONDS_TO_START)
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> tuple[str, str] | None:
    """PostgreSQL refuses to run as root; its package brings a user for it."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("postgres")
    return entry.pw_name, entry.pw_name


def _as(account: tuple[str, str] | None) -> dict[str, object]:
    if account is None:
        return {}
    return {"user": account[0], "group": account[1], "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _initialise(binaries: Path, data: Path, account: tuple[str, str] | None) -> None:
    command = [binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(
        [*command, "--no-sync"], check=False, capture_output=True, text=True, cwd=data.parent, **_as(account)
    )
    if done.returncode:
        sys.exit(f"initdb failed:\n{done.stderr}")


def _wait(binaries: Path, port: int, log: Path) -> None:
    for _ in range(SECONDS_TO_START * 10):
        ready = subprocess.run(
            [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False
        )
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8')}")


def _stop(*_: object) -> NoReturn:
    sys.exit(128 + signal.SIGTERM)


def main(arguments: list[str]) -> int:
    if arguments[:2] != ["run", "--"] or len(arguments) < 3:
        print(__doc__)
        return 2
    binaries = machine.postgres_folder()
    if binaries is None:
        print("PostgreSQL is missing: sudo apt-get install postgresql", file=sys.stderr)
        return 3
    signal.signal(signal.SIGTERM, _stop)
    with server(binaries) as url:
        return subprocess.run(
            arguments[2:], check=False, env=os.environ | {"TONGXIN_DATABASE_URL": url}
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
