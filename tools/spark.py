#!/usr/bin/env python3
"""Ask the market's questions by DuckDB and by Spark, and fail where the answers differ.

Installs what only this needs: Java by apt when run as root, PySpark from requirements/spark.txt into .venv-spark.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".venv-spark"
LOCK = ROOT / "requirements" / "spark.txt"
JAVA_PACKAGE = "openjdk-17-jre-headless"
WRITE = """
import sys
from pathlib import Path
from tests.analytics.market.small import MARKET
from tongxin.analytics.market.store import write_market
from tongxin.crm.tenders.facts import read_facts
write_market(Path(sys.argv[1]), [read_facts(process) for process in MARKET])
"""


def main() -> int:
    if not has_java():
        print(f"Spark needs Java 17 or newer: apt-get install {JAVA_PACKAGE}", file=sys.stderr)
        return 1
    build()
    source = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    around = {**os.environ, "PYTHONPATH": source, "PYSPARK_PYTHON": str(PLACE / "bin" / "python")}
    with tempfile.TemporaryDirectory(prefix="market-") as folder:
        market = Path(folder) / "market"
        subprocess.run([sys.executable, "-c", WRITE, market], check=True, cwd=ROOT, env=around)
        command = [PLACE / "bin" / "python", ROOT / "tests" / "spark" / "compare.py", market]
        return subprocess.run(command, check=False, cwd=folder, env=around).returncode


def has_java() -> bool:
    if shutil.which("java") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", JAVA_PACKAGE], check=False)
    return shutil.which("java") is not None


def build() -> None:
    """Make the environment of the lock, unless it is there already."""
    mark, wanted = PLACE / "lock", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text() == wanted:
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", PLACE], check=True)
    pip = [PLACE / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", LOCK], check=True)
    mark.write_text(wanted)


if __name__ == "__main__":
    sys.exit(main())
