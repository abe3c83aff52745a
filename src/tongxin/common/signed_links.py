"""Links that let somebody in who does not sign in: the record's own random id, signed for one purpose.

A link that was guessed, altered or made for another purpose is told apart without asking the database. Whether it still
counts (not expired, not revoked) is the record's own affair: nothing of that is in the link.
"""

from django.core import signing

SEPARATOR = "."


def token_for(purpose: str, uid: str) -> str:
    """Return what stands in the address of a link: uid and signature."""
    return _signer(purpose).sign(uid)


def uid_in(purpose: str, token: str) -> str:
    """Return the uid that a link was made for; empty when it was not made by us for this purpose."""
    try:
        return _signer(purpose).unsign(token)
    except signing.BadSignature:
        return ""


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(sep=SEPARATOR, salt=f"tongxin.link.{purpose}")
