"""Slow senders hold up nobody on the server that is shipped."""

import socket
import time

import pytest
from tests.trust.serving import site

SLOW = 60


@pytest.mark.requirement("R9.7")
def test_sixty_slow_connections_and_a_dripping_post_hold_up_nobody(tmp_path):
    with site(tmp_path) as server:
        bodies = (
            "POST /sign-in/ HTTP/1.1\nHost: localhost\nCookie: csrftoken=abc\nContent-Length: 1000\n"
            "Content-Type: application/x-www-form-urlencoded\n\nusername="
        )
        headers = "GET /accounts/ HTTP/1.1\nHost: localhost\nX-Slow: "
        key = server.keys["reader"]
        posts = (
            f"POST /api/v1/promises HTTP/1.1\nHost: localhost\nAuthorization: Bearer {key}\nContent-Length: 1000\n"
            "Content-Type: application/json\n\n{"
        )
        slow = [server.dripping(head) for head in (bodies, headers, posts) for _ in range(SLOW // 3)]
        answers: list[tuple[int, float]] = []
        for number in range(8):
            for sock in slow:
                sock.sendall(b" ")
            began = time.monotonic()
            status, _ = server.ask("GET", "/health/", seconds=10)
            answers.append((status, time.monotonic() - began))
            began = time.monotonic()
            sent = {"text": f"Visit {number}", "kind": "NOTE"}
            status, said = server.ask(
                "POST", "/api/v1/interactions", sent, key=server.keys["lin"], seconds=10
            )
            assert status == 201, said
            answers.append((status, time.monotonic() - began))
        assert {status for status, _ in answers} == {200, 201}
        assert max(seconds for _, seconds in answers) < 8
        # They were there all the time.
        alive = sum(_is_open(sock) for sock in slow)
        for sock in slow:
            sock.close()
        assert alive == SLOW


def _is_open(sock: socket.socket) -> bool:
    sock.setblocking(False)
    try:
        return sock.recv(1) != b""
    except BlockingIOError:
        return True
