"""A site of its own for the browser tests: home, database, server process, and the hand that makes its data."""

import json
import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests.plugins.prepared import put_tables
from tests.plugins.tables import kept_tables

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 90
SECONDS_TO_STOP = 30


class Site:
    """A running Tongxin. `ask` makes data and sessions in it, `url` is where it answers."""

    def __init__(self, home: Path) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.home = home
        python_path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        self._environment = os.environ | {
            "TONGXIN_HOME": str(home), "PYTHONPATH": python_path,
            "DJANGO_SETTINGS_MODULE": "tongxin.config.settings", "TONGXIN_SIGN_IN_ATTEMPTS": "1000",
        }  # fmt: skip
        if os.environ.get("TONGXIN_DATABASE_URL"):
            self._environment["TONGXIN_DATABASE_URL"] = _own_database(home.name)
        elif kept_tables().exists():
            put_tables(kept_tables(), home)
        self._log = (home / "log").open("w", encoding="utf-8")
        subprocess.run(
            self._tongxin("migrate"), check=True, env=self._environment, stdout=self._log, cwd=ROOT
        )
        self._hand = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.stage"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            text=True, env=self._environment, cwd=ROOT,
        )  # fmt: skip
        self._server = subprocess.Popen(
            self._tongxin("serve", "--no-worker", "--port", str(port)),
            stdout=self._log, stderr=self._log, env=self._environment, cwd=ROOT,
        )  # fmt: skip
        try:
            self.scene: dict[str, Any] = self.ask("make_scene")
            self._wait()
        except BaseException:
            self.stop()
            raise
        self._preferred: dict[str, dict[str, str]] = {}

    def prefer(self, username: str, **values: str) -> None:
        """Set preferences of a user where they differ from the last ones set here."""
        if self._preferred.get(username) != values:
            self.ask("prefer", username=username, **values)
            self._preferred[username] = values

    def ask(self, act: str, **values: Any) -> Any:
        """Have something done behind the scene (a function of `tests.browser.stage`) and return its answer."""
        assert self._hand.stdin is not None
        assert self._hand.stdout is not None
        self._hand.stdin.write(json.dumps({"do": act, **values}) + "\n")
        self._hand.stdin.flush()
        line = self._hand.stdout.readline()
        assert line, f"{act} failed:\n{self.log()[-4000:]}"
        return json.loads(line)["answer"]

    def log(self) -> str:
        """Return what server and hand wrote so far."""
        self._log.flush()
        return (self.home / "log").read_text(encoding="utf-8")

    def stop(self) -> None:
        """End the server and the hand."""
        for process in (self._server, self._hand):
            process.terminate()
        if self._hand.stdin is not None and self._hand.stdout is not None:
            self._hand.stdin.close()
            self._hand.stdout.close()
        for process in (self._server, self._hand):
            process.wait(timeout=SECONDS_TO_STOP)
        self._log.close()

    def _tongxin(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "tongxin", *arguments]

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                connection = HTTPConnection(urlsplit(self.url).netloc, timeout=5)
                connection.request("GET", "/health/")
                connection.getresponse().read()
            except OSError:
                assert self._server.poll() is None, self.log()
                assert time.monotonic() < until, self.log()
                time.sleep(0.1)
            else:
                return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _own_database(name: str) -> str:
    """Create a database beside the named one, so that two test processes do not meet in it."""
    import psycopg  # a PostgreSQL was asked for
    from psycopg import sql

    url = urlsplit(os.environ["TONGXIN_DATABASE_URL"])
    own = f"browser_{os.getpid()}_{name}".replace("-", "_")
    with psycopg.connect(url.geturl(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
    return urlunsplit(url._replace(path=f"/{own}"))
