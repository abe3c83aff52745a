"""Locks held to the end of a transaction: on PostgreSQL they keep others out, SQLite's writers are alone anyway."""

from threading import Thread

import pytest
from django.db import connection, transaction

from tongxin.common.locks import hold_to_commit, try_to_hold_to_commit

LOCK = 4_711


def tried_by_another(number: int) -> bool:
    answers = []

    def attempt() -> None:
        answers.append(try_to_hold_to_commit(number))
        connection.close()

    other = Thread(target=attempt)
    other.start()
    other.join()
    return answers[0]


@pytest.mark.django_db(transaction=True)
def test_a_lock_keeps_others_out_until_the_transaction_ends():
    without_locks = connection.vendor == "sqlite"
    with transaction.atomic():
        hold_to_commit(LOCK)
        assert try_to_hold_to_commit(LOCK) is True
        assert tried_by_another(LOCK) is without_locks
        assert tried_by_another(LOCK + 1) is True
    assert tried_by_another(LOCK) is True
