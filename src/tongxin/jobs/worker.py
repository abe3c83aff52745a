"""Run background jobs, one after another, until told to stop."""

import json
import os
import signal
import time
from pathlib import Path
from threading import Event
from types import FrameType

import click
from django.conf import settings
from django.db import close_old_connections
from django.utils.translation import gettext as _

from tongxin.background.schedule import ensure_scheduled
from tongxin.background.worker import run_next
from tongxin.common.clock import now
from tongxin.jobs.migrate import require_migrated
from tongxin.jobs.output import Subcommand, json_option, say, say_json

IDLE_SECONDS = 1.0
SCHEDULE_SECONDS = 60.0
HEARTBEAT = "worker.json"


@click.command(cls=Subcommand)
@click.option("--once", is_flag=True, help="Run what waits now, then end.")
@json_option
def worker(*, once: bool, as_json: bool) -> None:
    """Run background jobs: imports, exports and whatever takes longer than a page may."""
    require_migrated()
    stop = Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    done = run_until(stop, once=once)
    if as_json:
        say_json({"jobs": done})
    elif once:
        say(_("Jobs run: %(count)s") % {"count": done})


def run_until(stop: Event, *, once: bool = False) -> int:
    """Run jobs until `stop` is set, or with `once` until none waits; return how many were run.

    A job in work is finished before the worker stops.
    """
    done, look_at = 0, 0.0
    while not stop.is_set():
        _beat()
        close_old_connections()
        if not once and time.monotonic() >= look_at:
            ensure_scheduled(at=now())
            look_at = time.monotonic() + SCHEDULE_SECONDS
        if run_next(clock=now) is not None:
            done += 1
        elif once:
            break
        else:
            stop.wait(IDLE_SECONDS)
    return done


def last_beat(home: Path) -> float | None:
    """Return when a worker last showed itself in this folder, as seconds since the epoch; `None` for never."""
    file = home / HEARTBEAT
    return file.stat().st_mtime if file.exists() else None


def _beat() -> None:
    file = Path(settings.HOME) / HEARTBEAT
    file.write_text(json.dumps({"pid": os.getpid()}), encoding="utf-8")
