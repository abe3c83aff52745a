"""Fetch one address into a file.

The name is looked up once for each hop, every address it has must be allowed, and the connection goes to the one that was checked:
a name that answers otherwise a moment later changes nothing. A redirect is a new address and checked as the first one.
"""

from __future__ import annotations

import socket
import threading
import time
import zlib
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tongxin.common.outbound.policy import Address, Fetched, OutboundRefused, Policy, check_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import httpx2

_PIECE = 1 << 16
_AGENT = "Tongxin (tender register; https only, no crawler)"
_MOVED = frozenset({301, 302, 303, 307, 308})
_OK, _UNCHANGED = 200, 304
_GZIP = 31  # for zlib: a gzip header, and the largest window


@dataclass(frozen=True, slots=True)
class _Clock:
    """When a fetch has to be over, and whom to tell that it goes on."""

    end: float
    progress: Callable[[], None]

    def watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield pieces until time is up."""
        for piece in pieces:
            if time.monotonic() > self.end:
                raise OutboundRefused("OUTBOUND_SLOW", field="url")
            self.progress()
            yield piece


def addresses_of(host: str, port: int) -> list[Address]:
    """Return every address of a name, as the machine's resolver gives them.

    Raises:
        OutboundRefused: `OUTBOUND_NAME`, there is none.

    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutboundRefused("OUTBOUND_NAME", field="url") from None
    return [ip_address(str(entry[4][0])) for entry in found]


def fetch(
    url: str,
    *,
    to: Path,
    policy: Policy,
    etag: str = "",
    last_modified: str = "",
    progress: Callable[[], None] = lambda: None,
    lookup: Callable[[str, int], list[Address]] = addresses_of,
) -> Fetched:
    """Fetch an address into a new file; a file that could not be fetched whole is not left behind.

    Args:
        url: what to fetch.
        to: the file to be made.
        policy: what is allowed.
        etag: of the answer before, so that the server can say that nothing changed; likewise `last_modified`.
        last_modified: see `etag`.
        progress: called with every piece that came.
        lookup: gives the addresses of a name.

    Raises:
        OutboundRefused: with the code of the first rule that is broken; no code tells what stands behind an address.

    """
    import httpx2  # noqa: PLC0415 - loaded by who fetches

    end = time.monotonic() + policy.seconds
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "gzip", "Accept": "*/*"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    # Neither proxies nor credentials of the environment: a proxy would look names up behind our back.
    transport = httpx2.HTTPTransport(trust_env=False, retries=0)
    # Time limits of a read begin anew with every byte: who drips is cut off by the clock.
    watch = threading.Timer(policy.seconds, transport.close)
    watch.start()
    try:
        return _followed(transport, url, to, policy, headers, lookup, _Clock(end, progress))
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise
        is_slow = isinstance(error, httpx2.TimeoutException) or time.monotonic() > end
        code = "OUTBOUND_SLOW" if is_slow else "OUTBOUND_FAILED"
        raise OutboundRefused(code, field="url", detail=type(error).__name__) from None
    finally:
        watch.cancel()
        transport.close()


def _followed(
    transport: httpx2.HTTPTransport,
    url: str,
    to: Path,
    policy: Policy,
    headers: Mapping[str, str],
    lookup: Callable[[str, int], list[Address]],
    clock: _Clock,
) -> Fetched:
    import httpx2  # noqa: PLC0415 - as above

    timeout = httpx2.Timeout(policy.read_seconds, connect=policy.connect_seconds).as_dict()
    for _hop in range(policy.redirects + 1):
        number, host = _pinned(url, policy, lookup)
        request = httpx2.Request(
            "GET",
            number,
            headers={**headers, "Host": host},
            extensions={"sni_hostname": host, "timeout": timeout},
        )
        response = transport.handle_request(request)
        try:
            if response.status_code not in _MOVED or "location" not in response.headers:
                return _taken(response, url, to, policy, clock)
            url = urljoin(url, response.headers["location"])
        finally:
            response.close()
    raise OutboundRefused("OUTBOUND_REDIRECTS", field="url", most=policy.redirects)


def _pinned(url: str, policy: Policy, lookup: Callable[[str, int], list[Address]]) -> tuple[str, str]:
    """Return the address with the checked number in the place of the name, and the name: for its header and for TLS."""
    parts = check_url(url, policy)
    host, port = str(parts.hostname), policy.ports[parts.scheme]
    found = lookup(host, port)
    if not found or not all(map(policy.allows, found)):
        raise OutboundRefused("OUTBOUND_ADDRESS", field="url")
    number = f"[{found[0]}]" if found[0].version == 6 else str(found[0])
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{number}:{port}{parts.path or '/'}{query}", host


def _taken(response: httpx2.Response, url: str, to: Path, policy: Policy, clock: _Clock) -> Fetched:
    told = response.headers
    etag, changed = told.get("etag", "")[:200], told.get("last-modified", "")[:60]
    if response.status_code == _UNCHANGED:
        return Fetched(path=to, url=url, size=0, etag=etag, last_modified=changed, is_unchanged=True)
    _check_head(response.status_code, told, policy)
    size, is_whole = 0, False
    out = to.open("xb")
    try:
        with out:
            for piece in _pieces(response, policy, clock):
                size += len(piece)
                out.write(piece)
        _check_packed(to, policy, clock)
        is_whole = True
    finally:
        if not is_whole:
            to.unlink(missing_ok=True)
    return Fetched(path=to, url=url, size=size, etag=etag, last_modified=changed)


def _check_head(status: int, told: Mapping[str, str], policy: Policy) -> None:
    if status != _OK:
        raise OutboundRefused("OUTBOUND_STATUS", field="url", status=status)
    kind = told.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in policy.types:
        raise OutboundRefused("OUTBOUND_TYPE", field="url", type=kind[:80])
    length = told.get("content-length", "")
    if length.isdecimal() and int(length) > policy.most_bytes:
        raise _too_large(policy)


def _pieces(response: httpx2.Response, policy: Policy, clock: _Clock) -> Iterator[bytes]:
    """Yield the body, its content encoding undone; never more than allowed, neither as sent nor as unpacked."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", ""}:
        raise OutboundRefused("OUTBOUND_ENCODING", field="url", encoding=encoding[:40])
    raw = response.iter_raw(_PIECE)
    pieces = _unpacked(clock.watched(raw)) if encoding.endswith("gzip") else clock.watched(raw)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > policy.most_bytes:
            raise _too_large(policy)
        yield piece


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what gzip packed, a bounded piece at a time, so that a bomb is noticed before it fills the memory."""
    packer = zlib.decompressobj(wbits=_GZIP)
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if packer.eof:
                    packer = zlib.decompressobj(wbits=_GZIP)
                yield packer.decompress(rest, _PIECE)
                # One file may hold several parts, each packed for itself; what fills up its end are noughts.
                rest = packer.unused_data.lstrip(b"\0") if packer.eof else packer.unconsumed_tail
        yield packer.flush()
    except zlib.error:
        raise OutboundRefused("OUTBOUND_DAMAGED", field="url") from None
    if not packer.eof:
        raise OutboundRefused("OUTBOUND_DAMAGED", field="url")


def _check_packed(path: Path, policy: Policy, clock: _Clock) -> None:
    """Refuse a gzip file that unpacks to more than allowed, before anything reads it."""
    with path.open("rb") as stream:
        if stream.read(2) != b"\x1f\x8b":
            return
        stream.seek(0)
        size = 0
        for piece in _unpacked(clock.watched(iter(lambda: stream.read(_PIECE), b""))):
            size += len(piece)
            if size > policy.most_unpacked:
                raise OutboundRefused("OUTBOUND_PACKED", field="url", most=policy.most_unpacked // 1024**2)


def _too_large(policy: Policy) -> OutboundRefused:
    return OutboundRefused("OUTBOUND_TOO_LARGE", field="url", most=policy.most_bytes // 1024**2)
