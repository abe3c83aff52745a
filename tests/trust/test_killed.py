"""What was answered as saved is there, once, whoever was killed in the midst of it."""

import json
import subprocess
import sys

import pytest
from tests.trust.serving import ROOT, environment

KILLS, WHILE_HANDING_IN = 12, 8


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
