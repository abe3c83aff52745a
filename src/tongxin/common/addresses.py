"""Where a request comes from, also when proxies stand before the server."""

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django.conf import settings


def client_address(meta: Mapping[str, Any]) -> str:
    """Return the address a request was sent from; empty when it came by no network.

    Every trusted proxy appends to X-Forwarded-For the address it was asked from. Counted from the right, as many
    entries as there are trusted proxies can be believed; whatever stands further left was written by the sender.
    Without trusted proxies the header is not read at all.

    Args:
        meta: what a request came with, in the names of CGI.
    """
    peer = _plain(str(meta.get("REMOTE_ADDR") or ""))
    trusted = settings.TRUSTED_PROXIES
    if not trusted:
        return peer
    told = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR") or "").split(",") if part.strip()]
    chain = [*told, peer][-trusted - 1 :]
    return _plain(chain[0]) or peer


def _plain(text: str) -> str:
    """Return an address without its port, IPv4 as IPv4; empty for what is no address."""
    host = text
    if text.startswith("["):
        host = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        host = text.partition(":")[0]
    try:
        address: IPv4Address | IPv6Address = ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    # Otherwise all of IPv4 would be one block of IPv6 where attempts are counted.
    return str(getattr(address, "ipv4_mapped", None) or address)
