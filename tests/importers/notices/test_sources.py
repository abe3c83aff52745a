"""Sources of notices: fetched when due, by the one client, and what became of them is told."""

import json
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import ClassVar

import pytest
import time_machine
from click.testing import CliRunner
from django.utils import translation
from tests.factories import AT, make_token, make_user, with_every_right

from tongxin.background import worker
from tongxin.background.models import JobRun
from tongxin.common.errors import Missing
from tongxin.common.outbound import Policy, fetch
from tongxin.crm.tenders.models import NoticeSource, Tender, TenderRelease
from tongxin.crm.tenders.records import TENDER_SOURCE
from tongxin.crm.tenders.selectors import due_sources, get_source
from tongxin.importers.notices import sources
from tongxin.importers.tasks import SOURCES_TASK, queue_due_sources, queue_fetch
from tongxin.records.writing import create_record, delete_record
from tongxin.team.choices import Role, Scope

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R1.3")]

SILENCE = 0.6
CASE = Path(__file__).parents[2] / "data" / "tender_cases" / "16-two-currencies-and-none" / "in"


class Publisher(BaseHTTPRequestHandler):
    """A publisher on this machine that says when nothing changed."""

    body: ClassVar[bytes] = b""
    asked: ClassVar[list[str]] = []

    def do_GET(self):
        known = self.headers.get("If-None-Match", "")
        self.asked.append(known)
        self.send_response(304 if known else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(b"" if known else self.body)

    def log_message(self, *args):
        pass


class Faulty(BaseHTTPRequestHandler):
    """A publisher that answers with what is next: status, type, the length it claims, the body; no status is silence."""

    answers: ClassVar[list[tuple[int, str, int, bytes]]] = []
    known: ClassVar[list[str]] = []

    def do_GET(self):
        self.known.append(self.headers.get("If-None-Match", ""))
        status, kind, length, body = self.answers.pop(0)
        if not status:
            time.sleep(SILENCE)
            return
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("ETag", f'"{len(self.answers)}"'),
            ("Content-Length", length),
        ):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def reached(handler, monkeypatch, **more):
    """Let the client reach a publisher on this machine under a name of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        policy = Policy(
            hosts=("data.example",),
            plain_http=True,
            ports={"https": 443, "http": made.server_address[1]},
            allows=lambda number: number == ip_address("127.0.0.1"),
            **more,
        )
        monkeypatch.setattr(sources, "policy_of_settings", lambda: policy)
        here = partial(fetch, lookup=lambda _host, _port: [ip_address("127.0.0.1")])
        monkeypatch.setattr(sources, "fetch", here)
        yield made
        made.shutdown()


@pytest.fixture
def publisher(monkeypatch):
    """Let the client reach a publisher that keeps to the rules."""
    Publisher.body, Publisher.asked = next(CASE.iterdir()).read_bytes(), []
    with reached(Publisher, monkeypatch) as made:
        yield made


def source(url="http://data.example/releases.jsonl", **values) -> NoticeSource:
    actor = with_every_right(make_user([Role.ADMINISTRATOR]))
    format_of = "LINES" if next(CASE.iterdir()).name.endswith("l") else "JSON"
    given = {"name": "Data", "url": url, "format": format_of, **values}
    return create_record(TENDER_SOURCE, actor=actor, at=AT, values=given)


class TestWhenDue:
    def test_new_ones_and_those_whose_hours_are_over_are_due(self):
        new, old, fresh = source(), source(every_hours=6), source(every_hours=6)
        source(is_active=False)
        NoticeSource.objects.filter(pk=old.pk).update(last_run_at=AT - timedelta(hours=6))
        NoticeSource.objects.filter(pk=fresh.pk).update(last_run_at=AT - timedelta(hours=5))
        assert {one.pk for one in due_sources(at=AT)} == {new.pk, old.pk}
        delete_record(
            TENDER_SOURCE, actor=with_every_right(make_user([Role.ADMINISTRATOR])), at=AT, record=new
        )
        assert [one.pk for one in due_sources(at=AT)] == [old.pk]
        with pytest.raises(Missing, match="TENDER_SOURCE_MISSING"):
            get_source(new.uid)

    def test_each_due_source_gets_one_job(self):
        source(), source()
        job = JobRun.objects.create(task=SOURCES_TASK, run_after=AT, created_at=AT)
        assert queue_due_sources(job=job, clock=lambda: AT) == {"sources": 2}
        assert queue_due_sources(job=job, clock=lambda: AT) == {"sources": 2}
        assert JobRun.objects.filter(task="importers.fetch_source").count() == 2


class TestFetching:
    def test_what_a_publisher_sends_is_in_the_register_and_counted(self, publisher):
        one = sources.fetch_source(source=source(), at=AT)
        assert (one.last_result, one.last_read, one.last_left_out, one.last_changed) == ("TAKEN", 5, 0, 5)
        assert one.last_run_at == AT
        assert Tender.objects.count() == 5

    def test_where_nothing_changed_nothing_is_sent(self, publisher):
        one = sources.fetch_source(source=source(), at=AT)
        again = sources.fetch_source(source=one, at=AT + timedelta(days=1))
        assert (again.last_result, again.last_read) == ("UNCHANGED", 5)
        assert Publisher.asked == ["", '"1"']

    @pytest.mark.fault("F25")
    def test_a_cut_silent_or_wrong_feed_loses_and_doubles_nothing(self, monkeypatch):
        good = next(CASE.iterdir()).read_bytes()
        entries = json.loads(good)["releases"]
        twice = json.dumps({"version": "1.1", "releases": entries * 3}).encode()
        cut = good[: good.index(entries[3]["ocid"].encode())]
        data = "application/json"
        faults = [
            ((200, "text/html", 4, b"<p/>"), "OUTBOUND_TYPE", 0, ""),
            ((503, data, 0, b""), "OUTBOUND_STATUS", 0, ""),
            ((0, "", 0, b""), "OUTBOUND_SLOW", 0, ""),
            ((200, data, len(good), cut), "OUTBOUND_FAILED", 0, ""),
            ((200, data, 10**9, b""), "OUTBOUND_TOO_LARGE", 0, ""),
            ((200, data, 15, b"<html>503</html>"[:15]), "TAKEN", 0, ""),
            # Cut at the publisher: whole as sent. What was whole of it stays, and it is asked for again.
            ((200, data, len(cut), cut), "TAKEN", None, ""),
            ((200, data, len(twice), twice), "TAKEN", 5, '"1"'),
            ((200, data, len(good), good), "TAKEN", 5, '"0"'),
        ]
        Faulty.answers, Faulty.known = [each[0] for each in faults], []
        one, etag = source(format="JSON"), ""
        with reached(Faulty, monkeypatch, most_bytes=10**8, read_seconds=SILENCE / 2) as _:
            for number, (_, result, tenders, kept) in enumerate(faults):
                one = sources.fetch_source(source=one, at=AT + timedelta(hours=number))
                assert (one.last_result, one.etag) == (result, kept), number
                assert Faulty.known[-1] == etag
                assert tenders is None or Tender.objects.count() == tenders
                etag = kept
        assert (one.last_read, one.last_left_out, one.last_changed) == (5, 0, 0)
        assert TenderRelease.objects.count() == len(entries)

    def test_what_is_refused_is_told_and_nothing_else_happens(self, publisher):
        one = sources.fetch_source(source=source("https://evil.example/"), at=AT)
        assert (one.last_result, one.last_read) == ("OUTBOUND_HOST", None)
        assert Publisher.asked == []

    def test_by_the_settings_nothing_is_fetched_until_hosts_are_named(self, settings):
        assert sources.fetch_source(source=source(), at=AT).last_result == "OUTBOUND_OFF"
        settings.OUTBOUND_HOSTS = ("data.example",)
        assert sources.fetch_source(source=source(), at=AT).last_result == "OUTBOUND_SCHEME"

    def test_the_worker_fetches_and_says_that_it_lives(self, publisher):
        one = source()
        queue_fetch(actor=None, at=AT, source=one)
        moments = iter(AT + timedelta(seconds=6 * step) for step in range(1000))
        job = worker.run_next(clock=lambda: next(moments))
        assert job.state == "DONE"
        assert job.result == {"source": one.uid, "result": "TAKEN", "read": 5}

    def test_page_api_and_command_fetch_it(self, publisher, client):
        one = source()
        admin = make_user([Role.ADMINISTRATOR], language="en")
        client.force_login(admin)
        with time_machine.travel(AT, tick=False):
            assert "Fetch now" in client.get(f"/tenders/sources/{one.uid}/").content.decode()
            assert client.post(f"/tenders/sources/{one.uid}/fetching/").status_code == 302
            _, key = make_token(admin, (Scope.READ, Scope.WRITE, Scope.ADMIN), at=AT)
            url, headers = f"/api/v1/tender-sources/{one.uid}/fetching", {"Authorization": f"Bearer {key}"}
            answer = client.post(url, headers=headers)
            assert (answer.status_code, answer.json()["state"]) == (201, "WAITING")
            worker.run_next(clock=lambda: AT)
            assert Tender.objects.count() == 5
            client.force_login(make_user([Role.KAM], language="en"))
            assert "Fetch now" not in client.get(f"/tenders/sources/{one.uid}/").content.decode()

    def test_the_command_fetches_what_is_due(self, publisher, monkeypatch):
        from tongxin.jobs import tenders

        monkeypatch.setattr(tenders, "require_migrated_or_new", lambda: None)
        source()
        with time_machine.travel(AT, tick=False), translation.override("zh-hant"):
            told = CliRunner().invoke(tenders.fetch_tenders, ["--json"])
            assert json.loads(told.output)["changed"] == 5
            assert CliRunner().invoke(tenders.fetch_tenders, []).output == ""
            source("https://evil.example/", name="Evil")
            failed = CliRunner().invoke(tenders.fetch_tenders, ["--all"])
        assert "Evil: 主機不允許\nData: 沒有新公告" in failed.output
        assert failed.exit_code != 0
