import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.checks import Error
from tests.plugins.prepared import put_tables

from tongxin.common.clock import now
from tongxin.demo.people import DEMO_PASSWORD, PEOPLE, create_people
from tongxin.demo.words import Words
from tongxin.jobs import demo, serve
from tongxin.jobs.exits import Exit
from tongxin.jobs.output import NotReady, PortTaken
from tongxin.jobs.serve import Children
from tongxin.team.choices import Role

ROOT = Path(__file__).resolve().parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class TestBeforeStarting:
    def test_a_taken_port_is_said_clearly(self, run, taken_port, db):
        result = run("serve", "--port", taken_port)
        assert result.exit_code == Exit.PORT_TAKEN
        assert f"127.0.0.1:{taken_port}" in result.stderr
        told = json.loads(run("serve", "--port", taken_port, "--json").stdout)["error"]
        assert (told["code"], told["port"]) == ("PORT_TAKEN", taken_port)

    def test_a_foreign_address_is_refused(self):
        with pytest.raises(NotReady, match="no address"):
            serve.require_free_port("no such host.invalid", 8000)
        with pytest.raises(PortTaken):
            serve.require_free_port("203.0.113.7", 8000)

    def test_an_unsound_set_up_does_not_start(self, monkeypatch):
        serve.require_sound_settings()
        monkeypatch.setattr(serve, "run_checks", lambda: [Error("Bad.", hint="Mend.", id="tongxin.E001")])
        with pytest.raises(NotReady, match=r"tongxin.E001: Bad. Mend."):
            serve.require_sound_settings()

    def test_windows_is_told_where_to_go(self, monkeypatch):
        monkeypatch.setattr(serve.sys, "platform", "win32")
        with pytest.raises(NotReady, match="Linux"):
            serve.run_server(host="127.0.0.1", port=free_port())

    def test_an_ipv6_address_is_put_in_brackets(self):
        assert "[::1]:8000" in serve.web_command("::1", 8000)
        assert "127.0.0.1:8000" in serve.web_command("127.0.0.1", 8000)


class TestStarting:
    @pytest.fixture
    def started(self, monkeypatch):
        """Keep from starting anything; hand out what would have been started."""
        made = []
        monkeypatch.setattr(Children, "run", lambda self: made.append(self) or 0)
        monkeypatch.setattr(serve.signal, "signal", lambda *_: None)
        monkeypatch.setattr(serve, "ensure_static_files", lambda: None)
        return made

    def test_it_says_where_it_answers_and_runs_a_worker_beside(self, run, started, db):
        port = free_port()
        result = run("serve", "--port", port)
        assert (result.exit_code, f"http://127.0.0.1:{port}/" in result.stdout) == (0, True)
        assert started[0].worker == serve.worker_command()

    def test_programs_get_the_address_and_may_do_without_a_worker(self, run, started, db):
        port = free_port()
        told = json.loads(run("serve", "--port", port, "--no-worker", "--json").stdout)
        assert told == {"address": f"http://127.0.0.1:{port}/", "worker": False}
        assert started[0].worker is None

    def test_a_web_server_that_fails_makes_the_command_fail(self, run, started, db, monkeypatch):
        monkeypatch.setattr(Children, "run", lambda _self: 3)
        assert run("serve", "--port", free_port()).exit_code == Exit.NOT_READY


class TestChildren:
    def test_the_code_of_a_web_server_that_ends_is_handed_on(self):
        assert Children(web=[sys.executable, "-c", "raise SystemExit(3)"], worker=None).run() == 3

    def test_told_to_stop_it_stops_both(self):
        children = Children(web=SLEEP, worker=SLEEP)
        children.ask_to_stop(signal.SIGTERM, None)
        children._keep_worker()
        assert children.run() == 0
        assert all(process.poll() is not None for process in children.running.values())

    def test_a_dead_worker_is_started_again(self, monkeypatch):
        monkeypatch.setattr(serve, "RESTART_SECONDS", 0)
        children = Children(web=SLEEP, worker=SLEEP)
        children._keep_worker()
        first = children.running["worker"]
        children._keep_worker()
        assert children.running["worker"] is first
        first.kill()
        first.wait()
        children._keep_worker()
        assert children.running["worker"] is not first
        children._stop_all()

    def test_one_that_does_not_stop_is_killed(self, monkeypatch):
        monkeypatch.setattr(serve, "GRACE_SECONDS", 0.3)
        deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
        process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        children = Children(web=SLEEP, worker=None, running={"web": process})
        children._stop_all()
        assert process.returncode == -signal.SIGKILL
        process.stdout.close()


@pytest.mark.one_engine
class TestTheServer:
    """The real thing: a fresh home, web server and worker."""

    @pytest.fixture
    def environment(self, tmp_path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        return {**kept, "TONGXIN_HOME": str(tmp_path), "LANG": "en_US.UTF-8", "PYTHONPATH": str(ROOT / "src")}

    def test_wants_tables_serves_works_and_stops(self, environment, tmp_path, prepared_file):
        command = [sys.executable, "-m", "tongxin"]
        early = subprocess.run(
            [*command, "serve", "--json"], env=environment, capture_output=True, text=True, check=False
        )
        assert early.returncode == Exit.NOT_READY
        assert json.loads(early.stdout)["error"]["code"] == "MIGRATIONS_MISSING"
        put_tables(prepared_file, tmp_path)
        port = free_port()
        server = subprocess.Popen([*command, "serve", "--port", str(port), "--json"], env=environment)
        try:
            assert _answer(f"http://127.0.0.1:{port}/health/") == {"status": "ok"}
            _until((tmp_path / "worker.json").exists)
            worker = json.loads((tmp_path / "worker.json").read_text())["pid"]
        finally:
            server.terminate()
        assert server.wait(timeout=40) == 0
        assert not Path(f"/proc/{worker}").exists()
        assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600

    def test_a_wrong_setting_is_said_in_one_line(self, environment):
        environment["TONGXIN_DATABASE_URL"] = "oracle://x"
        ended = subprocess.run(
            [sys.executable, "-m", "tongxin", "doctor"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == Exit.NOT_READY
        assert "The settings cannot be used" in ended.stderr
        assert "Traceback" not in ended.stderr


def _answer(url: str) -> object:
    answers: list[object] = []

    def asked() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310
                answers.append(json.load(response))
        except OSError:
            return False
        return True

    _until(asked)
    return answers[0]


def _until(condition, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


class TestDemo:
    def test_there_is_somebody_for_each_role(self):
        assert {person.role for person in PEOPLE} == set(Role)
        assert len({person.username for person in PEOPLE}) == len(PEOPLE)

    def test_prints_where_and_how_to_sign_in(self, run, db, monkeypatch):
        monkeypatch.setattr(demo, "has_users", lambda: True)
        monkeypatch.setattr(demo, "has_user", lambda _name: True)
        result = run("demo", "--no-serve", "--port", "8123")
        assert "http://127.0.0.1:8123/" in result.stdout
        assert DEMO_PASSWORD in result.stdout
        assert all(person.username in result.stdout for person in PEOPLE)
        assert "sign in as one of these people" in run("demo", "--no-serve", "--language", "en").stdout
        told = json.loads(run("demo", "--no-serve", "--json").stdout)
        assert [row["username"] for row in told["people"]] == [person.username for person in PEOPLE]

    def test_says_that_data_stay_in_their_language_and_how_to_begin_anew(self, run, db):
        create_people(at=now(), words=Words.of("zh-hans"))
        result = run("demo", "--no-serve", "--language", "en")
        assert result.exit_code == 0
        assert "There are data already, in 简体中文." in result.stdout
        assert "For a demo in English" in result.stdout
        assert "TONGXIN_HOME=FOLDER tongxin demo --language en" in result.stdout
        assert "TONGXIN_HOME" not in run("demo", "--no-serve", "--language", "zh-hans").stdout
        assert "TONGXIN_HOME" not in run("demo", "--no-serve").stdout
        assert json.loads(run("demo", "--no-serve", "--json").stdout)["language"] == "zh-hans"

    def test_names_no_language_where_the_data_are_ones_own(self, run, db, monkeypatch):
        monkeypatch.setattr(demo, "has_users", lambda: True)
        assert "There are data already. They stay" in run("demo", "--no-serve", "--language", "en").stdout

    def test_names_nobody_where_the_data_are_ones_own(self, run, db, monkeypatch):
        monkeypatch.setattr(demo, "has_users", lambda: True)
        told = json.loads(run("demo", "--no-serve", "--json").stdout)
        assert (told["people"], told["password"]) == ([], "")

    def test_refuses_a_taken_port_before_it_does_anything(self, run, taken_port, db):
        assert run("demo", "--port", taken_port).exit_code == Exit.PORT_TAKEN

    def test_columns_of_chinese_are_counted_double(self):
        assert demo._columns("大客戶 KAM") == 10


def test_static_files_are_published_once(settings, tmp_path, monkeypatch):
    from tongxin.jobs import static

    settings.STATIC_ROOT = tmp_path / "static"
    calls = []

    def collect(*_names, **_more):
        calls.append(1)
        (tmp_path / "static").mkdir(exist_ok=True)

    monkeypatch.setattr(static, "call_command", collect)
    assert static.ensure_static_files() is True
    assert static.ensure_static_files() is False
    assert calls == [1]
