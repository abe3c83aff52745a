#!/usr/bin/env python3
"""Write docs/reference/tests.md: what the tests cost, what in them is dearest, and how they grow with addresses.

    tests_page.py            from what the last `make test` kept under .cache/costs, and a run with dummy addresses

The dummies are copies of every page under addresses of their own; only what visits every address is run with them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tools import costs  # noqa: E402  (the file is run as a script)

PAGE = ROOT / "docs" / "reference" / "tests.md"
# What visits every address, page or operation: these grow with addresses, everything else with what is written by hand.
GROWING = (
    "tests/api/test_generated.py",
    "tests/browser/test_sweep.py",
    "tests/meta/test_access.py",
    "tests/meta/test_query_counts.py",
)
WITH_DUMMIES = ("tests/meta/test_access.py", "tests/meta/test_query_counts.py")
COPIES = 1
TIMES = 5
CORES = 2
DEAREST = 15

INTRODUCTION = """# What the tests cost

CPU seconds of `make test`, all processes together, as the last run counted them; beside them what a fixed loop of pure Python took
(`calibration`), since machines differ by three times from day to day. Written by `make figures` after `make test`.

"""


def stage_table() -> str:
    """Return one line for each stage, and their sum."""
    found = costs.stages()
    lines = ["| stage | CPU seconds | calibration, s |", "|---|---:|---:|"]
    lines += [f"| {cost['stage']} | {cost['cpu']:.0f} | {cost['calibration']:.2f} |" for cost in found]
    lines.append(f"| together | {total():.0f} | |")
    return "\n".join(lines) + "\n"


def total() -> float:
    """Return the CPU seconds of all stages."""
    return sum(cost["cpu"] for cost in costs.stages())


def files() -> Counter[str]:
    """Return the CPU seconds of each test file, over all stages."""
    spent: Counter[str] = Counter()
    for kept in costs.FOLDER.glob("*.tests.json"):
        if not kept.name.startswith("dummies"):
            for test, seconds in json.loads(kept.read_text(encoding="utf-8")).items():
                spent[test.partition("::")[0]] += seconds
    return spent


def dearest_table(spent: Counter[str]) -> str:
    """Return the test files that cost most."""
    lines = ["| file | CPU seconds |", "|---|---:|"]
    lines += [f"| `{name}` | {seconds:.0f} |" for name, seconds in spent.most_common(DEAREST)]
    return "\n".join(lines) + "\n"


def with_dummies() -> tuple[int, float, float]:
    """Return how many addresses were added, and what the visits cost without and with them."""
    spent = []
    for copies in (0, COPIES):
        kept = costs.FOLDER / f"dummies{copies}.tests.json"
        environment = os.environ | {"TONGXIN_DUMMIES": str(copies), "TONGXIN_COSTS": str(kept)}
        command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *WITH_DUMMIES]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        spent.append(json.loads(kept.read_text(encoding="utf-8")))
    added = sum("[dummy" in test for test in spent[1])
    return added, sum(spent[0].values()), sum(spent[1].values())


def growth(spent: Counter[str], added: int, before: float, after: float) -> str:
    """Return what the tests would cost with several times the addresses, in words."""
    growing = sum(spent[name] for name in GROWING)
    then = total() + (TIMES - 1) * growing
    return (
        f"What visits every address costs {growing:.0f} of {total():.0f} CPU seconds. With {added} dummy addresses more, "
        f"the visits that can be given dummies cost {after:.0f} CPU seconds instead of {before:.0f}: "
        f"{(after - before) / added:.2f} for each address added. With {TIMES} times the addresses `make test` would cost "
        f"{then:.0f} CPU seconds, {then / 60 / CORES:.0f} minutes on {CORES} free cores.\n"
    )


def main() -> int:
    if not costs.stages():
        print("Nothing was counted: run make test first", file=sys.stderr)
        return 1
    spent = files()
    parts = [
        INTRODUCTION,
        stage_table(),
        "\n## Dearest files\n\n",
        dearest_table(spent),
        f"\n## With {TIMES} times the addresses\n\n",
        growth(spent, *with_dummies()),
    ]
    PAGE.write_text("".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
