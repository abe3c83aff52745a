"""What the audit log proves against somebody who can write to the database, but not to the key and the seal beside it."""

import json
import threading
from functools import partial
from hashlib import sha256

import pytest
from click.testing import CliRunner
from django.utils import translation
from tests.audit.test_log import note, tamper
from tests.factories import AT

from tongxin.audit import chain, seal, selectors
from tongxin.audit.chain import COVERED, FIRST
from tongxin.audit.models import AuditEvent
from tongxin.common.secret_files import ensure_secret
from tongxin.housekeeping.actions import keep_house
from tongxin.jobs.cli import tongxin
from tongxin.jobs.exits import Exit

pytestmark = pytest.mark.django_db
ROWS = 6


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.AUDIT_SEAL = str(tmp_path / "audit_seal.json")
    return tmp_path


@pytest.fixture
def log(django_capture_on_commit_callbacks) -> list[AuditEvent]:
    with django_capture_on_commit_callbacks(execute=True):
        return [note(label=str(number)) for number in range(ROWS)]


def rechained(events: list[AuditEvent]) -> None:
    """Chain rows anew without the key: by plain SHA-256, as anybody can."""
    previous = FIRST
    for event in events:
        content = {name: getattr(event, name) for name in COVERED}
        content |= {"at": event.at.timestamp(), "previous": previous}
        text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        fresh = sha256(text.encode()).hexdigest()
        tamper(
            "UPDATE audit_auditevent SET previous_hash = %s, hash = %s WHERE id = %s",
            previous,
            fresh,
            event.pk,
        )
        previous = fresh


def test_an_untouched_log_is_whole_up_to_its_seal(log):
    proof = selectors.prove_log()
    assert (proof.is_whole, proof.sealed_at) == (True, log[-1].pk)


@pytest.mark.parametrize("gone", [1, 3, ROWS])
def test_rows_missing_at_the_end_show(log, gone):
    tamper("DELETE FROM audit_auditevent WHERE id > %s", log[-1].pk - gone)
    proof = selectors.prove_log()
    assert not proof.is_whole
    assert proof.broken_at == (log[-1 - gone].pk + 1 if gone < ROWS else 1)


def test_a_chain_computed_anew_without_the_key_shows(log):
    tamper("UPDATE audit_auditevent SET user_name = 'X' WHERE id = %s", log[2].pk)
    rechained(list(AuditEvent.objects.order_by("pk")))
    assert selectors.prove_log().broken_at == log[0].pk


def test_a_tail_written_with_another_key_shows(log, settings):
    settings.AUDIT_KEY = "of somebody else"
    assert selectors.first_broken_link() is not None


def test_other_rows_in_the_place_of_the_sealed_one_show(log, django_capture_on_commit_callbacks):
    tamper("DELETE FROM audit_auditevent WHERE id >= %s", log[-2].pk)
    # Even with the key: what was sealed must be there.
    for number in range(3):
        note(label=f"other {number}")
    assert selectors.first_broken_link() is not None


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"number": 1, "hash": "x", "mac": "x"}'])
@pytest.mark.fault("F24")
def test_a_seal_written_by_others_shows_and_is_left_for_who_looks(log, home, content):
    (home / "audit_seal.json").write_text(content)
    proof = selectors.prove_log()
    assert (proof.is_whole, proof.seal_is_ours, selectors.first_broken_link()) == (False, False, 0)
    seal.seal_end(log[-1].pk + 1, "x")
    assert (home / "audit_seal.json").read_text() == content


def test_an_older_row_never_takes_the_place_of_a_later_one(log):
    seal.seal_end(log[0].pk, log[0].hash)
    assert seal.read_seal().number == log[-1].pk
    seal.seal_end(log[0].pk, log[0].hash, anew=True)
    assert seal.read_seal().number == log[0].pk


def test_without_a_place_nothing_is_sealed(log, settings):
    settings.AUDIT_SEAL = ""
    seal.seal_end(99, "x")
    assert selectors.prove_log() == selectors.Proof(broken_at=None, sealed_at=None)


def test_work_that_was_undone_is_not_sealed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        note()
    assert seal.read_seal() is None


def test_key_and_seal_are_their_owners_alone(log, home):
    for name in ("audit_key", "audit_seal.json"):
        assert (home / name).stat().st_mode & 0o077 == 0, name


def test_a_secret_is_made_once_whoever_comes_first(tmp_path):
    found: list[str] = []
    together = threading.Barrier(8)

    def ask() -> None:
        together.wait()
        found.append(ensure_secret(tmp_path / "new" / "key"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["key"]


def test_housekeeping_tells_the_end_to_the_servers_log(log, caplog, django_capture_on_commit_callbacks):
    caplog.set_level("INFO")
    with django_capture_on_commit_callbacks(execute=True):
        keep_house(at=AT)
    end = selectors.end_of_log()
    assert f"ends at row {end[0]} with {end[1]}" in caplog.text


def test_the_command_tells_what_is_proved(log, home, monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    verify = partial(CliRunner().invoke, tongxin, ["audit", "verify"])
    with translation.override("en"):
        assert f"sealed outside the database at row {log[-1].pk}." in verify().stdout
        tamper("DELETE FROM audit_auditevent WHERE id > %s", log[0].pk)
        assert f"Row {log[1].pk} of" in verify().stdout
        (home / "audit_seal.json").write_text("{}")
        assert (verify().exit_code, "not written by this" in verify().stdout) == (Exit.FINDINGS, True)
        (home / "audit_seal.json").unlink()
        assert (verify().exit_code, "is not sealed" in verify().stdout) == (Exit.DONE, True)


def test_the_key_is_the_setting_where_there_is_one(settings):
    settings.AUDIT_KEY = "kept elsewhere"
    assert chain.chain_key() == b"kept elsewhere"
