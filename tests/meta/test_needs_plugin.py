"""Tests may depend on the machine at a desk, never in CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MODULE = """
import pytest

@pytest.mark.data
def test_reads_real_data():
    pass

def test_is_switched_off():
    pytest.skip("no reason")

def test_stands():
    pass
"""


def outcomes(folder: Path, **environment: str) -> str:
    (folder / "test_sample.py").write_text(MODULE, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  data: x\n", encoding="utf-8")
    clean = {k: v for k, v in os.environ.items() if k not in {"CI", "TONGXIN_DATA", "PYTEST_ADDOPTS"}}
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "tests.plugins.needs", "."]
    done = subprocess.run(
        command,
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | environment,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_missing_data_skips_and_says_why(tmp_path):
    printed = outcomes(tmp_path)
    assert "TONGXIN_DATA names no folder" in printed
    assert "1 passed, 2 skipped" in printed


def test_given_data_runs(tmp_path):
    assert "2 passed, 1 skipped" in outcomes(tmp_path, TONGXIN_DATA=str(tmp_path))


@pytest.mark.parametrize("setting", ["true", "1"])
def test_skip_is_a_failure_in_ci(tmp_path, setting):
    printed = outcomes(tmp_path, CI=setting)
    assert "1 failed, 1 passed, 1 error" in printed
    assert "No test may be skipped in CI" in printed
