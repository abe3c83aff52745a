"""No transaction of the product is open while something outside sets the pace: every test shows it, whatever it is about.

On SQLite a transaction keeps everybody else from writing. So a child process or a connection that is begun while one is open
fails the test in which it happens. A request's body and its files are looked at by `tests/trust/test_bodies_first.py`.
"""

import socket
import subprocess
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import pytest
from django.db import connection

WATCHED: tuple[tuple[Any, str], ...] = (
    (subprocess.Popen, "__init__"),
    (socket.socket, "connect"),
)


def transaction_of_ours_is_open() -> bool:
    """Say whether the innermost transaction is not one that a test is run in."""
    blocks = connection.atomic_blocks
    return bool(blocks) and not blocks[-1]._from_testcase


@pytest.fixture(autouse=True, scope="session")
def nothing_outside_inside_a_transaction() -> Iterator[None]:
    """Watch everything that waits for others."""
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in WATCHED:
            patch.setattr(owner, name, _watched(owner, name, getattr(owner, name)))
        yield


def _watched(owner: Any, name: str, what: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(what)
    def watched(*arguments: Any, **options: Any) -> Any:
        assert not transaction_of_ours_is_open(), f"{owner.__name__}.{name} inside a transaction"
        return what(*arguments, **options)

    return watched
