"""Each semgrep rule of the project finds its bad examples and leaves the good ones alone."""

import re
from pathlib import Path

import pytest
from tools.own_rules import ROOT, findings

EXAMPLES = Path("tests/meta/semgrep")
NOTE = re.compile(r"#\s*(ruleid|ok):\s*([\w-]+)")


def expected() -> dict[str, set[tuple[str, int, str]]]:
    """Return what the comments of the examples promise: the finding stands on the line below its comment."""
    promised: dict[str, set[tuple[str, int, str]]] = {"ruleid": set(), "ok": set()}
    for file in (ROOT / EXAMPLES).rglob("*.py"):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if note := NOTE.search(line):
                promised[note[1]].add((str(file.relative_to(ROOT)), number + 1, note[2]))
    return promised


@pytest.fixture(scope="module")
def found() -> set[tuple[str, int, str]]:
    return {(finding.path, finding.line, finding.rule) for finding in findings(EXAMPLES)}


def test_every_bad_example_is_found_and_nothing_else(found):
    assert found == expected()["ruleid"]


def test_no_good_example_is_found(found):
    assert not found & expected()["ok"]


def test_every_rule_has_a_bad_and_a_good_example():
    rules = {
        name
        for file in (ROOT / ".semgrep").glob("*.yaml")
        for name in re.findall(r"- id: (\S+)", file.read_text(encoding="utf-8"))
    }
    examples = expected()
    assert {rule for _, _, rule in examples["ruleid"]} == rules
    assert {rule for _, _, rule in examples["ok"]} == rules
