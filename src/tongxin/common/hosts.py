"""By which names others reach this server."""

from collections.abc import Iterable

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1", "testserver", ".localhost"})


def foreign_hosts(hosts: Iterable[str]) -> list[str]:
    """Return those of the host names by which others than this machine reach the server."""
    return [host for host in hosts if host not in LOCAL_HOSTS]
