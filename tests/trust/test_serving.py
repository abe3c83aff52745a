"""What slow senders, double clicks and a full disk do to the server that is shipped."""

import http.cookiejar
import re
import resource
import socket
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.factories import PASSWORD
from tests.plugins.prepared import put_tables
from tests.trust.serving import Site, site

# On PostgreSQL the same is measured: tests/trust/measure.py.
pytestmark = pytest.mark.one_engine
SLOW = 60
CLICKS = 8


@pytest.fixture(scope="module")
def server(prepared_file, tmp_path_factory) -> Iterator[Site]:
    with site(put_tables(prepared_file, tmp_path_factory.mktemp("home"))) as running:
        yield running


@pytest.mark.requirement("R9.7")
@pytest.mark.fault("F7")
def test_sixty_slow_connections_and_dripping_posts_hold_up_nobody(server):
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
        status, said = server.ask("POST", "/api/v1/interactions", sent, key=server.keys["lin"], seconds=10)
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


def _browser(server: Site) -> urllib.request.OpenerDirector:
    """A browser in which lin is signed in."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    _post(browser, server, "/sign-in/", username="lin", password=PASSWORD)
    return browser


def _drawn(browser: urllib.request.OpenerDirector, server: Site, path: str) -> str:
    page = browser.open(f"http://127.0.0.1:{server.port}{path}", timeout=30).read().decode()
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)


def _post(browser, server: Site, path: str, token: str = "", **values: str) -> str:
    sent = {"csrfmiddlewaretoken": token or _drawn(browser, server, path), **values}
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{path}",
        data=urllib.parse.urlencode(sent).encode(),
        headers={"Referer": f"http://127.0.0.1:{server.port}{path}"},
    )
    return str(browser.open(request, timeout=60).url)


@pytest.mark.fault("F21")
def test_a_form_clicked_eight_times_at_once_is_saved_once(server):
    browser = _browser(server)
    token = _drawn(browser, server, "/interactions/new/")
    values = {"text": "Met the buyer", "kind": "VISIT", "occurred_on": "2026-11-02", "occurred_time": "09:00"}
    with ThreadPoolExecutor(CLICKS) as pool:
        ends = list(
            pool.map(lambda _: _post(browser, server, "/interactions/", token, **values), range(CLICKS))
        )
    assert len(set(ends)) == 1
    found = server.ask("GET", "/api/v1/interactions?fields=text&limit=200", key=server.keys["lin"])[1]
    assert [each["text"] for each in found["items"]].count("Met the buyer") == 1


def _descendants(parent: int) -> Iterator[int]:
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        yield int(child)
        yield from _descendants(int(child))


@pytest.mark.fault("F5")
def test_a_full_disk_is_told_reading_goes_on_and_writing_after_it_without_a_restart(server):
    key = server.keys["lin"]
    note = {"text": "Before", "kind": "NOTE"}
    assert server.ask("POST", "/api/v1/interactions", note, key=key)[0] == 201
    files = server.home / "files"
    kept = sorted(files.iterdir()) if files.exists() else []
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    processes = list(_descendants(server.pid))
    try:
        for process in processes:
            # No file grows: what a full disk and a full quota do, to this server alone.
            resource.prlimit(process, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        for _ in range(3):
            status, said = server.ask("POST", "/api/v1/interactions", note, key=key)
            assert (status, said["code"]) == (507, "DISK_FULL")
        status, found = server.ask("GET", "/api/v1/interactions?fields=text", key=key)
        assert (status, "Before" in {each["text"] for each in found["items"]}) == (200, True)
        assert server.ask("GET", "/health/")[0] == 200
    finally:
        for process in processes:
            resource.prlimit(process, resource.RLIMIT_FSIZE, unlimited)
    assert server.ask("POST", "/api/v1/interactions", {**note, "text": "After"}, key=key)[0] == 201
    assert (sorted(files.iterdir()) if files.exists() else []) == kept
    texts = [
        each["text"] for each in server.ask("GET", "/api/v1/interactions?fields=text", key=key)[1]["items"]
    ]
    assert (texts.count("Before"), texts.count("After")) == (1, 1)
