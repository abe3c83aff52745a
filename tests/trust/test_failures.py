"""A machine that cannot serve at this moment says so and when to come back; nobody gets "our mistake" for it."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.test import Client
from tests.factories import PASSWORD, make_account, make_token, make_user

from tongxin.api import replays
from tongxin.common.clock import now
from tongxin.common.failures import Failure, failure_of
from tongxin.crm.relationships.models import Interaction, Promise
from tongxin.web.edge import failures

LOCKED = OperationalError("database is locked")
FULL = OSError(errno.ENOSPC, "No space left on device")


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (LOCKED, Failure.BUSY),
        (OperationalError("unable to open database file"), Failure.BUSY),
        (OperationalError("database or disk is full"), Failure.NO_ROOM),
        (caused(OperationalError("disk I/O error"), sqlite3.OperationalError()), Failure.NO_ROOM),
        (OperationalError("no such table: x"), None),
        (caused(OperationalError(), psycopg.errors.DeadlockDetected()), Failure.BUSY),
        (caused(OperationalError(), psycopg.errors.TooManyConnections()), Failure.BUSY),
        (caused(OperationalError(), psycopg.errors.DiskFull()), Failure.NO_ROOM),
        (caused(OperationalError("connection refused"), psycopg.OperationalError()), Failure.BUSY),
        (caused(InterfaceError("closed"), psycopg.InterfaceError()), Failure.BUSY),
        (caused(IntegrityError(), psycopg.errors.UniqueViolation()), None),
        (FULL, Failure.NO_ROOM),
        (OSError(errno.EFBIG, "File too large"), Failure.NO_ROOM),
        (OSError(errno.ENOENT, "No such file"), None),
        (RuntimeError("database is locked"), None),
        (None, None),
    ],
)
@pytest.mark.fault("F6", "F8", "F9")
def test_what_an_error_says_of_the_machine(error, failure):
    assert failure_of(error) is failure


def raising(error: Exception):
    def fail(*_args: object, **_more: object) -> None:
        raise error

    return fail


class TestTheApi:
    @pytest.mark.parametrize(
        ("error", "status", "code", "wait"),
        [(LOCKED, 503, "SERVER_BUSY", "2"), (FULL, 507, "DISK_FULL", "60")],
    )
    def test_a_transaction_that_cannot_begin_is_told(self, db, monkeypatch, error, status, code, wait):
        _, key = make_token(make_user(), ("read", "write"), at=now())
        monkeypatch.setattr(replays, "once", raising(error))
        client = Client(raise_request_exception=False)
        answer = client.post("/api/v1/me/absences", "{}", content_type="application/json",
                             headers={"Authorization": f"Bearer {key}"})  # fmt: skip
        assert (answer.status_code, answer["Retry-After"]) == (status, wait)
        assert answer.json()["code"] == code

    def test_a_session_that_cannot_be_read_is_told(self, db, monkeypatch):
        monkeypatch.setattr("tongxin.api.gate.identify", raising(LOCKED))
        answer = Client(raise_request_exception=False).get("/api/v1/me")
        assert (answer.status_code, answer.json()["code"]) == (503, "SERVER_BUSY")

    def test_a_mistake_of_ours_stays_one(self, db, monkeypatch):
        monkeypatch.setattr("tongxin.api.gate.identify", raising(OperationalError("no such table: x")))
        answer = Client(raise_request_exception=False).get("/api/v1/me")
        assert (answer.status_code, answer.json()["code"]) == (500, "SERVER_FAILED")


class TestPages:
    @pytest.fixture
    def kam(self, db) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(make_user(language="en"))
        return client

    @pytest.mark.parametrize(
        ("error", "status", "words"),
        [
            (LOCKED, 503, "The server is busy. Try again in a few seconds."),
            (FULL, 507, "The disk of the server is full: nothing was saved."),
        ],
    )
    def test_say_it_in_a_sentence(self, kam, monkeypatch, error, status, words):
        monkeypatch.setattr("tongxin.web.today.views.now", raising(error))
        answer = kam.get("/")
        assert answer.status_code == status
        assert words in answer.content.decode()
        assert int(answer["Retry-After"]) > 0
        part = kam.get("/", headers={"HX-Request": "true"})
        assert (part.status_code, part["Content-Type"]) == (status, "text/plain; charset=utf-8")
        assert part.content.decode().startswith(words)

    def test_say_it_when_the_session_cannot_be_kept(self, db, monkeypatch):
        make_user(username="lin", password=PASSWORD, language="en")
        monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", raising(LOCKED))
        client = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
        answer = client.post("/sign-in/", {"username": "lin", "password": PASSWORD})
        assert (answer.status_code, answer["Retry-After"]) == (503, "2")
        assert "The server is busy" in answer.content.decode()

    def test_leave_mistakes_of_ours_to_their_own_page(self, kam, monkeypatch):
        monkeypatch.setattr("tongxin.web.today.views.now", raising(RuntimeError("secret")))
        answer = kam.get("/")
        assert answer.status_code == 500
        assert "Retry-After" not in answer
        assert b"secret" not in answer.content

    def test_are_drawn_without_the_database(self, rf, django_assert_num_queries, db):
        request = rf.get("/accounts/")
        try:
            raise LOCKED
        except OperationalError:
            with django_assert_num_queries(0):
                assert failures.failed(request).status_code == 503


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/?created_at.gte=0001-01-01T00:00:00%2B14:00",
        "/accounts/?updated_at.lte=9999-12-31T23:59:59-14:00",
        "/interactions/?occurred_at.gte=0001-01-01T00:00:00%2B14:00",
        "/api/v1/interactions?occurred_at.lte=9999-12-31T23:59:59-14:00",
        "/api/v1/audit-events?number=9223372036854775808",
        "/api/v1/imports?number=-9223372036854775809",
    ],
)
@pytest.mark.fault("F12")
def test_values_past_the_calendar_and_past_63_bits_are_refused(db, address):
    client = Client(raise_request_exception=False)
    client.force_login(make_user(["ADMINISTRATOR", "KAM"]))
    assert client.get(address).status_code in {400, 422}


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0999-12-31T00:00:00Z"]
)
def test_moments_past_the_calendar_are_no_time_of_a_visit(db, moment):
    _, key = make_token(make_user(), ("read", "write"), at=now())
    answer = Client(raise_request_exception=False).post(
        "/api/v1/interactions", {"text": "x", "occurred_at": moment}, content_type="application/json",
        headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["detail"] == "This lies outside the years 1000 to 2999."


@pytest.mark.parametrize(
    ("page", "field", "sent"),
    [
        ("/interactions/", "occurred_on", {"text": "x", "kind": "VISIT", "occurred_time": "09:00"}),
        ("/promises/new/", "due_on", {"text": "x", "side": "OURS"}),
    ],
)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.fault("F12")
def test_days_past_the_calendar_are_refused_by_the_pages_too(db, page, field, sent, day):
    user = make_user(language="en")
    client = Client(raise_request_exception=False)
    client.force_login(user)
    about = {"account": make_account(user).uid, "owner": user.uid}
    answer = client.post(f"{page}?account={about['account']}", sent | about | {field: day})
    assert answer.status_code == 422
    assert "Write a day such as" in answer.content.decode()
    assert not Interaction.objects.exists()
    assert not Promise.objects.exists()
