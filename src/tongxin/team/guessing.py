"""How guessing is slowed: failed sign-ins counted in the database, guesses at the present password in this process."""

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core import signing
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from tongxin.common.errors import TooMany
from tongxin.team.models import FailedSignIn

WINDOW = timedelta(minutes=15)
DEVICE_DAYS = 365
_SALT = "tongxin.team.device"
_PER_DEVICE = "device:"
_limiter = FixedWindowRateLimiter(MemoryStorage())


def address_block(address: str) -> str:
    """Return what is counted for an address: its /24 or, for IPv6, its /64; empty stays empty."""
    if not address:
        return ""
    parsed = ip_address(address)
    size = 64 if isinstance(parsed, IPv6Address) else 24
    return str(ip_network((parsed, size), strict=False))


def name_key(username: str) -> str:
    """Return what is kept for a name that was tried: a keyed hash, since names are personal data."""
    return sha256(f"{settings.SECRET_KEY}:{username.casefold()}".encode()).hexdigest()


def mark_device(username: str) -> str:
    """Return what a browser keeps to show later that this user has signed in with it."""
    return signing.dumps([name_key(username), secrets.token_hex(12)], salt=_SALT)


def device_of(mark: str, username: str) -> str:
    """Return the device that a mark stands for; empty when it is forged, older than a year, or another user's."""
    try:
        key, device = signing.loads(mark, salt=_SALT, max_age=timedelta(days=DEVICE_DAYS))
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(device) if hmac.compare_digest(str(key), name_key(username)) else ""


def counted_under(*, address: str, device: str) -> str:
    """Return what a failure is counted under: a known device on its own, everybody else with their address block."""
    return f"{_PER_DEVICE}{device}" if device else address_block(address)


def check_sign_in(*, username: str, under: str, at: datetime) -> None:
    """Refuse who has failed too often.

    A device known for this user is counted alone: nobody else's failures, from whatever address, keep it out. All others
    share the count of the name and that of the block, and can lock out each other, but no known device.

    Raises:
        TooMany: `SIGN_IN_SLOWED`.

    """
    recent = FailedSignIn.objects.filter(at__gt=at - WINDOW, address_block=under)
    slowed = recent.filter(name_key=name_key(username)).count() >= settings.SIGN_IN_ATTEMPTS
    if not slowed and not under.startswith(_PER_DEVICE):
        slowed = recent.count() >= settings.SIGN_IN_ATTEMPTS * 10
    if slowed:
        raise TooMany("SIGN_IN_SLOWED", retry_after=int(WINDOW.total_seconds()))


def count_guess(uid: str) -> None:
    """Count one wrong guess at a signed-in user's present password."""
    _limiter.hit(_guesses(), "password", uid)


def check_guesses(uid: str) -> None:
    """Refuse who guessed the present password too often with a session or token that may be stolen.

    Counted in this process: what is refused is undone as a whole in the database.

    Raises:
        TooMany: `PASSWORD_SLOWED`.

    """
    if not _limiter.test(_guesses(), "password", uid):
        raise TooMany("PASSWORD_SLOWED", retry_after=int(WINDOW.total_seconds()))


def forget_guesses() -> None:
    """Forget the guesses counted in this process."""
    _limiter.storage.reset()


def _guesses() -> RateLimitItemPerMinute:
    return RateLimitItemPerMinute(settings.SIGN_IN_ATTEMPTS, int(WINDOW.total_seconds()) // 60)
