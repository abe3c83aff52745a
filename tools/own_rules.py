#!/usr/bin/env python3
"""Run the project's own semgrep rules (`.semgrep/`) on the source, without touching the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OFFLINE = ("--metrics=off", "--disable-version-check", "--quiet", "--no-git-ignore", "--jobs=2")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place where a rule of ours matched."""

    path: str
    line: int
    rule: str
    message: str


def findings(*places: Path) -> list[Finding]:
    """Return what the rules find in folders or files of the project.

    Raises:
        RuntimeError: a rule cannot be read or a file cannot be parsed.
    """
    command = [Path(sys.executable).with_name("semgrep"), "scan", "--config", ".semgrep", "--json", *OFFLINE]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "SEMGREP_SEND_METRICS": "off",
            "SEMGREP_ENABLE_VERSION_CHECK": "0",
            "SEMGREP_SETTINGS_FILE": f"{home}/settings.yml",
            "SEMGREP_LOG_FILE": f"{home}/log",
        }
        done = subprocess.run(
            [*command, *places], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
        )
    try:
        report = json.loads(done.stdout)
    except ValueError as error:
        raise RuntimeError(done.stderr) from error
    if report["errors"]:
        raise RuntimeError("\n".join(error["message"] for error in report["errors"]))
    return sorted(
        Finding(
            result["path"],
            result["start"]["line"],
            result["check_id"].split(".")[-1],
            result["extra"]["message"],
        )
        for result in report["results"]
    )


def main(arguments: list[str]) -> int:
    try:
        found = findings(*map(Path, arguments or ["src"]))
    except RuntimeError as error:
        # What semgrep cannot parse it does not check: write it in another way.
        sys.exit(f"semgrep cannot read everything:\n{error}")
    for finding in found:
        print(f"{finding.path}:{finding.line}: {finding.rule}: {finding.message}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
