#!/usr/bin/env python3
"""Count what a stage of the tests costs: `costs.py run STAGE -- COMMAND…`, and sum the stages up: `costs.py report`.

Machines differ by three times from day to day, and a busy one from hour to hour, so CPU seconds are counted, those of all
child processes together, and beside them how long a fixed loop takes here (`calibration`). What each test cost is added by
`tests/plugins/costs.py`. Everything is kept under `.cache/costs`.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "costs"
LOOPS = 3_000_000


def calibration() -> float:
    """Return the CPU seconds of a fixed loop of pure Python, the best of three."""
    return min(_loop() for _ in range(3))


def _loop() -> float:
    began, total = time.process_time(), 0
    for number in range(LOOPS):
        total += number & 7
    return time.process_time() - began


def run(stage: str, command: list[str], folder: Path = FOLDER) -> int:
    """Run a command, print and keep what it cost; return its exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    before, began = _children(), time.monotonic()
    environment = os.environ | {"TONGXIN_COSTS": str(folder / f"{stage}.tests.json")}
    code = subprocess.run(command, check=False, env=environment).returncode
    cost = {
        "stage": stage,
        "cpu": round(_children() - before, 1),
        "seconds": round(time.monotonic() - began, 1),
        "calibration": round(calibration(), 3),
    }
    (folder / f"{stage}.json").write_text(json.dumps(cost) + "\n", encoding="utf-8")
    print(
        f"{stage}: {cost['cpu']} CPU seconds in {cost['seconds']} s; the calibration loop takes {cost['calibration']} s"
    )
    return code


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def stages(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return what was kept of each stage, in the order they ran."""
    files = [file for file in folder.glob("*.json") if not file.name.endswith(".tests.json")]
    return [
        json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(files, key=lambda file: (file.stat().st_mtime, file.name))
    ]


def report(folder: Path = FOLDER) -> int:
    """Print one line for each stage, and their sum."""
    found = stages(folder)
    for cost in found:
        print(f"{cost['stage']:<12} {cost['cpu']:>8.1f} CPU s {cost['seconds']:>8.1f} s")
    print(f"{'together':<12} {sum(cost['cpu'] for cost in found):>8.1f} CPU s")
    return 0


def main(arguments: list[str]) -> int:
    match arguments:
        case ["run", stage, "--", *command] if command:
            return run(stage, command)
        case ["report"]:
            return report()
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
