"""How often an address may open links, counted in this process: wrong links much less often than right ones."""

from django.http import HttpRequest
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from tongxin.common.addresses import client_address
from tongxin.common.errors import TooMany
from tongxin.team.guessing import address_block

OPENINGS, GUESSES, WRITES = (RateLimitItemPerMinute(number) for number in (120, 20, 20))
WINDOW_SECONDS = 60
_limiter = FixedWindowRateLimiter(MemoryStorage())


def block_of(request: HttpRequest) -> str:
    """Return what is counted and kept of an address: its block."""
    return address_block(client_address(request.META))


def count_opening(request: HttpRequest) -> None:
    """Count a request for a link.

    Raises:
        TooMany: `LINK_SLOWED`, also for right links once an address has tried too many wrong ones.
    """
    block = block_of(request)
    if not _limiter.test(GUESSES, "guess", block) or not _limiter.hit(OPENINGS, "open", block):
        raise TooMany("LINK_SLOWED", retry_after=WINDOW_SECONDS)


def count_guess(request: HttpRequest) -> None:
    """Count a link that shows nothing."""
    _limiter.hit(GUESSES, "guess", block_of(request))


def count_write(request: HttpRequest) -> None:
    """Count something sent through a link.

    Raises:
        TooMany: `LINK_SLOWED`.
    """
    if not _limiter.hit(WRITES, "write", block_of(request)):
        raise TooMany("LINK_SLOWED", retry_after=WINDOW_SECONDS)


def forget_all() -> None:
    """Forget what was counted."""
    _limiter.storage.reset()
