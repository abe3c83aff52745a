"""What was answered as saved is there, once, whoever was killed in the midst of it."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.trust.serving import ROOT, environment

KILLS, WHILE_HANDING_IN = 12, 8
COMMITS, CUTS = 6, 200


@pytest.mark.fault("F2", "F4", "F10")
@pytest.mark.requirement("R9.7", "R4.3")
def test_twelve_kills_lose_and_double_nothing(tmp_path, new_database):
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.killing", str(KILLS), str(WHILE_HANDING_IN)],
        env=environment(tmp_path, TONGXIN_DATABASE_URL=new_database(), TONGXIN_API_RATE_PER_MINUTE="1000000"),
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["killed"] == KILLS
    assert found["acknowledged"] > KILLS
    assert (found["lost"], found["doubled"], found["changed_by_sending_again"]) == ([], [], [])
    assert (found["logged"], found["indexed"], found["log_is_whole"], found["damage"]) == (
        True,
        True,
        True,
        [],
    )
    bids = found["bids"]
    assert bids.pop("killed") == WHILE_HANDING_IN
    assert bids.pop("acknowledged") + bids.pop("saved_but_never_answered") > 0
    assert bids == {
        "lost": 0, "doubled": 0, "late_taken": 0, "changed_by_sending_again": 0, "decided_once": True,
    }  # fmt: skip


@pytest.mark.fault("F16", "F17")
def test_backups_under_writes_are_one_view_and_those_are_killed_leave_the_old_or_the_new(
    tmp_path, new_database
):
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.breaking", "3", "3", "0"],
        env=environment(tmp_path, TONGXIN_DATABASE_URL=new_database()),
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert "half" not in found["backups"] | found["restores"]
    # One of the visits there before was made without an action, and so is not in the index.
    views = found["under_writes"]
    assert [(each["logged"], each["indexed"]) for each in views] == [
        (each["visits"], each["visits"] - 1) for each in views
    ]
    assert found["under_writes"][-1]["visits"] > found["under_writes"][0]["visits"]
    assert found["restores"]["whole_after_the_next_run"] == 3


@pytest.mark.one_engine
@pytest.mark.fault("F10")
@pytest.mark.requirement("R9.7")
def test_a_journal_cut_anywhere_gives_the_commits_before_it_whole(tmp_path, new_database):
    file = Path(new_database().removeprefix("sqlite:///"))
    subprocess.run(
        [sys.executable, "-m", "tests.trust.losing_power", str(COMMITS)],
        env=environment(tmp_path, TONGXIN_DATABASE_URL=f"sqlite:///{file}"), cwd=ROOT, check=True,
    )  # fmt: skip
    journal = file.with_name(file.name + "-wal").read_bytes()
    ends = random.Random(20_261_126).sample(range(len(journal)), CUTS)  # noqa: S311
    found = [
        _rows_after(file, journal[:end], tmp_path / "cut.sqlite3") for end in sorted([*ends, len(journal)])
    ]
    assert [(check, logged, indexed) for check, visits, logged, indexed in found] == [
        ("ok", visits, visits) for _, visits, _, _ in found
    ]
    kept = [visits for _, visits, _, _ in found]
    assert kept == sorted(kept)
    assert set(kept) == set(range(COMMITS + 1))


def _rows_after(file: Path, journal: bytes, place: Path) -> tuple[str, int, int, int]:
    """Return what is there when a machine comes back with so much of its journal: integrity, visits, and their traces."""
    shutil.copy(file, place)
    place.with_name(place.name + "-shm").unlink(missing_ok=True)
    place.with_name(place.name + "-wal").write_bytes(journal)
    with closing(sqlite3.connect(place)) as opened:

        def one(query: str) -> Any:
            return opened.execute(query).fetchone()[0]

        return (
            one("PRAGMA integrity_check"),
            one("SELECT count(*) FROM crm_interaction"),
            one("SELECT count(*) FROM audit_auditevent WHERE verb='CREATED' AND object_kind='INTERACTION'"),
            one("SELECT count(*) FROM search_searchdocument WHERE kind='INTERACTION'"),
        )
