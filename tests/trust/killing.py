"""Kill a server process again and again in the midst of writing; a program with a database of its own, named by the environment.

    python -m tests.trust.killing KILLS

A client keeps a journal: each request has a key, and an answer 201 makes it acknowledged. Processes die by SIGKILL at
random moments; none gets to clean up. Afterwards every key is sent once more. Prints as JSON what is there in the end.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from typing import Any

import django

SHORTEST, LONGEST = 0.05, 0.6
_client: Any = None


def main(kills: int) -> None:
    """Let processes die, send everything again, and report."""
    django.setup()
    from django.db import connections
    from tests.factories import make_token, make_user

    from tongxin.common.clock import now
    from tongxin.jobs.migrate import bring_up_to_date

    bring_up_to_date(quiet=True)
    _, key = make_token(make_user(), ("read", "write"), at=now())
    # What a first request loads is loaded once, for all children; no connection is handed down.
    assert _send(key, "first") == 201
    connections.close_all()
    moments = random.Random(20_261_125)  # noqa: S311
    acknowledged = {"first"}
    killed = 0
    for number in range(kills):
        told, died = _live(key, number, moments.uniform(SHORTEST, LONGEST))
        acknowledged |= told
        killed += died
    sys.stdout.write("\n" + json.dumps({"killed": killed, **_outcome(key, acknowledged)}))


def _live(key: str, number: int, seconds: float) -> tuple[set[str], bool]:
    """Let one process write for so long; return what it was told was saved, and whether it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _write_on(key, number, writing)
    os.close(writing)
    # The process says when it begins, so that the time is spent in writing.
    journal = os.read(reading, 6)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    while piece := os.read(reading, 65_536):
        journal += piece
    os.close(reading)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    # A name cut in the midst was never told.
    return set(journal.decode().rpartition("\n")[0].split()) - {"began"}, status == -signal.SIGKILL


def _write_on(key: str, number: int, journal: int) -> None:
    try:
        os.write(journal, b"began\n")
        for count in range(1_000_000):
            name = f"w{number}-{count}"
            if _send(key, name) == 201:
                os.write(journal, f"{name}\n".encode())
    finally:
        os._exit(1)


def _send(key: str, name: str) -> int:
    from django.test import Client

    global _client  # noqa: PLW0603 - its handler loads the middleware, once
    _client = _client or Client()
    answer = _client.post(
        "/api/v1/interactions",
        {"text": name, "kind": "NOTE"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": name, "Host": "localhost"},
    )
    return int(answer.status_code)


def _outcome(key: str, acknowledged: set[str]) -> dict[str, object]:
    from tongxin.audit.models import AuditEvent
    from tongxin.audit.selectors import prove_log
    from tongxin.common.integrity import damage
    from tongxin.crm.relationships.models import Interaction
    from tongxin.search.models import SearchDocument

    stored = Counter(Interaction.objects.values_list("text", flat=True))
    unanswered = set(stored) - acknowledged
    for name in sorted(set(stored) | acknowledged):
        _send(key, name)
    again = Counter(Interaction.objects.values_list("text", flat=True))
    return {
        "acknowledged": len(acknowledged),
        "lost": sorted(acknowledged - set(stored)),
        "doubled": [name for name, count in stored.items() if count > 1],
        "saved_but_never_answered": len(unanswered),
        "changed_by_sending_again": sorted((again - stored) + (stored - again)),
        "logged": AuditEvent.objects.filter(verb="CREATED", object_kind="INTERACTION").count() == len(stored),
        "indexed": SearchDocument.objects.filter(kind="INTERACTION").count() == len(stored),
        "log_is_whole": prove_log().is_whole,
        "damage": damage(thorough=True),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
