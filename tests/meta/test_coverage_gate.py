"""The gate names every line and branch without a test where decisions are made, and nothing else."""

import os
import subprocess
import sys

import pytest
from tools import coverage_gate

RULES = """def check(number):
    if number > 1:
        return "many"
    if number:
        number = 0
    return number
"""


@pytest.fixture
def project(tmp_path):
    files = {
        "src/kamkit/sums.py": "TWO = 1 + 1\n",
        "src/tongxin/crm/rules.py": RULES,
        "src/tongxin/crm/actions/add.py": "def add():\n    return 1\n",
        "src/tongxin/crm/selectors.py": "def read():\n    return 1\n",
        "src/tongxin/crm/migrations/actions.py": "def forward():\n    return 1\n",
        "src/tongxin/search/postgres.py": "def find():\n    return 1\n",
        "pyproject.toml": '[tool.coverage.run]\nbranch = true\nsource = ["src"]\n[tool.coverage.report]\nfail_under = 95\n',
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


# The product's own packages of the same names would stand before folders that are no whole packages.
HEAD = """import os, sys
sys.path[:] = ["src", *(path for path in sys.path if not os.path.isdir(os.path.join(path, "kamkit")))]
"""


def measure(project, program):
    (project / "run.py").write_text(HEAD + program)
    measured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    subprocess.run(
        [sys.executable, "-m", "coverage", "run", "--data-file=.coverage", "run.py"],
        cwd=project,
        env=measured,
        check=True,
    )


def gate(project, capsys, *arguments):
    code = coverage_gate.main(list(arguments), root=project)
    return code, capsys.readouterr()


def test_missing_lines_branches_and_files_are_named(project, capsys):
    measure(project, "from tongxin.crm.rules import check\ncheck(1)\n")
    code, said = gate(project, capsys)
    assert code == 1
    assert said.out.splitlines() == [
        "src/kamkit/sums.py: not measured",
        "src/tongxin/crm/actions/add.py: not measured",
        "src/tongxin/crm/rules.py:3: line not reached",
        "src/tongxin/crm/rules.py:2: never goes on to line 3",
        "src/tongxin/crm/rules.py:4: never goes on to line 6",
    ]
    assert "5 places" in said.err


def test_all_reached_is_good_whatever_other_files_lack(project, capsys):
    measure(
        project,
        "import kamkit.sums\nfrom tongxin.crm.actions.add import add\nfrom tongxin.crm.rules import check\n"
        "add()\n[check(number) for number in range(3)]\n",
    )
    code, said = gate(project, capsys)
    assert (code, said.out) == (0, "Every branch of 3 files is reached on sqlite\n")


def test_what_only_postgresql_runs_is_asked_of_its_own_run(project, capsys):
    measure(project, "import tongxin.search.postgres\n")
    code, said = gate(project, capsys, "--engine", "postgres")
    assert (code, said.out) == (1, "src/tongxin/search/postgres.py:2: line not reached\n")
    measure(project, "import tongxin.search.postgres as engine\nengine.find()\n")
    assert gate(project, capsys, "--engine", "postgres")[0] == 0


def test_a_file_that_was_left_out_of_the_measurement_is_named():
    assert coverage_gate.missing({"files": {}}, ["src/kamkit/a.py"]) == ["src/kamkit/a.py: not measured"]


def test_without_a_measurement_it_says_so(project, capsys):
    code, said = gate(project, capsys)
    assert (code, "run the tests with --cov first" in said.err) == (2, True)
