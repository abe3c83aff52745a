"""Password hashing that cannot eat the whole machine."""

from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

_slots = BoundedSemaphore(settings.PASSWORD_HASH_SLOTS)


class BoundedArgon2PasswordHasher(Argon2PasswordHasher):
    """Hash with Argon2id, a bounded number at a time.

    Parameters follow RFC 9106's second recommended option, scaled to about 100 ms on a small server:
    64 MiB, three passes, one lane. A rush of sign-ins waits in line instead of starving other pages.
    """

    memory_cost = 65_536
    time_cost = 3
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Return the encoded hash, waiting for a free slot."""
        with _slots:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with an encoded hash, waiting for a free slot."""
        with _slots:
            return super().verify(password, encoded)
