"""Serve the pages and the API, with a background worker beside them."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

import click
from django.core.checks import ERROR, run_checks
from django.utils.translation import gettext as _

from tongxin.common.integrity import damage, is_cheap_to_check
from tongxin.jobs.examinations import said_of_damage
from tongxin.jobs.exits import Exit
from tongxin.jobs.migrate import require_migrated
from tongxin.jobs.output import NotReady, PortTaken, Subcommand, json_option, leave, say, say_json
from tongxin.jobs.static import ensure_static_files

PROCESSES = 2
THREADS = 4
GRACE_SECONDS = 25
RESTART_SECONDS = 2.0
LOOK_SECONDS = 0.2
PARENT_DEATH_SIGNAL = 1  # prctl(2): PR_SET_PDEATHSIG


@click.command(cls=Subcommand)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-worker", is_flag=True, help="Do not run background jobs here.")
@json_option
def serve(*, host: str, port: int, no_worker: bool, as_json: bool) -> None:
    """Serve Tongxin until stopped; migrations must have been applied."""
    require_migrated()
    require_sound_database()
    run_server(host=host, port=port, with_worker=not no_worker, as_json=as_json)


def run_server(*, host: str, port: int, with_worker: bool = True, as_json: bool = False) -> None:
    """Start web server and worker, keep the worker running, and stop both when told to.

    Raises:
        PortTaken: another program listens there.
        NotReady: `CHECKS_FAILED`, or `SERVER_UNAVAILABLE` on a system without gunicorn.

    """
    require_free_port(host, port)
    require_sound_settings()
    if sys.platform == "win32":
        sentence = _("The server needs Linux or macOS. On Windows, use the Subsystem for Linux.")
        raise NotReady("SERVER_UNAVAILABLE", sentence)
    ensure_static_files()
    children = Children(web=web_command(host, port), worker=worker_command() if with_worker else None)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, children.ask_to_stop)
    address = f"http://{host}:{port}/"
    if as_json:
        say_json({"address": address, "worker": with_worker})
    else:
        say(_("Tongxin answers at %(address)s. Stop it with Ctrl C.") % {"address": address})
    code = children.run()
    if code:
        leave(Exit.NOT_READY)


def require_free_port(host: str, port: int) -> None:
    """Refuse when somebody listens already.

    Raises:
        PortTaken: another program listens there.
        NotReady: `ADDRESS_UNKNOWN`.

    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        sentence = _("%(host)s is no address of this machine. Use 127.0.0.1 or 0.0.0.0.") % {"host": host}
        raise NotReady("ADDRESS_UNKNOWN", sentence) from error
    except OSError as error:
        sentence = _(
            "Another program listens on %(host)s:%(port)s. Stop it, or choose another port with --port."
        ) % {"host": host, "port": port}
        raise PortTaken("PORT_TAKEN", sentence, host=host, port=port) from error


def require_sound_database() -> None:
    """Refuse to write to a damaged database; a large one is only looked at by `tongxin doctor`.

    Raises:
        NotReady: `DATABASE_DAMAGED`.

    """
    found = damage(thorough=False) if is_cheap_to_check() else []
    if found:
        raise NotReady("DATABASE_DAMAGED", said_of_damage(found), found=found)


def require_sound_settings() -> None:
    """Refuse to start with a set-up that loses data or opens it to others.

    Raises:
        NotReady: `CHECKS_FAILED` with what the numbered checks found.

    """
    errors = [message for message in run_checks() if message.level >= ERROR]
    if errors:
        found = [f"{message.id}: {message.msg} {message.hint or ''}".strip() for message in errors]
        raise NotReady("CHECKS_FAILED", "\n".join(found), numbers=[message.id for message in errors])


def web_command(host: str, port: int) -> list[str]:
    """Return the command line of the web server."""
    bound = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        *(sys.executable, "-m", "gunicorn", "tongxin.config.wsgi:application"),
        *("--bind", bound, "--worker-class", "tongxin.jobs.web_worker.PatientWorker"),
        *("--workers", str(PROCESSES), "--threads", str(THREADS), "--preload"),
        *("--timeout", "60", "--graceful-timeout", str(GRACE_SECONDS - 5), "--log-level", "warning"),
        "--no-control-socket",
    ]


def worker_command() -> list[str]:
    """Return the command line of the background worker."""
    return [sys.executable, "-m", "tongxin", "worker"]


@dataclass(slots=True)
class Children:
    """The processes a server consists of."""

    web: list[str]
    worker: list[str] | None
    stopping: bool = False
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self) -> int:
        """Run until told to stop or the web server ends; return 0 when told, else the web server's code."""
        code: int | None = None
        try:
            self.running["web"] = _start(self.web)
            while not self.stopping and code is None:
                self._keep_worker()
                time.sleep(LOOK_SECONDS)
                code = self.running["web"].poll()
        finally:
            self._stop_all()
        return 0 if self.stopping else (code or 0)

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Stop at the next look; signal handler."""
        self.stopping = True

    def _keep_worker(self) -> None:
        if self.worker is None:
            return
        present = self.running.get("worker")
        if present is not None and present.poll() is None:
            return
        if present is not None:
            # It died: a breath before the next one, so that a broken set-up does not spin.
            time.sleep(RESTART_SECONDS)
        self.running["worker"] = _start(self.worker)

    def _stop_all(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # Own session: Ctrl C reaches the parent only, which then stops its children in order.
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
