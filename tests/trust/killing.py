"""Kill a server process again and again in the midst of writing; a program with a database of its own, named by the environment.

    python -m tests.trust.killing KILLS KILLS_WHILE_BIDS_ARE_HANDED_IN

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
from functools import partial
from typing import Any

import django

MOST_ANSWERS, LONGEST = 3, 0.15
_client: Any = None


def main(kills: int, bids: int) -> None:
    """Let processes die, send everything again, and report."""
    django.setup()
    from django.db import connections
    from tests.factories import make_token, make_user
    from tests.trust.submitting import hand_in

    from tongxin.common.clock import now
    from tongxin.jobs.migrate import bring_up_to_date

    bring_up_to_date(quiet=True)
    user = make_user()
    _, key = make_token(user, ("read", "write"), at=now())
    # What a first request loads is loaded once, for all children; no connection is handed down.
    assert _send(key, "first") == 201
    connections.close_all()
    moments = random.Random(20_261_125)  # noqa: S311
    acknowledged = {"first"}
    killed = 0
    for number in range(kills):
        told, died = _live(key, number, moments.randint(0, MOST_ANSWERS), moments.uniform(0, LONGEST))
        acknowledged |= told
        killed += died
    handed_in = hand_in(user, partial(_hand_in, key), bids)
    found = {"killed": killed, "bids": handed_in, **_outcome(key, acknowledged)}
    sys.stdout.write("\n" + json.dumps(found))


def _live(key: str, number: int, answers: int, seconds: float) -> tuple[set[str], bool]:
    """Let one process write until so many answers and so long after; return what was told to be saved, and whether it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _write_on(key, number, writing)
    os.close(writing)
    # Counted in answers: how many a busy machine gives in a second says nothing about the code.
    journal = b""
    while journal.count(b"\n") <= answers and (piece := os.read(reading, 65_536)):
        journal += piece
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
    return _post(key, name, "/api/v1/interactions", {"text": name, "kind": "NOTE"})


def _hand_in(key: str, uid: str) -> int:
    return _post(key, uid, f"/api/v1/bids/{uid}/submission", {"receipt": uid})


def _post(key: str, name: str, path: str, body: dict[str, str]) -> int:
    from django.test import Client

    global _client  # noqa: PLW0603 - its handler loads the middleware, once
    _client = _client or Client()
    answer = _client.post(
        path,
        body,
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
    main(int(sys.argv[1]), int(sys.argv[2]))
