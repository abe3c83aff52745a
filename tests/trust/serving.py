"""A server of one's own: the product's own commands in a folder of its own, for tests that need the real thing."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 90
PREPARE = """
import json, sys
import django
django.setup()
from tests.factories import PASSWORD, make_token, make_user
from tongxin.common.clock import now
from tongxin.jobs.migrate import bring_up_to_date
bring_up_to_date(quiet=True)
keys = {}
for name, role in (("lin", "KAM"), ("reader", "READ_ONLY"), ("boss", "ADMINISTRATOR")):
    user = make_user([role], username=name, password=PASSWORD)
    keys[name] = make_token(user, ("read", "write"), at=now())[1]
print(json.dumps(keys))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running server."""

    home: Path
    port: int
    pid: int
    keys: Mapping[str, str]

    def ask(
        self, method: str, path: str, data: object = None, *, key: str = "", seconds: float = 30
    ) -> tuple[int, object]:
        """Send a request; return status and JSON."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=body, method=method, headers=headers
        )
        try:
            with urllib.request.urlopen(request, timeout=seconds) as response:  # noqa: S310
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def dripping(self, head: str) -> socket.socket:
        """Begin a request that is never sent to its end."""
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        sock.sendall(head.replace("\n", "\r\n").encode())
        return sock


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Return the variables of a process that is to use this folder."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
    return around | {
        "TONGXIN_HOME": str(home), "LANG": "en_US.UTF-8", "TONGXIN_BACKUP_HOURS": "0",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "DJANGO_SETTINGS_MODULE": "tongxin.config.settings",
        **settings,
    }  # fmt: skip


@contextmanager
def site(home: Path, **settings: str) -> Iterator[Site]:
    """Serve a new installation with three users; stop it in the end."""
    around = environment(home, **settings)
    made = subprocess.run(
        [sys.executable, "-c", PREPARE], env=around, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (home / "server.log").open("w") as log:
        command = [sys.executable, "-m", "tongxin", "serve", "--port", str(port), "--no-worker"]
        server = subprocess.Popen(command, env=around, stdout=log, stderr=log)
        try:
            found = Site(home=home, port=port, pid=server.pid, keys=json.loads(made.stdout.splitlines()[-1]))
            _wait(found, server)
            yield found
        finally:
            server.terminate()
            assert server.wait(timeout=60) == 0


def _wait(found: Site, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.poll() is None:
        try:
            if found.ask("GET", "/health/", seconds=2)[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError((found.home / "server.log").read_text())
