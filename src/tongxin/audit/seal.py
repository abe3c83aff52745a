"""The end of the log, sealed outside the database, so that rows missing at the end show.

Each commit that logged something replaces the seal. A crash between commit and seal leaves an older one, which still
fits; a seal that is newer than the log does not.
"""

import hmac
import json
import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files import locks

from tongxin.audit.chain import chain_key

logger = logging.getLogger(__name__)


class SealForgedError(ValueError):
    """Say that the seal was written by somebody without the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Number and hash of the last row when it was sealed."""

    number: int
    hash: str


def place_of_seal() -> Path | None:
    """Return where the seal lies; `None` where none is kept."""
    return Path(settings.AUDIT_SEAL) if settings.AUDIT_SEAL else None


def read_seal() -> Seal | None:
    """Return the seal, `None` when there is none.

    Raises:
        SealForgedError: it is not one that this installation wrote.

    """
    place = place_of_seal()
    if place is None or not place.exists():
        return None
    try:
        content = json.loads(place.read_text(encoding="utf-8"))
        seal = Seal(number=int(content["number"]), hash=str(content["hash"]))
        fits = hmac.compare_digest(str(content["mac"]), _mac(seal))
    except (ValueError, KeyError, TypeError) as error:
        raise SealForgedError(place) from error
    if not fits:
        raise SealForgedError(place)
    return seal


def seal_end(number: int, last_hash: str, *, anew: bool = False) -> None:
    """Seal the log at a row; an older row never takes the place of a later one, unless the log itself begins anew."""
    place = place_of_seal()
    if place is None:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.with_suffix(".lock").open("w") as turn:
        locks.lock(turn, locks.LOCK_EX)
        if anew or _is_later(number):
            _write(place, Seal(number=number, hash=last_hash))


def _is_later(number: int) -> bool:
    try:
        present = read_seal()
    except SealForgedError:
        # Left for `audit verify` to find.
        logger.warning("The seal of the audit log was not written by this installation")
        return False
    return present is None or number > present.number


def _write(place: Path, seal: Seal) -> None:
    content = {"number": seal.number, "hash": seal.hash, "mac": _mac(seal)}
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump(content, handle)
    Path(name).replace(place)


def _mac(seal: Seal) -> str:
    return hmac.digest(chain_key(), f"seal:{seal.number}:{seal.hash}".encode(), "sha256").hex()
