"""Errors that carry a code and parameters; interfaces turn codes into sentences in one place."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):  # noqa: N818 - the word of the domain: an action refuses
    """Say that an action is not possible, with a machine-readable code and parameters.

    Attributes:
        code: UPPER_CASE reason; `tongxin.wording.sentences` has a sentence for each.
        params: values the sentence needs.
        field: the input that caused it, if one did.

    """

    status = 422

    def __init__(self, code: str, *, field: str | None = None, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params: Mapping[str, Any] = params


class Missing(Refusal):
    """Say that a record does not exist for this actor; a foreign row is a missing row."""

    status = 404


class Denied(Refusal):
    """Say that the actor lacks the right to do this to something they may see."""

    status = 403


class Conflict(Refusal):
    """Say that the state of the record forbids the action."""

    status = 409


class StaleVersion(Conflict):
    """Say that the record changed since the caller read it.

    Attributes:
        record: the record as it stands now.

    """

    status = 409

    def __init__(self, record: Any) -> None:
        super().__init__("STALE_VERSION", version=record.version)
        self.record = record


class TooMany(Refusal):
    """Say that a limit on how often something may be done is reached.

    Attributes:
        retry_after: seconds until it may be tried again.

    """

    status = 429

    def __init__(self, code: str, *, retry_after: int) -> None:
        super().__init__(code, retry_after=retry_after)
        self.retry_after = retry_after
