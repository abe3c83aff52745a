"""Public identifiers of records."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u to misread
LENGTH = 14


def new_uid() -> str:
    """Return a random public id: 14 characters, 70 bits, safe in URLs and free of look-alikes."""
    # 256 is a multiple of 32, so every character is equally likely; imports make many ids.
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(LENGTH))
