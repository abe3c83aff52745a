"""Public identifiers of records."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u to misread
LENGTH = 14


def new_uid() -> str:
    """Return a random public id: 14 characters, 70 bits, safe in URLs and free of look-alikes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
