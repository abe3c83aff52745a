"""Kill processes in the midst of handing bids in: eight at once, each with the same keys for the same bids.

Called by `tests.trust.killing` in a program with a database of its own; see there.
"""

from __future__ import annotations

import os
import random
import signal
import time
from datetime import timedelta
from decimal import Decimal
from itertools import cycle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tongxin.team.models import User

CLIENTS, BIDS, MOST_ANSWERS, LONGEST = 8, 24, 3, 0.1


def hand_in(user: User, send: Callable[[str], int], kills: int) -> dict[str, object]:
    """Let clients hand bids in and die, pass the deadline, send everything again, and report.

    Args:
        user: whose bids they are.
        send: hands in the bid of a uid under a key of its own; returns the status.
        kills: how many; rounds of `CLIENTS`.
    """
    from django.db import connections

    from tongxin.crm.bids.desk_models import BidSubmission

    rounds = max(1, kills // CLIENTS)
    uids = _bids(user, rounds * BIDS)
    connections.close_all()
    moments = random.Random(22)  # noqa: S311
    acknowledged: set[str] = set()
    killed = 0
    for number in range(rounds):
        told, died = _round(uids[number * BIDS : (number + 1) * BIDS], send, moments)
        acknowledged |= told
        killed += died
    before = _stored()
    return {
        "killed": killed,
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - before.keys()),
        "doubled": BidSubmission.objects.count() - len(before),
        "saved_but_never_answered": len(before.keys() - acknowledged),
        **_after_the_deadline(uids, before, send),
    }


def _bids(user: User, count: int) -> list[str]:
    from tests.factories import make_account

    from tongxin.common.clock import now
    from tongxin.crm.bids.models import Bid

    at, account = now(), make_account(user)
    made = Bid.objects.bulk_create(
        Bid(
            account=account, name=f"Bid {number}", stage="PREPARATION", own_price=Decimal(100), currency="TWD",
            time_zone="Asia/Taipei", method="LOWEST_EVALUATED", deadline_at=at + timedelta(hours=1),
            created_at=at, updated_at=at,
        )
        for number in range(count)
    )  # fmt: skip
    return [each.uid for each in made]


def _round(uids: list[str], send: Callable[[str], int], moments: random.Random) -> tuple[set[str], int]:
    children = [_begin(uids[number:] + uids[:number], send) for number in range(CLIENTS)]
    told: set[str] = set()
    killed = 0
    for child, reading in children:
        answers, journal = moments.randint(0, MOST_ANSWERS), b""
        while journal.count(b"\n") <= answers and (piece := os.read(reading, 65_536)):
            journal += piece
        time.sleep(moments.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        while piece := os.read(reading, 65_536):
            journal += piece
        os.close(reading)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        # A name cut in the midst was never told.
        told |= set(journal.decode().rpartition("\n")[0].split()) - {"began"}
    return told, killed


def _begin(uids: list[str], send: Callable[[str], int]) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        os.close(reading)
        os.write(writing, b"began\n")
        for uid in cycle(uids):
            if send(uid) == 201:
                os.write(writing, f"{uid}\n".encode())
    finally:
        os._exit(1)


def _stored() -> dict[str, Any]:
    from tongxin.crm.bids.desk_models import BidSubmission

    rows = BidSubmission.objects.values_list("bid__uid", "submitted_at", "bid__deadline_at", "bid__stage")
    return {uid: (at, at <= deadline, stage) for uid, at, deadline, stage in rows}


def _after_the_deadline(
    uids: list[str], before: dict[str, Any], send: Callable[[str], int]
) -> dict[str, object]:
    """Send every key again once the deadline is over: who was in time gets the first answer, all others a refusal."""
    from tongxin.common.clock import now
    from tongxin.crm.bids.models import Bid

    in_time = all(is_early and stage == "SUBMITTED" for _, is_early, stage in before.values())
    Bid.objects.update(deadline_at=now())
    statuses = {uid: send(uid) for uid in uids}
    after = _stored()
    moments = {uid: at for uid, (at, _, _) in before.items()}
    return {
        "late_taken": len(after.keys() - before.keys()),
        "changed_by_sending_again": sum(moments[uid] != after[uid][0] for uid in before),
        "decided_once": in_time
        and all((status == 201) == (uid in before) for uid, status in statuses.items()),
    }
