"""An import whose workers are killed is ended by the next one: every row once, and nobody has to help."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.importers.killing import KILLS, LEASE, ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.requirement("R9.7")
@pytest.mark.fault("F1", "F3")
def test_an_import_survives_the_death_of_its_workers(new_database: Callable[[], str], tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tongxin.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "TONGXIN_HOME": str(tmp_path),
        "TONGXIN_DATABASE_URL": new_database(),
        "TONGXIN_JOB_LEASE_SECONDS": str(int(LEASE)),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.importers.killing"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["killed"] == KILLS
    assert found["job"][:2] == ["DONE", ""]
    targets = ("ACCOUNT", "PERSON", "OPPORTUNITY", "ACTIVITY")
    assert found["batch"] == ["DONE", {target: {"CREATED": ROWS} for target in targets}]
    assert found["rows"] == {kind: [ROWS, ROWS] for kind in ("accounts", "people", "deals", "visits")}
    assert (found["stage_entries"], found["posts"], found["refs"]) == (ROWS, [ROWS, 45], 4 * ROWS)
    kinds = ("ACCOUNT", "PERSON", "OPPORTUNITY", "INTERACTION")
    assert found["documents"] == dict.fromkeys(kinds, ROWS)
    assert (found["created_twice"], found["broken_link"]) == ([], None)
