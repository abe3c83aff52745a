"""Keep answers, and hand them out again."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction

from tongxin.common.errors import Conflict, Refusal
from tongxin.common.locks import try_to_hold_to_commit
from tongxin.idempotency.models import IdempotentAnswer

if TYPE_CHECKING:
    from tongxin.team.models import User

KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 200
RETRY_AFTER = 1
IN_WORK = 0


class InProgress(Conflict):
    """Say that a request with the same key is being worked on at this moment.

    Attributes:
        retry_after: seconds until its answer should be there.

    """

    retry_after = RETRY_AFTER


class KeyReused(Refusal):
    """Say that the key was used for another request."""


def check_key(key: str) -> None:
    """Accept keys of 1 to 200 visible ASCII characters.

    Raises:
        Refusal: `IDEMPOTENCY_KEY_MALFORMED`.

    """
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable() and " " not in key):
        raise Refusal("IDEMPOTENCY_KEY_MALFORMED", field="Idempotency-Key", longest=LONGEST_KEY)


def find_answer(*, user: "User", key: str, request_hash: str, at: datetime) -> IdempotentAnswer | None:
    """Return the answer kept under a key, or reserve the key for the caller's transaction.

    The caller is inside `transaction.atomic()`: on SQLite that alone keeps a second request out until the
    first one has committed; on PostgreSQL an advisory lock, held to the end of the transaction, does.

    Raises:
        InProgress: `IDEMPOTENCY_IN_PROGRESS`, the first request has not committed yet.
        KeyReused: `IDEMPOTENCY_KEY_REUSED`, the key belongs to another request.

    """
    if not try_to_hold_to_commit(_lock_number(user.pk, key)):
        raise InProgress("IDEMPOTENCY_IN_PROGRESS", retry_after=RETRY_AFTER)
    answer = IdempotentAnswer.objects.filter(user=user, key=key, created_at__gt=at - KEPT_FOR).first()
    if answer is not None and answer.request_hash != request_hash:
        raise KeyReused("IDEMPOTENCY_KEY_REUSED", field="Idempotency-Key")
    return answer


def keep_answer(
    *,
    user: "User",
    key: str,
    request_hash: str,
    status: int,
    headers: Mapping[str, str],
    body: str,
    at: datetime,
) -> IdempotentAnswer:
    """Keep an answer in the caller's transaction, and drop the answers whose day is over."""
    purge_answers(at=at)
    return IdempotentAnswer.objects.create(
        user=user,
        key=key,
        request_hash=request_hash,
        status=status,
        headers=dict(headers),
        body=body,
        created_at=at,
    )


def begin(*, user: "User", key: str, at: datetime) -> IdempotentAnswer | None:
    """Reserve a key for work that commits by itself; return `None` when it is the caller's to do, else what is kept.

    For work that is not one transaction with its answer: the key is reserved before, and ended or released after it. A
    process killed in between leaves it in work: nobody can know whether the effect is there, so nobody does it again.
    """
    try:
        with transaction.atomic():
            IdempotentAnswer.objects.create(user=user, key=key, status=IN_WORK, created_at=at)
    except IntegrityError:
        return IdempotentAnswer.objects.filter(user=user, key=key).first()
    return None


def end(*, user: "User", key: str, status: int, headers: Mapping[str, str], body: str) -> None:
    """Keep the answer to work that was begun."""
    IdempotentAnswer.objects.filter(user=user, key=key).update(
        status=status, headers=dict(headers), body=body
    )


def release(*, user: "User", key: str) -> None:
    """Let a key be used again: nothing was done under it."""
    IdempotentAnswer.objects.filter(user=user, key=key, status=IN_WORK).delete()


def purge_answers(*, at: datetime) -> int:
    """Drop the answers whose day is over; return how many."""
    return IdempotentAnswer.objects.filter(created_at__lte=at - KEPT_FOR).delete()[0]


def hash_request(method: str, path: str, body: bytes) -> str:
    """Return what identifies a request: a keyed SHA-256 of method, path and body.

    Keyed, because a body may hold a password, and a plain hash of a short text can be guessed back.
    """
    said = b"\0".join((method.encode(), path.encode(), body))
    return hmac.digest(b"tongxin.idempotency:" + settings.SECRET_KEY.encode(), said, "sha256").hex()


def _lock_number(user_id: int, key: str) -> int:
    return int.from_bytes(sha256(f"{user_id}:{key}".encode()).digest()[:8], "big", signed=True)
