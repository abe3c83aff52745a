"""What may be fetched: schemes, hosts, ports, addresses; pure, names are looked up by the client."""

from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from tongxin.common.errors import Refusal

Address = IPv4Address | IPv6Address
PORTS = {"https": 443, "http": 80}
LONGEST_ADDRESS = 2_000
# Ranges in which an address of version 4 hides: NAT64, its local form, 6to4, Teredo, and the old compatible form.
_WRAPPING = tuple(
    IPv6Network(network)
    for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0/96")
)
# Assigned to protocols; older versions of Python take some of them for public.
_PROTOCOLS = IPv4Network("192.0.0.0/24")
# Public numbers under which clouds answer their own machines with secrets.
_METADATA = frozenset({ip_address("168.63.129.16")})
# Servers name what they send in many ways; what a program for people sends is never data.
TYPES = frozenset({
    "application/json", "text/json", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines",
    "application/json-seq", "application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream",
    "text/plain", "text/csv", "application/csv", "text/tab-separated-values", "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.spreadsheet",
})  # fmt: skip


class OutboundRefused(Refusal):
    """Say why something is not fetched, or not taken."""


def is_public(address: Address) -> bool:
    """Say whether an address belongs to the public internet, and hides none that does not.

    Private, link-local, loopback, shared (100.64.0.0/10), unique local, multicast, reserved and unspecified ones do not, nor
    do ranges of version 6 that carry an address of version 4, nor numbers of cloud metadata.
    """
    if isinstance(address, IPv6Address) and (
        address.scope_id is not None
        or address.is_site_local
        or any(address in network for network in _WRAPPING)
    ):
        return False
    if address in _PROTOCOLS or address in _METADATA:
        return False
    return address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the client may do.

    Attributes:
        hosts: names that may be asked; one that starts with a dot stands for all below it. Empty allows none.
        plain_http: whether http may be spoken too.
        most_bytes: the largest answer, as sent and as unpacked by its content encoding.
        most_unpacked: how large an answer that is a gzip file may become.
        seconds: for the whole, from the first name looked up to the last byte.
        types: content types that are taken.
        allows: which addresses may be connected to.
        ports: scheme → the one port.

    """

    hosts: tuple[str, ...]
    plain_http: bool = False
    most_bytes: int = 200 * 1024**2
    most_unpacked: int = 20 * 1024**3
    seconds: float = 900
    connect_seconds: float = 10
    read_seconds: float = 30
    redirects: int = 5
    types: frozenset[str] = TYPES
    allows: Callable[[Address], bool] = is_public
    ports: dict[str, int] = field(default_factory=lambda: dict(PORTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer, written to a file; `is_unchanged` says that the server had nothing newer, and there is no file then."""

    path: Path
    url: str
    size: int
    etag: str
    last_modified: str
    is_unchanged: bool = False


def check_url(url: str, policy: Policy) -> SplitResult:
    """Return the parts of an address that may be asked.

    Raises:
        OutboundRefused: `OUTBOUND_OFF`, `OUTBOUND_URL`, `OUTBOUND_SCHEME`, `OUTBOUND_HOST`, `OUTBOUND_PORT`.

    """
    if not policy.hosts:
        raise OutboundRefused("OUTBOUND_OFF", field="url")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise OutboundRefused("OUTBOUND_URL", field="url") from None
    if (
        len(url) > LONGEST_ADDRESS
        or not host
        or parts.username is not None
        or not url.isascii()
        or _has_blank(url)
    ):
        raise OutboundRefused("OUTBOUND_URL", field="url")
    if parts.scheme != "https" and not (parts.scheme == "http" and policy.plain_http):
        raise OutboundRefused("OUTBOUND_SCHEME", field="url", scheme=parts.scheme[:20])
    if not any(_is_named(host, named.lower()) for named in policy.hosts):
        raise OutboundRefused("OUTBOUND_HOST", field="url", host=host[:100])
    if port not in {None, policy.ports[parts.scheme]}:
        raise OutboundRefused("OUTBOUND_PORT", field="url", port=port)
    return parts


def _has_blank(url: str) -> bool:
    return any(character.isspace() or not character.isprintable() for character in url) or "\\" in url


def _is_named(host: str, named: str) -> bool:
    return host.endswith(named) if named.startswith(".") else host == named
