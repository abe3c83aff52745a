"""How often one token or user may ask, counted in this server process."""

import math
import time
from dataclasses import dataclass

from django.conf import settings
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from tongxin.common.errors import TooMany

WINDOW_SECONDS = 60
_limiter = FixedWindowRateLimiter(MemoryStorage())


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What is left of the present minute."""

    quota: int
    remaining: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """Return the header fields of draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"minute";q={self.quota};w={WINDOW_SECONDS}',
            "RateLimit": f'"minute";r={self.remaining};t={self.seconds}',
        }


class RateExceeded(TooMany):
    """Say that the minute's allowance is used up; carries it for the headers."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__("RATE_EXCEEDED", retry_after=max(1, allowance.seconds))
        self.allowance = allowance


def spend(who: str) -> Allowance:
    """Count one request of somebody and return what is left.

    Raises:
        RateExceeded: nothing was left.

    """
    item = RateLimitItemPerMinute(settings.API_RATE_PER_MINUTE)
    allowed = _limiter.hit(item, "api", who)
    window = _limiter.get_window_stats(item, "api", who)
    allowance = Allowance(
        quota=item.amount,
        remaining=max(0, window.remaining),
        seconds=max(0, math.ceil(window.reset_time - time.time())),
    )
    if not allowed:
        raise RateExceeded(allowance)
    return allowance


def forget_all() -> None:
    """Forget what was counted."""
    _limiter.storage.reset()
