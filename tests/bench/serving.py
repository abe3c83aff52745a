"""Run the product's web server and ask it: latencies, processor time of its workers, requests a second."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

WORKERS = 2
CLIENTS = 4
SECONDS_TO_START = 60


@dataclass(slots=True)
class Server:
    """A running gunicorn."""

    port: int
    process: subprocess.Popen[bytes]
    cookies: dict[str, str] = field(default_factory=dict)

    def workers(self) -> list[int]:
        """Return the process numbers of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def cpu_seconds(self) -> float:
        """Return the processor time that the workers have used so far."""
        total = 0
        for pid in self.workers():
            for task in Path(f"/proc/{pid}/task").iterdir():
                total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of one page."""

    cpu_ms: float
    median_ms: float
    p95_ms: float
    per_second: float
    errors: int
    bytes: int


@contextmanager
def serving(application: str, environment: dict[str, str]) -> Iterator[Server]:
    """Start gunicorn as the product does, with two workers; stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", str(WORKERS), "--threads", "4", "--preload"),
        *("--log-level", "error", "--keep-alive", "60"),
    ]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _wait(port, process)
        yield Server(port=port, process=process)
    finally:
        process.terminate()
        process.wait(timeout=30)


def measure(server: Server, path: str, who: str, *, requests: int, seconds: float) -> Figures:
    """Ask a page one request after another, then with four clients at once."""
    if server.process.poll() is not None:
        raise RuntimeError(f"The web server ended with code {server.process.returncode}.")
    cookie = server.cookies.get(who, "")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    for _ in range(6):  # both workers have their templates and plans
        _ask(connection, path, cookie)
        connection.close()
    times, used, size, errors = [], [], 0, 0
    for _ in range(requests):
        before, start = server.cpu_seconds(), time.perf_counter()
        status, size = _ask(connection, path, cookie)
        times.append(time.perf_counter() - start)
        used.append(server.cpu_seconds() - before)
        errors += status != 200
    connection.close()
    done, failed = _crowd(server, path, cookie, seconds) if seconds else (0, 0)
    times.sort()
    return Figures(
        cpu_ms=1000 * statistics.median(used), median_ms=1000 * statistics.median(times),
        p95_ms=1000 * times[int(len(times) * 0.95)], per_second=done / seconds if seconds else 0,
        errors=errors + failed, bytes=size,
    )  # fmt: skip


def _crowd(server: Server, path: str, cookie: str, seconds: float) -> tuple[int, int]:
    counts: list[tuple[int, int]] = []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        done = failed = 0
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            status, _size = _ask(connection, path, cookie)
            done, failed = done + 1, failed + (status != 200)
        counts.append((done, failed))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done for done, _ in counts), sum(failed for _, failed in counts)


def _ask(connection: http.client.HTTPConnection, path: str, cookie: str) -> tuple[int, int]:
    try:
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        return answer.status, len(answer.read())
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0, 0


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The web server did not start.")
