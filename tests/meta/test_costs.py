"""What the tests cost is counted, and PostgreSQL runs what uses a database."""

import json
import sys

import pytest
from tests.plugins import engines
from tools import costs

SPEND = "import time\nwhile time.process_time() < 0.3: pass"


def test_the_cpu_seconds_of_a_command_are_counted_and_kept(tmp_path, capfd):
    code = costs.run("busy", [sys.executable, "-c", f"{SPEND}\nraise SystemExit(3)"], tmp_path)
    assert code == 3
    (kept,) = costs.stages(tmp_path)
    assert kept["stage"] == "busy"
    assert kept["cpu"] >= 0.3
    assert kept["calibration"] > 0
    assert "busy: " in capfd.readouterr().out


def test_the_stages_are_summed_up(tmp_path, capsys):
    for stage, cpu in (("one", 1.5), ("two", 2.0)):
        cost = {"stage": stage, "cpu": cpu, "seconds": 9.0, "calibration": 0.1}
        (tmp_path / f"{stage}.json").write_text(json.dumps(cost), encoding="utf-8")
    costs.report(tmp_path)
    assert "together          3.5 CPU s" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("mark", "fixtures", "file", "uses"),
    [
        ("django_db", (), "", True),
        ("", ("db",), "", True),
        ("", (), 'os.environ["TONGXIN_DATABASE_URL"]', True),
        ("", ("tmp_path",), "1 + 1", False),
        ("", ("django_db_blocker",), "1 + 1", False),
        ("one_engine", ("db",), "", False),
    ],
)
def test_only_what_uses_a_database_runs_on_another_engine(tmp_path, mark, fixtures, file, uses):
    path = tmp_path / "test_it.py"
    path.write_text(file, encoding="utf-8")

    class Item:
        fixturenames = fixtures

        @staticmethod
        def get_closest_marker(name):
            return name == mark

    Item.path = path
    assert engines.uses_database(Item()) is uses
