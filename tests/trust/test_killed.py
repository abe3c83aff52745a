"""What was answered as saved is there, once, whoever was killed in the midst of it."""

import json
import subprocess
import sys

import pytest
from tests.trust.databases import new_database, server_of_the_tests
from tests.trust.serving import ROOT, environment

KILLS = 12


@pytest.mark.fault("F2", "F4", "F10")
@pytest.mark.requirement("R9.7")
def test_twelve_kills_lose_and_double_nothing(tmp_path):
    with new_database(tmp_path, server_of_the_tests()) as address:
        done = subprocess.run(
            [sys.executable, "-m", "tests.trust.killing", str(KILLS)],
            env=environment(tmp_path, TONGXIN_DATABASE_URL=address, TONGXIN_API_RATE_PER_MINUTE="1000000"),
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
