"""What an import must be like, and who may do what with it."""

from __future__ import annotations

from tongxin.common.actor import Actor
from tongxin.common.errors import Conflict, Denied, Refusal
from tongxin.common.rights import Right
from tongxin.importers.choices import TRANSITIONS, BatchState
from tongxin.importers.models import ImportBatch

MOST_FILES = 100
# The files of one import in all; the largest single file is 100 MB.
MOST_BYTES = 2_000 * 1024 * 1024


class ImportRefused(Refusal):
    """Say why an import cannot be made so."""


def check_can_import(actor: Actor) -> None:
    """Let those import who may import and edit.

    Raises:
        Denied: the actor lacks a right.
    """
    actor.must_have(Right.IMPORT)
    actor.must_have(Right.EDIT)


def check_encoding(encoding: str) -> None:
    """Accept the name of an encoding that can be read, or none.

    Raises:
        ImportRefused: `ENCODING_UNKNOWN`.
    """
    try:
        "".encode(encoding or "utf-8")
    except LookupError as error:
        raise ImportRefused("ENCODING_UNKNOWN", field="encoding", encoding=encoding) from error


def check_transition(batch: ImportBatch, state: BatchState) -> None:
    """Let an import go on to a state that may follow its present one.

    Raises:
        Conflict: `IMPORT_STATE`.
    """
    if state not in TRANSITIONS[batch.state]:
        raise Conflict("IMPORT_STATE", state=batch.state, wanted=state.value)


def can_go_to(batch: ImportBatch, state: BatchState) -> bool:
    """Ask `check_transition`."""
    try:
        check_transition(batch, state)
    except Conflict:
        return False
    return True


def can_import(actor: Actor) -> bool:
    """Ask `check_can_import`."""
    try:
        check_can_import(actor)
    except Denied:
        return False
    return True
