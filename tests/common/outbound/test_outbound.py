"""The one client that calls out: what it refuses before it connects, and what it does not take."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import ClassVar

import pytest

from tongxin.common.outbound import OutboundRefused, Policy, fetch
from tongxin.common.outbound.client import addresses_of
from tongxin.common.outbound.policy import check_url, is_public

pytestmark = [pytest.mark.requirement("R1.3")]

PUBLIC = ip_address("93.184.216.34")
STRICT = Policy(hosts=("data.example", ".city.example"))
NOT_PUBLIC = (
    ".".join("0000"),
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "169.254.170.2", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "100::1",
)  # fmt: skip
BAD_URLS = (
    ("http://data.example/a.json", "OUTBOUND_SCHEME"),
    ("ftp://data.example/a.json", "OUTBOUND_SCHEME"),
    ("file:///etc/passwd", "OUTBOUND_URL"),
    ("gopher://data.example/1", "OUTBOUND_SCHEME"),
    ("https://evil.example/", "OUTBOUND_HOST"),
    ("https://data.example.evil.example/", "OUTBOUND_HOST"),
    ("https://city.example/", "OUTBOUND_HOST"),
    ("https://evilcity.example/", "OUTBOUND_HOST"),
    ("https://127.0.0.1/", "OUTBOUND_HOST"),
    ("https://127.1/", "OUTBOUND_HOST"),
    ("https://2130706433/", "OUTBOUND_HOST"),
    ("https://0x7f.1/", "OUTBOUND_HOST"),
    ("https://0177.0.0.1/", "OUTBOUND_HOST"),
    ("https://[::1]/", "OUTBOUND_HOST"),
    ("https://[::ffff:127.0.0.1]/", "OUTBOUND_HOST"),
    ("https://①②⑦.⓪.⓪.①/", "OUTBOUND_URL"),
    ("https://localhost/", "OUTBOUND_HOST"),
    ("https://data.example@evil.example/", "OUTBOUND_URL"),
    ("https://user:pass@data.example/", "OUTBOUND_URL"),
    ("https://data.example\\@evil.example/", "OUTBOUND_URL"),
    ("https://data.example/a b", "OUTBOUND_URL"),
    ("https://data.example/\r\nHost: evil", "OUTBOUND_URL"),
    ("https://data.example:22/", "OUTBOUND_PORT"),
    ("https://data.example:99999/", "OUTBOUND_URL"),
    ("https://data.example/" + "a" * 2000, "OUTBOUND_URL"),
    ("https:///a", "OUTBOUND_URL"),
)


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(OutboundRefused) as refused:
        work()
    return refused.value.code


class TestAddresses:
    @pytest.mark.parametrize("number", NOT_PUBLIC)
    def test_numbers_that_are_not_of_the_public_internet_are_never_connected_to(self, number):
        assert not is_public(ip_address(number))

    @pytest.mark.parametrize("number", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111"])
    def test_numbers_of_the_public_internet_are(self, number):
        assert is_public(ip_address(number))

    @pytest.mark.parametrize(("url", "code"), BAD_URLS)
    def test_an_address_is_refused_before_any_name_is_looked_up(self, url, code, tmp_path):
        def lookup(host, port):
            raise AssertionError(host)

        assert refusal(lambda: fetch(url, to=tmp_path / "a", policy=STRICT, lookup=lookup)) == code

    @pytest.mark.parametrize(
        "url", ["https://data.example/a.json", "https://DATA.example:443/", "https://a.city.example/x?y=1"]
    )
    def test_what_the_operator_named_may_be_asked(self, url):
        assert check_url(url, STRICT).hostname

    def test_without_named_hosts_nothing_is_fetched(self, tmp_path):
        off = Policy(hosts=())
        assert (
            refusal(lambda: fetch("https://data.example/", to=tmp_path / "a", policy=off)) == "OUTBOUND_OFF"
        )

    @pytest.mark.parametrize("number", NOT_PUBLIC)
    def test_a_named_host_that_leads_inside_is_refused_without_a_connection(
        self, number, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(socket, "create_connection", no_connection)

        def go() -> None:
            # One of several numbers is enough.
            fetch(
                "https://data.example/",
                to=tmp_path / "a",
                policy=STRICT,
                lookup=lambda host, port: [PUBLIC, ip_address(number)],
            )

        assert refusal(go) == "OUTBOUND_ADDRESS"

    def test_a_name_that_does_not_exist_is_told(self, monkeypatch):
        def nothing(*args, **kwargs):
            raise socket.gaierror

        monkeypatch.setattr(socket, "getaddrinfo", nothing)
        assert refusal(lambda: addresses_of("data.example", 443)) == "OUTBOUND_NAME"
        monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(0, 0, 0, "", ("10.0.0.7", 443))])
        assert addresses_of("data.example", 443) == [ip_address("10.0.0.7")]
        nobody = Policy(hosts=("data.example",))
        empty = lambda: fetch("https://data.example/", to=None, policy=nobody, lookup=lambda *a: [])  # noqa: E731
        assert refusal(empty) == "OUTBOUND_ADDRESS"


def no_connection(*args, **kwargs):
    raise AssertionError("connected")


class Answers(BaseHTTPRequestHandler):
    """A server on this machine that sends what a test wants, byte by byte if need be."""

    answers: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[tuple[str, str]]] = []
    drip: ClassVar[threading.Event] = threading.Event()

    def do_GET(self):
        self.asked.append((self.headers["Host"], self.path))
        if self.path.startswith("/drip"):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")
            self.wfile.write(b"\r\n" if self.path == "/drip-body" else b"")
            for _ in range(100):
                if self.drip.wait(0.05):
                    return
                self.wfile.write(b"X-More: 1\r\n")
            return
        self.wfile.write(self.answers[self.path])
        self.close_connection = True

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    Answers.answers, Answers.asked = {}, []
    Answers.drip.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        Answers.drip.set()
        made.shutdown()


@pytest.fixture
def ask(server, tmp_path):
    """Fetch a path of the server on this machine by a policy that lets it be reached."""
    port = server.server_address[1]

    def go(path, *, most=1000, lookup=None, **more):
        values = {
            "hosts": ("data.example",),
            "plain_http": True,
            "ports": {"https": 443, "http": port},
            "allows": lambda number: number == ip_address("127.0.0.1"),
            "most_bytes": most,
            "seconds": 5,
            **{name: more.pop(name) for name in ("seconds", "most_unpacked", "read_seconds") if name in more},
        }
        here = lookup or (lambda host, asked: [ip_address("127.0.0.1")])
        return fetch(
            f"http://data.example{path}", to=tmp_path / "answer", policy=Policy(**values), lookup=here, **more
        )

    return go


def http(
    body: bytes = b"", *, status: str = "200 OK", kind: str = "application/json", **headers: str
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


class TestAnswers:
    def test_a_sound_answer_is_kept_with_what_tells_whether_it_changed(self, ask, tmp_path):
        Answers.answers["/a?b=1"] = http(b"{}", ETag='"7"', Last_Modified="Mon, 02 Nov 2026 00:00:00 GMT")
        fetched = ask("/a?b=1")
        assert fetched.path.read_bytes() == b"{}"
        assert (fetched.size, fetched.etag, fetched.last_modified[:3]) == (2, '"7"', "Mon")
        assert Answers.asked == [("data.example", "/a?b=1")]

    def test_an_answer_that_nothing_changed_leaves_no_file(self, ask, tmp_path):
        Answers.answers["/a"] = http(status="304 Not Modified")
        assert ask("/a", etag='"7"', last_modified="Mon").is_unchanged
        assert list(tmp_path.iterdir()) == []

    def test_packed_by_the_server_it_is_unpacked(self, ask):
        Answers.answers["/a"] = http(
            gzip.compress(b"[1]") + gzip.compress(b"\n") + b"\0\0", Content_Encoding="gzip"
        )
        assert ask("/a").path.read_bytes() == b"[1]\n"

    def test_a_gzip_file_stays_one(self, ask):
        Answers.answers["/a"] = http(gzip.compress(b"[1]"), kind="application/gzip; x=1")
        assert gzip.decompress(ask("/a").path.read_bytes()) == b"[1]"

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            (http(b"{}", Content_Length="999999"), "OUTBOUND_TOO_LARGE"),
            (http(b"x" * 1001), "OUTBOUND_TOO_LARGE"),
            (http(gzip.compress(b"x" * 5_000_000), Content_Encoding="gzip"), "OUTBOUND_TOO_LARGE"),
            (http(gzip.compress(b"x" * 50_000) * 2, kind="application/gzip"), "OUTBOUND_PACKED"),
            (http(gzip.compress(b"{}")[:-9], Content_Encoding="gzip"), "OUTBOUND_DAMAGED"),
            (http(b"no gzip at all", Content_Encoding="gzip"), "OUTBOUND_DAMAGED"),
            (http(gzip.compress(b"{}") + b"more", Content_Encoding="gzip"), "OUTBOUND_DAMAGED"),
            (http(b"{}", Content_Encoding="br"), "OUTBOUND_ENCODING"),
            (http(b"<html>", kind="text/html"), "OUTBOUND_TYPE"),
            (http(b"{}", status="500 Oops"), "OUTBOUND_STATUS"),
            (http(status="302 Found"), "OUTBOUND_STATUS"),
            (http(status="302 Found", Location="/again"), "OUTBOUND_REDIRECTS"),
            (http(status="302 Found", Location="http://127.0.0.1/"), "OUTBOUND_HOST"),
            (http(status="301 Moved", Location="//169.254.169.254/latest/"), "OUTBOUND_HOST"),
            (http(status="307 Moved", Location="file:///etc/passwd"), "OUTBOUND_URL"),
            (b"no http\r\n\r\n", "OUTBOUND_FAILED"),
            (http(b"{}", Content_Length="50"), "OUTBOUND_FAILED"),
        ],
    )
    def test_what_is_not_sound_is_not_taken_and_leaves_nothing(self, ask, tmp_path, answer, code):
        Answers.answers |= {"/a": answer, "/again": answer}
        assert refusal(lambda: ask("/a", most_unpacked=60_000)) == code
        assert list(tmp_path.iterdir()) == []

    def test_a_name_that_leads_elsewhere_at_the_redirect_is_looked_at_again(self, ask):
        Answers.answers["/a"] = http(status="302 Found", Location="/b")
        numbers = iter([ip_address("127.0.0.1"), ip_address("10.0.0.1")])
        assert refusal(lambda: ask("/a", lookup=lambda host, port: [next(numbers)])) == "OUTBOUND_ADDRESS"
        assert [path for _host, path in Answers.asked] == ["/a"]

    def test_a_name_is_looked_up_once_and_the_checked_number_connected_to(self, ask):
        Answers.answers["/a"] = http(b"{}")
        looked = []

        def lookup(host, port):
            looked.append(host)
            return [ip_address("127.0.0.1")]

        ask("/a", lookup=lookup)
        assert looked == ["data.example"]

    @pytest.mark.parametrize("part", ["/drip-head", "/drip-body"])
    def test_who_drips_is_cut_off(self, ask, part):
        assert refusal(lambda: ask(part, seconds=0.2, read_seconds=0.5)) == "OUTBOUND_SLOW"

    def test_who_says_nothing_is_not_waited_for(self, ask):
        Answers.answers["/a"] = b""
        assert refusal(lambda: ask("/a")) == "OUTBOUND_FAILED"

    def test_a_disk_that_fails_is_no_fault_of_the_other_side(self, ask, tmp_path):
        Answers.answers["/a"] = http(b"{}")
        (tmp_path / "answer").write_text("there")
        with pytest.raises(FileExistsError):
            ask("/a")
