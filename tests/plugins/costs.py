"""Count the CPU seconds of each test, fixtures and child processes included, and print the dearest files at the end."""

import json
import os
import resource
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

SHOWN = 15
_began: dict[str, float] = {}


def _spent() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _began[item.nodeid] = _spent()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[pytest.TestReport]:
    report = yield
    if call.when == "teardown" and item.nodeid in _began:
        report.user_properties.append(("cpu", _spent() - _began.pop(item.nodeid)))
    return report


class Table:
    """What was spent on each test, as far as the run itself can see."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == "cpu" and isinstance(value, float):
                self.spent[report.nodeid] = value

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        files: Counter[str] = Counter()
        for test, seconds in self.spent.items():
            files[test.partition("::")[0]] += seconds
        total = sum(files.values())
        if len(files) > 1:
            terminalreporter.section(f"dearest files, CPU seconds, of {total:.0f} in all")
            for name, seconds in files.most_common(SHOWN):
                terminalreporter.line(f"{seconds:8.1f}  {name}")
        if kept := os.environ.get("TONGXIN_COSTS"):
            rounded = {test: round(seconds, 3) for test, seconds in sorted(self.spent.items())}
            Path(kept).write_text(json.dumps(rounded, indent=0) + "\n", encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Table(), "tongxin-costs")
