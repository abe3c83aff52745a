"""Kill a worker again and again in the midst of an import; a program with a database of its own, named by the environment.

    python -m tests.importers.killing [SEED]

Prints as JSON what is there in the end. Each worker is the product's own command in a process of its own; none of them
gets to clean up.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

import django

ROWS = 100
CHUNK = 20
KILLS = 8
LEASE = 1.0
SOURCE = "salesforce"
FILES = {
    "Account.csv": "Id,Name,Industry\n" + "".join(f"A{n},Account {n},Software\n" for n in range(ROWS)),
    "Contact.csv": "Id,AccountId,LastName,Title,ReportsToId\n"
    + "".join(
        f"C{n},A{n % 9},Person {n},Clerk,{f'C{n + 9}' if n % 2 and n < 90 else ''}\n" for n in range(ROWS)
    ),
    "Opportunity.csv": "Id,AccountId,Name,StageName,Amount\n"
    + "".join(f"O{n},A{n % 9},Deal {n},Prospecting,{n}\n" for n in range(ROWS)),
    "Task.csv": "Id,AccountId,WhoId,Subject,ActivityDate\n"
    + "".join(f"T{n},A{n % 9},C{n},Call {n},2026-01-05\n" for n in range(ROWS)),
}


def main(seed: int = 20_261_123) -> None:
    """Queue an import, let workers die in it, let one end it, and report."""
    django.setup()
    # Loaded once, for all children.
    from tongxin.importers.apply import engine
    from tongxin.jobs import cli  # noqa: F401

    engine.CHUNK = CHUNK
    if _in_child(_prepare):
        sys.exit("The import could not be queued.")
    moments = random.Random(seed)  # noqa: S311
    killed = 0
    for _ in range(KILLS):
        wanted = moments.randrange(30, 160)
        killed += _in_child(partial(_work, wanted)) == -signal.SIGKILL
        time.sleep(LEASE + 0.1)
    if _in_child(lambda: _work(None)) or _in_child(lambda: _report(killed)):
        sys.exit("The last worker failed.")


def _in_child(work: Callable[[], None]) -> int:
    """Return the exit code of a process that does some work, negative for the signal it died of."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        work()
        sys.stdout.flush()
        code = 0
    except BaseException:  # noqa: BLE001 - told, and the exit code says it
        traceback.print_exc()
    finally:
        os._exit(code)


def _prepare() -> None:
    from tests.factories import AT, make_actor

    from tongxin.common.clock import now
    from tongxin.crm.opportunities.reference import ensure_reference_data
    from tongxin.importers import actions
    from tongxin.team.choices import Role

    ensure_reference_data(at=AT)
    actor = make_actor(roles=(Role.ADMINISTRATOR,))
    files = [(name, io.BytesIO(text.encode())) for name, text in FILES.items()]
    batch = actions.start_import(actor=actor, at=now(), files=files, source=SOURCE)
    actions.queue_import(actor=actor, at=now(), batch=batch)


def _work(deadly: int | None) -> None:
    """Run the worker until nothing waits, or until its statement number `deadly` is done or about to be."""
    from django.db.backends.signals import connection_created

    from tongxin.jobs.cli import tongxin

    numbers = count(1)

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        number = next(numbers)
        if number == deadly and number % 2:
            os.kill(os.getpid(), signal.SIGKILL)
        done = execute(sql, params, many, context)
        if number == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    connection_created.connect(
        lambda connection, **_: connection.execute_wrappers.append(counted), weak=False
    )
    tongxin(["worker", "--once"], standalone_mode=False)


def _report(killed: int) -> None:
    from django.db.models import Count

    from tongxin.audit.models import AuditEvent
    from tongxin.audit.selectors import first_broken_link
    from tongxin.background.models import JobRun
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.opportunities.models import Opportunity, StageEntry
    from tongxin.crm.relationships.models import Interaction
    from tongxin.crm.stakeholders.models import Person, Post
    from tongxin.importers.models import ExternalRef, ImportBatch
    from tongxin.search.models import SearchDocument

    job, batch = JobRun.objects.get(), ImportBatch.objects.get()
    created = AuditEvent.objects.filter(verb="CREATED").values("object_uid").annotate(times=Count("pk"))
    names = {
        "accounts": Account.objects.values_list("name", flat=True),
        "people": Person.objects.values_list("full_name", flat=True),
        "deals": Opportunity.objects.values_list("name", flat=True),
        "visits": Interaction.objects.values_list("text", flat=True),
    }
    found = {
        "killed": killed,
        "job": [job.state, job.error, job.done_steps],
        "batch": [batch.state, batch.totals],
        "rows": {kind: [len(rows), len(set(rows))] for kind, rows in names.items()},
        "stage_entries": StageEntry.objects.count(),
        "posts": [Post.objects.count(), Post.objects.exclude(reports_to=None).count()],
        "refs": ExternalRef.objects.count(),
        "documents": dict(Counter(SearchDocument.objects.values_list("kind", flat=True))),
        "created_twice": [row["object_uid"] for row in created if row["object_uid"] and row["times"] > 1],
        "broken_link": first_broken_link(),
    }
    sys.stdout.write("\n" + json.dumps(found))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
