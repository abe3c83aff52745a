"""A web process that gives a thread only to requests that have arrived whole, so that slow senders hold up nobody.

gunicorn starts, watches and stops the processes; waitress, inside each, receives requests and sends answers for any
number of connections in one loop, and hands whole requests to threads.
"""

import os
import resource
import time
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

# One process takes so many connections; threads work on few of them, the loop holds the others.
MOST_CONNECTIONS = 1_000
# A request must have arrived after so many seconds, however steadily it drips; 100 MiB take that long at 1.4 Mbit/s.
LONGEST_RECEIVING = 600
IDLE_SECONDS = 60
FILES_OF_OUR_OWN = 100
LOOK_SECONDS = 1.0
ROOM_FOR_FORM = 1024 * 1024
MOST_FILES_AT_ONCE = 20


class PatientWorker(Worker):  # type: ignore[misc]  # gunicorn has no stubs
    """Run waitress in a process of gunicorn."""

    def run(self) -> None:
        """Answer until told to stop; then let running requests come to their end."""
        sockets: dict[int, Any] = {}
        create_server(
            self.wsgi,
            map=sockets,
            sockets=[each.sock for each in self.sockets],
            threads=self.cfg.threads,
            connection_limit=most_connections(),
            channel_timeout=IDLE_SECONDS,
            asyncore_use_poll=True,
            max_request_body_size=largest_body(),
            # Which headers of proxies are believed, the settings say (TONGXIN_TRUSTED_PROXIES, TONGXIN_HTTPS).
            clear_untrusted_proxy_headers=False,
            ident=None,
        )
        servers = [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]
        receiving: WeakKeyDictionary[Any, float] = WeakKeyDictionary()
        while self.alive and self.ppid == os.getppid():
            self.notify()
            wasyncore.loop(timeout=LOOK_SECONDS, use_poll=True, map=sockets, count=1)
            for server in servers:
                end_slow(server, receiving, now=time.monotonic())
        for server in servers:
            server.accepting = False
        end = time.monotonic() + self.cfg.graceful_timeout
        while any(at_work(server) for server in servers) and time.monotonic() < end:
            self.notify()
            wasyncore.loop(timeout=0.1, use_poll=True, map=sockets, count=1)
        for server in servers:
            server.task_dispatcher.shutdown(timeout=1)


def end_slow(server: BaseWSGIServer, receiving: "WeakKeyDictionary[Any, float]", *, now: float) -> None:
    """Close the connections whose request has been arriving for too long."""
    for channel in list(server.active_channels.values()):
        request = channel.request
        if request is not None and now - receiving.setdefault(request, now) > LONGEST_RECEIVING:
            channel.will_close = True


def at_work(server: BaseWSGIServer) -> bool:
    """Say whether a request is being worked on, or an answer not yet sent."""
    return any(channel.requests or channel.total_outbufs_len for channel in server.active_channels.values())


def most_connections() -> int:
    """Return how many connections fit, with the limit on open files raised as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + FILES_OF_OUR_OWN
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return (
        MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, soft - FILES_OF_OUR_OWN)
    )


def largest_body() -> int:
    """Return how many bytes a request may have before anybody knows who sends it: as many as the largest import."""
    return max(settings.MAX_UPLOAD_BYTES, MOST_FILES_AT_ONCE * settings.MAX_IMPORT_BYTES) + ROOM_FOR_FORM
